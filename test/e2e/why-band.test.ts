// "Waarom dit getal?" in a real browser of the ends of a band, down to the stretches that are not sure, and of the score of earlier forecasts.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gappedDays, startGapped } from '../api/gapped-region.ts';
import type { SmallRegion } from '../api/small-region.ts';
import { localDay } from '../../src/domain/time.ts';
import { HOW, canBrowse, openBrowser } from './demo.ts';
import { fits, picture } from './looks.ts';

const EMAIL = 'manager@test.nl';
const PASSWORD = 'a long password';
const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1440 },
  { name: 'dark, 360 px wide', colorScheme: 'dark', width: 360 },
] as const;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  let region: SmallRegion;
  let browser: Browser;

  beforeAll(async () => {
    // What `npm start` builds before it serves; nothing when it is there.
    execFileSync(process.execPath, [join(import.meta.dirname, '../../src/start.mjs'), 'build'], { env: { ...process.env, VITEST: '' }, stdio: 'ignore' });
    region = (await startGapped()).small;
    await region.app.parts.auth.ensureAccount({ email: EMAIL, password: PASSWORD, name: 'manager', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await region.stop();
  });

  const open = async (path: string, { colorScheme, width }: (typeof LOOKS)[number]): Promise<{ context: BrowserContext; page: Page }> => {
    const { urls } = region.app.parts;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', reducedMotion: 'reduce' });
    const signed = await context.request.post(`${urls.web}/api/auth/sign-in/email`, { data: { email: EMAIL, password: PASSWORD }, headers: { origin: urls.web } });
    expect(signed.ok()).toBe(true);
    const page = await context.newPage();
    await page.goto(urls.web + path);
    return { context, page };
  };

  it.each(LOOKS)(
    '$name: an end is the last of its steps, below which stand the stretches, and the peak is tried',
    async (look) => {
      const { name } = look;
      const { year, month, day } = localDay(gappedDays().day(-2));
      const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
      const { context, page } = await open(`/parks/park-a/balans?periode=dag&datum=${date}`, look);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Van het net, hoe zeker' }).click();
      await dialog.getByText('Zo is deze grens gemaakt:').waitFor();
      const told = await dialog.locator('.amount').innerText();
      const end = await dialog.getByRole('row', { name: /^ondergrens/ }).innerText();
      expect(end).toContain(told.split(' ')[0] ?? '');
      await dialog.getByText('Stukken die niet zeker zijn').first().waitFor();
      await picture(page, `band-low-${name}`);
      await fits(page);
      await dialog.getByLabel('Getal').selectOption({ label: 'bovengrens' });
      await dialog.getByText('bovengrens: bedrag').waitFor();
      await dialog.getByLabel('Getal').selectOption({ label: 'piek, bovengrens' });
      await dialog.getByText(/Negen van de tien keer bleef|dit is de piek zelf/).waitFor();
      await picture(page, `band-peak-${name}`);
      await fits(page);
      await context.close();
    },
    120_000,
  );

  it.each(LOOKS)(
    '$name: the score of forecasts is the moments from which was forecast',
    async (look) => {
      const { context, page } = await open('/parks/park-a/verwachting', look);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Hoe goed, Alles' }).click({ timeout: 60_000 });
      await dialog.getByText('gedeeld door de som van de kwartieren').waitFor({ timeout: 30_000 });
      expect(await dialog.locator('tbody tr').count()).toBeGreaterThan(3);
      await picture(page, `score-loss-${look.name}`);
      await fits(page);
      await dialog.getByLabel('Getal').selectOption({ label: 'winst op de beste van die twee' });
      await dialog.getByText('van de gewone verwachting').waitFor();
      await picture(page, `score-skill-${look.name}`);
      await fits(page);
      await context.close();
    },
    120_000,
  );
});
