// A headless Chromium and the built preview, driven state by state. Knows no check and takes no picture by itself.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import WebSocket from 'ws';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The value after `--name` on the command line. */
export function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
}

export const axeSource = () => readFileSync(join(here, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** Builds the preview once and serves it: a built page opens ten times as fast as one of hundreds of modules. */
export async function servePreview() {
  const configFile = join(here, 'vite.config.ts');
  const outDir = mkdtempSync(join(tmpdir(), 'blazon-preview-'));
  const quiet = { configFile, logLevel: 'error' };
  await build({ ...quiet, build: { outDir, emptyOutDir: true, target: 'esnext', minify: false } });
  const server = await preview({ ...quiet, build: { outDir }, preview: { port: 5199, strictPort: false } });
  return { base: server.resolvedUrls.local[0], close: () => server.close() };
}

/** One window of a browser of its own, showing one state after the other. */
export async function openPage(base) {
  const { browser, address } = await startBrowser();
  const send = await connect(address);
  await send('Page.enable');
  await send('Runtime.enable');

  async function evaluate(expression) {
    const { result, exceptionDetails } = await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  const paint = (theme, moves = false) =>
    send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: theme },
        { name: 'prefers-reduced-motion', value: moves ? 'no-preference' : 'reduce' },
      ],
    });

  async function show(state, size, theme, lang) {
    const [width, height] = size.split('x').map(Number);
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await paint(theme);
    await send('Page.navigate', { url: `${base}?state=${state}&lang=${lang}` });
    for (let tries = 0; tries < 600; tries++) {
      await new Promise((later) => setTimeout(later, 30));
      if (await evaluate('document.documentElement.dataset.shown === "1"').catch(() => false)) break;
      if (tries === 599) throw new Error(`${state} was never shown`);
    }
    await evaluate(
      'new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted, 120))))',
    );
  }

  async function picture() {
    const { data } = await send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  /** The names of all states, as the page itself has them. */
  async function states() {
    await show('empty', '1280x800', 'dark', 'en');
    return evaluate('document.documentElement.dataset.states.split(" ")');
  }

  return { show, paint, evaluate, picture, states, close: () => browser.kill() };
}

async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'blazon-chromium-'));
  const browser = spawn('chromium', [
    '--headless=new',
    '--no-sandbox',
    '--hide-scrollbars=false',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ]);
  const address = await new Promise((found, failed) => {
    let heard = '';
    browser.on('exit', () => failed(new Error(`chromium ended: ${heard}`)));
    browser.stderr.on('data', (chunk) => {
      heard += chunk;
      const hit = /DevTools listening on ws:\/\/([^/]+)/.exec(heard);
      if (hit) found(hit[1]);
    });
  });
  return { browser, address };
}

async function connect(address) {
  const [tab] = (await (await fetch(`http://${address}/json/list`)).json()).filter(
    ({ type }) => type === 'page',
  );
  const socket = new WebSocket(tab.webSocketDebuggerUrl, { perMessageDeflate: false });
  await new Promise((open) => socket.once('open', open));
  const waiting = new Map();
  let next = 1;
  socket.on('message', (text) => {
    const { id, method, params, result, error } = JSON.parse(text);
    if (method === 'Runtime.exceptionThrown') {
      const { exception, text: said } = params.exceptionDetails;
      console.log(`  in the page: ${exception?.description ?? said}`);
    }
    const answer = waiting.get(id);
    if (!answer) return;
    waiting.delete(id);
    if (error) answer.failed(new Error(error.message));
    else answer.done(result);
  });
  return (method, params = {}) =>
    new Promise((done, failed) => {
      waiting.set(next, { done, failed });
      socket.send(JSON.stringify({ id: next++, method, params }));
    });
}
