// The names of the four layers, shared by the builds and the tests. The order of trust is in eslint.config.js.
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export const aliases = {
  $backend: at('./src/backend/index.ts'),
  $shared: at('./src/shared'),
  $features: at('./src/features'),
  $views: at('./src/views'),
  $locales: at('../locales'),
};
