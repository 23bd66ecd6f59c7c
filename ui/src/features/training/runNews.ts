// Puts what a run has just done to what is known of it. A run that went on from a checkpoint does some steps again:
// the later account of a step replaces the earlier. Told twice, nothing changes.
import type { LossPoint, RunDetails, RunLine, RunNews, RunSample } from '$backend';

export function withNews(details: RunDetails, news: RunNews): RunDetails {
  return {
    ...details,
    losses: withLosses(details.losses, news.losses),
    samples: withSamples(details.samples, news.samples),
    log: withLines(details.log, news.log),
  };
}

function withLosses(known: LossPoint[], further: LossPoint[]): LossPoint[] {
  const [first] = further;
  if (!first) return known;
  const last = known[known.length - 1];
  if (!last || last.step < first.step) return [...known, ...further];
  return [...known.filter((point) => point.step < first.step), ...further];
}

function withSamples(known: RunSample[], further: RunSample[]): RunSample[] {
  const isNew = (sample: RunSample) =>
    !further.some((other) => other.step === sample.step && other.index === sample.index);
  return further.length === 0 ? known : [...known.filter(isNew), ...further];
}

function withLines(known: RunLine[], further: RunLine[]): RunLine[] {
  const tail = known.slice(-further.length * 2 - 1);
  const isKnown = (line: RunLine) => tail.some((other) => other.at === line.at && other.text === line.text);
  const fresh = further.filter((line) => !isKnown(line));
  return fresh.length === 0 ? known : [...known, ...fresh];
}
