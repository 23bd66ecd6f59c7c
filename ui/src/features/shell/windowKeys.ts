// The keys that work in every room. Told by place, so that they work on a Russian keyboard too.
type Steps = { palette: () => void; undo: () => void; redo: () => void; toToast: () => void };

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

export function onWindowKeys(steps: Steps): (event: KeyboardEvent) => void {
  return (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (event.key === 'F6') return act(event, steps.toToast);
    if (!command) return;
    if (event.code === 'KeyK' && !event.shiftKey) return act(event, steps.palette);
    if (isText(event.target) || isDialogOpen()) return;
    if (event.code === 'KeyZ') return act(event, event.shiftKey ? steps.redo : steps.undo);
    if (event.code === 'KeyY') return act(event, steps.redo);
  };
}

function act(event: KeyboardEvent, step: () => void): void {
  event.preventDefault();
  step();
}
