// The balance of all carriers in a real browser: its drawing, table and file, the way to companies and carriers, and each state.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const PARK = '/parks/eerbeek-loenen';
const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
const YESTERDAY = day(Date.now() - 86_400_000);
const PAGE = `${PARK}/balans?periode=dag&datum=${YESTERDAY}&drager=alle`;
const FLOWS = `**/api/v1${PARK}/energy-flows?*`;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  beforeAll(async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    await vi.waitFor(
      async () => {
        const answer = await context.request.get(`${here.demo.web}/api/v1${PARK}/energy-flows?from=${YESTERDAY}&to=${day(Date.now())}`);
        const told: EnergyFlows = await answer.json();
        if (told.coverage < 0.5) throw new Error('yesterday is not there yet');
      },
      { timeout: 120_000, interval: 500 },
    );
    await context.close();
  }, 240_000);

  async function open(context: BrowserContext): Promise<Page> {
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await page.goto(here.demo.web + PAGE);
    await page.getByRole('heading', { name: 'Alle dragers in één balans' }).waitFor();
    return page;
  }

  it.each(LOOKS)(
    '$name: closes, is drawn and listed, and leads to a company and to a carrier',
    async ({ name, look }) => {
      const page = await open(await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look }));
      const drawing = page.locator('section', { has: page.getByRole('heading', { name: 'Alle dragers in één balans' }) }).locator('.chart');
      await drawing.locator('svg').waitFor();
      // In = out, in the same words as the other tabs.
      expect(await drawing.getAttribute('aria-label')).toMatch(/In .+ = uit .+\./);
      await picture(page, `all-carriers-${name}`);
      await page.getByRole('button', { name: 'Tabel: Van bron over omzetting naar gebruik' }).click();
      await page.getByRole('link', { name: 'balans van gas' }).first().waitFor();
      await fits(page);

      await page
        .locator('.chart-table')
        .getByRole('link', { name: /^Simulatie/ })
        .first()
        .click();
      await page.waitForURL(/\/companies\/\d+\/balans\?.*drager=alle/);
      await page.getByRole('heading', { name: 'Alle dragers in één balans' }).waitFor();
      await fits(page);
      await page.getByRole('button', { name: 'Gas', exact: true }).click();
      await page.waitForURL(/drager=gas/);
      await page.context().close();
    },
    90_000,
  );

  it.each(LOOKS)(
    '$name: says what is kept back, failed, empty or left out',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const answers: readonly [string, (told: EnergyFlows) => object, string | RegExp][] = [
        ['kept', () => ({ status: 403, code: 'suppressed', title: 'x', detail: 'x', type: 'x' }), 'Afgeschermd'],
        ['failed', () => ({ status: 503, code: 'busy', title: 'x', detail: 'x', type: 'x' }), /Code busy/],
        ['empty', (told) => ({ ...told, flows: [], carriers: [] }), 'Nog geen metingen'],
        [
          'part',
          (told) => ({ ...told, conversions: { shown: 0, leftOut: 1 }, carriers: told.carriers.map((one) => ({ ...one, suppliedKwh: null, sign: 'x' })) }),
          /Van 1 omzetting is een kant niet gemeten/,
        ],
      ];
      for (const [state, change, says] of answers) {
        const page = await context.newPage();
        await page.route(FLOWS, async (route) => {
          const answer = await route.fetch();
          const body = change(await answer.json());
          await route.fulfill({ status: 'code' in body && 'status' in body ? Number(body.status) : 200, contentType: 'application/json', body: JSON.stringify(body) });
        });
        await page.goto(here.demo.web + PAGE);
        await page.getByText(says).first().waitFor();
        await picture(page, `all-carriers-${state}-${name}`);
        await fits(page);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await page.close();
      }
      await context.close();
    },
    90_000,
  );

  it('is the same in English, and for the region what the rule lets it see', async () => {
    const english = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    await english.addInitScript(() => localStorage.setItem('ks-lang', 'en'));
    const page = await english.newPage();
    await page.goto(here.demo.web + PAGE);
    await page.getByRole('heading', { name: 'All carriers in one balance' }).waitFor();
    await page.locator('.chart svg').first().waitFor();
    await picture(page, 'all-carriers-english');
    await fits(page);
    await english.close();

    const region = await signedIn(here.browser, here.demo, { role: 'region' });
    const outsider = await open(region);
    await outsider.locator('.chart svg, .state').first().waitFor();
    expect(await outsider.getByRole('link', { name: /^Simulatie/ }).count()).toBe(0);
    await picture(outsider, 'all-carriers-region');
    await fits(outsider);
    await region.close();
  }, 90_000);

  it('the calendar below a balance goes to the year that the page goes to, and from there on its own way', async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    const page = await context.newPage();
    const year = new Date().getFullYear();
    const calendarOf = (of: number): Promise<void> => page.getByText(`Kalender van het verbruik, ${of}`, { exact: true }).first().waitFor({ timeout: 30_000 });
    await page.goto(`${here.demo.web}${PARK}/balans?periode=jaar&datum=${year}-01-01`);
    await calendarOf(year);

    await page.getByRole('button', { name: 'Vorige periode', exact: true }).click();
    await calendarOf(year - 1);
    await page.getByRole('button', { name: 'Kalender van het verbruik: volgende periode' }).click();
    await calendarOf(year);
    expect(new URL(page.url()).searchParams.get('datum')).toBe(`${year - 1}-01-01`);
    await context.close();
  }, 90_000);
});
