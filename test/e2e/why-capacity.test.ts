// "Waarom dit getal?" of room on the grid in a real browser: peaks, what went above the limit, twelve months, and what can join.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { History } from '../../src/api/shapes.ts';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  beforeAll(async () => {
    // The days that are looked at are all there, and the machine is not at work on others.
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    const filled = async (): Promise<void> => {
      const { state } = History.parse(await (await context.request.get(`${here.demo.web}/api/v1/history`)).json());
      if (state !== 'complete') throw new Error(`history is ${state}`);
    };
    await vi.waitFor(filled, { timeout: 200_000, interval: 500 });
    await context.close();
  }, 240_000);

  /** Room of yesterday, of which all is there. */
  async function openRoom(context: BrowserContext): Promise<Page> {
    const yesterday = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() - 86_400_000);
    const page = await context.newPage();
    await page.goto(`${here.demo.web}/parks/de-mars/ruimte?periode=dag&datum=${yesterday}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  const why = (page: Page, name: RegExp | string): Promise<void> =>
    page
      .getByRole('button', { name: typeof name === 'string' ? `Waarom dit getal? ${name}` : name })
      .first()
      .click();

  it.each(LOOKS)(
    '$name: totals of a day are quarters, and a quarter is its registers and the rights that are its limit',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const page = await openRoom(context);
      // The parts of the peak stand above their sum.
      const peaks = page.locator('section', { has: page.getByRole('heading', { name: 'Wie maakt de piek' }) });
      await peaks.locator('tfoot', { hasText: /Samen.*100/ }).waitFor();
      await why(page, 'Ruimte op het net');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Dit is één kwartier').waitFor();
      await picture(page, `room-peak-${name}`);
      const told = await dialog.locator('.amount').first().textContent();
      await dialog.locator('tbody .text-button').first().click();
      await dialog.getByText('De rechten die samen de grens zijn:').waitFor();
      // The quarter has the power that the figure tells.
      expect(await dialog.locator('.amount').first().textContent()).toBe(told);
      await picture(page, `room-quarter-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: 'Terug' }).click();
      await dialog.getByLabel('Getal').selectOption({ label: 'aandeel tussen 16:00 en 21:00' });
      await dialog.getByText('De teller gedeeld door de noemer.').waitFor();
      await dialog.getByRole('button', { name: 'energie tussen 16:00 en 21:00', exact: true }).click();
      await dialog.getByText('Deze kwartieren tellen samen op tot het getal.').waitFor();
      await picture(page, `room-evening-${name}`);
      await fits(page);
      await closeWhy(page);
      await context.close();
    },
    90_000,
  );

  it.each(LOOKS)(
    '$name: who makes the peak is quarters and coalitions, by name',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'operator', ...look });
      const page = await openRoom(context);
      await why(page, 'Wie maakt de piek');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Getal').selectOption({ label: 'eigen pieken samen' });
      await dialog.locator('tbody tr').nth(1).waitFor();
      await picture(page, `peaks-own-${name}`);
      await fits(page);
      await closeWhy(page);
      const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Wie maakt de piek' }) });
      if ('width' in look) await panel.locator('tbody tr button').first().click();
      await panel
        .locator('tbody')
        .getByRole('button', { name: /^Waarom dit getal\?/ })
        .first()
        .click();
      await dialog.getByLabel('Getal').selectOption({ label: 'Shapley' });
      await dialog.getByText(/Voor elke samenstelling|willekeurige volgordes/).waitFor();
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `peaks-shapley-${name}`);
      await fits(page);
      await closeWhy(page);
      await context.close();
    },
    90_000,
  );

  it.each(LOOKS)(
    '$name: twelve months, the curve and what can join name their quarters, days and rule',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const page = await openRoom(context);
      const dialog = page.getByRole('dialog');
      await why(page, 'Twaalf maanden');
      await dialog.getByLabel('Getal').selectOption({ label: 'mag de netbeheerder het verlagen?' });
      await dialog.getByText('zoveel maanden zijn nodig').waitFor();
      await picture(page, `year-rule-${name}`);
      await fits(page);
      await closeWhy(page);
      await why(page, 'Belastingduurkromme');
      await dialog.getByText(/^Dit is één kwartier.*Plaats/).waitFor();
      await picture(page, `year-rank-${name}`);
      await fits(page);
      await closeWhy(page);
      for (const [of, question] of [
        ['park', 'Past er nog iets bij?'],
        ['group', 'Past er nog iets bij in groep Simulatie Groepscontract?'],
      ] as const) {
        const panel = page.locator('section', { has: page.getByRole('heading', { name: question, exact: true }) });
        await panel.getByLabel('Vermogen, dag en nacht').fill('9000');
        await panel.getByRole('button', { name: 'Toets' }).click();
        await why(page, question);
        await dialog.getByLabel('Getal').selectOption({ label: 'dagen met te weinig ruimte' });
        await dialog.locator('tbody tr').first().waitFor();
        await picture(page, `join-days-${of}-${name}`);
        await fits(page);
        await closeWhy(page);
      }
      // The least room of a group is one quarter, of its members, each of whom is counters.
      await why(page, 'Past er nog iets bij in groep Simulatie Groepscontract?');
      await dialog.locator('tbody .text-button').first().click();
      await dialog.getByText('Wat elk lid afnam of teruggaf').waitFor();
      await picture(page, `join-members-${name}`);
      await fits(page);
      await dialog.locator('tbody .text-button', { hasText: 'Simulatie' }).first().click();
      await dialog.getByText('De rechten die samen de grens zijn:').waitFor();
      await dialog.getByRole('button', { name: 'Terug' }).click();
      await dialog.getByText('Wat elk lid afnam of teruggaf').waitFor();
      await closeWhy(page);
      // What was asked is still asked for whoever loads the page again.
      await page.reload();
      const again = page.locator('section', { has: page.getByRole('heading', { name: 'Past er nog iets bij?', exact: true }) });
      await again.getByText(/^Dit past/).waitFor();
      expect(await again.getByLabel('Vermogen, dag en nacht').inputValue()).toBe('9000');
      await context.close();
    },
    90_000,
  );
});
