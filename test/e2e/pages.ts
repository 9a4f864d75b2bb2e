// Every page, as who may see it: opened, drawn, and then clean.
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { asked } from './accounts-of.ts';
import { FIRST_QUARTER_MS, type Look, signedIn } from './demo.ts';
import type { Here } from './in-demo.ts';
import { fits } from './looks.ts';
import { violations } from './violations.ts';

export const PAGES = [
  ['region', '/region'],
  ['region', '/parks/eerbeek-loenen'],
  ['parkmanager', '/parks/de-mars'],
  ['parkmanager', '/parks/de-mars/balans'],
  ['parkmanager', '/parks/de-mars/ruimte'],
  ['parkmanager', '/parks/de-mars/verwachting'],
  ['parkmanager', '/parks/de-mars/afspraken'],
  ['parkmanager', '/parks/de-mars/meters'],
  ['parkmanager', '/parks/ecofactorij/controle'],
  ['parkmanager', '/parks/de-mars/co2'],
  ['parkmanager', '/parks/de-mars/onderling'],
  ['parkmanager', '/parks/eerbeek-loenen/materialen'],
  ['parkmanager', '/parks/de-mars/scenarios'],
  ['region', '/parks/de-mars/materialen'],
  ['company', '/companies/:own/materialen'],
  ['region', '/region/kringloop'],
  ['region', '/region/warmte'],
  ['parkmanager', '/parks/eerbeek-loenen/warmte'],
  ['parkmanager', '/warmte/:match'],
  ['company', '/warmte/:match'],
  ['parkmanager', '/warmteaannames/eerbeek-loenen'],
  ['parkmanager', '/warmtepoorten/eerbeek-loenen'],
  ['region', '/parks/eerbeek-loenen/warmte'],
  ['company', '/companies/:own/warmte'],
  ['region', '/region/co2'],
  ['region', '/parks/de-mars/co2'],
  ['company', '/companies/:own/co2'],
  ['company', '/'],
  ['company', '/companies/:own/balans'],
  ['company', '/companies/:own/ruimte'],
  ['company', '/companies/:own/verwachting'],
  ['company', '/companies/:own/afspraken'],
  ['company', '/companies/:own/meters'],
  ['company', '/companies/:own/aansluitingen'],
  ['company', '/companies/:own/controle'],
  ['company', '/companies/:own/delen'],
  ['company', '/meters/:meter'],
  ['operator', '/gateways'],
  ['operator', '/gateways/1'],
  ['operator', '/taken'],
  ['operator', '/accounts'],
  ['company', '/account'],
  ['parkmanager', '/alerts'],
  ['parkmanager', '/rapporten'],
  ['company', '/rapporten'],
  ['region', '/rapporten'],
  ['company', '/no-such-page'],
] as const;

/** How long `hasToday` may take. */
export const TODAY_MS = 60_000 + FIRST_QUARTER_MS;

/** Waits until there is something of today to be drawn. */
export async function hasToday({ browser, demo }: Here): Promise<void> {
  const context = await signedIn(browser, demo, { role: 'parkmanager' });
  const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
  const path = `/parks/de-mars/balance?from=${day(Date.now())}&to=${day(Date.now() + 86_400_000)}`;
  await vi.waitFor(
    async () => {
      const { quartersPresent } = await asked<{ quartersPresent: number }>(context, demo, { path });
      if (quartersPresent === 0) throw new Error("today's quarters are not there yet");
    },
    { timeout: TODAY_MS, interval: 250 },
  );
  await context.close();
}

interface Visit {
  readonly page: Page;
  readonly path: string;
  /** Whatever the page complained of. */
  readonly troubles: readonly string[];
}

/** Opens a page as one of the roles, and is there when all of it is drawn. */
export async function visit({ browser, demo }: Here, { role, path, look }: { role: string; path: string; look: Look }): Promise<Visit> {
  const context = await signedIn(browser, demo, { role, ...look });
  const ask = <T>(of: string): Promise<T> => asked<T>(context, demo, { path: of });
  const company = (await ask<{ roles: { company?: number }[] }>('/me')).roles[0]?.company;
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  const own = String(company ?? 0);
  const meters = path.includes(':meter') ? await ask<{ items: { id: number }[] }>(`/companies/${own}/meters`) : null;
  // Of the company's own park, where it is one side of each; of the others the park whose heat is known beforehand.
  const park = path.includes(':match') && company !== undefined ? (await ask<{ park: string }>(`/companies/${company}`)).park : 'eerbeek-loenen';
  const matches = path.includes(':match') ? await ask<{ items: { id: string }[] }>(`/parks/${park}/heat-matches`) : null;
  const to = path.replace(':own', own).replace(':meter', String(meters?.items[0]?.id));
  await page.goto(demo.web + to.replace(':match', String(matches?.items[0]?.id)));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .locator('.skeleton, [aria-busy=true]')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => {});
  return { page, path, troubles };
}

/** Nothing that axe finds, nothing that sticks out, and no error. */
export async function isClean({ page, path, troubles }: Visit): Promise<void> {
  await fits(page);
  // A page that has gone is clean too.
  expect(await page.getByRole('heading', { name: 'Deze pagina bestaat niet' }).count()).toBe(path === '/no-such-page' ? 1 : 0);
  expect(troubles).toEqual([]);
  expect(await page.getByText('Demogegevens').first().isVisible()).toBe(true);
}

/** Signs in on the page itself: nothing that axe finds, and the way in works. */
export async function signsIn({ browser, demo }: Here, { colorScheme = 'light', width = 1440 }: Look): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'nl-NL' });
  const page = await context.newPage();
  await page.goto(`${demo.web}/region`);
  await page.locator('input[type=password]').waitFor();
  expect(await violations(page)).toEqual([]);

  const account = demo.accounts.find((one) => one.role === 'region');
  await page.locator('input[type=email]').fill(account?.email ?? '');
  await page.locator('input[type=password]').fill(account?.password ?? '');
  await page.locator('form button[type=submit]').click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'parken' }).waitFor();
  await context.close();
}
