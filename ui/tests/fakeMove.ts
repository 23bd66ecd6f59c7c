// The fake backend's calls about the library's folder: a folder chosen, a move under way, an old folder. Never shipped.
import type { BlazonEvent, LeftLibrary, MovePlan } from '../src/backend';

export const sampleMovePlan = (over: Partial<MovePlan> = {}): MovePlan => ({
  from: '/home/anna/.local/share/blazon',
  to: '/media/anna/Big disk/Blazon',
  bytes: '12000000000',
  files: 4210,
  freeBytes: '812400000000',
  ...over,
});

export abstract class FakeMoveCalls {
  libraryPath = '/home/anna/.local/share/blazon';
  /** What comes of the system's dialog; `null`: the person thinks better. */
  movePlan: MovePlan | null = sampleMovePlan();
  left: LeftLibrary | null = null;
  /** What the library says when the move has ended and it cannot be opened. */
  moveFailure: Error | null = null;
  #moving: { event: BlazonEvent; ended: Promise<void> } | null = null;
  #endMove: () => void = () => {};

  abstract emit(event: BlazonEvent): void;
  protected abstract called(name: string): void;

  /** The library is on its way, and opens when that has ended. */
  startMoving(doneBytes: string, allBytes: string): void {
    const ended = new Promise<void>((end) => (this.#endMove = end));
    this.#moving = { event: { type: 'libraryMoving', doneBytes, allBytes }, ended };
  }

  /** What was copied is removed, and the library opens where it was, or fails to. */
  endMove(): void {
    this.#endMove();
  }

  protected async untilMoved(): Promise<void> {
    if (!this.#moving) return;
    this.emit(this.#moving.event);
    await this.#moving.ended;
    if (this.moveFailure) throw this.moveFailure;
  }

  async chooseLibraryFolder(): Promise<MovePlan | null> {
    this.called('chooseLibraryFolder');
    return this.movePlan;
  }

  async moveLibrary() {
    this.called('moveLibrary');
    return null;
  }

  async cancelLibraryMove() {
    this.called('cancelLibraryMove');
    return null;
  }

  async loadLeftLibrary(): Promise<LeftLibrary | null> {
    this.called('loadLeftLibrary');
    return this.left;
  }

  async deleteLeftLibrary() {
    this.called('deleteLeftLibrary');
    this.left = null;
    return null;
  }
}
