// What the linter keeps: one-way layers (views -> features -> shared), one folder that knows Tauri, no cycles.
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import svelteParser from 'svelte-eslint-parser';
import ts from 'typescript-eslint';
import { aliases } from './aliases.js';

const onlyBackendKnowsTauri = {
  patterns: [
    { group: ['@tauri-apps/*'], message: 'Only src/backend speaks to Tauri.' },
    { group: ['**/bindings', '**/bindings.ts'], message: 'Import the types from $backend.' },
  ],
};

const zone = (target, from, message) => ({ target: `./src/${target}`, from: `./src/${from}`, message });

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/backend/bindings.ts', 'tests/preview/dist'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.js', '.svelte'],
      'import-x/parsers': {
        '@typescript-eslint/parser': ['.ts', '.js'],
        'svelte-eslint-parser': ['.svelte'],
      },
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.js', '.svelte', '.json'],
          alias: Object.fromEntries(Object.entries(aliases).map(([name, path]) => [name, [path]])),
        }),
      ],
    },
    languageOptions: {
      // Read by the Svelte parser too, when the cycle rule looks into a component.
      parserOptions: { parser: '@typescript-eslint/parser' },
      globals: {
        window: 'readonly',
        document: 'readonly',
        navigator: 'readonly',
        process: 'readonly',
        console: 'readonly',
      },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            zone('backend', 'shared', 'The backend knows no screen.'),
            zone('backend', 'features', 'The backend knows no screen.'),
            zone('backend', 'views', 'The backend knows no screen.'),
            zone('shared', 'features', 'Shared parts know no feature.'),
            zone('shared', 'views', 'Shared parts know no view.'),
            zone('features', 'views', 'Features are composed by views, not the other way.'),
          ],
        },
      ],
      'no-restricted-imports': ['error', onlyBackendKnowsTauri],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Plain maps and dates here are replaced as a whole or never shown; a watched copy would only cost.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parser: svelteParser, parserOptions: { parser: ts.parser } },
  },
  { files: ['src/backend/**'], rules: { 'no-restricted-imports': 'off' } },
);
