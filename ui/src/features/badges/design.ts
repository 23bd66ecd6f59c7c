// How a design is begun and carried to another template. Pure: gives new designs, changes none.
import type { BadgeDesign, BadgePicture, BadgeSource, BadgeTemplate, Labels, LanguageTag } from '$backend';

/** What is looked at first: the middle, slightly above it, since faces are there. */
const FIRST_FOCUS: [number, number] = [0.5, 0.42];

export const labelIn = (labels: Labels, tag: LanguageTag): string => labels[tag] || labels.en;

export function firstDesign(template: string, picture: BadgePicture | null): BadgeDesign {
  return {
    template,
    picture,
    logo: null,
    texts: {},
    palette: null,
    colours: {},
    ribbon: null,
    boxes: {},
  };
}

/** The template with its own sample words in every text. */
export function sampleOf(template: BadgeTemplate): BadgeDesign {
  const texts = Object.fromEntries(template.fields.map(({ id, sample }) => [id, sample]));
  return { ...firstDesign(template.id, null), texts };
}

export const pictureOf = (source: BadgeSource): BadgePicture => ({
  source,
  focus: FIRST_FOCUS,
  zoom: 1,
  background: { kind: 'keep' },
});

/** The same picture and words on another template. Words that it has no place for are kept for the way back; the main
 * words move into its main text where that one is empty. Colours and places belong to the template and stay behind. */
export function onTemplate(
  design: BadgeDesign,
  from: BadgeTemplate | undefined,
  to: BadgeTemplate,
): BadgeDesign {
  if (design.template === to.id) return design;
  const [source, target] = [from && mainField(from), mainField(to)];
  const words = source && design.texts[source];
  const texts =
    target && words && !design.texts[target] ? { ...design.texts, [target]: words } : design.texts;
  return { ...design, template: to.id, texts, palette: null, colours: {}, ribbon: null, boxes: {} };
}

/** The text that a template is made for. */
export const mainField = ({ fields }: BadgeTemplate): string | undefined =>
  (fields.find(({ required }) => required) ?? fields[0])?.id;

/** The palette that is shown as chosen: the template's own colours are the palette that changes none. */
export const paletteOf = ({ palette }: BadgeDesign, { palettes }: BadgeTemplate): string | null =>
  palette ?? palettes.find(({ colours }) => Object.keys(colours).length === 0)?.id ?? null;

/** A colour as the design has it, before and after what was changed by hand. */
export function colourOf(design: BadgeDesign, template: BadgeTemplate, id: string, byHand = true): string {
  const palette = template.palettes.find((each) => each.id === design.palette);
  const own = byHand ? design.colours[id] : undefined;
  return own ?? palette?.colours[id] ?? template.colours.find((each) => each.id === id)?.value ?? '#000000';
}

/** A few colours by which a palette is told from the others of its template. */
export function swatchOf(template: BadgeTemplate, palette: string): string[] {
  const { colours, palettes } = template;
  const chosen = palettes.find(({ id }) => id === palette);
  const differ = colours.filter(({ id }) => palettes.some((each) => each.colours[id] !== undefined));
  return differ.slice(0, 3).map(({ id, value }) => chosen?.colours[id] ?? value);
}
