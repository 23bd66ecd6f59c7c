// What was chosen in a menu is done once the menu has closed and given the focus back, so that a field or a
// dialog opened by it keeps the focus.
export class MenuChoice {
  #run: (() => void) | null = null;

  choose = (run: () => void): void => {
    this.#run = run;
  };

  closed = (): void => {
    const run = this.#run;
    this.#run = null;
    if (run) setTimeout(run);
  };
}
