// The chore that looks at everything: axe-core finds nothing in any state, light and dark, and no word overflows in
// Russian and in the longer language at the smallest window. Prints what is found and ends with 1 then.
// node tests/preview/check.js [--states a,b] [--windows 2]
import { axeSource, openPage, option, servePreview } from './browser.js';
import { overflows } from './overflow.js';

const axe = axeSource();
const asksAxe = `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => id + ": " + target + " " + failureSummary.split("\\n")[1].trim())))`;

/** What is found in one state, each as a line of the table. */
async function check(page, state) {
  const findings = [];
  const note = (where, lines) => findings.push(...lines.map((line) => ({ where, line })));
  const attempt = (where, step) => step().catch((error) => note(where, [error.message]));
  await attempt('en', async () => {
    await page.show(state, '1280x800', 'dark', 'en');
    await page.evaluate(axe);
    for (const theme of ['dark', 'light']) {
      await page.paint(theme);
      note(theme, await page.evaluate(asksAxe));
    }
  });
  for (const lang of ['ru', 'pseudo'])
    await attempt(lang, async () => {
      await page.show(state, '1024x680', 'dark', lang);
      note(lang, await page.evaluate(`(${overflows})()`));
      if (lang === 'pseudo') return;
      await page.evaluate(axe);
      note(lang, await page.evaluate(asksAxe));
    });
  return findings;
}

function print(state, findings) {
  if (findings.length > 0) console.log(`\n${state}`);
  for (const { where, line } of findings) console.log(`  ${where.padEnd(7)} ${line}`);
}

const server = await servePreview();
const pages = await Promise.all(
  Array.from({ length: Number(option('windows', '2')) }, () => openPage(server.base)),
);
const asked = option('states', '').split(',').filter(Boolean);
const states = asked.length > 0 ? asked : await pages[0].states();
const waiting = [...states];
let found = 0;
await Promise.all(
  pages.map(async (page) => {
    for (let state = waiting.shift(); state !== undefined; state = waiting.shift()) {
      const findings = await check(page, state);
      print(state, findings);
      found += findings.length;
    }
  }),
);
console.log(`\n${states.length} states, ${found} findings`);
for (const page of pages) page.close();
await server.close();
process.exit(found > 0 ? 1 : 0);
