// The settings on screen, applied at once and kept true by events. Must not know the form that edits them.
import type { Backend, BlazonEvent, LanguageTag, LibraryInfo, Settings, Theme } from '$backend';
import { remember } from '$shared/remembered';
import { words } from '$shared/words.svelte';

export class SettingsState {
  /** `null` until the library is open. */
  current = $state.raw<Settings | null>(null);

  constructor(private backend: Backend) {}

  opened(library: LibraryInfo): void {
    this.#apply(library.settings, library.languageTag);
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'settingsChanged') this.#apply(event.settings, event.languageTag);
  }

  /** Throws what the Rust side refuses; the settings then stay as they were. */
  async change(part: Partial<Settings>): Promise<void> {
    if (!this.current) return;
    const wanted = { ...this.current, ...part };
    this.current = await this.backend.changeSettings(wanted);
    applyTheme(this.current.theme);
  }

  #apply(settings: Settings, tag: LanguageTag): void {
    this.current = settings;
    words.speak(tag);
    applyTheme(settings.theme);
    remember({ language: words.tag, theme: settings.theme });
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
