// The window with the fake backend in one chosen state: ?state=dataset&lang=ru&theme=dark. `lang=pseudo` is 40% longer.
import { mount } from 'svelte';
import App from '../../src/App.svelte';
import '../../src/app.css';
import type { Photo, Theme } from '../../src/backend';
import { rememberEnd } from '../../src/features/welcome/journeyEnd';
import { words } from '../../src/shared/words.svelte';
import { Studio } from '../../src/studio.svelte';
import { FakeBackend } from '../fakeBackend';
import { paintBadge } from './badgePainter';
import { portrait, portraitOfFile } from './portrait';
import { pseudo } from './pseudo';
import { looks, type Hand } from './states';

const asked = new URLSearchParams(location.search);
const look = looks[asked.get('state') ?? 'list'] ?? {};
const lang = asked.get('lang') ?? 'en';

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

async function find(testid: string, which = 0): Promise<HTMLElement> {
  for (let tries = 0; tries < 500; tries++) {
    const found = document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)[which];
    if (found) return found;
    await wait(20);
  }
  throw new Error(`nothing is called ${testid}`);
}

const hand: Hand = {
  see: (testid) => find(testid),
  wait,
  async click(testid, which = 0, keys = {}) {
    const target = await find(testid, which);
    const init = { bubbles: true, cancelable: true, button: 0, pointerType: 'mouse', ...keys };
    target.dispatchEvent(new PointerEvent('pointerdown', init));
    target.dispatchEvent(new PointerEvent('pointerup', init));
    target.dispatchEvent(new MouseEvent('click', { ...init, detail: 1 }));
    await wait(60);
  },
  async type(testid, text) {
    const field = (await find(testid)) as HTMLInputElement | HTMLTextAreaElement;
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await wait(30);
  },
  async key(init) {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    await wait(60);
  },
};

document.documentElement.dataset.states = Object.keys(looks).join(' ');

// What the window remembered in the state before is not part of this one.
localStorage.clear();
if (!look.newcomer) rememberEnd();
const backend = new FakeBackend(lang === 'ru' ? 'ru' : 'en');
const byHash = new Map<string, Photo>();
function drawn(hash: string, longSide: number): string {
  if (!byHash.has(hash))
    for (const photo of [...backend.photos.values()].flat()) byHash.set(photo.hash, photo);
  const photo = byHash.get(hash);
  if (!photo) return portrait(hash);
  const scale = longSide / Math.max(photo.width, photo.height);
  return portrait(hash, {
    width: Math.round(photo.width * scale),
    height: Math.round(photo.height * scale),
    blurred: photo.marks.includes('blurred'),
    dark: photo.marks.includes('tooDark'),
  });
}
backend.thumb = (hash) => drawn(hash, 400);
backend.preview = (photo) => drawn(photo.hash, 1600);
backend.file = (file) => portraitOfFile(file);
backend.paint = paintBadge;
backend.pace = 150;
backend.settings = { ...backend.settings, theme: (asked.get('theme') ?? 'system') as Theme };
look.fill?.(backend);
// As the window remembers it, until the library says so.
words.speak(lang);
if (lang === 'pseudo') words.transform = pseudo;

const target = document.getElementById('window') as HTMLElement;
mount(App, { target, props: { studio: new Studio(backend) } });

while (!look.unopened && !document.documentElement.dataset.ready) await wait(20);
await look.steps?.(hand, backend);
await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
document.documentElement.dataset.shown = '1';
