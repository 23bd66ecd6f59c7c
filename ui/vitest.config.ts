// The unit tests: components in jsdom against the fake backend in tests/, words against the real files.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { aliases } from './aliases.js';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: { alias: aliases },
  server: { fs: { allow: ['.', '../locales'] } },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
});
