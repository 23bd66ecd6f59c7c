// The words of a model's badges while they are typed, and the whole prompt that would be sent with them; of several
// answers the newest is shown. Must not know the fields.
import type { Backend, ModelId } from '$backend';
import { NewestWish } from '$features/badges/newestWish';

type Wish = { model: ModelId; base: string; style: string; holding: string };

export class BadgeWords {
  /** `null` until the first answer. */
  prompt = $state<string | null>(null);
  readonly #asking: NewestWish<Wish, string>;

  constructor(backend: Backend, report: (error: unknown) => void) {
    this.#asking = new NewestWish(
      ({ model, base, style, holding }: Wish) => backend.badgePrompt(model, base, style, holding),
      (prompt) => (this.prompt = prompt),
      report,
    );
  }

  ask(wish: Wish): void {
    this.#asking.wish(wish);
  }

  forget(): void {
    this.#asking.forget();
  }
}
