// Templates, badges and lists as the fake backend has them, and a painter that makes every design look different.
// Figures are made from the design alone, so that each look is the same. Never shipped.
import type {
  Badge,
  BadgeColumn,
  BadgeDesign,
  BadgeField,
  BadgeFinding,
  BadgeFrame,
  BadgeLayer,
  BadgeLayerKind,
  BadgeList,
  BadgePalette,
  BadgePicture,
  BadgeTemplate,
  Labels,
} from '../src/backend';

type Area = [number, number, number, number];

const said = (en: string, ru: string): Labels => ({ en, ru });
/** The first word of a layer's id is the text that it shows. */
const layer = (id: string, kind: BadgeLayerKind, ...area: Area): BadgeLayer => ({
  id,
  kind,
  area,
  turn: 0,
  field: kind === 'text' || kind === 'code' ? (id.split('-')[0] ?? id) : null,
  on: null,
});
const onRibbon = (each: BadgeLayer): BadgeLayer => ({ ...each, on: 'ribbon' });
const field = (id: string, label: Labels, longest: number, sample: string, required = false): BadgeField => ({
  id,
  label,
  required,
  longest,
  sample,
});

const metals: BadgePalette[] = [
  { id: 'gold', label: said('Gold', 'Золото'), colours: {} },
  {
    id: 'silver',
    label: said('Silver', 'Серебро'),
    colours: { light: '#f6f7f9', middle: '#c9ced6', dark: '#8f97a3', ink: '#1d2128' },
  },
  {
    id: 'crimson',
    label: said('Crimson', 'Багрянец'),
    colours: { light: '#e2705f', middle: '#b93c31', dark: '#862219', ink: '#fff4e2' },
  },
  {
    id: 'forest',
    label: said('Forest', 'Лес'),
    colours: { light: '#5b9b80', middle: '#2f6f56', dark: '#1a4a38', ink: '#fdf6dc' },
  },
];

const band = [
  { id: 'light', label: said('Band, light', 'Лента, светлая'), value: '#fbe08a' },
  { id: 'middle', label: said('Band', 'Лента'), value: '#efb93a' },
  { id: 'dark', label: said('Band, dark', 'Лента, тёмная'), value: '#c98a1b' },
  { id: 'ink', label: said('Letters', 'Буквы'), value: '#3a1f08' },
];

const plain: Omit<BadgeTemplate, 'id' | 'name' | 'fields' | 'layers'> = {
  isOwn: false,
  size: [1024, 1024],
  printSize: null,
  safe: 40,
  colours: band,
  palettes: metals,
  ribbon: null,
  hasPicture: true,
  hasLogo: false,
};

export const goldenBanner: BadgeTemplate = {
  ...plain,
  id: 'golden-banner',
  name: said('Golden banner', 'Золотая лента'),
  fields: [field('text', said('Banner', 'Надпись'), 24, 'UX SCOUT', true)],
  layers: [
    layer('picture', 'picture', 0, 0, 1024, 1024),
    layer('shade', 'shape', 0, 690, 1024, 134),
    layer('band', 'shape', 0, 824, 1024, 200),
    layer('text', 'text', 56, 856, 912, 138),
  ],
};

export const ribbonRound: BadgeTemplate = {
  ...plain,
  id: 'ribbon-round',
  name: said('Ribbon on a circle', 'Лента на круге'),
  safe: 24,
  ribbon: 'curved',
  fields: [
    field('text', said('Ribbon', 'Лента'), 24, 'UX SCOUT', true),
    field('line', said('Line below', 'Строка ниже'), 24, 'Name, team or year'),
  ],
  layers: [
    layer('plate', 'shape', 48, 20, 928, 928),
    layer('ring', 'frame', 48, 20, 928, 928),
    layer('picture', 'picture', 98, 70, 828, 828),
    layer('ribbon', 'ribbon', 14, 640, 996, 260),
    onRibbon(layer('text', 'text', 150, 660, 724, 200)),
    layer('line', 'text', 362, 900, 300, 60),
  ],
};

