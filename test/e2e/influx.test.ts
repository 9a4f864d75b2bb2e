// The whole product on InfluxDB: the same messages into two apps give the same answers, and a page shows them.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { HOW as NO_INFLUX, type Influxd, canInflux, startInfluxd } from '../storage/influxd.ts';
import { type Demo, FIRST_QUARTER_MS, HOW as NO_BROWSER, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { KEY, PARK, type Region, fillDay, publish, startRegion } from './regions.ts';

const end = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
const start = end - 8 * QUARTER_MS;

describe.skipIf(!canInflux)(`two apps on the same messages${NO_INFLUX}`, () => {
  let influxd: Influxd;
  let both: Region[] = [];

  beforeAll(async () => {
    influxd = await startInfluxd({ auth: true });
    await influxd.ask(`CREATE USER "reader" WITH PASSWORD 'only-reads'`);
    const { user, password } = influxd.server('x');
    for (const name of ['both_raw', 'both_quarters']) {
      await influxd.ask(`CREATE DATABASE "${name}"`);
      await influxd.ask(`GRANT READ ON "${name}" TO "reader"`);
    }
    const login = { INFLUX_USER: user, INFLUX_PASSWORD: password, INFLUX_READ_USER: 'reader', INFLUX_READ_PASSWORD: 'only-reads' };
    both = [await startRegion({}), await startRegion({ INFLUX_URL: `${influxd.url}?db=both`, ...login })];
    await publish(both, { from: start, to: end });
    for (const one of both) await fillDay(one, start);
  }, 240_000);
  afterAll(async () => {
    for (const one of both) await one.stop();
    await influxd.stop();
  });

  const ask = async ({ app }: Region, path: string): Promise<Record<string, unknown>> => {
    const answer = await app.parts.api.app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${KEY}` } });
    expect(answer.status, path).toBe(200);
    return answer.json();
  };
  const period = (from: number, to: number): string => `from=${toIso(epochMs(from))}&to=${toIso(epochMs(to))}`;

  it.each([
    ['live quarters of electricity', `/parks/${PARK}/balance?${period(start, end)}`],
    [
      'a day of settled history and live quarters by the hour',
      `/parks/${PARK}/balance?step=PT1H&${period(Math.floor(start / 3_600_000) * 3_600_000 - 86_400_000, end - (end % 3_600_000))}`,
    ],
    ['gas', `/parks/${PARK}/balance?carrier=gas&${period(start, end)}`],
    ['the region', `/region/balance?${period(start, end)}`],
  ])('answer the same: %s', async (_, path) => {
    const [duckdb, influx] = await Promise.all(both.map((one) => ask(one, path)));

    expect(duckdb?.['asOf']).toMatch(/^20/);
    expect({ ...influx, asOf: '' }).toEqual({ ...duckdb, asOf: '' });
    expect(duckdb?.['quartersPresent']).toBeGreaterThan(0);
  });

  const once = (items: unknown): Set<string> => new Set(Array.isArray(items) ? items.map((one) => JSON.stringify(one)) : []);

  it('answer the same quarters and readings of every meter', async () => {
    const meters = [...(both[0]?.app.parts.directory.meters.values() ?? [])];
    let found = 0;
    for (const { id } of meters) {
      const quarters = await Promise.all(both.map((one) => ask(one, `/meters/${id}/quarters?${period(start, end)}`)));
      expect(quarters[1]?.['items'], `meter ${id}`).toEqual(quarters[0]?.['items']);
      const [duckdb, influx] = (await Promise.all(both.map((one) => ask(one, `/meters/${id}/readings?${period(start, end)}`)))).map((one) => once(one['items']));
      // P1 repeats a gas reading with every telegram: DuckDB keeps each and its answer is full sooner.
      expect([...(duckdb ?? [])].filter((one) => influx?.has(one) !== true)).toEqual([]);
      found += duckdb?.size ?? 0;
    }

    expect(found).toBeGreaterThan(1000);
  });

  it('take messages while InfluxDB is away, say so in health, and answer the same again afterwards', async () => {
    const path = `/parks/${PARK}/balance?${period(start, end + QUARTER_MS)}`;
    const [, onInflux] = both;
    const health = async (): Promise<{ status: number; text: string }> => {
      const answer = await onInflux?.app.parts.api.app.request('/healthz');
      return { status: answer?.status ?? 0, text: (await answer?.text()) ?? '' };
    };
    await influxd.kill();
    await publish(both, { from: end, to: end + QUARTER_MS / 3, stored: false });
    await expect.poll(async () => (await health()).status, { timeout: 15_000 }).toBe(503);
    expect((await health()).text).toMatch(/InfluxDB did not/);

    await influxd.start();
    for (const { app } of both) await app.parts.store.ask({ kind: 'projected', seq: app.parts.journal.durableSeq });
    await expect.poll(async () => (await health()).status, { timeout: 15_000 }).toBe(200);
    const [duckdb, influx] = await Promise.all(both.map((one) => ask(one, path)));
    expect({ ...influx, asOf: '' }).toEqual({ ...duckdb, asOf: '' });
  });
});

describe.skipIf(!canInflux || !canBrowse)(`the demo on InfluxDB in Chromium${NO_INFLUX}${NO_BROWSER}`, () => {
  let influxd: Influxd;
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    influxd = await startInfluxd();
    demo = await startDemo({ INFLUX_URL: `${influxd.url}?db=demo`, SIMULATE_HISTORY_DAYS: '1' });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
    await influxd.stop();
  });

  it("shows today's figures on the page of a park", { timeout: 180_000 + FIRST_QUARTER_MS }, async () => {
    const page = await (await signedIn(browser, demo, { role: 'parkmanager' })).newPage();
    await page.goto(`${demo.web}/parks/de-mars/balans`);

    await page.locator('svg path').first().waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator('main').textContent(), { timeout: 60_000 + FIRST_QUARTER_MS }).toMatch(/Verbruik[\d.,]+[kM]Wh/);
    const [row] = await influxd.ask('SELECT count(settled) FROM quarter', 'demo_quarters');
    expect(row?.[1]).toBeGreaterThan(1000);
  });
});
