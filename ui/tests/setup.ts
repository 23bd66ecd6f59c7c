// What the web view has and jsdom lacks.
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';

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

afterEach(() => cleanup());
