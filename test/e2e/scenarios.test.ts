// The scenario bench on the screen: steps, saved and shared, two beside each other; and a scenario of somebody else is not there.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, ofCompany, pageAt } from './accounts-of.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { violations } from './violations.ts';

describe.skipIf(!canBrowse)(`scenarios in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let [company, manager, other]: BrowserContext[] = [];

  const bench = '/companies/1/scenarios';
  const open = (context: BrowserContext | undefined, path: string): Promise<Page> => (context === undefined ? Promise.reject(new Error('nobody')) : pageAt(context, demo, path));
  async function keep(page: Page, { name, kinds, shared }: { name: string; kinds: readonly string[]; shared: boolean }): Promise<number> {
    for (const kind of kinds) {
      await page.getByLabel('Nieuwe stap').selectOption(kind);
      await page.getByRole('button', { name: 'Voeg toe' }).click();
    }
    await page.getByLabel('Naam').fill(name);
    if (shared) await page.getByLabel('De parkmanager mag meekijken').check();
    await page.getByRole('button', { name: 'Bewaar als nieuw' }).click();
    await page.getByRole('link', { name }).waitFor();
    return Number(new URL(page.url()).searchParams.get('s'));
  }

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    const operator = await signedIn(browser, demo, { role: 'operator' });
    [company, manager] = [await signedIn(browser, demo, { role: 'company' }), await signedIn(browser, demo, { role: 'parkmanager' })];
    other = await ofCompany(browser, demo, { operator, company: 2 });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('are saved, shared, compared, and not told to who may not see them', async () => {
    const page = await open(company, bench);
    const shared = await keep(page, { name: 'Zon en batterij', kinds: ['pv', 'battery'], shared: true });
    await page.getByRole('button', { name: 'Nieuw scenario' }).click();
    const own = await keep(page, { name: 'Alleen trucks', kinds: ['truck-hub'], shared: false });
    for (const name of ['Zon en batterij', 'Alleen trucks']) await page.getByLabel(`Vergelijk ${name}`).check();
    const compared = page.locator('section', { has: page.getByRole('heading', { name: 'Naast elkaar' }) });
    await compared.getByRole('columnheader', { name: 'Alleen trucks' }).first().waitFor();
    expect(await compared.locator('tbody tr').count()).toBeGreaterThan(3);
    expect(await violations(page)).toEqual([]);

    // The park's manager looks at what is shared, and keeps a copy at most.
    const managers = await open(manager, `${bench}?s=${shared}`);
    await managers.getByRole('heading', { name: '1. Zonnepanelen' }).waitFor();
    expect(await managers.getByRole('link', { name: 'Alleen trucks' }).count()).toBe(0);
    for (const [who, id] of [
      [manager, own],
      [other, own],
      [other, shared],
    ] as const) {
      for (const path of [`/scenarios/${id}`, `/scenarios/${id}/results`, `/scenarios/comparison?ids=${own},${shared}`]) {
        expect((await who?.request.get(`${demo.web}/api/v1${path}`))?.status(), path).toBe(404);
      }
    }
    const refused = await open(manager, `${bench}?s=${own}`);
    await refused.getByText('Dit bestaat hier niet').waitFor();
    expect(await violations(refused)).toEqual([]);
    expect(await asked<{ items: unknown[] }>(company ?? expect.fail('nobody'), demo, { path: '/scenarios?company=1' })).toMatchObject({ items: [{}, {}] });
  }, 120_000);
});
