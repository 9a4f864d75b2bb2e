// The whole product on InfluxDB: the same messages into two apps give the same answers, and a page shows them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../../src/app.ts';
import { fillHistory } from '../../src/demo-history.ts';
import { type Demo, prepareDemo } from '../../src/demo.ts';
import { QUARTER_MS, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { readSettings } from '../../src/settings.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { runSpan } from '../../src/simulate/publish.ts';
import { HOW as NO_INFLUX, type Influxd, canInflux, startInfluxd } from '../storage/influxd.ts';
import { HOW as NO_BROWSER, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';

const KEY = 'bootstrap-key-of-the-tests';
const PARK = 'ecofactorij';
const end = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
const start = end - 8 * QUARTER_MS;

interface Running {
  readonly app: App;
  readonly demo: Demo;
  readonly dir: string;
}

async function run(env: Record<string, string>): Promise<Running> {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-both-'));
  const settings = readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dir, SIMULATE_SEED: '7', BOOTSTRAP_API_KEY: KEY, ...env });
  const app = await App.start({ settings, simulated: true, root: join(import.meta.dirname, '../..'), log: pino({ level: 'silent' }) });
  const demo = await prepareDemo(app, { seed: 7, dataDir: dir, parks: app.parts.deps.parks.filter((park) => park.id === PARK) });
  return { app, demo, dir };
}

describe.skipIf(!canInflux)(`two apps on the same messages${NO_INFLUX}`, () => {
  let influxd: Influxd;
  let both: Running[] = [];

  beforeAll(async () => {
    influxd = await startInfluxd({ auth: true });
    await influxd.ask(`CREATE USER "reader" WITH PASSWORD 'only-reads'`);
    const { user, password } = influxd.server('x');
    for (const name of ['both_raw', 'both_quarters']) {
      await influxd.ask(`CREATE DATABASE "${name}"`);
      await influxd.ask(`GRANT READ ON "${name}" TO "reader"`);
    }
    const login = { INFLUX_USER: user, INFLUX_PASSWORD: password, INFLUX_READ_USER: 'reader', INFLUX_READ_PASSWORD: 'only-reads' };
    both = [await run({}), await run({ INFLUX_URL: `${influxd.url}?db=both`, ...login })];
    await publish();
    for (const { app } of both) await app.parts.store.ask({ kind: 'projected', seq: app.parts.journal.durableSeq });
    for (const one of both) await history(one);
  }, 240_000);
  afterAll(async () => {
    for (const { app, dir } of both) {
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    }
    await influxd.stop();
  });

  /** Two hours of one park's meters, in their own formats, into both journals at the same simulated instants. */
  async function publish(): Promise<void> {
    const logins = both.map(({ demo }): Record<string, { username: string; topic: string }> => JSON.parse(readFileSync(demo.configPath, 'utf8')).gateways);
    const ids = both.map(({ app }) => new Map([...app.parts.directory.gateways.values()].map((gateway) => [gateway.username, gateway.id])));
    const waiting: Promise<unknown>[] = [];
    await runSpan({
      plan: both[0]?.demo.plan ?? expect.fail('no plan'),
      from: start,
      to: end,
      state: null,
      publish: async (gateway, payload, receivedAt) => {
        for (const [index, { app }] of both.entries()) {
          const login = logins[index]?.[gateway];
          const id = ids[index]?.get(login?.username ?? '');
          if (login === undefined || id === undefined) throw new Error(`no gateway ${gateway}`);
          waiting.push(app.parts.journal.appendAndWait({ gateway: id, topic: login.topic, payload: Buffer.from(payload), receivedAt }));
        }
        if (waiting.length > 2000) await Promise.all(waiting.splice(0));
      },
    });
    await Promise.all(waiting);
  }

  const history = ({ app, demo }: Running): Promise<void> => {
    const day = function* (from: number, to: number): Generator<ReturnType<typeof historyDay>[number] & { meterId: number }> {
      for (const company of demo.plan.companies)
        for (const series of historyDay({ plan: demo.plan, dayStart: from, dayEnd: to, company })) yield { ...series, meterId: demo.meters.get(series.meter) ?? 0 };
    };
    return fillHistory(app, { day, end: epochMs(start), days: 1 }, () => false);
  };

  const ask = async ({ app }: Running, path: string): Promise<Record<string, unknown>> => {
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
});

describe.skipIf(!canInflux || !canBrowse)(`the demo on InfluxDB in Chromium${NO_INFLUX}${NO_BROWSER}`, () => {
  it("shows today's figures on the page of a park", { timeout: 180_000 }, async () => {
    const influxd = await startInfluxd();
    const demo = await startDemo({ INFLUX_URL: `${influxd.url}?db=demo`, SIMULATE_HISTORY_DAYS: '1' });
    const browser = await openBrowser();
    const page = await (await signedIn(browser, demo, { role: 'parkmanager' })).newPage();
    await page.goto(`${demo.web}/parks/de-mars/balans`);

    await page.locator('svg path').first().waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator('main').textContent(), { timeout: 60_000 }).toMatch(/Verbruik[\d.,]+[kM]Wh/);
    const [row] = await influxd.ask('SELECT count(settled) FROM quarter', 'demo_quarters');
    expect(row?.[1]).toBeGreaterThan(1000);

    await browser.close();
    await demo.stop();
    await influxd.stop();
  });
});
