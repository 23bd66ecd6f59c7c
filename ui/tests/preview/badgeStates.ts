// The states of the room of badges worth looking at.
import type { Badge } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { sampleBadge, sampleBadgePicture, sampleDesign, sampleList } from '../fakeBadges';
import { sampleDrawing } from '../fakeEngine';
import type { Hand, Look } from './states';

const days = (count: number) => Date.now() - count * 86_400_000;

function drawn(backend: FakeBackend): void {
  backend.drawings = [
    sampleDrawing('d-1', { createdAt: days(0.1) }),
    sampleDrawing('d-2', { createdAt: days(1) }, 3),
  ];
}

const badges: Badge[] = [
  sampleBadge('badge-a', {
    design: sampleDesign({ template: 'ribbon-round', texts: { text: 'UX SCOUT' } }),
    updatedAt: days(0),
  }),
  sampleBadge('badge-b', { name: 'Night watch', updatedAt: days(2) }),
  sampleBadge('badge-c', { name: 'Design Days 2026, speakers and everybody who helps', updatedAt: days(9) }),
];

const filled =
  (over: Partial<Badge> = {}) =>
  (backend: FakeBackend): void => {
    drawn(backend);
    const [first, ...others] = badges as [Badge, ...Badge[]];
    backend.badges = [{ ...first, ...over }, ...others];
  };

async function enter(hand: Hand): Promise<void> {
  await hand.click('rail-badges');
  await hand.see('badges-shown');
  await hand.wait(1500);
}

const panel = async (hand: Hand): Promise<void> => {
  await enter(hand);
  if (window.innerWidth < 1180) await hand.click('badge-drawer');
  await hand.wait(200);
};

async function press(hand: Hand, x: number, y: number, toX = x, toY = y): Promise<void> {
  const sheet = await hand.see('badge-sheet');
  const box = sheet.getBoundingClientRect();
  const at = (px: number, py: number) => ({
    bubbles: true,
    button: 0,
    pointerId: 1,
    clientX: box.left + box.width * px,
    clientY: box.top + box.height * py,
  });
  sheet.setPointerCapture = () => {};
  sheet.dispatchEvent(new PointerEvent('pointerdown', at(x, y)));
  if (toX !== x || toY !== y) {
    sheet.dispatchEvent(new PointerEvent('pointermove', at(toX, toY)));
    await hand.wait(200);
    return;
  }
  sheet.dispatchEvent(new PointerEvent('pointerup', at(x, y)));
  await hand.wait(100);
}

const withProblems = (backend: FakeBackend): void => {
  filled()(backend);
  backend.pickedList = sampleList({
    problems: [
      { row: 17, sentence: 'The text is missing.' },
      { row: 23, sentence: 'ivan.jpg is not beside the table.' },
      { row: 40, sentence: 'The text is missing.' },
    ],
    problemCount: 3,
  });
};

async function chooseList(hand: Hand): Promise<void> {
  await panel(hand);
  await hand.click('badges-many-choose');
  (await hand.see('badges-many-ready')).scrollIntoView();
  await hand.wait(150);
}

const pass = sampleDesign({
  template: 'conference-pass',
  texts: { event: 'Design Days 2026', name: 'Maria Kovaleva', role: 'Lead designer', company: 'Fox Studio' },
});

