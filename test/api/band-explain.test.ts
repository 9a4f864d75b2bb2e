// Ends of bands explained: a gap over midnight leaves each of two days unsure by what is listed, and the two together not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { type Body, inside, objectIn, reckonLevel, rows } from './explained-parts.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const HOUR_MS = 3_600_000;
const today = localFloor(epochMs(Date.now()), 'P1D');
const day = (count: number): EpochMs => localAdd(today, 'P1D', count);
let small: SmallRegion;
let of: Objects;
let asRegion: string;

const get = (path: string, cookie?: string): Promise<Answer> => small.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const asked = (place: string, more: string): string => `${place}?from=${toIso(day(-4))}&to=${toIso(day(0))}&step=P1D${more}`;
const explained = async (more: string): Promise<Body> => (await get(asked(`/companies/${of.company}/balance/explain`, more))).body;

beforeAll(async () => {
  small = await startApp();
  of = await makeCompany(small, { park: 'de-mars', name: 'A', ean: '871999900000000011', shares: true });
  // Busy by day, each week a little otherwise; live for two days, silent from 20:00 to 05:00.
  const kwAt = (quarter: number): number => (quarter % 96 > 32 && quarter % 96 < 72 ? 40 : 8) + 4 * Math.sin(quarter / 50);
  const first = day(-40) / 900_000;
  await measure(small, of.meter, { from: toIso(day(-40)), kw: Array.from({ length: day(-4) / 900_000 - first }, (_, at) => kwAt(first + at)) });
  const [silentFrom, silentTo] = [day(-2) - 4 * HOUR_MS, day(-2) + 5 * HOUR_MS];
  let value = 1000;
  const bodies: object[] = [];
  for (let at: number = day(-4); at <= day(0); at += HOUR_MS / 12) {
    if (at <= silentFrom || at >= silentTo) bodies.push({ time: new Date(at).toISOString(), importKwh: value });
    value += kwAt(Math.floor(at / 900_000)) / 12;
  }
  for (let at = 0; at < bodies.length; at += 400) await small.ask('POST', `/api/v1/ingest/${of.gateway}`, { key: BOOTSTRAP, body: bodies.slice(at, at + 400) });
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  await small.app.parts.auth.ensureAccount({ email: 'r@test.nl', password: 'a long password', name: 'r', roles: [{ role: 'region' }] });
  asRegion = await signIn(small, 'r@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

describe('an end of a band', () => {
  it('of a day with a part of a gap is what the gap leaves unknown of it, and of all days nothing of it', async () => {
    const { steps } = (await get(asked(`/companies/${of.company}/balance`, ''))).body;
    const [, before, after] = rows(steps);

    for (const step of [before, after])
      for (const end of ['low', 'high']) {
        const why = await explained(`&field=uncertaintyKwh.import.${end}&start=${String(step?.['start'])}&end=${String(step?.['end'])}`);
        expect([end, why['value'], reckonLevel(why)]).toEqual([end, inside(step, `uncertaintyKwh.import.${end}`), inside(step, `uncertaintyKwh.import.${end}`)]);
        const { stretches, amount } = objectIn(why['band']);
        expect(rows(stretches)).toMatchObject([{ meter: of.meter, company: of.company, weight: 1, missing: 0, comparable: expect.any(Number) }]);
        expect(amount).toBeCloseTo(Number(step?.['importKwh']), 6);
        // Without the gap the band would be another.
        expect(reckonLevel({ ...why, band: { ...objectIn(why['band']), stretches: [] } })).not.toBe(why['value']);
      }
    expect(rows(inside(await explained('&field=uncertaintyKwh.import.low'), 'band.stretches'))).toEqual([]);
  });

  it('of a peak is the peak, and the one of what it may have been that nine of ten do not pass', async () => {
    const { totals } = (await get(asked(`/companies/${of.company}/balance`, ''))).body;
    const [low, high] = [await explained('&field=uncertaintyKw.peakImport.low'), await explained('&field=uncertaintyKw.peakImport.high')];

    expect([low['value'], reckonLevel(low)]).toEqual([inside(totals, 'peakImportKw'), inside(totals, 'peakImportKw')]);
    expect([high['value'], reckonLevel(high)]).toEqual([inside(totals, 'uncertaintyKw.peakImport.high'), high['value']]);
    expect(objectIn(high['band'])['tried']).not.toEqual([]);
  });

  it.each([
    ['&field=uncertaintyM3.import.low', 'invalid-request'],
    ['&field=uncertaintyKwh.residual.low', 'invalid-request'],
    [`&field=uncertaintyKwh.import.low&asOf=${toIso(day(-1))}`, 'invalid-request'],
    [`&field=uncertaintyKwh.import.low&start=${toIso(day(-4))}&end=${toIso(epochMs(day(-4) + HOUR_MS))}`, 'bad-time'],
    [`&field=uncertaintyKw.peakImport.low&start=${toIso(day(-4))}&end=${toIso(day(-3))}`, 'bad-time'],
  ])('that the answer does not have is refused: %s', async (more, code) => {
    expect((await explained(more))['code']).toBe(code);
  });

  it('is for nobody who may not see the members', async () => {
    const answer = await get(asked('/parks/de-mars/balance/explain', '&field=uncertaintyKwh.import.low'), asRegion);

    expect(answer.body['code']).toBe('invalid-request');
    expect(answer.body['band']).toBeUndefined();
  });
});
