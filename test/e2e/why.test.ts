// "Waarom dit getal?" and corrections in a real browser: the explanation adds up, a correction is signed and undone.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Meter } from '../../src/api/shapes.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { LOOKS, picture } from './looks.ts';
import { violations } from './violations.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let company: number;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    const context = await signedIn(browser, demo, { role: 'company' });
    const me: { roles: { company?: number }[] } = await (await context.request.get(`${demo.web}/api/v1/me`)).json();
    company = me.roles[0]?.company ?? 0;
    await context.close();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const open = async (context: BrowserContext, path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(demo.web + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  };

  it.each(LOOKS)(
    '$name: a figure of yesterday is explained, part by part, and axe finds nothing',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', ...look });
      const yesterday = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() - 86_400_000);
      const page = await open(context, `/parks/de-mars/balans?periode=dag&datum=${yesterday}`);
      await page.getByRole('button', { name: 'Waarom dit getal? Verbruik' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('te lang voor één lijst').waitFor();
      await dialog.locator('tbody .text-button').first().click();
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `why-${name}`);

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await context.close();
    },
    60_000,
  );

  it.each(LOOKS)(
    '$name: kilograms of CO2 are amounts times factors that add up, and axe finds nothing',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', ...look });
      const page = await open(context, '/parks/de-mars/co2');
      await page.getByRole('button', { name: 'Waarom dit getal? Scope 1', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('elk afgerond op een milligram').waitFor();
      // A narrow table shows the factor when its row is opened.
      if (!('width' in look)) expect(await dialog.getByText(/× 1,779 kg/).count()).toBeGreaterThan(0);
      await dialog.getByText('Waar de hoeveelheden zelf uit bestaan').waitFor();
      await picture(page, `why-co2-${name}`);

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    },
    60_000,
  );

  it.each(LOOKS)(
    '$name: a ratio is two sums, and a step of the chart is explained from its table',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', ...look });
      const yesterday = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() - 86_400_000);
      const page = await open(context, `/parks/de-mars/balans?periode=dag&datum=${yesterday}`);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Zelfvoorziening' }).click();
      await dialog.getByText('verbruikt en geladen').waitFor();
      // Of the park as one, and of each company by itself.
      expect(await page.getByText(/^samen, per kwartier; los van elkaar \S/).count()).toBe(2);
      await picture(page, `why-ratio-${name}`);
      expect(await violations(page)).toEqual([]);
      await dialog.locator('tbody .text-button').first().click();
      await dialog.getByRole('button', { name: 'Terug' }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /^Tabel: Stroom/ }).click();
      await page.locator('.chart-table tbody button').first().click();
      await dialog.getByLabel('Getal').selectOption({ index: 1 });
      await dialog.locator('.amount, .wrong').first().waitFor();
      await picture(page, `why-step-${name}`);

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    },
    60_000,
  );

  it.each(LOOKS)(
    '$name: a correction is recorded with a name and a reason, and undone',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'company', ...look });
      const page = await open(context, `/companies/${company}/meters`);
      await page.getByRole('button', { name: 'Nieuwe correctie' }).click();
      await page.getByLabel('Van (dag)').fill('2026-10-01');
      await page.getByLabel('Tot (dag, telt zelf niet mee)').fill('2026-10-02');
      await page.getByLabel('Bedrag (').fill('12,5');
      await page.getByLabel('Reden').fill(`meter stond stil (${name})`);
      await picture(page, `correction-form-${name}`);
      // What the header covers half of is no small target.
      await page.evaluate(() => window.scrollTo(0, 0));
      expect(await violations(page)).toEqual([]);
      const [saved, refused] = [page.getByText('De correctie is vastgelegd.'), page.getByRole('alert')];
      await page.getByRole('button', { name: 'Leg vast' }).click();
      await saved.or(refused).first().waitFor({ timeout: 40_000 });
      // A store that still fills in history says that it is busy: whoever reads that tries again.
      if (await refused.isVisible()) await page.getByRole('button', { name: 'Leg vast' }).click();
      await saved.waitFor({ timeout: 40_000 });

      await page.getByRole('button', { name: 'Maak ongedaan' }).first().click();
      await page.getByRole('dialog').getByLabel('Reden').fill('toch niet');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Maak ongedaan' }).click();
      await page.getByText('Ongedaan door Demo bedrijf').first().waitFor();
      await picture(page, `corrections-${name}`);

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    },
    150_000,
  );

  it.each(LOOKS)(
    '$name: a meter swap is entered afterwards, changed and undone',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'company', ...look });
      const { items }: { items: Meter[] } = await (await context.request.get(`${demo.web}/api/v1/companies/${company}/meters`)).json();
      const meter = items.find((one) => one.carrier === 'electricity' && one.role === 'main' && one.registers.some((register) => register.kind === 'counter'));
      const page = await open(context, `/meters/${meter?.id}`);
      const fillNow = async (): Promise<void> => {
        const [day, clock] = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Amsterdam' }).split(' ');
        await page.getByLabel('Dag van de wisseling').fill(day ?? '');
        await page.getByLabel('Tijd op').fill((clock ?? '').slice(0, 5));
      };
      await page.getByRole('button', { name: 'Meterwisseling invoeren' }).click();
      await fillNow();
      await page.getByLabel('Reden of').fill('werkbon 12');
      await page.getByRole('button', { name: 'Leg de wisseling vast' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Eindstand').first().fill('99999999');
      await page.getByLabel('Beginstand').first().fill('0,5');
      await picture(page, `swap-form-${name}`);
      expect(await violations(page)).toEqual([]);
      // Refused until the meter has sent a reading before and after the minute.
      const save = async (): Promise<string> => {
        await fillNow();
        const answered = page.waitForResponse((response) => response.url().endsWith('/swaps'));
        await page.getByRole('button', { name: 'Leg de wisseling vast' }).click();
        return String((await answered).status());
      };
      await expect.poll(save, { timeout: 90_000, interval: 2_000 }).toBe('201');
      await page.getByText('De meterwisseling is vastgelegd.').waitFor();

      await page.getByRole('button', { name: 'Wijzig' }).first().click();
      expect(await page.getByLabel('Beginstand').first().inputValue()).toBe('0,5');
      await page.getByLabel('Beginstand').first().fill('1,5');
      await page.getByLabel('Reden of').fill('verkeerd overgenomen');
      const listed = page.waitForResponse((response) => response.url().endsWith('/corrections') && response.request().method() === 'GET');
      await page.getByRole('button', { name: 'Vervang de wisseling' }).click();
      await listed;
      await page.getByRole('button', { name: 'Vervang de wisseling' }).waitFor({ state: 'detached' });
      await page.getByText('Ongedaan door Demo bedrijf').first().waitFor();
      await page.getByRole('button', { name: 'Maak ongedaan' }).first().click();
      await page.getByRole('dialog').getByLabel('Reden').fill('toch niet');
      await page.getByRole('dialog').getByRole('button', { name: 'Maak ongedaan' }).click();
      await page.getByText('De correctie is ongedaan gemaakt.').waitFor();
      await picture(page, `swaps-${name}`);

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    },
    150_000,
  );
});
