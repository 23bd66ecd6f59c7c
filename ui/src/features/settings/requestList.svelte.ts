// The last requests that were sent, read again while somebody looks at them. Must not know how a row looks.
import type { Backend, BlazonEvent, RequestAnswer, SentRequest } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import { t } from '$shared/words.svelte';

/** As many as the Rust side remembers. */
const MOST = 500;

// The terminal uses the same messages.
const answers: Record<RequestAnswer['kind'], string> = {
  status: 'request-status',
  unreachable: 'request-unreachable',
  timedOut: 'request-timed-out',
  brokenOff: 'request-broken-off',
  stopped: 'request-stopped',
};

/** Whether it came to what was wanted. */
export const isGood = ({ answer }: SentRequest): boolean => answer.kind === 'status' && answer.status < 400;

export const answerOf = ({ answer }: SentRequest): string =>
  t(answers[answer.kind], answer.kind === 'status' ? { status: answer.status } : {});

export const tookOf = ({ milliseconds }: SentRequest): string =>
  t('requests-milliseconds', { count: milliseconds });

const when = ({ at }: SentRequest): string => new Date(at).toISOString();

/** All of them as text, a line each, the same in every language. */
export function textOf(requests: SentRequest[]): string {
  const line = (sent: SentRequest) =>
    [when(sent), sent.method, sent.host + sent.path, answerOf(sent), tookOf(sent)].join('\t');
  return requests.map(line).join('\n');
}

export class RequestList {
  /** Newest first; `null` until they were read. */
  all = $state.raw<SentRequest[] | null>(null);
  #watched = false;
  #latest: Latest;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.#latest = new Latest(() => this.#read());
  }

  /** Reads them, and again with every event, until the returned function is called. */
  watch(): () => void {
    this.#watched = true;
    void this.#latest.refresh();
    return () => (this.#watched = false);
  }

  hear(event: BlazonEvent): void {
    if (this.#watched && event.type === 'requestsChanged') void this.#latest.refresh();
  }

  async #read(): Promise<void> {
    this.all = (await this.failures.attempt(() => this.backend.listRequests(MOST))) ?? this.all;
  }
}
