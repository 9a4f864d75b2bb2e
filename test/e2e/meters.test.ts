// The meters of a park on the screen: their last 24 hours, their gaps by day, and several of them as one file.
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const PARK = '/parks/de-mars/meters';
const LAST_DAY = '**/api/v1/parks/de-mars/meters/last-day';

describe.skipIf(!canBrowse)(`meters in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  let context: BrowserContext;
  beforeAll(async () => {
    context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    // Yesterday is filled in a moment after the start.
    await vi.waitFor(
      async () => {
        const { items } = await (await context.request.get(`${here.demo.web}/api/v1/parks/de-mars/meters/last-day`)).json();
        if (items.every((one: { measured: number }) => one.measured < 20)) throw new Error('the last day is not there yet');
      },
      { timeout: 120_000, interval: 500 },
    );
  }, 240_000);

  async function open(path: string, over: object = {}): Promise<Page> {
    const window = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...over });
    const page = await window.newPage();
    await page.goto(here.demo.web + path);
    return page;
  }

  it('each meter has its day in one request, and says it in words', async () => {
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(here.demo.web + PARK);
    await page
      .getByRole('img', { name: /^Laatste 24 uur: van / })
      .nth(3)
      .waitFor();

    expect(asked.filter((url) => url.includes('last-day')).length).toBeLessThanOrEqual(2);
    expect(asked.filter((url) => url.includes('/quarters'))).toEqual([]);
    await page.close();
  });

  it('several meters give one file, with a line a quarter-hour', async () => {
    const page = await context.newPage();
    await page.goto(here.demo.web + PARK);
    const boxes = page.getByRole('checkbox', { name: /^Kies (?!alle)/ });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByText('2 meters gekozen').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Kwartieren als CSV' }).click()]);
    await page.getByText(/^Het bestand is klaar/).waitFor();
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');

    expect(lines[0]).toBe('"Meter";"Bedrijf";"Register";"Richting";"Begin";"Hoeveelheid";"Eenheid";"Kwaliteit";"Bron"');
    expect(lines.length).toBeGreaterThan(96);
    await picture(page, 'meters-picked');

    // What does not fit in one file is said before it is tried.
    await page.getByRole('checkbox', { name: 'Kies alle meters in de tabel' }).check();
    await page.getByLabel('Periode').selectOption('month');
    await page.getByText(/^Kies minder meters of een kortere periode/).waitFor();
    expect(await page.getByRole('button', { name: 'Kwartieren als CSV' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Kies geen' }).click();
    expect(await page.getByRole('group', { name: 'Met de gekozen meters' }).count()).toBe(0);
    await page.close();
  }, 60_000);

  it('without the last day the rest of the table stays', async () => {
    const page = await context.newPage();
    await page.route(LAST_DAY, (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ status: 503, code: 'busy', title: 'busy' }) }),
    );
    await page.goto(here.demo.web + PARK);
    await page.getByText('De laatste 24 uur kunnen nu niet worden getoond').waitFor();

    expect(await page.getByRole('row').count()).toBeGreaterThan(3);
    await fits(page);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  });

  it('a day of the calendar opens its quarter-hours, by a link that can be kept', async () => {
    const page = await context.newPage();
    await page.goto(here.demo.web + PARK);
    await page.locator('tbody th a').first().click();
    const day = page.locator('a.gap-day').last();
    await day.click();
    await page.getByRole('heading', { name: /^Kwartieren van / }).waitFor();

    expect(page.url()).toMatch(/\?dag=\d{4}-\d\d-\d\d$/);
    expect(await day.getAttribute('aria-current')).toBe('date');
    await page.close();
  });

  it.each(LOOKS)(
    'fits and is clean: $name',
    async ({ name, look }) => {
      const page = await open(PARK, look);
      await page
        .getByRole('checkbox', { name: /^Kies (?!alle)/ })
        .first()
        .check();
      await fits(page);
      await picture(page, `meters ${name}`);
      const href = await page.locator('tbody th a').first().getAttribute('href');
      await page.goto(`${here.demo.web}${href}`);
      await page.locator('a.gap-day').last().click();
      await page.getByRole('heading', { name: /^Kwartieren van / }).waitFor();
      await fits(page);
      await picture(page, `meter ${name}`);
      await page.context().close();
    },
    60_000,
  );

  it('an empty calendar says why', async () => {
    const page = await context.newPage();
    await page.route('**/api/v1/meters/*/days?*', (route) => route.fulfill({ json: { items: [], next: null, simulated: true } }));
    await page.goto(`${here.demo.web}${PARK}`);
    const href = await page.locator('tbody th a').first().getAttribute('href');
    await page.goto(`${here.demo.web}${href}`);
    await page.getByText('Nog geen dagen').waitFor();
    await fits(page);
    await page.close();
  });
});
