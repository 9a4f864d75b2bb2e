// The cleanest hours of the grid on the page about the forecast, from a server that speaks as NED does.
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NedServer, startNed } from '../jobs/ned-server.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  let ned: NedServer;
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    ned = await startNed((hour) => 0.15 + Math.abs(hour - 12) / 60);
    demo = await startDemo({ NED_API_KEY: 'a-key-of-the-test', NED_URL: ned.url });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
    await ned.close();
  });

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['360 px wide', { width: 360 }],
  ] as const)(
    '%s: the hours are there, another length asks again, and axe finds nothing',
    async (name, look) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', ...look });
      const page = await context.newPage();
      await page.goto(`${demo.web}/parks/de-mars/verwachting`);
      await page.getByText(/^Het schoonst is/).waitFor();
      await page
        .getByRole('radio', { name: '8 uur' })
        .or(page.getByRole('button', { name: '8 uur' }))
        .first()
        .click();
      await page.getByText(/^Het schoonst is/).waitFor();
      const folder = process.env['PICTURES'];
      if (folder !== undefined) await page.screenshot({ path: `${folder}/grid-${name}.png`, fullPage: true });

      await page.evaluate(axe.source);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    },
    60_000,
  );
});
