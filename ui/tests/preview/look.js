// Looks at every state in headless Chromium: pictures into OUT, and axe-core over each.
// node tests/preview/look.js [--states a,b] [--sizes 1280x800] [--themes dark] [--langs en] [--no-axe]
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeSource, openPage, option, servePreview } from './browser.js';

const out = process.env.OUT ?? join(tmpdir(), 'blazon-look');
const axe = process.argv.includes('--no-axe') ? '' : axeSource();
const sizes = option('sizes', '1280x800').split(',');
const themes = option('themes', 'dark,light').split(',');
const langs = option('langs', 'en,ru').split(',');

mkdirSync(out, { recursive: true });
const server = await servePreview();
const page = await openPage(server.base);
const states = option('states', '').split(',').filter(Boolean);
if (states.length === 0) states.push(...(await page.states()));

let found = 0;
for (const lang of langs)
  for (const theme of themes)
    for (const size of sizes)
      for (const state of states) {
        const name = `${state}-${size}-${theme}-${lang}`;
        try {
          await page.show(state, size, theme, lang);
          writeFileSync(join(out, `${name}.png`), await page.picture());
          const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
          if (wide) console.log(`${name}: wider than the window`);
          // What is hidden from eyes alone can make the page itself scroll.
          const high = await page.evaluate('document.documentElement.scrollHeight > innerHeight');
          if (high) console.log(`${name}: higher than the window`);
          if (!axe) continue;
          await page.evaluate(axe);
          const violations = await page.evaluate(
            'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => target + " " + failureSummary.split("\\n")[1]) })))',
          );
          for (const { id, nodes } of violations) {
            found++;
            console.log(`${name}: ${id}\n    ${nodes.slice(0, 4).join('\n    ')}`);
          }
        } catch (error) {
          writeFileSync(join(out, `${name}.png`), await page.picture());
          found++;
          console.log(`${name}: ${error.message}`);
        }
      }

console.log(`${found} findings; pictures in ${out}`);
page.close();
await server.close();
process.exit(found ? 1 : 0);
