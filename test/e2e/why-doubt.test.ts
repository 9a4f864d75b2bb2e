// "Waarom dit getal?" of how sure figures are, in a real browser: measured shares and the uncertainty of CO2.
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const SLOWLY_MS = 180_000;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  const open = async (path: string, look: object): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
    const page = await context.newPage();
    await page.goto(here.demo.web + path);
    return { context, page };
  };

  it.each(LOOKS)(
    '$name: the measured share is what was measured of each connection',
    async ({ name, look }) => {
      const { context, page } = await open('/parks/de-mars/balans?periode=maand', look);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: /^Waarom dit getal\? Hoeveel er gemeten is/ }).click({ timeout: 90_000 });
      await dialog.getByText('gedeeld door alle die er een zouden moeten hebben').waitFor();
      await dialog.getByLabel('Getal').selectOption({ label: 'gemeten (M)' });
      await dialog.getByText('maal het gemeten deel').waitFor();
      expect(await dialog.locator('tbody tr').count()).toBeGreaterThan(1);
      await picture(page, `doubt-measured-${name}`);
      await fits(page);
      await context.close();
    },
    SLOWLY_MS,
  );

  it.each(LOOKS)(
    '$name: the uncertainty of emissions is the root of the squares of its parts',
    async ({ name, look }) => {
      const { context, page } = await open('/parks/de-mars/co2', look);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Onzekerheid van de uitstoot' }).click({ timeout: 90_000 });
      await dialog.getByText('klasse van de meters').waitFor();
      await dialog.getByText('factoren').first().waitFor();
      await picture(page, `doubt-co2-${name}`);
      await fits(page);
      await context.close();
    },
    SLOWLY_MS,
  );
});
