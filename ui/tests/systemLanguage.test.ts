// A system without a language.
import { afterEach, expect, it, vi } from 'vitest';
import { repairSystemLanguage } from '$shared/systemLanguage';

afterEach(() => vi.restoreAllMocks());

it('leaves a language alone, and replaces what is none', () => {
  const said = vi.spyOn(window.navigator, 'language', 'get').mockReturnValue('ru-RU');
  repairSystemLanguage();
  expect(navigator.language).toBe('ru-RU');
  said.mockReturnValue('C');
  repairSystemLanguage();
  expect(navigator.language).toBe('en-US');
  delete (navigator as { language?: string }).language;
});
