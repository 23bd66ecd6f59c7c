// Captions that a provider writes: the quote, its acceptance, and what is said of the last.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import CaptionsTab from '../src/features/captions/CaptionsTab.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleCaptioning } from './fakeDescribe';

const settled = () => new Promise((done) => setTimeout(done, 10));
const click = (testid: string) => fireEvent.click(screen.getByTestId(testid));
const accept = () => screen.getByTestId<HTMLButtonElement>('describe-accept');

let fake: FakeBackend;
let unmount: () => void = () => undefined;

async function open(prepare: (backend: FakeBackend) => void = () => undefined) {
  const { id } = fake.seed('My Portrait', 5);
  const photos = fake.photos.get(id) ?? [];
  photos.forEach((photo, index) => (photos[index] = { ...photo, caption: index < 2 ? 'by the sea' : '' }));
  prepare(fake);
  const studio = new Studio(fake);
  await studio.open();
  studio.openDataset(id);
  const dataset = studio.datasets.find(id)!;
  const props = {
    opened: studio.opened!,
    dataset,
    jobs: studio.jobs,
    narrow: false,
    thumb: () => '',
    oncancel: () => undefined,
    keys: studio.keys,
  };
  ({ unmount } = render(CaptionsTab, { props }));
  await waitFor(() => screen.getByTestId('describe-card'));
  return { id, studio };
}

async function quote(price: string) {
  await click('describe-open');
  await waitFor(() => screen.getByTestId('describe-dialog'));
  await fireEvent.input(screen.getByTestId('describe-price'), { target: { value: price } });
}

beforeAll(async () => {
  await import('../src/features/captions/DescribeDialog.svelte');
  await import('../src/features/hosted/KeyDialog.svelte');
});
beforeEach(() => (fake = new FakeBackend()));
afterEach(() => unmount());

describe('the quote', () => {
  it('asks for a price first, where none is sourced, and pays nothing meanwhile', async () => {
    await open();
    await click('describe-open');
    await waitFor(() => screen.getByTestId('describe-price'));
    await settled();
    expect(accept().disabled).toBe(true);
    expect(document.activeElement?.hasAttribute('data-not-now')).toBe(true);
    expect(fake.calls).not.toContain('startCaptioning');
  });

  it('is accepted by one button alone, for what it shows', async () => {
    await open();
    await quote('0.002');
    await waitFor(() => expect(accept().disabled).toBe(false));
    expect(screen.getByTestId('describe-dialog').textContent).toContain('3 photos');
    await fireEvent.click(accept());
    await waitFor(() => expect(fake.limits).toEqual(['6000']));
    await waitFor(() => screen.getByTestId('describe-cancel'));
    expect(screen.queryByTestId('describe-dialog')).toBeNull();
  });

  it('reckons anew for all photos', async () => {
    await open();
    await quote('0.002');
    await waitFor(() => expect(accept().disabled).toBe(false));
    await click('describe-scope-all');
    await waitFor(() => expect(screen.getByTestId('describe-dialog').textContent).toContain('5 photos'));
    await fireEvent.click(accept());
    await waitFor(() => expect(fake.limits).toEqual(['10000']));
  });

  it('accepts nothing while a changed price is not reckoned', async () => {
    await open();
    await quote('0.002');
    await waitFor(() => expect(accept().disabled).toBe(false));
    await fireEvent.input(screen.getByTestId('describe-price'), { target: { value: '2' } });
    expect(accept().disabled).toBe(true);
    await fireEvent.input(screen.getByTestId('describe-price'), { target: { value: 'two' } });
    await new Promise((done) => setTimeout(done, 250));
    expect(accept().disabled).toBe(true);
    expect(fake.limits).toEqual([]);
  });

  it('says what is refused, and stays', async () => {
    await open((backend) =>
      backend.refuse.set('startCaptioning', { code: 'refused', message: 'Over the ceiling.' }),
    );
    await quote('0.002');
    await waitFor(() => expect(accept().disabled).toBe(false));
    await fireEvent.click(accept());
    await waitFor(() =>
      expect(screen.getByTestId('describe-dialog').textContent).toContain('Over the ceiling.'),
    );
  });

  it('leads to the key where it is missing', async () => {
    await open((backend) => (backend.captionPlan = { refusal: { kind: 'noKey', provider: 'fal' } }));
    await quote('0.002');
    await waitFor(() => screen.getByTestId('describe-key'));
    await click('describe-key');
    await waitFor(() => screen.getByTestId('key-dialog'));
  });
});

describe('what goes on', () => {
  it('is counted, and can be stopped', async () => {
    await open((backend) =>
      backend.captionings.push(sampleCaptioning({ total: 5, counts: { described: 2 } })),
    );
    await waitFor(() => screen.getByTestId('describe-cancel'));
    expect(screen.getByTestId('describe-card').textContent).toContain('2 of 5');
    await click('describe-cancel');
    await waitFor(() => screen.getByTestId('describe-last'));
    expect(fake.calls).toContain('cancelCaptioning');
  });

  it('ends with what it cost and why the rest is missing', async () => {
    await open((backend) =>
      backend.captionings.push(
        sampleCaptioning({
          total: 5,
          counts: { described: 2, failed: 1, cancelled: 2 },
          trouble: 'noCredit',
          said: 'balance exhausted',
        }),
      ),
    );
    const last = await waitFor(() => screen.getByTestId('describe-last'));
    expect(last.textContent).toContain('2 of 5');
    expect(last.textContent).toContain('0.004');
    const trouble = screen.getByTestId('describe-trouble').textContent;
    expect(trouble).toContain('credit');
    expect(trouble).not.toContain('balance exhausted');
  });

  it('says that it waits for a key, and asks for it', async () => {
    const counts = { described: 1, cancelled: 7 };
    await open((backend) =>
      backend.captionings.push(sampleCaptioning({ total: 12, counts, trouble: 'noKey' })),
    );
    const waits = await waitFor(() => screen.getByTestId('describe-waits'));
    expect(waits.textContent).toContain('4 photos are there');
    expect(waits.textContent).toContain('nothing was charged');
    await click('describe-waits-key');
    await waitFor(() => screen.getByTestId('key-dialog'));
  });

  it('says that it waits for the network, without asking for anything', async () => {
    await open((backend) => backend.captionings.push(sampleCaptioning({ total: 3, trouble: 'offline' })));
    const waits = await waitFor(() => screen.getByTestId('describe-waits'));
    expect(waits.textContent).toContain('cannot be reached');
    expect(screen.queryByTestId('describe-waits-key')).toBeNull();
  });

  it('asks the person about lost replies, once', async () => {
    await open((backend) =>
      backend.captionings.push(sampleCaptioning({ total: 5, counts: { described: 4, unknown: 1 } })),
    );
    await waitFor(() => screen.getByTestId('describe-unknown'));
    await click('describe-never-taken');
    await waitFor(() => expect(screen.queryByTestId('describe-unknown')).toBeNull());
    expect(fake.calls).toContain('sayCaptionsNeverTaken');
  });

  it('of another dataset is not shown here', async () => {
    await open();
    await settled();
    fake.putCaptioning(sampleCaptioning({ total: 9, dataset: 'elsewhere' }));
    await settled();
    expect(screen.queryByTestId('describe-cancel')).toBeNull();
  });
});
