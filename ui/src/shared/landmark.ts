// Where menus are put: inside the landmark of the work area, so that screen readers find them in it.
export const landmark = (): Element => document.querySelector('main') ?? document.body;
