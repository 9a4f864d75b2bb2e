// The compose file's steps without a container: its InfluxDB on a real influxd, set up as the image does it, the monitor
// on its settings, a simulated day, and every panel of Grafana asked as Grafana does it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCE_UIDS } from '../../grafana/panels.ts';
import { parkDashboard } from '../../grafana/park-dashboard.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { InfluxReader } from '../../src/storage/series-influx-query.ts';
import { PARK, type Region, fillDay, publish, startRegion } from '../e2e/regions.ts';
import { HOW, type Influxd, canInflux, startInfluxd } from '../storage/influxd.ts';
import { SECRETS, readCompose, root } from './compose-file.ts';

const { monitor, influxdb } = readCompose(SECRETS).services;
const settings = influxdb?.environment ?? {};
const end = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;

/** What the image's entry point does with its settings at the first start. */
async function initialise(influxd: Influxd): Promise<void> {
  const of = (name: string): string => settings[`INFLUXDB_${name}`] ?? expect.fail(`INFLUXDB_${name} is not set`);
  await influxd.ask(`CREATE USER "${of('ADMIN_USER')}" WITH PASSWORD '${of('ADMIN_PASSWORD')}' WITH ALL PRIVILEGES`);
  const admin = new InfluxReader({ url: influxd.url, user: of('ADMIN_USER'), password: of('ADMIN_PASSWORD') });
  const statements = [
    `CREATE DATABASE "${of('DB')}"`,
    `CREATE USER "${of('USER')}" WITH PASSWORD '${of('USER_PASSWORD')}'`,
    `GRANT ALL ON "${of('DB')}" TO "${of('USER')}"`,
    `CREATE USER "${of('READ_USER')}" WITH PASSWORD '${of('READ_USER_PASSWORD')}'`,
    `GRANT READ ON "${of('DB')}" TO "${of('READ_USER')}"`,
    ...readFileSync(join(root, 'compose/influxdb.iql'), 'utf8').trim().split('\n'),
  ];
  for (const q of statements) await admin.query({ db: '', q }, () => {});
}

describe.skipIf(!canInflux)(`the compose file on a real influxd${HOW}`, () => {
  let influxd: Influxd;
  let region: Region;
  let reader: InfluxReader;

  beforeAll(async () => {
    influxd = await startInfluxd({ auth: true, withoutUsers: true, env: settings });
    await initialise(influxd);
    const env = { ...monitor?.environment };
    env['INFLUX_URL'] = (env['INFLUX_URL'] ?? '').replace('http://influxdb:8086', influxd.url);
    region = await startRegion(env);
    await publish([region], { from: end - 4 * QUARTER_MS, to: end });
    await fillDay(region, end - 4 * QUARTER_MS);
    reader = new InfluxReader({ url: influxd.url, user: 'kringstroom_read', password: SECRETS['INFLUX_READ_PASSWORD'] ?? '' });
  }, 240_000);
  afterAll(async () => {
    await region.stop();
    await influxd.stop();
  });

  async function ask(uid: string, query: string): Promise<{ series: number; values: number }> {
    const db = uid === SOURCE_UIDS.raw ? 'kringstroom_raw' : 'kringstroom_quarters';
    const q = query.replaceAll('$timeFilter', 'time >= now() - 24h').replaceAll('$__interval', '15m').replaceAll('$park', PARK);
    let [series, values] = [0, 0];
    await reader.query({ db, q }, (found) => {
      series += 1;
      values += found.values.flatMap((row) => row.slice(1)).filter((value) => typeof value === 'number').length;
    });
    return { series, values };
  }

  const panels = parkDashboard().panels.flatMap((panel) =>
    panel.targets.map((target) => ({ title: panel.title, refId: String(target['refId']), query: target.query, uid: target.datasource.uid })),
  );

  it.each(panels)('Grafana finds values for "$title" $refId, as the user that may only read', async ({ uid, query }) => {
    const { series, values } = await ask(uid, query);

    // A misspelt field is no error on the server: no series must fail.
    expect(
      [series, values].every((count) => count > 0),
      `${series} series, ${values} values`,
    ).toBe(true);
  });

  it('a misspelt field would fail here: it finds nothing and is no error', async () => {
    expect(await ask(SOURCE_UIDS.quarters, 'SELECT sum("livve") FROM "quarter" WHERE $timeFilter')).toEqual({ series: 0, values: 0 });
  });

  it('the database says that what it holds is simulated', async () => {
    const found: unknown[] = [];
    await reader.query({ db: 'kringstroom_quarters', q: 'SELECT last("simulated") FROM "owner"' }, ({ values }) => found.push(...values.map((row) => row[1])));

    expect(found).toEqual([1]);
  });

  it('the choice of parks holds the one that was seeded', async () => {
    const found: unknown[] = [];
    await reader.query({ db: 'kringstroom_quarters', q: 'SHOW TAG VALUES FROM "quarter" WITH KEY = "park"' }, ({ values }) => found.push(...values.map((row) => row[1])));

    expect(found).toEqual([PARK]);
  });

  it.each(['DROP MEASUREMENT "quarter"', 'DELETE FROM "quarter"', 'CREATE DATABASE "more"'])('the reading user cannot %s', async (q) => {
    await expect(reader.query({ db: 'kringstroom_quarters', q }, () => {})).rejects.toThrow(/not authorized|requires admin|error authorizing/i);
  });

  it.skipIf(!existsSync('/usr/bin/curl'))("InfluxDB's health check is content, and is not when nobody answers", () => {
    const [, program = '', ...args] = influxdb?.healthcheck?.test ?? [];
    const check = (url: string): number | null =>
      spawnSync(
        program,
        args.map((one) => one.replace('http://localhost:8086', url)),
      ).status;

    expect(check(influxd.url)).toBe(0);
    expect(check('http://127.0.0.1:9')).not.toBe(0);
  });

  it('what the monitor says of its own health is what the image asks for', async () => {
    const answer = await region.app.parts.api.app.request('/healthz');

    expect(answer.status).toBe(200);
  });
});
