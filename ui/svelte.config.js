// How Svelte reads this window: runes everywhere, no preprocessing beyond TypeScript types.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess({ style: false }),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  // svelte-check passes one argument only; the compiler option above is a function of the file.
  vitePlugin: {},
};
