import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import ReusedImage from '$shared/ReusedImage.svelte';

describe('A reused image', () => {
  it('stays one element for what comes after, unseen until that is loaded', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    expect(image.className).toContain('late');
    await fireEvent.load(image);
    expect(image.className).not.toContain('late');
    await rerender({ src: 'two.webp' });
    expect(container.querySelector('img')).toBe(image);
    expect(image.getAttribute('src')).toBe('two.webp');
    expect(image.className).toContain('late');
    await fireEvent.load(image);
    expect(image.className).not.toContain('late');
  });

  it('says when there is nothing to show', async () => {
    const onbroken = vi.fn();
    const { container } = render(ReusedImage, { src: 'gone.webp', onbroken });
    await fireEvent.error(container.querySelector('img')!);
    expect(onbroken).toHaveBeenCalledOnce();
  });
});
