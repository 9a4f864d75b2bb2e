// Moving house with the real command: into a real InfluxDB and back into files, with the same answers before and after.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';
import { HOW, type Influxd, canInflux, startInfluxd } from './storage/influxd.ts';
import { program } from './program.ts';

const QUARTER = 900_000;
const dataDir = mkdtempSync(join(tmpdir(), 'kringstroom-migrate-'));

function migrate(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [program('migrate'), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('says where it wants to go, and needs a server for it', async () => {
  expect(await migrate(['--to', 'moon'])).toEqual({ code: 1, said: expect.stringContaining('--to duckdb') });
  expect(await migrate(['--to', 'duckdb'])).toEqual({ code: 1, said: expect.stringContaining('Set INFLUX_URL') });
});

describe.skipIf(!canInflux)(`the series of a company${HOW}`, () => {
  let influxd: Influxd;
  let meter: number;
  let gateway: number;
  const start = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;

  beforeAll(async () => {
    influxd = await startInfluxd();
    const small = await startApp({ dataDir });
    await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
    ({ meter, gateway } = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true }));
    for (let index = 0; index <= 8; index++) await say(small, 1000 + index * 5, start + index * QUARTER);
    await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
    await small.stop();
  }, 120_000);
  afterAll(() => influxd.stop());

  const say = (small: SmallRegion, importKwh: number, at: number): ReturnType<SmallRegion['ask']> =>
    small.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body: { time: new Date(at).toISOString(), importKwh } });
  async function told(env: Record<string, string> = {}): Promise<unknown[]> {
    const small = await startApp({ dataDir, env });
    const period = `from=${new Date(start).toISOString()}&to=${new Date(start + 9 * QUARTER).toISOString()}`;
    const ask = async (path: string): Promise<unknown> => (await small.ask('GET', `/api/v1/meters/${meter}/${path}?${period}`, { key: BOOTSTRAP })).body['items'];
    const found = [await ask('quarters'), await ask('readings')];
    await small.stop();
    return found;
  }

  it('go into InfluxDB and come back, and every time the answers are the same', async () => {
    const env = { INFLUX_URL: `${influxd.url}?db=moving` };
    const before = await told();
    const there = await migrate(['--to', 'influx'], env);
    const away = await told(env);
    const back = await migrate(['--to', 'duckdb'], env);
    const again = await migrate(['--to', 'duckdb'], env);

    expect([there, back]).toEqual([
      { code: 0, said: expect.stringContaining('the series are in InfluxDB') },
      { code: 0, said: expect.stringContaining('start without INFLUX_URL') },
    ]);
    expect(again).toEqual({ code: 1, said: expect.stringContaining('holds series in files already') });
    expect(before[0]).toHaveLength(8);
    expect(away).toEqual(before);
    expect(await told()).toEqual(before);
    const names = readdirSync(join(dataDir, 'series'));
    expect([names.includes('influx-marks.json'), names.includes('moving.json'), existsSync(join(dataDir, 'lock'))]).toEqual([false, false, false]);
  }, 180_000);
});
