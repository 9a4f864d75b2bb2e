// A match of materials from idea to metered on the screens of both companies: no name before both agreed, and what a scale tells over
// MQTT makes a contract a metered one. And a waste register on the screen: a preview first, with each line that does not fit.
import mqtt from 'mqtt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, ofCompany, pageAt } from './accounts-of.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { violations } from './violations.ts';

const PARK = 'eerbeek-loenen';
/** 444 t a year, which is told as 400 before both agreed. */
const TONNES = 37;
interface Named {
  readonly id: number;
  readonly name: string;
  readonly park: string;
}

describe.skipIf(!canBrowse)(`a match of materials in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let giver: BrowserContext;
  let taker: BrowserContext;
  let [offer, need] = [0, 0];
  let companies: readonly [Named, Named];

  const stream = async (context: BrowserContext, body: object): Promise<number> => (await asked<{ id: number }>(context, demo, { path: '/material-streams', body })).id;
  const matchesOn = (page: Page) => page.locator('section', { has: page.getByRole('heading', { name: 'Matches, de beste eerst' }) });
  const rowOf = (page: Page) =>
    matchesOn(page)
      .locator('tr', { hasText: 'Zwavel' })
      .filter({ hasText: /444|400/ });
  /** Before both agreed a match stands where what is told of it puts it: not always among the first. */
  const showAll = (page: Page) =>
    matchesOn(page)
      .getByRole('button', { name: /^Toon alle/ })
      .click();

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    const operator = await signedIn(browser, demo, { role: 'operator' });
    giver = await signedIn(browser, demo, { role: 'company' });
    const manager = await signedIn(browser, demo, { role: 'parkmanager' });
    const { items } = await asked<{ items: Named[] }>(manager, demo, { path: `/parks/${PARK}/companies` });
    const [mine, theirs] = [items.find(({ id }) => id === 1), items.find(({ name }) => name.includes('Papierfabriek'))];
    if (mine === undefined || theirs === undefined) throw new Error('two companies');
    companies = [mine, theirs];
    taker = await ofCompany(browser, demo, { operator, company: theirs.id });
    const sulphur = { materialClass: 'sulphur', tonnesPerMonth: TONNES };
    offer = await stream(giver, { ...sulphur, company: mine.id, direction: 'offer', euralCode: '06 06 03' });
    need = await stream(taker, { ...sulphur, company: theirs.id, direction: 'need' });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('is found by a filter, which stands in the address and comes back with it', async () => {
    const manager = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await pageAt(manager, demo, `/parks/${PARK}/materialen`);
    const rows = matchesOn(page).locator('tbody tr');
    await rows.first().waitFor();
    await page.getByLabel('Soort materiaal').selectOption('sulphur');
    await page.getByText(/^\d+ van \d+ matches passen/).waitFor();
    await page.getByLabel('Ten minste ton per jaar').fill('1');

    // What is typed stands there once the page took it in.
    await expect.poll(() => new URL(page.url()).search).toBe('?soort=sulphur&ton=1');
    expect((await rows.allInnerTexts()).every((text) => text.includes('Zwavel'))).toBe(true);
    await page.reload();
    await rows.first().waitFor();
    expect(await page.getByLabel('Soort materiaal').inputValue()).toBe('sulphur');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Toon alles' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await manager.close();
  }, 60_000);

  it('is anonymous until both agreed, and goes from idea to metered', async () => {
    const [mine, theirs] = [await pageAt(giver, demo, `/companies/${companies[0].id}/materialen`), await pageAt(taker, demo, `/companies/${companies[1].id}/materialen`)];
    await rowOf(mine).getByText('idee', { exact: true }).waitFor();
    expect(await rowOf(mine).innerText()).not.toContain(companies[1].name);
    await rowOf(mine).getByRole('button', { name: 'Ik stem in' }).click();
    await rowOf(mine).getByRole('button', { name: 'Trek in' }).waitFor();
    await rowOf(mine).getByText('idee', { exact: true }).waitFor();
    expect(await rowOf(mine).innerText()).not.toContain(companies[1].name);

    await theirs.reload();
    await showAll(theirs);
    expect(await rowOf(theirs).innerText()).not.toContain(companies[0].name);
    await rowOf(theirs).getByRole('button', { name: 'Ik stem in' }).click();
    await rowOf(theirs).getByText('contact', { exact: true }).waitFor();
    expect(await rowOf(theirs).innerText()).toContain(companies[0].name);

    await mine.reload();
    await rowOf(mine).getByText(companies[1].name).waitFor();
    await rowOf(mine).getByRole('button', { name: 'Waarom' }).click();
    await mine.getByLabel('Stand', { exact: true }).selectOption('contract');
    await mine
      .locator('form', { has: mine.locator('#match-step') })
      .getByRole('button')
      .click();
    await rowOf(mine).getByText('contract', { exact: true }).waitFor();
    expect(await violations(mine)).toEqual([]);

    const gateway = { name: 'Weegbrug', park: PARK, company: companies[0].id, profile: 'weighbridge-json', meters: [] };
    const { mqtt: login } = await asked<{ mqtt: { username: string; password: string; clientId: string; topic: string } }>(giver, demo, { path: '/gateways', body: gateway });
    const client = await mqtt.connectAsync(demo.mqtt, { username: login.username, password: login.password, clientId: login.clientId });
    const time = new Date().toISOString();
    await client.publishAsync(login.topic, JSON.stringify({ stream: offer, need, ticket: 'E2E-1', time, grossKg: 24_000, tareKg: 14_500 }), { qos: 1 });
    await client.publishAsync(login.topic, JSON.stringify({ stream: offer, need, container: 'C-7', time, netKg: 500 }), { qos: 1 });
    await client.endAsync();
    await expect.poll(async () => (await mine.reload(), rowOf(mine).innerText()), { timeout: 20_000 }).toContain('gemeten');
    const { items } = await asked<{ items: { status: string; anonymous: boolean; meteredTonnes: number | null }[] }>(giver, demo, {
      path: `/companies/${companies[0].id}/material-matches?materialClass=sulphur`,
    });
    expect(items.find(({ anonymous }) => !anonymous)).toMatchObject({ status: 'metered', meteredTonnes: 10 });

    // Taken back it is an idea again, without a name.
    await theirs.reload();
    await showAll(theirs);
    await rowOf(theirs).getByRole('button', { name: 'Trek in' }).click();
    await rowOf(theirs).getByText('idee', { exact: true }).waitFor();
    await mine.reload();
    await rowOf(mine).getByText('idee', { exact: true }).waitFor();
    expect(await rowOf(mine).innerText()).not.toContain(companies[1].name);
  }, 120_000);

  it('a case has a page of its own: each fact with its source and date, the links that ended, and no figure of the monitor', async () => {
    const page = await pageAt(taker, demo, `/parks/${PARK}/materialen`);
    await page.getByRole('link', { name: 'Water, biogas en warmte in Eerbeek' }).click();
    await page.getByText('geen demogegevens').waitFor();
    const facts = page.locator('.facts > li');
    await facts.first().waitFor();

    expect(await facts.filter({ has: page.locator('.source') }).count()).toBe(await facts.count());
    expect(await page.locator('.source').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/, \d{4}/)]));
    expect(await facts.filter({ hasText: 'verbroken' }).count()).toBe(2);
    expect(await page.locator('main').innerText()).not.toContain('Matches, de beste eerst');
    expect(await violations(page)).toEqual([]);
  }, 60_000);

  it('a waste register is shown first, with each line that does not fit and why, and then taken over', async () => {
    const page = await pageAt(giver, demo, `/companies/${companies[0].id}/materialen`);
    const csv = [
      'Euralcode;hoeveelheid (kg);verwerkingsmethode;datum',
      '20 01 01;1.200;R3;15-01-2026',
      '20 01 01;800;Q9;2026-02',
      '03 09 10;5;R3;2026-02',
      '20 01 01;900;B.04;2026-03',
    ];
    await page.getByLabel('Bestand (CSV)').setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.join('\n')) });
    const panel = page.locator('section', { has: page.getByLabel('Bestand (CSV)') });
    await panel.getByText('dit is geen R-code (R1 tot R13), D-code (D1 tot D15) of letter van de verwerker').waitFor();
    await panel.getByText('dit is geen Euralcode').waitFor();
    expect(await panel.locator('tr', { hasText: 'R-code' }).innerText()).toMatch(/^3\b/);
    const streams = (): Promise<{ items: { euralCode: string }[] }> => asked(giver, demo, { path: `/material-streams?company=${companies[0].id}` });
    expect((await streams()).items.filter(({ euralCode }) => euralCode === '20 01 01')).toHaveLength(0);
    await panel.getByRole('button', { name: 'Neem over' }).click();
    await panel.getByText(/2 vrachten/).waitFor();
    expect((await streams()).items.filter(({ euralCode }) => euralCode === '20 01 01')).toHaveLength(1);
    expect(await violations(page)).toEqual([]);
  }, 60_000);
});