const shield: BadgeTemplate = {
  ...ribbonRound,
  id: 'silver-shield',
  name: said('Silver shield', 'Серебряный щит'),
  ribbon: 'folded',
  palettes: [{ id: 'metal', label: said('Metal', 'Металл'), colours: {} }, ...metals.slice(2)],
  colours: band.map((colour, index) => ({
    ...colour,
    value: ['#ffffff', '#c3c9d2', '#7b8390', '#1c222c'][index] ?? colour.value,
  })),
};

const hexagon: BadgeTemplate = {
  ...goldenBanner,
  id: 'hexagon-patch',
  name: said('Hexagon patch', 'Шестиугольная нашивка'),
  colours: band.map((colour, index) => ({
    ...colour,
    value: ['#2f6f56', '#1f4a3d', '#14332a', '#fdf5dc'][index] ?? colour.value,
  })),
};

export const conferencePass: BadgeTemplate = {
  ...plain,
  id: 'conference-pass',
  name: said('Conference pass', 'Бейдж конференции'),
  size: [900, 1270],
  printSize: [90, 127],
  safe: 50,
  hasLogo: true,
  fields: [
    field('event', said('Event', 'Событие'), 40, 'Design Days 2026'),
    field('name', said('Name', 'Имя'), 48, 'Maria Kovaleva', true),
    field('role', said('Position', 'Должность'), 60, 'Lead designer'),
    field('company', said('Company', 'Компания'), 48, 'Fox Studio'),
  ],
  layers: [
    layer('head', 'shape', 0, 0, 900, 250),
    layer('logo', 'logo', 50, 70, 110, 110),
    layer('event', 'text', 190, 90, 660, 80),
    layer('picture', 'picture', 250, 290, 400, 400),
    layer('name', 'text', 50, 730, 800, 260),
    layer('role', 'text', 50, 1010, 800, 70),
    layer('company', 'text', 50, 1090, 800, 70),
  ],
};

const card: BadgeTemplate = {
  ...plain,
  id: 'id-card',
  name: said('ID card with QR code', 'Карточка с QR-кодом'),
  size: [1012, 638],
  printSize: [85.6, 53.98],
  safe: 36,
  fields: [
    field('name', said('Name', 'Имя'), 40, 'Maria Kovaleva', true),
    field('role', said('Position', 'Должность'), 48, 'Lead designer'),
    field('code', said('QR code', 'QR-код'), 200, 'https://example.org/0042'),
  ],
  layers: [
    layer('head', 'shape', 0, 0, 1012, 120),
    layer('picture', 'picture', 36, 160, 300, 400),
    layer('name', 'text', 376, 170, 600, 150),
    layer('role', 'text', 376, 330, 380, 60),
    layer('code', 'code', 796, 420, 180, 180),
  ],
};

const minimal: BadgeTemplate = {
  ...plain,
  id: 'minimal',
  name: said('Minimal', 'Минимум'),
  safe: 64,
  fields: [
    field('text', said('Name', 'Имя'), 40, 'Maria Kovaleva', true),
    field('line', said('Line below', 'Строка ниже'), 60, 'Lead designer'),
  ],
  layers: [
    layer('picture', 'picture', 64, 64, 896, 672),
    layer('text-alone', 'text', 64, 780, 896, 180),
    layer('text', 'text', 64, 776, 896, 104),
    layer('line', 'text', 64, 896, 896, 60),
  ],
};

export const sampleTemplates = (): BadgeTemplate[] => [
  goldenBanner,
  ribbonRound,
  shield,
  hexagon,
  conferencePass,
  card,
  minimal,
];

export const sampleBadgePicture = (over: Partial<BadgePicture> = {}): BadgePicture => ({
  source: { kind: 'kept', file: 'badges/pictures/fox.png', name: 'fox with magnifier.png' },
  focus: [0.5, 0.42],
  zoom: 1,
  background: { kind: 'keep' },
  ...over,
});

