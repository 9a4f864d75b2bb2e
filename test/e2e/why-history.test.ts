// "Waarom dit getal?" of why emissions changed and of the way to the goal, in a real browser, down to months and factors.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { YEAR, type YearsRegion, startYears } from '../api/years-region.ts';
import { HOW, canBrowse, openBrowser } from './demo.ts';
import { fits, picture } from './looks.ts';

const EMAIL = 'manager@test.nl';
const PASSWORD = 'a long password';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  let years: YearsRegion;
  let browser: Browser;
  let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;

  beforeAll(async () => {
    // What `npm start` builds before it serves; nothing when it is there.
    execFileSync(process.execPath, [join(import.meta.dirname, '../../src/start.mjs'), 'build'], { env: { ...process.env, VITEST: '' }, stdio: 'ignore' });
    years = await startYears();
    const { auth, urls } = years.region.app.parts;
    await auth.ensureAccount({ email: EMAIL, password: PASSWORD, name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
    browser = await openBrowser();
    const context = await browser.newContext();
    const answer = await context.request.post(`${urls.web}/api/auth/sign-in/email`, { data: { email: EMAIL, password: PASSWORD }, headers: { origin: urls.web } });
    if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`);
    cookies = await context.cookies();
    await context.close();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await years.region.stop();
  });

  const LOOKS = [
    { name: 'light', colorScheme: 'light', width: 1440 },
    { name: 'dark, 360 px wide', colorScheme: 'dark', width: 360 },
  ] as const;
  it.each(LOOKS)(
    '$name: a part of the change is carriers, and those are months; a target is the base year and what is left of it',
    async ({ name, colorScheme, width }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', reducedMotion: 'reduce' });
      await context.addCookies(cookies);
      const page = await context.newPage();
      await page.goto(`${years.region.app.parts.urls.web}/parks/de-mars/co2?periode=jaar&datum=${YEAR - 1}-01-01`);
      const dialog = page.getByRole('dialog');
      const why = page.getByRole('button', { name: 'Waarom dit getal? Waarom de uitstoot veranderde' });
      await why.waitFor();
      await why.scrollIntoViewIfNeeded();
      await picture(page, `history-panels-${name}`);
      await why.click();
      await dialog.getByLabel('Getal').selectOption({ label: 'Activiteit' });
      await dialog.getByText('maal het gemiddelde van toen').waitFor();
      await dialog.getByText('3 van 4 aansluitingen maten beide perioden').waitFor();
      await picture(page, `history-change-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: 'toen, van wat beide perioden maten', exact: true }).click();
      await dialog.getByText('elk afgerond op een milligram').waitFor();
      await picture(page, `history-months-${name}`);
      await fits(page);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Waarom dit getal? Op weg naar 2030' }).click();
      await dialog.getByLabel('Getal').selectOption({ label: 'afstand tot de doellijn' });
      await dialog.getByText('elk maal hoe vaak het telt').waitFor();
      await picture(page, `history-gap-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: `doellijn ${YEAR - 1}`, exact: true }).click();
      await dialog.getByText('Deze waarden met elkaar vermenigvuldigd').waitFor();
      await picture(page, `history-target-${name}`);
      await context.close();
    },
    60_000,
  );
});
