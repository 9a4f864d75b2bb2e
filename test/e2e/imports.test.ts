// A real file through the real screen: dropped, checked, read in, refused lines shown, undone; axe finds nothing on the way.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comma, dutch, quarterStarts } from '../ingest/import-samples.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { fits } from './looks.ts';

/** The connection of the demo's trial company (src/demo.ts), which no simulated meter speaks for. */
const EAN = '871999999999999900';
const DAY_MS = 86_400_000;
const SHOTS = process.env['SCREENSHOTS'];

describe.skipIf(!canBrowse)(`the import screen in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    context = await signedIn(browser, demo, { role: 'parkmanager' });
    if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  async function look(page: Page, name: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
    await fits(page);
  }

  const file = (lines: readonly string[]): { name: string; mimeType: string; buffer: Buffer } => ({
    name: 'meetbedrijf.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  });

  it('reads a file in, shows what was refused, and takes it back', async () => {
    const page = await context.newPage();
    await page.goto(`${demo.web}/imports`);
    await page.getByText('Nog geen bestanden').waitFor();
    await look(page, 'import-leeg');

    // Yesterday by the quarter, 1.25 kWh each; the label is the end of the interval; one cell is no number.
    const midnight = Math.floor((Date.now() - 3 * DAY_MS) / DAY_MS) * DAY_MS;
    const starts = quarterStarts(new Date(midnight).toISOString(), new Date(midnight + DAY_MS).toISOString());
    const lines = [`Tijdstip tot;${EAN} afname kWh`, ...starts.map((at, n) => `${dutch(at + 900_000)};${n === 5 ? 'storing' : comma(1.25)}`)];
    await page.locator('#import-file').setInputFiles(file(lines));
    await page.getByRole('heading', { name: 'Wat wij lezen in meetbedrijf.csv' }).waitFor();
    expect(await page.getByLabel('De tijd is van het').inputValue()).toBe('end');
    await page.getByText('1,25 kWh afname').first().waitFor();
    await look(page, 'import-keuzes');

    // A change shows in the lines at once: kW for a quarter is a fourth of that in kWh.
    await page.getByLabel('Eenheid 1').selectOption('kW');
    await page.getByText('0,313 kWh afname').first().waitFor();
    await page.getByLabel('Eenheid 1').selectOption('kWh');
    await page.getByText('1,25 kWh afname').first().waitFor();
    await page.getByLabel('Onthoud deze keuzes').fill('Meetbedrijf Oost');
    await page.getByRole('button', { name: 'Lees het bestand in' }).click();

    await page.getByText('95 waarden ingelezen, 1 geweigerd, 1 kwartier ontbreekt').waitFor({ timeout: 20_000 });
    await page.getByText('Die ene regel').click();
    await page.getByText('storing').waitFor();
    await look(page, 'import-resultaat');

    await page.getByRole('button', { name: 'Maak ongedaan' }).click();
    await page.getByLabel('Waarom?').fill('proef');
    await page.getByRole('button', { name: 'Haal alles uit dit bestand weer weg' }).click();
    await page.getByText('wat er eerst stond staat er weer').waitFor({ timeout: 20_000 });
    await look(page, 'import-ongedaan');
    await page.close();
  }, 120_000);

  it('says why a file is not taken', async () => {
    const page = await context.newPage();
    await page.goto(`${demo.web}/imports`);
    await page.locator('#import-file').setInputFiles({ name: 'oud.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1, 2]) });
    await page.getByText('Dit bestand is niet aangenomen').waitFor();
    await look(page, 'import-geweigerd');
    await page.close();
  }, 60_000);

  it('takes a meter reading and fuel without a wire, and gives them back', async () => {
    const page = await context.newPage();
    await page.goto(`${demo.web}/imports/zelf`);
    await page.getByText('Nog niets ingevoerd').waitFor();
    await page.getByRole('button', { name: 'Brandstof' }).click();
    await page.getByLabel('Hoeveelheid').fill('1.234,5');
    await page.getByLabel('Vanaf').fill('2026-01-01');
    await page.getByLabel('Tot (eerste dag erna)').fill('2026-04-01');
    await page.getByRole('button', { name: 'Voeg toe' }).click();
    await page.getByText('1.234,5 l').waitFor();
    await look(page, 'zonder-kabel');
    await page.getByRole('button', { name: /^Neem terug/ }).click();
    await page.getByText('Nog niets ingevoerd').waitFor();
    await page.close();
  }, 60_000);

  it.each([
    ['dark', 1440],
    ['light', 360],
  ] as const)(
    'is well in %s at %i px',
    async (colorScheme, width) => {
      const other = await signedIn(browser, demo, { role: 'parkmanager', colorScheme, width });
      const page = await other.newPage();
      await page.goto(`${demo.web}/imports`);
      await page.locator('#import-file').setInputFiles(file([`Datum;Uur;${EAN} kWh`, '01-11-2026;1;1,5', '01-11-2026;2;2,5']));
      await page.getByRole('heading', { name: 'Wat wij lezen in meetbedrijf.csv' }).waitFor();
      expect(await page.getByLabel('In die kolom staat').inputValue()).toBe('1 order');
      // Each line is an hour: four quarters of a part.
      await page.getByText('01:00 – 02:00', { exact: false }).first().waitFor();
      await look(page, `import-${colorScheme}-${width}`);
      await page.goto(`${demo.web}/imports/zelf`);
      await page.getByRole('heading', { name: 'Nieuwe hoeveelheid' }).waitFor();
      await look(page, `zonder-kabel-${colorScheme}-${width}`);
      await other.close();
    },
    60_000,
  );
});
