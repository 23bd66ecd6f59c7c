// The build that ships: static files for the web view, no remote source, no inline script.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { aliases } from './aliases.js';

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: aliases },
  clearScreen: false,
  server: { port: 5173, strictPort: true, fs: { allow: ['.', '../locales'] } },
  build: { target: 'safari16', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