export const sampleDesign = (over: Partial<BadgeDesign> = {}): BadgeDesign => ({
  template: 'golden-banner',
  picture: sampleBadgePicture(),
  logo: null,
  texts: { text: 'UX SCOUT' },
  palette: null,
  colours: {},
  ribbon: null,
  boxes: {},
  ...over,
});

export const sampleBadge = (id: string, over: Partial<Badge> = {}): Badge => ({
  id,
  name: 'UX Scout',
  design: sampleDesign(),
  createdAt: 1_763_700_000_000,
  updatedAt: 1_763_700_000_000,
  ...over,
});

export const sampleList = (over: Partial<BadgeList> = {}): BadgeList => ({
  id: 1,
  fileName: 'people.csv',
  rows: 42,
  columns: [
    { index: 0, name: 'Name', target: { kind: 'field', field: 'text' } },
    { index: 1, name: 'Team', target: null },
    { index: 2, name: 'Photo', target: { kind: 'picture' } },
  ],
  prompts: 0,
  problems: [],
  problemCount: 0,
  ...over,
});

const names = ['Maria Kovaleva', 'Tom Reed', 'Yuki Tanaka', 'Ana Souza', 'Александр Константинопольский'];

/** What row `row` of the sample list has in a column. */
export const sampleCell = (row: number): string => names[row % names.length] ?? '';

/** The badge of a row: every text that a column is for becomes the row's. */
export function designOfRow(columns: BadgeColumn[], design: BadgeDesign, row: number): BadgeDesign {
  const texts = { ...design.texts };
  for (const { target } of columns)
    if (target?.kind === 'field') texts[target.field] = sampleCell(row + target.field.length);
  return { ...design, texts };
}

const unknownTo = /[\u{13000}-\u{1342f}\u{1f7e0}]/gu;

/** What the renderer would say, told by the length of the texts. */
export function findingsOf(design: BadgeDesign, template: BadgeTemplate): BadgeFinding[] {
  const findings: BadgeFinding[] = [];
  for (const { id, longest, required } of template.fields) {
    const text = design.texts[id] ?? '';
    const missing = text.match(unknownTo);
    if (missing)
      findings.push({ kind: 'missingCharacters', field: id, characters: [...new Set(missing)].join('') });
    if (text === '' && required) findings.push({ kind: 'emptyField', field: id });
    const characters = [...text].length;
    if (characters > longest) findings.push({ kind: 'tooLong', field: id, characters });
    else if (characters > longest * 0.9) findings.push({ kind: 'tooSmall', field: id });
  }
  const { picture } = design;
  const isGone = picture?.source.kind === 'kept' && picture.source.file.includes('gone');
  if (template.hasPicture && (!picture || isGone)) findings.push({ kind: 'pictureMissing' });
  return findings;
}

/** Layers that a design does not show: two layers of one text stand for one another. */
export const hiddenOf = (design: BadgeDesign, template: BadgeTemplate): string[] =>
  template.id === 'minimal' ? [design.texts['line'] ? 'text-alone' : 'text'] : [];

function tint(text: string): [number, number, number] {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 16777216;
  return [hash & 255, (hash >> 8) & 255, (hash >> 16) & 255];
}

/** Every layer as a plain area in a colour of what it shows. */
export function paintFlat(design: BadgeDesign, template: BadgeTemplate, width: number): BadgeFrame {
  const scale = width / template.size[0];
  const height = Math.max(1, Math.round(template.size[1] * scale));
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (const { id, kind, area } of template.layers) {
    const [x, y, w, h] = design.boxes[id] ?? area;
    const shows = kind === 'picture' ? design.picture : (design.texts[id] ?? [id, design.palette]);
    const [red, green, blue] = tint(JSON.stringify(shows));
    for (let row = Math.max(0, Math.round(y * scale)); row < Math.min(height, (y + h) * scale); row++)
      for (
        let column = Math.max(0, Math.round(x * scale));
        column < Math.min(width, (x + w) * scale);
        column++
      )
        pixels.set([red, green, blue, 255], (row * width + column) * 4);
  }
  return {
    width,
    height,
    pixels,
    findings: findingsOf(design, template),
    hidden: hiddenOf(design, template),
  };
}
