// Whether somebody has come to the end of the way, or did not want to be led. What is done on it is never kept: the
// library tells. A hint only: without it the way is shown once more.
const KEY = 'blazon-journey';
const ENDED = 'ended';

export function rememberEnd(): void {
  try {
    localStorage.setItem(KEY, ENDED);
  } catch {
    // Without storage it comes back with the next start.
  }
}

export function recallEnd(): boolean {
  try {
    return localStorage.getItem(KEY) === ENDED;
  } catch {
    return false;
  }
}
