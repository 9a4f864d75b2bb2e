// "Waarom dit getal?" of a cross-check and a conversion, in a real browser.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

const PATIENCE_MS = 90_000;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  beforeAll(async () => {
    // While history is filled in, signing in may take long.
    await (await signedIn(here.browser, here.demo, { role: 'parkmanager' })).close();
  }, 240_000);

  const open = async (context: BrowserContext, path: string): Promise<Page> => {
    // Other files of the suite ask the same demo meanwhile: an answer may take as long as it takes.
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(here.demo.web + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  };
  /** The engines that burn biogas stand on some parks only. */
  async function parkWithConversion(context: BrowserContext): Promise<string> {
    const ask = async <T>(path: string): Promise<{ items: T[] }> => (await context.request.get(`${here.demo.web}/api/v1${path}`)).json();
    for (const { id } of (await ask<{ id: string }>('/parks')).items) if ((await ask(`/parks/${id}/conversions`)).items.length > 0) return id;
    throw new Error('no park converts anything');
  }

  it.each(LOOKS)(
    '$name: a cross-check is its two sides, and a ratio leads to the registers of each',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const page = await open(context, '/parks/de-mars/controle');
      if ('width' in look) await page.locator('tbody tr button').first().click();
      await picture(page, `checks-${name}`);
      await page
        .getByRole('button', { name: /^Waarom dit getal\?/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Getal').waitFor();
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `why-check-${name}`);
      await fits(page);
      await closeWhy(page);
      await context.close();
    },
    2 * PATIENCE_MS,
  );

  it.each(LOOKS)(
    '$name: an efficiency is what came out by what went in, and those are meters',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'operator', ...look });
      const page = await open(context, `/parks/${await parkWithConversion(context)}/balans`);
      await page.getByRole('heading', { name: 'Omzettingen' }).waitFor();
      const why = page.locator('section', { has: page.getByRole('heading', { name: 'Omzettingen' }) });
      if ('width' in look) await why.locator('tbody tr button').first().click();
      await why
        .getByRole('button', { name: /^Waarom dit getal\?/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('De tellers samen gedeeld door de noemer.').waitFor();
      await picture(page, `why-conversion-${name}`);
      await dialog.locator('tbody .text-button').first().click();
      await dialog.getByRole('button', { name: 'Terug' }).waitFor();
      await fits(page);
      await closeWhy(page);
      await context.close();
    },
    2 * PATIENCE_MS,
  );
});
