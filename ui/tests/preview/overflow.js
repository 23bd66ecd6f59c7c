// What does not fit in the page that is open: words that are cut or stand outside of what holds them, and controls that
// lie outside the window. Runs inside the page, so it may name nothing of this module.
export function overflows() {
  const found = [];
  const seen = new Set();
  const SLACK = 1.5;

  const name = (element) => {
    const id = element.closest('[data-testid]')?.dataset.testid;
    const kind = [...element.classList].filter((each) => !each.startsWith('svelte-')).join('.');
    return `${element.localName}${kind ? `.${kind}` : ''}${id ? ` in ${id}` : ''}`;
  };
  const say = (what, element, words) => {
    const line = `${what}: ${name(element)} "${words.trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
    if (seen.has(line)) return;
    seen.add(line);
    found.push(line);
  };
  const isShown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    // A box of one pixel is for screen readers.
    return !element.closest('.visually-hidden, option') && element.offsetWidth !== 1;
  };
  const scrollsAcross = (style) => style.overflowX === 'auto' || style.overflowX === 'scroll';
  const cuts = (value) => value === 'hidden' || value === 'clip';

  /** The element that a box lies in: what is positioned lies in its positioned ancestor. */
  function holderOf(element) {
    const { position } = getComputedStyle(element);
    if (position === 'fixed') return null;
    return position === 'absolute' ? element.offsetParent : element.parentElement;
  }

  /** Follows a text outwards, until something is found that is too narrow for it. */
  function follow(rect, from, words) {
    let isFree = false;
    for (let box = from; box && box !== document.body; box = holderOf(box)) {
      const style = getComputedStyle(box);
      if (style.display === 'inline' || style.display === 'contents') continue;
      const edge = box.getBoundingClientRect();
      const out = rect.right > edge.right + SLACK || rect.left < edge.left - SLACK;
      const cutAcross = cuts(style.overflowX);
      if (out && cutAcross && style.textOverflow === 'ellipsis') {
        const told = box.closest('[title]') ?? box.querySelector('[title]');
        if (!told?.title && !box.closest('[data-cut]')) return say('cut without a tooltip', box, words);
        return;
      }
      if (out && cutAcross) return say('cut', box, words);
      if (scrollsAcross(style)) return;
      if (out && !isFree) {
        isFree = true;
        say('stands outside', box, words);
      }
      // What is positioned may stand where it likes, as long as nothing cuts it.
      isFree ||= style.position === 'absolute' || style.position === 'fixed';
      // The height of a letter's box is the font's, not the line's.
      const low = rect.bottom > edge.bottom + 5 || rect.top < edge.top - 5;
      if (low && cuts(style.overflowY) && style.webkitLineClamp === 'none')
        return say('cut below', box, words);
      if (low && box.matches('button, label, input, a')) return say('higher than', box, words);
      if (style.overflowY === 'auto' || style.overflowY === 'scroll') return;
    }
  }

  // Words under something that stands in the flow like they do: two parts that want the same place.
  const isLaidOver = (over, under) => {
    for (let each = over; each && !each.contains(under); each = each.parentElement)
      if (getComputedStyle(each).position !== 'static') return true;
    return false;
  };
  /** What of a box is not scrolled away or cut by what holds it. */
  function inSight({ left, top, right, bottom }, element) {
    let part = { left, top, right, bottom };
    for (let box = element; box && box !== document.body; box = holderOf(box)) {
      const { overflowX, overflowY } = getComputedStyle(box);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const edge = box.getBoundingClientRect();
      part = {
        left: Math.max(part.left, edge.left),
        top: Math.max(part.top, edge.top),
        right: Math.min(part.right, edge.right),
        bottom: Math.min(part.bottom, edge.bottom),
      };
    }
    return part;
  }

  function uncover(rect, element, words) {
    const part = inSight(rect, element);
    if (part.right - part.left < 4 || part.bottom - part.top < 4) return;
    const [x, y] = [(part.left + part.right) / 2, (part.top + part.bottom) / 2];
    const over = document.elementFromPoint(x, y);
    if (!over || over.contains(element) || element.contains(over) || isLaidOver(over, element)) return;
    // A ground that a control spreads over its card by a pseudo-element is no part of its box.
    const box = over.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return;
    say(`covered by ${name(over)}`, element, words);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element || element.closest('svg, script, style') || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects())
      if (rect.width > 0) {
        follow(rect, element, node.data);
        uncover(rect, element, node.data);
      }
  }

  for (const step of document.querySelectorAll('.gold')) {
    const { bottom } = step.getBoundingClientRect();
    if (isShown(step) && bottom > innerHeight + SLACK)
      say('the next step is out of sight', step, step.textContent);
  }

  const pen = document.createElement('canvas').getContext('2d');
  for (const field of document.querySelectorAll('input[placeholder], textarea[placeholder]')) {
    if (field.value || !isShown(field)) continue;
    const style = getComputedStyle(field);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const lines = field.localName === 'textarea' ? Math.max(1, Math.floor(field.clientHeight / 20)) : 1;
    if (pen.measureText(field.placeholder).width > room * lines + SLACK)
      say('cut placeholder', field, field.placeholder);
  }

  for (const control of document.querySelectorAll('button, input, textarea, select, a, img, h1, h2, h3, p')) {
    if (!isShown(control)) continue;
    const { left, right, width } = control.getBoundingClientRect();
    if (width > 0 && (left < -SLACK || right > innerWidth + SLACK)) {
      let box = control.parentElement;
      while (box && !scrollsAcross(getComputedStyle(box))) box = box.parentElement;
      // A picture that is looked at closely is larger than the window.
      if (control.closest('[data-testid="large-picture"]')) continue;
      if (!box || box.scrollWidth <= box.clientWidth + SLACK)
        say('outside the window', control, control.textContent || control.ariaLabel || '');
    }
  }

  for (const box of document.querySelectorAll('body *')) {
    const style = getComputedStyle(box);
    if (!scrollsAcross(style) || box.scrollWidth <= box.clientWidth + SLACK || !isShown(box)) continue;
    if (!box.matches('input, textarea, [data-scrolls-across]')) say('scrolls across', box, '');
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
  if (document.documentElement.scrollHeight > innerHeight) found.push('the page is higher than the window');
  return found;
}