export const badgeLooks: Record<string, Look> = {
  'badges-empty': { steps: enter },
  'badges-empty-drawn': { fill: drawn, steps: enter },
  'badges-filled': { fill: filled(), steps: enter },
  'badges-pass': {
    fill: filled({ name: 'Speakers', design: pass }),
    steps: async (hand) => {
      await panel(hand);
      await hand.click('badge-format-pdf');
    },
  },
  'badges-long': {
    fill: filled({
      name: 'A badge with a very long name that somebody wrote for a team',
      design: sampleDesign({
        template: 'ribbon-round',
        texts: { text: 'Александр Константинопольский', line: 'Chief of everything' },
      }),
    }),
    steps: panel,
  },
  'badges-findings': {
    fill: filled({
      design: sampleDesign({
        texts: { text: 'UX \u{13080}\u{13081} SCOUT' },
        picture: sampleBadgePicture({
          source: { kind: 'kept', file: 'gone.png', name: 'holiday.png' },
          zoom: 4,
        }),
      }),
    }),
    steps: panel,
  },
  'badges-selected': {
    fill: filled(),
    steps: async (hand) => {
      await enter(hand);
      await press(hand, 0.5, 0.74);
    },
  },
  'badges-pulling': {
    fill: filled({ design: pass }),
    steps: async (hand) => {
      await enter(hand);
      await press(hand, 0.5, 0.82, 0.503, 0.72);
    },
  },
  'badges-turned': {
    fill: (backend) => {
      filled()(backend);
      backend.templates = backend.templates.map((template) => ({
        ...template,
        layers: template.layers.map((layer) => (layer.id === 'ribbon' ? { ...layer, turn: 12 } : layer)),
      }));
    },
    steps: async (hand) => {
      await enter(hand);
      await press(hand, 0.5, 0.74);
    },
  },
  'badges-new': {
    fill: drawn,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('badges-choose');
      await hand.wait(1500);
    },
  },
  'badges-framing': {
    fill: filled(),
    steps: async (hand) => {
      await panel(hand);
      await hand.click('badge-framing');
      await hand.click('badge-background-blur');
      await hand.wait(300);
    },
  },
  'badges-colours': {
    fill: filled(),
    steps: async (hand) => {
      await panel(hand);
      await hand.click('badge-palette-crimson');
      await hand.click('badge-colours-own');
      await hand.type('badge-colour-middle', '#2255aa');
      await hand.wait(300);
    },
  },
  'badges-many': { fill: withProblems, steps: chooseList },
  'badges-prompts': {
    fill: (backend) => {
      withProblems(backend);
      backend.pickedList = { ...backend.pickedList!, prompts: 12 };
    },
    steps: chooseList,
  },
  'badges-columns': {
    fill: withProblems,
    steps: async (hand) => {
      await chooseList(hand);
      await hand.click('badges-many-columns');
      await hand.see('badges-columns');
      await hand.click('badges-row-after');
      await hand.wait(500);
    },
  },
  'badges-making': {
    fill: (backend) => {
      withProblems(backend);
      backend.batchPace = 120;
    },
    steps: async (hand) => {
      await chooseList(hand);
      await hand.click('badges-many-export');
      await hand.wait(1500);
    },
  },
  'badges-made': {
    fill: withProblems,
    steps: async (hand) => {
      await chooseList(hand);
      await hand.click('badges-many-export');
      (await hand.see('badges-batch-end')).scrollIntoView();
      await hand.wait(300);
    },
  },
  'badges-exported': {
    fill: filled(),
    steps: async (hand) => {
      await enter(hand);
      await hand.click('badge-export');
      await hand.see('badge-exported');
    },
  },
  'badges-drawn': {
    fill: filled(),
    steps: async (hand) => {
      await panel(hand);
      await hand.click('badge-picture-change');
      await hand.click('badge-picture-drawn');
      await hand.see('badges-drawn');
    },
  },
  'badges-menu': {
    fill: filled(),
    steps: async (hand) => {
      await enter(hand);
      await hand.click('badge-others');
    },
  },
  'badges-more': {
    fill: filled(),
    steps: async (hand) => {
      await enter(hand);
      await hand.click('badge-more');
    },
  },
  'badges-removed': {
    fill: filled(),
    steps: async (hand) => {
      await enter(hand);
      await hand.click('badge-more');
      await hand.click('badge-remove');
      await hand.see('toast');
      await hand.wait(800);
    },
  },
  'badges-trouble': {
    fill: filled(),
    steps: async (hand, backend) => {
      await enter(hand);
      backend.paint = () => {
        throw new Error('template.toml has a layer that is not known here: “hologram”.');
      };
      await hand.click('badge-view-larger');
      await hand.wait(300);
    },
  },
  'badges-template-gone': {
    fill: filled({ design: sampleDesign({ template: 'own-template' }) }),
    steps: enter,
  },
  'badges-drop': {
    fill: filled(),
    steps: async (hand, backend) => {
      await enter(hand);
      backend.emit({ type: 'dropHovered', files: 1, folders: 0, models: 0 });
    },
  },
};
