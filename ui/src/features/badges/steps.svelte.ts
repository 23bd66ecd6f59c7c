// The steps that were taken on something that is edited, as many as there were, and the way back and forth between them.
// Must not know what is edited: a state is a value that is replaced, never changed.
export class Steps<State> {
  current = $state.raw() as State;
  #before: State[] = [];
  #after: State[] = [];
  #open: string | null = null;
  #depth = $state(0);
  #undone = $state(0);

  readonly canUndo = $derived(this.#depth > 0);
  readonly canRedo = $derived(this.#undone > 0);

  constructor(first: State) {
    this.current = first;
  }

  /** A step. Steps of the same name that follow one another are one, until it is settled. */
  take(next: State, name: string | null = null): void {
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    const goesOn = name !== null && name === this.#open;
    if (!goesOn) this.#before.push(this.current);
    this.#after = [];
    this.#open = name;
    this.#show(next);
  }

  /** What comes next is a step of its own, whatever it is called. */
  settle(): void {
    this.#open = null;
  }

  undo(): boolean {
    return this.#go(this.#before, this.#after);
  }

  redo(): boolean {
    return this.#go(this.#after, this.#before);
  }

  #go(from: State[], to: State[]): boolean {
    this.settle();
    if (from.length === 0) return false;
    const next = from.pop() as State;
    to.push(this.current);
    this.#show(next);
    return true;
  }

  #show(state: State): void {
    this.current = state;
    this.#depth = this.#before.length;
    this.#undone = this.#after.length;
  }
}
