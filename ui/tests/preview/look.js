// Looks at every state in headless Chromium: pictures into OUT, and axe-core over each.
// node tests/preview/look.js [--states a,b] [--sizes 1280x800] [--themes dark] [--langs en] [--no-axe]
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import WebSocket from 'ws';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const here = fileURLToPath(new URL('.', import.meta.url));
const out = process.env.OUT ?? join(tmpdir(), 'blazon-look');
const axe = process.argv.includes('--no-axe')
  ? ''
  : readFileSync(join(here, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const names = [
  'states.ts',
  'trainingStates.ts',
  'hostedStates.ts',
  'playgroundStates.ts',
  'modelStates.ts',
  'badgeStates.ts',
  'galleryStates.ts',
  'gridStates.ts',
].flatMap((file) =>
  [...readFileSync(join(here, file), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: (?:\{|room|ended|run)/gm)].map(
    (hit) => hit[1],
  ),
);
const states = option('states', names.join(',')).split(',');
const sizes = option('sizes', '1280x800').split(',');
const themes = option('themes', 'dark,light').split(',');
const langs = option('langs', 'en,ru').split(',');

mkdirSync(out, { recursive: true });

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

const server = await createServer({
  configFile: join(here, 'vite.config.ts'),
  logLevel: 'error',
  server: { port: 5199, strictPort: false },
});
await server.listen();
const base = server.resolvedUrls.local[0];
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

async function show(state, size, theme, lang) {
  const [width, height] = size.split('x').map(Number);
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] });
  await send('Page.navigate', { url: `${base}?state=${state}&lang=${lang}` });
  for (let tries = 0; tries < 400; tries++) {
    await new Promise((later) => setTimeout(later, 50));
    if (await evaluate('document.documentElement.dataset.shown === "1"').catch(() => false)) break;
    if (tries === 399) throw new Error(`${state} was never shown`);
  }
  await new Promise((later) => setTimeout(later, 350));
}

let found = 0;
for (const lang of langs)
  for (const theme of themes)
    for (const size of sizes)
      for (const state of states) {
        const name = `${state}-${size}-${theme}-${lang}`;
        try {
          await show(state, size, theme, lang);
          const { data } = await send('Page.captureScreenshot', { format: 'png' });
          writeFileSync(join(out, `${name}.png`), Buffer.from(data, 'base64'));
          const wide = await evaluate('document.documentElement.scrollWidth > innerWidth');
          if (wide) console.log(`${name}: wider than the window`);
          // What is hidden from eyes alone can make the page itself scroll.
          const high = await evaluate('document.documentElement.scrollHeight > innerHeight');
          if (high) console.log(`${name}: higher than the window`);
          if (!axe) continue;
          await evaluate(axe);
          const violations = await evaluate(
            'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => target + " " + failureSummary.split("\\n")[1]) })))',
          );
          for (const { id, nodes } of violations) {
            found++;
            console.log(`${name}: ${id}\n    ${nodes.slice(0, 4).join('\n    ')}`);
          }
        } catch (error) {
          const { data } = await send('Page.captureScreenshot', { format: 'png' });
          writeFileSync(join(out, `${name}.png`), Buffer.from(data, 'base64'));
          found++;
          console.log(`${name}: ${error.message}`);
        }
      }

console.log(`${found} findings; pictures in ${out}`);
browser.kill();
await server.close();
process.exit(found ? 1 : 0);
