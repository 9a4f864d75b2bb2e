// The states of the panels on the real product: what the API answers is held back, broken, aged or emptied on its way.
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formatMoment } from '../../src/charts/formats.ts';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { picture } from './looks.ts';
import { violations } from './violations.ts';

/** Page, the answer that its panel shows, and who looks. */
const PANELS = [
  { role: 'region', path: '/region', api: '**/api/v1/region/now' },
  { role: 'parkmanager', path: '/parks/de-mars', api: '**/api/v1/parks/de-mars/now' },
  { role: 'parkmanager', path: '/parks/de-mars/balans', api: '**/api/v1/parks/de-mars/balance?*' },
  { role: 'parkmanager', path: '/parks/de-mars/onderling', api: '**/api/v1/parks/de-mars/exchange?*' },
  { role: 'parkmanager', path: '/parks/de-mars/co2', api: '**/api/v1/parks/de-mars/emissions?*' },
  { role: 'parkmanager', path: '/parks/de-mars/meters', api: '**/api/v1/parks/de-mars/meters' },
  { role: 'company', path: '/gateways', api: '**/api/v1/gateways' },
  { role: 'operator', path: '/taken', api: '**/api/v1/jobs' },
  { role: 'parkmanager', path: '/parks/de-mars/ruimte', api: '**/api/v1/parks/de-mars/capacity?*' },
  { role: 'parkmanager', path: '/parks/de-mars/verwachting', api: '**/api/v1/parks/de-mars/forecast?*' },
  { role: 'parkmanager', path: '/parks/de-mars/controle', api: '**/api/v1/parks/de-mars/cross-checks' },
  { role: 'parkmanager', path: '/alerts', api: '**/api/v1/alerts' },
  { role: 'parkmanager', path: '/parks/eerbeek-loenen/warmte', api: '**/api/v1/parks/eerbeek-loenen/heat-matches*' },
  { role: 'parkmanager', path: '/parks/eerbeek-loenen/materialen', api: '**/api/v1/parks/eerbeek-loenen/material-matches*' },
  { role: 'parkmanager', path: '/parks/de-mars/scenarios', api: '**/api/v1/scenarios/preview' },
] as const;

describe.skipIf(!canBrowse)(`the panels in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  /** Opens a page of which one answer is tampered with. */
  async function open(panel: (typeof PANELS)[number], tamper: (route: Route) => Promise<void>): Promise<Page> {
    const context = await signedIn(here.browser, here.demo, { role: panel.role });
    const page = await context.newPage();
    await page.route(panel.api, tamper);
    await page.goto(here.demo.web + panel.path);
    return page;
  }

  /** Answers still on their way when the window closes are nobody's. */
  async function leave(page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  }

  const busy = { type: '/docs/errors#busy', title: 'Too busy', status: 503, code: 'busy', detail: 'The store is busy.' };

  it.each(PANELS)('$path: a failure says what happened, gives its code, and trying again helps', async (panel) => {
    const page = await open(panel, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(busy) }));
    const retries = page.getByRole('button', { name: 'Probeer opnieuw' });
    await retries.first().waitFor();

    expect(
      await page
        .getByText(/Code busy/)
        .first()
        .isVisible(),
    ).toBe(true);
    await page.unroute(panel.api);
    // Panels that ask the same each have their own, and may fail a moment later.
    const tried = async (): Promise<number> => {
      if ((await retries.count()) > 0)
        await retries
          .first()
          .click({ timeout: 1000 })
          .catch(() => undefined);
      return retries.count();
    };
    await expect.poll(tried, { timeout: 15_000, interval: 250 }).toBe(0);
    await leave(page);
  });

  it.each(PANELS)(
    '$path: a slow answer shows a skeleton, never a zero',
    async (panel) => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const page = await open(panel, async (route) => {
        await held;
        await route.continue();
      });

      await page.locator('.skeleton').first().waitFor();
      release();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await leave(page);
    },
    90_000,
  );

  it('figures of an hour ago look old and say since when', async () => {
    const asOfMs = Date.now() - 3_600_000;
    const page = await open(PANELS[1], async (route) => {
      const answer = await route.fetch();
      const body: Record<string, unknown> = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, asOf: new Date(asOfMs).toISOString() } });
    });

    await page.locator('.panel.stale').first().waitFor();
    // In the first hour of a day that was yesterday, and the badge says so.
    const since = await page.locator('.panel.stale .badge').first().textContent();
    expect([formatMoment('nl', asOfMs, asOfMs), formatMoment('nl', asOfMs, Date.now())].map((moment) => `sinds ${moment}`)).toContain(since?.trim());
    await leave(page);
  }, 60_000);

  it('answers that take longer than the time between two refreshes are shown all the same', async () => {
    // Live events ask for these figures every 3 s; each answer is held for 4.
    const page = await open(PANELS[1], async (route) => {
      const answer = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      await route.fulfill({ response: answer });
    });

    await page.locator('.kpi:not([aria-busy])').first().waitFor();
    await leave(page);
  }, 60_000);

  it('a job that runs is named by what its button says', async () => {
    const page = await open(PANELS[7], async (route) => {
      const answer = await route.fetch();
      const body: { items: object[] } = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, items: body.items.map((job) => ({ ...job, running: true })) } });
    });

    await page.getByRole('button', { name: 'Bezig…: Oude metingen verwijderen' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await leave(page);
  }, 60_000);

  it('of a month to come nobody says that companies gave each other nothing', async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${here.demo.web}/parks/de-mars/onderling?periode=maand&datum=${new Date().getFullYear() + 1}-03-01`);

    await page.getByText('In deze periode is niets gemeten').waitFor();
    expect(await page.getByText('Gelijktijdig en neutraal').count()).toBe(0);
    expect(await page.getByText(/leverden elkaar/).count()).toBe(0);
    await context.close();
  });

  it('a park without meters says so, and what to do', async () => {
    const page = await open(PANELS[5], (route) =>
      route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify({ items: [], next: null, simulated: true }) }),
    );

    await page
      .getByText(/Nog geen meters/)
      .first()
      .waitFor();
    await leave(page);
  });

  it.each([
    { lang: 'nl', add: 'Aansluiting toevoegen', ean: 'EAN-code (18 cijfers)', says: 'ean: een EAN van een aansluiting heeft 18 cijfers' },
    { lang: 'en', add: 'Add a connection', ean: 'EAN (18 digits)', says: 'ean: an EAN of a connection has 18 digits' },
  ])('a form that is refused says why in the language of the page, whatever the browser speaks: $lang', async ({ lang, add, ean, says }) => {
    const context = await signedIn(here.browser, here.demo, { role: 'company' });
    await context.addInitScript((kept) => localStorage.setItem('ks-lang', kept), lang);
    const { roles }: { roles: { company: number }[] } = await (await context.request.get(`${here.demo.web}/api/v1/me`)).json();
    const page = await context.newPage();
    await page.goto(`${here.demo.web}/companies/${roles[0]?.company}/aansluitingen`);

    await page.getByRole('button', { name: add }).click();
    await page.getByLabel(ean).fill('12');
    await page.getByRole('button', { name: add }).last().click();

    await page.getByText(says).waitFor();
    await picture(page, `refused-${lang}`);
    await context.close();
  });
});
