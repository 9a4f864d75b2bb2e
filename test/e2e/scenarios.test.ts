// The scenario bench on the screen: every kind of step, the solver, saved and shared, two beside each other; and a scenario of somebody else
// is not there.
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

  it('have a step of every kind, each with what it did, and a slider moves the figures', async () => {
    const page = await open(manager, '/parks/eerbeek-loenen/scenarios');
    const row = (name: string) =>
      page
        .getByRole('row', { name: new RegExp(`^${name} [^a-z]`) })
        .getByRole('cell')
        .last();
    const STEPS = [
      ['wind', 'Windturbine', 'Opwek', /^\+[^0]/],
      ['truck-hub', 'Laadplein voor e-trucks', 'Verbruik', /^\+[^0]/],
      ['electrification', 'Van gas naar warmtepomp', 'Gas', /^−/],
      ['group-contract', 'Groepscontract', 'Energie boven de grens', /^\+/],
      // Two days of hours are a first look: no match has euros yet, so no pipe pays.
      ['heat-network', 'Warmtenet uit de kansen', 'Gas', /^−/],
    ] as const;
    for (const [kind, name, figure, changed] of STEPS) {
      await page.getByLabel('Nieuwe stap').selectOption(kind);
      await page.getByRole('button', { name: 'Voeg toe' }).click();
      await page.locator('ol.log li', { hasText: name }).waitFor();
      expect(await row(figure).innerText(), name).toMatch(changed);
    }
    const made = await row('Opwek').innerText();
    const slider = page.getByRole('slider').first();
    await slider.focus();
    await page.keyboard.press('End');
    await expect.poll(() => row('Opwek').innerText(), { timeout: 20_000 }).not.toBe(made);
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  it('leave a battery to the solver, which tells how far it is, stops at once, and is done', async () => {
    const page = await open(company, bench);
    await page.getByLabel('Nieuwe stap').selectOption('battery');
    await page.getByRole('button', { name: 'Voeg toe' }).click();
    await page.locator('#step-0-rule').selectOption('lp');
    await keep(page, { name: 'Rekenmodel', kinds: [], shared: false });
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Batterij met het rekenmodel' }) });
    const state = async (): Promise<string> => {
      await panel.getByRole('button', { name: /^Reken/ }).click();
      await panel.getByRole('progressbar').waitFor();
      await panel
        .getByRole('button', { name: 'Stop' })
        .click({ timeout: 2_000 })
        .catch(() => undefined);
      await panel.getByRole('status').filter({ hasNotText: '%' }).waitFor();
      return panel.innerText();
    };
    // On a quick machine the solver may be done before it is stopped.
    await expect.poll(state, { timeout: 45_000 }).toContain('Gestopt.');
    await panel.getByRole('button', { name: /^Reken/ }).click();
    await panel.getByText('Kosten van stroom').waitFor({ timeout: 30_000 });
    expect(await violations(page)).toEqual([]);
  }, 90_000);

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
    expect(await asked<{ items: unknown[] }>(company ?? expect.fail('nobody'), demo, { path: '/scenarios?company=1' })).toMatchObject({ items: [{}, {}, {}] });
  }, 120_000);
});
