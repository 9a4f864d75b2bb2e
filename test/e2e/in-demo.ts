// A demo and a browser for all tests of a describe.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Demo, type Ready, openBrowser, startDemo } from './demo.ts';
import { sharedDemo } from './shared-demo.ts';

const START_MS = 180_000;

export interface Here<D extends Ready = Ready> {
  readonly demo: D;
  readonly browser: Browser;
}

/** Started before its tests and stopped after them; before the first one there is nothing.
 *  @param over settings of the demo
 *  @throws Error when it is asked for too early */
export const inDemo = (over: Record<string, string> = {}): Here<Demo> =>
  opened(
    () => startDemo(over),
    (demo) => demo.stop(),
  );

/** The same for tests that change nothing in the demo: theirs is the one that all such tests look at. */
export const inSharedDemo = (): Here => opened(sharedDemo, () => Promise.resolve());

function opened<D extends Ready>(start: () => Promise<D>, stop: (demo: D) => Promise<void>): Here<D> {
  let here: Here<D> | null = null;
  const there = (): Here<D> => {
    if (here === null) throw new Error('the demo is not there yet');
    return here;
  };
  beforeAll(async () => {
    here = { demo: await start(), browser: await openBrowser() };
  }, START_MS);
  afterAll(async () => {
    if (here === null) return;
    await here.browser.close();
    await stop(here.demo);
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
