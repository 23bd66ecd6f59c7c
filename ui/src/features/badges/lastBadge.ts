// Which badge was open last, so that it comes back. A hint only: without it the newest one is opened.
const KEY = 'blazon-last-badge';

export function rememberBadge(id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // Without storage the newest badge comes back.
  }
}

export function recallBadge(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
