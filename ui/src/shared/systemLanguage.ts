// Where the system names no language WebKit says "C", which is none: what formats numbers with it throws, uPlot while
// it is loaded.
export function repairSystemLanguage(): void {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
}
