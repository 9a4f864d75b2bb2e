// axe is put into the page as text; there it is a global.
import type axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}
