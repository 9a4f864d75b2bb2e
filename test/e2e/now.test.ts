// The page of this moment in a real browser: CO2 with what it is made of, open alerts, the map, its table; and each state of them.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { AlertView } from '../../src/api/shapes-alerts.ts';
import type { Now } from '../../src/api/shapes-now.ts';
import { FIRST_QUARTER_MS, HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const PARK = '/parks/eerbeek-loenen';
const openedAt = new Date(Date.now() - 3_600_000).toISOString();
const ALERTS: readonly Partial<AlertView>[] = Array.from({ length: 7 }, (_, id) => ({
  id,
  kind: id === 6 ? 'peak-ahead' : 'silent-meter',
  severity: id === 6 ? 'urgent' : 'warning',
  park: 'eerbeek-loenen',
  company: id === 6 ? null : 1,
  companyName: id === 6 ? null : `Simulatie ${id}`,
  meter: id === 6 ? null : 1,
  value: id === 6 ? 842 : 2.5,
  limit: id === 6 ? 800 : 1,
  unit: id === 6 ? 'kW' : 'h',
  openedAt,
}));
const NOW = `**/api/v1${PARK}/now`;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  const now = async (context: BrowserContext): Promise<Now> => (await context.request.get(`${here.demo.web}/api/v1${PARK}/now`)).json();
  beforeAll(async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    await vi.waitFor(
      async () => {
        if ((await now(context)).co2?.kgPerHour === null) throw new Error('no electricity was heard yet');
      },
      { timeout: 60_000 + FIRST_QUARTER_MS, interval: 250 },
    );
    await context.close();
  }, 240_000 + FIRST_QUARTER_MS);

  async function open(context: BrowserContext, change: ((body: Now) => object) | null = null): Promise<Page> {
    const page = await context.newPage();
    if (change !== null)
      await page.route(NOW, async (route) => {
        const answer = await route.fetch();
        const body: Now = await answer.json();
        await route.fulfill({ response: answer, json: { ...body, ...change(body) } });
      });
    await page.goto(here.demo.web + PARK);
    await page.locator('.kpi:not([aria-busy])').first().waitFor();
    await page.getByRole('heading', { name: 'Op de kaart' }).waitFor();
    await page
      .locator('.skeleton')
      .first()
      .waitFor({ state: 'detached' })
      .catch(() => {});
    return page;
  }
  const leave = async (page: Page): Promise<void> => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  };
  const figure = (page: Page): ReturnType<Page['locator']> => page.getByRole('region', { name: 'CO₂ nu' });

  it.each(LOOKS)(
    '$name: CO2 is its registers times a factor, with open alerts, the map and the table of all figures',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      await context.route('**/api/v1/alerts?park=*', (route) =>
        route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify({ items: ALERTS, next: null }) }),
      );
      const page = await open(context);
      await figure(page)
        .getByText(/aansluitingen gehoord/)
        .waitFor();
      await page.getByRole('heading', { name: 'Open meldingen', exact: true }).waitFor();
      // Urgent first, and no more than five.
      const lines = page.locator('section', { has: page.getByRole('heading', { name: 'Open meldingen', exact: true }) }).locator('li');
      expect([await lines.count(), (await lines.first().textContent())?.includes('dringend')]).toEqual([5, true]);
      await page.getByText('En nog 2.').waitFor();
      await page.getByRole('group', { name: /^Kaart van het park/ }).waitFor();
      await page.getByRole('button', { name: 'Tabel: Cijfers van dit moment' }).click();
      await page.getByRole('rowheader', { name: 'CO₂ nu: stroom' }).waitFor();
      await picture(page, `now-${name}`);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await picture(page, `now-below-${name}`);
      await fits(page);

      await figure(page)
        .getByRole('button', { name: /^Waarom dit getal\?/ })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/^Stroom: .*kg\/kWh/).waitFor();
      expect(await dialog.locator('tbody tr').count()).toBeGreaterThan(1);
      await picture(page, `now-why-${name}`);
      await fits(page);
      await leave(page);
    },
    90_000,
  );

  it.each(LOOKS)(
    '$name: old figures look old, what is kept back says so, and a silent carrier is no nought',
    async ({ name, look }) => {
      const old = await open(await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look }), () => ({ asOf: new Date(Date.now() - 3_600_000).toISOString() }));
      await old.locator('.kpi.stale').first().waitFor();
      await picture(old, `now-stale-${name}`);
      await fits(old);
      await leave(old);

      const kept = await open(await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look }), ({ co2 }) => ({
        generationKw: null,
        selfSufficiency: null,
        co2: { ...co2, kgPerHour: null, lines: co2.lines.map((line) => ({ ...line, perHour: null, kgPerHour: null, sign: 'x', reason: 'too-few' })) },
      }));
      await figure(kept)
        .getByText(/^Geheim \(x\)/)
        .waitFor();
      expect(await figure(kept).getByRole('button').count()).toBe(0);
      await kept.getByText(/^Een deel van de stromen is geheim/).waitFor();
      await picture(kept, `now-kept-${name}`);
      await fits(kept);
      await leave(kept);

      const silent = await open(await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look }), ({ co2 }) => ({
        co2: {
          ...co2,
          kgPerHour: null,
          lines: co2.lines.map((line) => (line.carrier === 'electricity' ? { ...line, perHour: null, kgPerHour: null, sign: '.', heard: 0 } : line)),
        },
      }));
      await figure(silent)
        .getByText(/Stroom zwijgt/)
        .waitFor();
      expect(await figure(silent).locator('.big').textContent()).toBe('–');
      await leave(silent);
    },
    90_000,
  );

  it('the region sees no alerts of companies, and of CO2 what the rule lets it see', async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'region' });
    const { co2 } = await now(context);
    const page = await open(context);

    expect(await page.getByRole('heading', { name: 'Open meldingen', exact: true }).count()).toBe(0);
    if (co2.kgPerHour === null) await figure(page).getByText('–').waitFor();
    else await figure(page).getByText('kg/u').first().waitFor();
    await picture(page, 'now-region');
    await fits(page);
    await leave(page);
  }, 60_000);

  it('a park in which nothing is the matter and nobody has a place says so, in English too', async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    await context.addInitScript(() => localStorage.setItem('ks-lang', 'en'));
    const page = await context.newPage();
    for (const path of ['alerts', 'heat-ports'])
      await page.route(`**/api/v1/${path}?*`, (route) => route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify({ items: [], next: null }) }));
    await page.goto(here.demo.web + PARK);
    await page.getByRole('heading', { name: 'Open alerts', exact: true }).waitFor();
    await page.getByText('no place is known yet').waitFor();
    await page.getByRole('region', { name: 'CO₂ now' }).waitFor();
    await picture(page, 'now-empty-english');
    await fits(page);
    await leave(page);
  }, 60_000);
});
