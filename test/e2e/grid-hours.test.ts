// The cleanest hours of the grid on the page about the forecast, from a server that speaks as NED does.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type NedServer, startNed } from '../jobs/ned-server.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

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

  it.each(LOOKS)(
    '$name: the hours are there, another length asks again, and axe finds nothing',
    async ({ name, look }) => {
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
      await picture(page, `grid-${name}`);
      await fits(page);
      await context.close();
    },
    60_000,
  );
});
