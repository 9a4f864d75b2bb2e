// The pages in a real browser on the real product: a reading that the test publishes is on the screen, and axe finds nothing.
import mqtt from 'mqtt';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Demo, FIRST_QUARTER_MS, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { violations } from './violations.ts';

const QUARTER_MS = 900_000;

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  let trialCompany: number;

  async function api<T>(context: BrowserContext, path: string): Promise<T> {
    const answer = await context.request.get(`${demo.web}/api/v1${path}`);
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    const body: T = await answer.json();
    return body;
  }

  beforeAll(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    // A demo that has just begun may be too busy to answer at once.
    const { items } = await vi.waitFor(() => api<{ items: { id: number; name: string }[] }>(context, '/companies'), { timeout: 30_000, interval: 250 });
    trialCompany = items.find((one) => one.name === 'Simulatie Proefopstelling')?.id ?? 0;
    await vi.waitFor(
      async () => {
        const { quartersPresent } = await api<{ quartersPresent: number }>(context, `/parks/de-mars/balance?from=${today()}&to=${tomorrow()}`);
        if (quartersPresent === 0) throw new Error("today's quarters are not there yet");
      },
      { timeout: 60_000 + FIRST_QUARTER_MS, interval: 250 },
    );
    await context.close();
  }, 180_000 + FIRST_QUARTER_MS);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  /** Where a company is; of the others the park whose heat is known beforehand. */
  const parkOf = async (context: BrowserContext, company: number | undefined): Promise<string> =>
    company === undefined ? 'eerbeek-loenen' : (await api<{ park: string }>(context, `/companies/${company}`)).park;

  const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
  const today = (): string => day(Date.now());
  const tomorrow = (): string => day(Date.now() + 86_400_000);

  it('a reading that the test publishes is in figure, chart and table within 5 s', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/companies/${trialCompany}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const quarter = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - QUARTER_MS;
    const client = await mqtt.connectAsync(demo.mqtt, { username: demo.trial.username, password: demo.trial.password, clientId: 'e2e' });
    const say = (message: object): Promise<unknown> => client.publishAsync(demo.trial.topic, JSON.stringify(message), { qos: 1 });
    // 1,234.5 kWh in a quarter is a mean power of 4,938 kW; the power now is 7,777 kW. No simulated firm has either.
    await say({ time: new Date(quarter).toISOString(), importKwh: 50_000 });
    await say({ time: new Date(quarter + QUARTER_MS).toISOString(), importKwh: 51_234.5 });
    const published = Date.now();
    await say({ importKwh: 51_300, powerKw: 7777 });

    await page.getByText('7.777').first().waitFor({ timeout: 5000 });
    await page
      .locator('[role=img][aria-label*="4.938"]')
      .first()
      .waitFor({ timeout: Math.max(5000 - (Date.now() - published), 1) });
    await page.getByRole('button', { name: /^Tabel: Vandaag/ }).click();
    await page.getByRole('cell', { name: '4.938' }).first().waitFor({ timeout: 5000 });
    await client.endAsync(true);
    await context.close();
  }, 60_000);

  const LOOKS = [
    { name: 'light', look: { colorScheme: 'light' } },
    { name: 'dark', look: { colorScheme: 'dark' } },
    { name: '360 px wide', look: { width: 360 } },
  ] as const;
  const PAGES = [
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

  it('a route is drawn by clicking: the length follows, and the match is worked out again with it', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    const { items } = await api<{ items: { id: string; sight: string }[] }>(context, '/parks/eerbeek-loenen/heat-matches');
    const id = items[0]?.id ?? '';
    await page.goto(`${demo.web}/warmte/${id}`);
    await page.getByRole('button', { name: 'Teken de route' }).click();
    const map = page.getByRole('group', { name: /^Kaart met de bron/ });
    await map.scrollIntoViewIfNeeded();
    const told = async (): Promise<number> => Number((await page.getByText(/^Getekend:/).textContent())?.replaceAll(/\D/g, ''));
    const lengths = [await told()];
    const box = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    for (const [x, y] of [
      [0.2, 0.3],
      [0.8, 0.7],
    ] as const) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      lengths.push(await told());
    }
    expect(lengths[1]).toBeGreaterThan(lengths[0] ?? 0);
    expect(lengths[2]).toBeGreaterThan(lengths[1] ?? 0);
    await page.getByRole('button', { name: 'Hoek terug' }).click();
    expect(await told()).toBe(lengths[1]);
    await page.getByRole('button', { name: 'Leg de route vast' }).click();
    await page.getByText('opnieuw doorgerekend').waitFor();

    const after = await api<{ lengthM: number; ground: { points: object[] }; reasoning: { pipe: { route: string } } }>(context, `/heat-matches/${id}`);
    expect(Math.round(after.lengthM)).toBe(lengths[1]);
    expect(after).toMatchObject({ ground: { points: [{}, {}, {}] }, reasoning: { pipe: { route: 'drawn' } } });
    // The same without a mouse.
    await page.getByLabel('Of de lengte in meters').fill('0');
    await page.getByRole('button', { name: 'Leg de lengte vast' }).click();
    await page.getByText('Een lengte is een getal').waitFor();
    await page.getByLabel('Of de lengte in meters').fill('321');
    await page.getByRole('button', { name: 'Leg de lengte vast' }).click();
    await page.getByText('De route is 321').waitFor();
    await context.close();
  }, 60_000);

  it('a consumer of heat outside the park is entered, with how long it is there, and told where it looks odd', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/warmtepoorten/eerbeek-loenen`);
    await page.getByRole('button', { name: 'Geef een bron of afnemer op' }).click();
    await page.locator('#port-role').selectOption('sink');
    const fields = { name: 'Sporthal', supplyC: '55', returnC: '35', powerKw: '250000', lat: '52,11', lon: '6,07', validFrom: '2026-01-01', validTo: '2030-01-01' };
    for (const [field, value] of Object.entries(fields)) await page.locator(`#port-${field}`).fill(value);
    await page.getByLabel('Ligt buiten het park').check();
    await page.getByRole('button', { name: 'Leg vast' }).click();

    await page.getByRole('row', { name: /Sporthal.*zeer groot vermogen/ }).waitFor();
    const { items } = await api<{ items: { name: string; validTo: string; outsidePark: boolean }[] }>(context, '/heat-ports?park=eerbeek-loenen');
    expect(items.find(({ name }) => name === 'Sporthal')).toMatchObject({ validTo: '2029-12-31T23:00:00Z', outsidePark: true, company: null });
    await context.close();
  }, 60_000);

  it('a step of a scenario of a park can be of one of its companies', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/parks/de-mars/scenarios`);
    await page.locator('#step-kind').selectOption('battery');
    await page.getByRole('button', { name: 'Voeg toe' }).click();

    await page.locator('#step-0-company').selectOption({ index: 1 });
    await page.locator('#step-0-rule').selectOption('lp');
    await page.locator('#step-0-foresight').waitFor();
    await context.close();
  }, 60_000);

  it.each([
    [1440, 'nl'],
    [1280, 'nl'],
    [1280, 'en'],
    [1024, 'nl'],
    [768, 'nl'],
  ])(
    'at %i px every section is in sight, none under another (%s)',
    async (width, lang) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', width });
      await context.addInitScript((kept) => localStorage.setItem('ks-lang', kept), lang);
      const page = await context.newPage();
      await page.goto(`${demo.web}/parks/de-mars/warmte`);
      const links = page.locator('.tabs a');
      await links.nth(13).waitFor();

      // What is on top in the middle of each is that link: not cut off, faded or covered.
      const hidden = await links.evaluateAll((all) => {
        const frame = all[0]?.closest('nav')?.getBoundingClientRect() ?? new DOMRect();
        const inside = ({ left, right }: DOMRect): boolean => left >= frame.left - 1 && right <= frame.right + 1;
        const onTop = (link: Element, { x, y, width: w, height }: DOMRect): boolean => document.elementFromPoint(x + w / 2, y + height / 2) === link;
        return all.filter((link) => !inside(link.getBoundingClientRect()) || !onTop(link, link.getBoundingClientRect())).map((link) => link.textContent);
      });
      expect(hidden).toEqual([]);
      await context.close();
    },
    60_000,
  );

  it('on a phone the longest thing that is said of a group breaks into lines', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager', width: 360 });
    const page = await context.newPage();
    await page.goto(`${demo.web}/parks/de-mars/ruimte`);
    const badge = page.locator('p .badge').first();
    await badge.waitFor();
    // The first minute of a quarter, whenever the test runs.
    await badge.evaluate((element) => element.append('Nog niet te zeggen: een deelnemer zwijgt, of het kwartier is net begonnen.'));

    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await context.close();
  }, 60_000);

  describe.each(LOOKS)('$name', ({ look }) => {
    it.each(PAGES)(
      'as %s: %s has nothing that axe finds, and no error',
      async (role, path) => {
        const context = await signedIn(browser, demo, { role, ...look });
        const me = await api<{ roles: { company?: number }[] }>(context, '/me');
        const page = await context.newPage();
        const troubles: string[] = [];
        page.on('pageerror', (error) => troubles.push(error.message));
        page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
        const own = String(me.roles[0]?.company ?? 0);
        const meters = path.includes(':meter') ? await api<{ items: { id: number }[] }>(context, `/companies/${own}/meters`) : null;
        // Of the company's own park, where it is one side of each.
        const matches = path.includes(':match') ? await api<{ items: { id: string }[] }>(context, `/parks/${await parkOf(context, me.roles[0]?.company)}/heat-matches`) : null;
        const to = path.replace(':own', own).replace(':meter', String(meters?.items[0]?.id));
        await page.goto(demo.web + to.replace(':match', String(matches?.items[0]?.id)));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page
          .locator('.skeleton, [aria-busy=true]')
          .first()
          .waitFor({ state: 'detached' })
          .catch(() => {});

        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
        // A page that has gone is clean too.
        expect(await page.getByRole('heading', { name: 'Deze pagina bestaat niet' }).count()).toBe(path === '/no-such-page' ? 1 : 0);
        expect(troubles).toEqual([]);
        expect(await page.getByText('Demogegevens').first().isVisible()).toBe(true);
        await context.close();
      },
      60_000,
    );

    it('signing in: nothing that axe finds, and the way in works', async () => {
      const context = await browser.newContext({
        viewport: { width: 'width' in look ? look.width : 1440, height: 900 },
        colorScheme: 'colorScheme' in look ? look.colorScheme : 'light',
        locale: 'nl-NL',
      });
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
    }, 60_000);
  });
});
