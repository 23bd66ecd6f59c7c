// The last language and theme, so that the very first paint already has them. A hint only: the library decides.
const KEY = 'blazon-first-paint';

export type Remembered = { language: string; theme: 'system' | 'light' | 'dark' };

export function remember(hint: Remembered): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(hint));
  } catch {
    // Without storage the first paint follows the system.
  }
}

export function recall(): Remembered {
  const bySystem: Remembered = {
    language: navigator.language.startsWith('ru') ? 'ru' : 'en',
    theme: 'system',
  };
  try {
    return { ...bySystem, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Remembered>) };
  } catch {
    return bySystem;
  }
}
