// The CO2 of the grid from a server that speaks as NED does: what is asked, what is believed, and what is never told.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { ANSWER_BYTES_MAX, ASK_AGAIN_MS, fetchGridHours, hoursOf } from '../../src/jobs/fetch-grid-hours.ts';
import { GridHoursFile } from '../../src/storage/grid-hours-file.ts';
import { type NedServer, nedRecord, startNed } from './ned-server.ts';

const KEY = 'a-key-of-the-test';
let dir: string;
let ned: NedServer;
let kept: GridHoursFile;
let nowMs: number;
const progress = { stopping: () => false };
const run = async (): Promise<unknown> => fetchGridHours({ url: ned.url, key: KEY, kept, now: () => epochMs(nowMs) }).run(progress);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-ned-'));
  // Clean at noon.
  ned = await startNed((hour) => 0.1 + Math.abs(hour - 12) / 50);
});
afterAll(async () => {
  await ned.close();
  rmSync(dir, { recursive: true, force: true });
});
let runs = 0;
beforeEach(() => {
  nowMs = Date.now();
  ned.requests.length = 0;
  ned.answer = null;
  kept = new GridHoursFile(join(dir, `grid-${++runs}.json`));
});

describe('the CO2 of the grid', () => {
  it('is asked for with the key, as the national mix by the hour, measured and expected', async () => {
    const done = await run();

    expect(done).toMatchObject({ asked: 2 });
    expect(ned.requests.map((one) => one.headers['x-auth-token'])).toEqual([KEY, KEY]);
    const queries = ned.requests.map((one) => new URL(one.url ?? '', ned.url).searchParams);
    expect(queries.map((query) => query.get('classification'))).toEqual(['2', '1']);
    expect(queries[0]?.get('type')).toBe('27');
    expect(queries[0]?.get('granularity')).toBe('5');
    const hours = kept.hours();
    expect(hours.filter((hour) => !hour.forecast).length).toBeGreaterThanOrEqual(48);
    // Two days ahead, and what is left of the last one.
    expect(hours.at(-1)?.start).toBeGreaterThanOrEqual(nowMs + 47 * HOUR_MS);
    for (const { start, kgPerKwh, forecast } of hours) expect(kgPerKwh).toBeCloseTo((0.1 + Math.abs(new Date(start).getUTCHours() - 12) / 50) * (forecast ? 1.1 : 1), 9);
  });

  it('is not asked for again within five minutes, and is kept over a restart', async () => {
    await run();
    nowMs += ASK_AGAIN_MS - 1;
    expect(await run()).toMatchObject({ asked: 0 });
    expect(ned.requests).toHaveLength(2);
    nowMs += 1;
    expect(await run()).toMatchObject({ asked: 2 });

    const again = new GridHoursFile(join(dir, `grid-${runs}.json`));
    expect([again.askedAt(), again.hours()]).toEqual([nowMs, kept.hours()]);
  });

  it.each([
    [{ status: 401, body: '' }, /refused the key \(401\): look at NED_API_KEY/],
    [{ status: 429, body: '' }, /too many requests/],
    [{ status: 500, body: 'oops' }, /answered 500/],
    [{ status: 200, body: '<html>' }, /not answer with JSON/],
    [{ status: 200, body: '{"items":{}}' }, /form that is not known/],
    [{ status: 200, body: `"${'x'.repeat(ANSWER_BYTES_MAX)}"` }, /more than 1000000 bytes/],
  ])('that is answered wrongly (%j) changes nothing and tells no key', async (answer, message) => {
    await run();
    const before = kept.hours();
    nowMs += ASK_AGAIN_MS;
    ned.answer = answer;
    const failed = await run().then(
      () => '',
      (error: unknown) => String(error),
    );

    expect(failed).toMatch(message);
    expect(failed).not.toContain(KEY);
    expect(kept.hours()).toBe(before);
    ned.answer = null;
    expect(await run()).toMatchObject({ asked: 2 });
  });

  it.each([
    ['no factor', { emissionfactor: null }],
    ['a factor of 0', { emissionfactor: 0 }],
    ['more than anything emits', { emissionfactor: 240 }],
    ['a text', { emissionfactor: 'none' }],
    ['an hour that is none', { validfrom: '2026-11-26T12:10:00+00:00' }],
    ['a time that is none', { validfrom: 'yesterday' }],
  ])('of a row with %s is not believed', (_, over) => {
    const at = Date.parse('2026-11-26T12:00:00Z');
    const answer = { member: [nedRecord(at, over), nedRecord(at + HOUR_MS, { emissionfactor: '0.25' })] };

    expect(hoursOf(answer, { forecast: false, now: epochMs(at) })).toMatchObject({ hours: [{ start: at + HOUR_MS, kgPerKwh: 0.25 }], refused: 1 });
  });
});
