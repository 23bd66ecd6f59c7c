// What the web view has and jsdom lacks.
import { cleanup, configure } from '@testing-library/svelte';
import { afterEach, beforeEach } from 'vitest';
import { rememberEnd } from '../src/features/welcome/journeyEnd';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5000 });

class Quiet {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { ResizeObserver: Quiet, IntersectionObserver: Quiet });
// Wide enough for the side panel.
window.innerWidth = 1280;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
Element.prototype.getAnimations = () => [];
HTMLImageElement.prototype.decode = () => Promise.resolve();

// Who knows the way is not led; a test of newcomers forgets this.
beforeEach(rememberEnd);
afterEach(() => cleanup());
