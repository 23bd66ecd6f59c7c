// Captions as the fake library has and rewrites them.
import type { CaptionRewrite, Dataset } from '../src/backend';

const sentences = [
  'standing in a sunlit kitchen, blue sweater, looking into the camera',
  'close portrait against a brick wall, soft smile, hair down',
  'sitting on a park bench in autumn, yellow leaves, red scarf',
  'half profile at a window, white blouse, morning light',
  'outdoors by the sea, straw hat, squinting a little',
  'in a dark restaurant, warm lamps behind, black jacket',
  'walking in the snow with a knitted hat, mountains behind',
  'at a desk with glasses on, reading, grey cardigan',
  'in a green garden, arms crossed, short sleeves',
  'laughing, head tilted, teal studio background',
];

export const sampleCaption = (index: number): string => sentences[index % sentences.length] as string;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function rewritten(caption: string, rewrite: CaptionRewrite, trigger: string): string {
  switch (rewrite.kind) {
    case 'replace': {
      const find = rewrite.wholeWords
        ? `(?<![\\p{L}\\d_])${escaped(rewrite.find)}(?![\\p{L}\\d_])`
        : escaped(rewrite.find);
      return caption.replace(new RegExp(find, rewrite.matchCase ? 'gu' : 'giu'), () => rewrite.with);
    }
    case 'prefix':
      return caption.startsWith(rewrite.text) ? caption : `${rewrite.text}${caption}`;
    case 'suffix':
      return caption.endsWith(rewrite.text) ? caption : `${caption}${rewrite.text}`;
    case 'triggerFirst': {
      const rest = caption
        .split(trigger)
        .join('')
        .replace(/^[\s,]+/, '')
        .replace(/\s{2,}/g, ' ');
      return rest ? `${trigger}, ${rest}` : trigger;
    }
    case 'clear':
      return '';
  }
}

/** The line that a trainer reads. */
export function trainerLine(dataset: Dataset, caption: string): string {
  if (dataset.captionStyle === 'asWritten') return caption;
  return caption ? `${dataset.trigger}, ${caption}` : dataset.trigger;
}
