import { fireEvent, render } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import ReusedImage from '$shared/ReusedImage.svelte';

const settled = () => new Promise((done) => setTimeout(done, 0));

describe('A reused image', () => {
  const decoding: ((answer: 'decoded' | 'refused') => Promise<void>)[] = [];

  beforeEach(() => {
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

  it.each(['decoded', 'refused'] as const)('is unseen until it can be painted (%s)', async (answer) => {
    const { container } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await fireEvent.load(image);
    expect(image.className).toContain('late');
    await decoding[0]!(answer);
    expect(image.className).not.toContain('late');
  });

  it('is not shown for a picture that has another after it meanwhile', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await fireEvent.load(image);
    await rerender({ src: 'two.webp' });
    await decoding[0]!('refused');
    expect(image.className).toContain('late');
    await fireEvent.load(image);
    await decoding[1]!('decoded');
    expect(image.className).not.toContain('late');
  });

  it('shows the last one also when it can be painted before the one that it replaced', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    await fireEvent.load(image);
    await rerender({ src: 'two.webp' });
    await fireEvent.load(image);
    await decoding[1]!('decoded');
    await decoding[0]!('decoded');
    expect(image.className).not.toContain('late');
  });

  it('stays one element for what comes after, unseen until that is loaded', async () => {
    const { container, rerender } = render(ReusedImage, { src: 'one.webp', onbroken: vi.fn() });
    const image = container.querySelector('img')!;
    expect(image.className).toContain('late');
    await fireEvent.load(image);
    await decoding[0]!('decoded');
    expect(image.className).not.toContain('late');
    await rerender({ src: 'two.webp' });
    expect(container.querySelector('img')).toBe(image);
    expect(image.getAttribute('src')).toBe('two.webp');
    expect(image.className).toContain('late');
    await fireEvent.load(image);
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
