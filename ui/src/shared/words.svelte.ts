// The words of the window, from the Fluent files shared with Rust. Changing the language repaints what is shown.
// Must not know where a sentence stands, nor of the backend more than which languages there are.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { LanguageTag } from '$backend';
import english from '$locales/en.ftl?raw';
import russian from '$locales/ru.ftl?raw';

export type WordArguments = Record<string, FluentVariable>;

const sources: Record<LanguageTag, string> = { en: english, ru: russian };

function bundleOf(tag: LanguageTag, transform?: (text: string) => string): FluentBundle {
  const bundle = new FluentBundle(tag, { useIsolating: false, transform });
  bundle.addResource(new FluentResource(sources[tag]));
  return bundle;
}

function say(bundle: FluentBundle, id: string, args?: WordArguments): string {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, args) : id;
}

export class Words {
  /** The language on screen. */
  tag = $state<LanguageTag>('en');
  /** Changes every sentence; the preview lengthens them with it to test the layout. */
  transform = $state.raw<((text: string) => string) | undefined>(undefined);

  #bundle = $derived(bundleOf(this.tag, this.transform));
  #other = $derived(bundleOf(this.tag === 'en' ? 'ru' : 'en'));

  speak(tag: string): void {
    this.tag = tag === 'ru' ? 'ru' : 'en';
    document.documentElement.lang = this.tag;
  }

  text(id: string, args?: WordArguments): string {
    return say(this.#bundle, id, args);
  }

  /** The same in the language that is not on screen, for finding things by either name. */
  otherwise(id: string, args?: WordArguments): string {
    return say(this.#other, id, args);
  }

  /** Facts side by side, as the language writes them. */
  list(items: string[]): string {
    return items.join(', ');
  }

  /** A figure with so many decimals, as the language writes it. */
  number(value: number, decimals: number): string {
    return new Intl.NumberFormat(this.tag, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  }

  /** A figure with the decimals that it has, as the language writes it. */
  plain(value: number): string {
    return new Intl.NumberFormat(this.tag, { maximumFractionDigits: 6, useGrouping: false }).format(value);
  }

  /** The time of day to the second, as a log has it. */
  clock(at: number): string {
    return new Intl.DateTimeFormat(this.tag, { timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(at));
  }

  /** When it was, as short as it can be: today the time, otherwise the day. */
  when(at: number): string {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(this.tag, today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(
      date,
    );
  }

  /** A moment as a person writes it: today the time alone, otherwise with the date. */
  moment(at: number): string {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(this.tag, {
      timeStyle: 'short',
      ...(today ? {} : { dateStyle: 'medium' }),
    }).format(date);
  }
}

export const words = new Words();

/** One sentence in the language on screen. */
export const t = (id: string, args?: WordArguments): string => words.text(id, args);
