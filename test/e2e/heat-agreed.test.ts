// Heat matches on the screens of the park manager and of both companies: found by filters, explained by what moves them, and one from idea to
// contract and its end; no name before both agreed.
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { violations } from './violations.ts';

const PARK = 'eerbeek-loenen';
const OTHER = { email: 'other@test.nl', password: 'a long password' };
interface Seen {
  readonly id: string;
  readonly sight: string;
  readonly state: string;
  readonly source: { readonly company: number | null; readonly name: string | null; readonly mine: boolean };
  readonly sink: { readonly company: number | null; readonly name: string | null; readonly mine: boolean };
}

describe.skipIf(!canBrowse)(`a heat match in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let [manager, company, other]: BrowserContext[] = [];
  let match: Seen;
  /** Of the company that is not known yet. */
  let name = '';

  const api = async <T>(context: BrowserContext | undefined, path: string, body?: object): Promise<T> => {
    const url = `${demo.web}/api/v1${path}`;
    const answer = body === undefined ? await context?.request.get(url) : await context?.request.post(url, { data: body, headers: { origin: demo.web } });
    if (answer?.ok() !== true) throw new Error(`${path} answered ${answer?.status()}`);
    return answer.json();
  };
  const pageOf = async (context: BrowserContext | undefined): Promise<Page> => {
    const page = await context?.newPage();
    if (page === undefined) throw new Error('nobody is signed in');
    await page.goto(`${demo.web}/warmte/${match.id}`);
    await page.locator('h1').waitFor();
    return page;
  };

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    [manager, company] = [await signedIn(browser, demo, { role: 'parkmanager' }), await signedIn(browser, demo, { role: 'company' })];
    const operator = await signedIn(browser, demo, { role: 'operator' });
    match = await vi.waitFor(
      async () => {
        const { items } = await api<{ items: Seen[] }>(company, `/parks/${PARK}/heat-matches`);
        const found = items.find(({ sight, state }) => sight === 'band' && state === 'potential');
        if (found === undefined) throw new Error('no match of two companies yet');
        return found;
      },
      { timeout: 90_000, interval: 2000 },
    );
    const open = await api<Seen>(manager, `/heat-matches/${match.id}`);
    const theirs = match.source.mine ? open.sink : open.source;
    name = theirs.name ?? '';
    await api(operator, '/users', { ...OTHER, name: 'other', roles: [{ role: 'company', company: theirs.company }] });
    other = await browser.newContext();
    await other.request.post(`${demo.web}/api/auth/sign-in/email`, { data: OTHER, headers: { origin: demo.web } });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('is found by a filter, which stands in the address, and one that fits nothing says so', async () => {
    const page = await (manager ?? expect.fail('nobody')).newPage();
    await page.goto(`${demo.web}/parks/${PARK}/warmte`);
    const rows = page.locator('section', { has: page.getByRole('heading', { name: 'Kansen, de beste eerst' }) }).locator('tbody tr');
    await rows.first().waitFor();
    const all = await rows.count();
    await page.getByLabel('Leiding, hoogstens m').fill('500');
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBeLessThan(all);
    expect(new URL(page.url()).search).toBe('?meter=500');
    await page.getByLabel('Leiding, hoogstens m').fill('1');
    await page.getByText(`0 van ${all}`).waitFor();
    await page.getByRole('button', { name: 'Toon alles' }).click();
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(all);

    const most = page.locator('section', { has: page.getByRole('heading', { name: 'Hoeveel er hoogstens te wisselen is' }) });
    await most.getByRole('img').nth(1).waitFor();
    const year = await most.innerText();
    await most.getByText('Nacht', { exact: true }).click();
    await expect.poll(() => most.innerText(), { timeout: 10_000 }).not.toBe(year);

    await page.goto(`${demo.web}/warmteaannames/${PARK}`);
    await page.getByLabel('Aanname', { exact: true }).selectOption({ label: 'omweg van een leiding' });
    await page.getByLabel('Waarde om te proberen').fill('1,6');
    await page.getByRole('button', { name: 'Reken door' }).click();
    await page.getByText(/1,30 → 1,60\. \d+ kansen verschuiven/).waitFor();
  }, 120_000);

  it('takes a table of ports, and says of each line what is wrong with it', async () => {
    const page = await (manager ?? expect.fail('nobody')).newPage();
    await page.goto(`${demo.web}/warmtepoorten/${PARK}`);
    const bring = (title: string, csv: string): Promise<void> =>
      page.getByLabel('Lees een CSV in').setInputFiles({ name: title, mimeType: 'text/csv', buffer: Buffer.from(csv, 'latin1') });
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toBe(`warmte-${PARK}.csv`);
    await bring('lines.csv', 'role;name;supplyC;returnC;powerKw\nsource;Caf\xe9;85,5;45;1.200\nsource;too cold;40;80;10\nsink;too hot;900;30;10\n');
    for (const line of [
      'Regel 2 is niet vastgelegd: Vermogen: dit getal is op twee',
      'Regel 3 is niet vastgelegd: Retour: de retour moet lager',
      'Regel 4 is niet vastgelegd: Aanvoer: deze temperatuur',
    ])
      await page.getByText(line).waitFor();
    await page.getByText('0 regels vastgelegd.').waitFor();
    await bring('quote.csv', 'role,name\nsource,"open\nsource,swallowed\n');
    await page.getByRole('alert').filter({ hasText: 'Regel 2 heeft een aanhalingsteken dat niet is gesloten' }).waitFor();

    await page.getByRole('button', { name: 'Geef een bron of afnemer op' }).click();
    for (const [field, value, refusal] of [
      ['powerKw', '', 'Vermogen: zonder meter is een vermogen nodig.'],
      ['powerKw', 'veel', 'Vermogen: dit is geen getal.'],
      ['returnC', '90', 'Retour: de retour moet lager zijn dan de aanvoer.'],
    ] as const) {
      await page.locator('#port-supplyC').fill('80');
      await page.locator('#port-powerKw').fill('100');
      await page.locator(`#port-${field}`).fill(value);
      await page.getByRole('button', { name: 'Leg vast' }).click();
      await page.getByText(refusal).waitFor();
    }
  }, 60_000);

  it('is put before both by the park manager, opened by both, and recorded by one of them', async () => {
    const managers = await pageOf(manager);
    // The header is about the park of the match, though its address does not say which.
    await managers.locator('.picker-button', { hasText: 'Eerbeek' }).waitFor();
    expect(await managers.locator('header a[href$="/warmte"]').first().getAttribute('href')).toBe(`/parks/${PARK}/warmte`);
    await managers.getByRole('button', { name: 'Leg voor aan beide' }).click();
    await managers.getByText('voorgelegd').waitFor();

    const mine = await pageOf(company);
    await mine.getByText('is gevraagd').first().waitFor();
    expect(await mine.locator('main').innerText()).not.toContain(name);
    const [sheet] = await Promise.all([mine.waitForEvent('download'), mine.getByRole('link', { name: 'Blad als PDF' }).click()]);
    expect((await readFile(await sheet.path())).subarray(0, 5).toString()).toBe('%PDF-');
    await mine.getByRole('button', { name: 'Ik stem in' }).click();
    await mine.getByText('stemt in').first().waitFor();
    expect(await mine.locator('main').innerText()).not.toContain(name);

    const theirs = await pageOf(other);
    await theirs.getByRole('button', { name: 'Ik stem in' }).click();
    await theirs.getByText('beiden akkoord').waitFor();

    await mine.reload();
    await mine.getByText(name).first().waitFor();
    await mine.getByRole('button', { name: 'Leg een afspraak vast' }).click();
    await mine.getByLabel('Afgesproken levering, MWh per jaar').fill('1250,5');
    await mine.getByRole('button', { name: 'Leg vast', exact: true }).click();
    await mine.getByText('1.250,5').first().waitFor();
    await mine.getByText('afgesproken', { exact: true }).waitFor();
    expect(await violations(mine)).toEqual([]);

    await theirs.reload();
    await theirs.getByRole('button', { name: 'Ik wijs af' }).click();
    await theirs.getByText('beëindigd: een van beide trok de instemming in').waitFor();
    for (const page of [mine, managers]) {
      await page.reload();
      await page.getByText('beëindigd: een van beide trok de instemming in').waitFor();
      await page.getByText('afgewezen', { exact: true }).waitFor();
    }
    expect(await mine.locator('main').innerText()).not.toContain(name);
    expect(await managers.locator('main').innerText()).toContain('1.250,5');
  }, 120_000);
});
