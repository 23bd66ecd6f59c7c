// Moves the focus inside a list or a grid of cards by arrow keys, Home and End; rows are told by position.
// Must not know what the items are.
type Place = { element: HTMLElement; x: number; y: number };

function places(node: HTMLElement): Place[] {
  return [...node.querySelectorAll<HTMLElement>('[data-stop]')].map((element) => {
    const box = element.getBoundingClientRect();
    return { element, x: box.left + box.width / 2, y: box.top + box.height / 2 };
  });
}

function next(key: string, all: Place[], from: Place): Place | undefined {
  const index = all.indexOf(from);
  switch (key) {
    case 'Home':
      return all[0];
    case 'End':
      return all[all.length - 1];
    case 'ArrowRight':
      return all[index + 1];
    case 'ArrowLeft':
      return all[index - 1];
    case 'ArrowDown':
      return nearest(
        all.filter((place) => place.y > from.y + 1),
        from,
      );
    case 'ArrowUp':
      return nearest(
        all.filter((place) => place.y < from.y - 1),
        from,
      );
    default:
      return undefined;
  }
}

function nearest(candidates: Place[], from: Place): Place | undefined {
  const distance = (place: Place) => Math.abs(place.y - from.y) * 1000 + Math.abs(place.x - from.x);
  return candidates.sort((a, b) => distance(a) - distance(b))[0];
}

/** An attachment: `{@attach arrows}`; the items carry `data-stop`. */
export function arrows(node: HTMLElement): () => void {
  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const all = places(node);
    const from = all.find((place) => place.element === document.activeElement);
    const to = from && next(event.key, all, from);
    if (!to) return;
    event.preventDefault();
    to.element.focus();
  };
  node.addEventListener('keydown', move);
  return () => node.removeEventListener('keydown', move);
}
