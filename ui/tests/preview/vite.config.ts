// Serves the window with the fake backend: `npm run preview`, then ?state=, ?lang=, ?theme= (see main.ts).
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { aliases } from '../../aliases.js';

const ui = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: `${ui}/node_modules/.vite-preview`,
  plugins: [svelte({ configFile: `${ui}/svelte.config.js` })],
  resolve: { alias: aliases },
  server: { port: 5174, fs: { allow: [ui, `${ui}/../locales`] } },
  // One of these is fetched when a dialog first opens; found then, it would reload the page in the middle.
  optimizeDeps: { include: ['bits-ui', '@tanstack/svelte-virtual', '@fluent/bundle', 'uplot'] },
});
