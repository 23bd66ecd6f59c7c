import { fireEvent, render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import ReusedImage from '$shared/ReusedImage.svelte';

const settled = () => vi.advanceTimersByTimeAsync(0);

const load = async (image: Element) => {
  await fireEvent.load(image);
  await settled();
};

describe('A reused image', () => {
  const decoding: ((answer: 'decoded' | 'refused') => Promise<void>)[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    decoding.length = 0;
    const decode = () =>
      new Promise<void>((resolve, reject) => {
        decoding.push(async (answer) => {
          if (answer === 'decoded') resolve();
          else reject(new DOMException('refused', 'EncodingError'));
          await settled();
        });
      });
    vi.spyOn(HTMLImageElement.prototype, 'decode').mockImplementation(decode);
  });

  afterEach(async () => {
    await vi.runAllTimersAsync();
    vi.useRealTimers();
  });

  it.each(['decoded', 'refused'] as const)('is unseen until it can be painted (%s)', async (answer) => {
    const { container } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await load(image);
    expect(image.className).toContain('late');
    await decoding[0]!(answer);
    expect(image.className).not.toContain('late');
  });

  it('is not shown for a picture that has another after it meanwhile', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await load(image);
    await rerender({ src: 'two.webp' });
    await decoding[0]!('refused');
    expect(image.className).toContain('late');
    await load(image);
    await decoding[1]!('decoded');
    expect(image.className).not.toContain('late');
  });

  it('shows the last one also when the one that it replaced takes too long to be decoded', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await load(image);
    await rerender({ src: 'two.webp' });
    await load(image);
    expect(decoding).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(image.className).toContain('late');
    await decoding[1]!('decoded');
    await decoding[0]!('decoded');
    expect(image.className).not.toContain('late');
  });

  it('is decoded after those that came before it, one at a time', async () => {
    const images = ['one.webp', 'two.webp', 'three.webp'].map((src) =>
      render(ReusedImage, { src, onbroken: vi.fn() }).container.querySelector('img')!,
    );
    for (const image of images) await load(image);
    for (const [index, image] of images.entries()) {
      expect(decoding).toHaveLength(index + 1);
      expect(image.className).toContain('late');
      await decoding[index]!('decoded');
      expect(image.className).not.toContain('late');
    }
  });

  it('is not decoded when another has taken its place before its turn', async () => {
    const first = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const second = render(ReusedImage, { src: 'two.webp', onbroken: vi.fn() });
    const image = second.container.querySelector('img')!;
    await load(first.container.querySelector('img')!);
    await load(image);
    await second.rerender({ src: 'three.webp' });
    await decoding[0]!('decoded');
    expect(decoding).toHaveLength(1);
    expect(image.className).toContain('late');
    await load(image);
    expect(decoding).toHaveLength(2);
  });

  it('stays one element for what comes after, unseen until that is loaded', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    expect(image.className).toContain('late');
    await load(image);
    await decoding[0]!('decoded');
    expect(image.className).not.toContain('late');
    await rerender({ src: 'two.webp' });
    expect(container.querySelector('img')).toBe(image);
    expect(image.getAttribute('src')).toBe('two.webp');
    expect(image.className).toContain('late');
    await load(image);
    await decoding[1]!('decoded');
    expect(image.className).not.toContain('late');
  });

  it('says when there is nothing to show', async () => {
    const onbroken = vi.fn();
    const { container } = render(ReusedImage, { src: 'gone.webp', onbroken });
    await fireEvent.error(container.querySelector('img')!);
    expect(onbroken).toHaveBeenCalledOnce();
  });
});
