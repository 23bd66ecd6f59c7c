// The page before the bundle runs: the ground is there, and nothing in it changes what Tauri allows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(__dirname, '..');

describe('the first paint', () => {
  const page = readFileSync(join(root, 'index.html'), 'utf8').replace(/<!--.*?-->/gs, '');

  it('already has the ground of the window', () => {
    const canvas = /--canvas: (.*);/.exec(readFileSync(join(root, 'src/app.css'), 'utf8'))?.[1];
    expect(canvas).toContain('light-dark');
    expect(page).toContain(`<html lang="en" style="background: ${canvas}">`);
  });

  it('has no style element, whose nonce would forbid every inline style', () => {
    expect(page).not.toContain('<style');
  });
});
