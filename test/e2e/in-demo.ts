// A demo and a browser for all tests of a describe.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Demo, openBrowser, startDemo } from './demo.ts';

const START_MS = 180_000;

/** Started before its tests and stopped after them; before the first one there is nothing.
 *  @throws Error when it is asked for too early */
export function inDemo(): { readonly demo: Demo; readonly browser: Browser } {
  let opened: { demo: Demo; browser: Browser } | null = null;
  const there = (): { demo: Demo; browser: Browser } => {
    if (opened === null) throw new Error('the demo is not there yet');
    return opened;
  };
  beforeAll(async () => {
    opened = { demo: await startDemo(), browser: await openBrowser() };
  }, START_MS);
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.demo.stop();
  });
  return {
    get demo() {
      return there().demo;
    },
    get browser() {
      return there().browser;
    },
  };
}
