// What the day-ahead alerts look at: a connection with a week behind it, against a limit that its forecast passes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peaksAhead } from '../../src/api/peaks-ahead.ts';
import { peakAhead } from '../../src/domain/peak-ahead.ts';
import { QUARTER_MS, localAdd, localFloor, toIso, wallClock } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
const now = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
const begin = localAdd(localFloor(epochMs(now), 'P1D'), 'P1D', -30);

beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  await makeCompany(region, { park: 'bergweide', name: 'Silent', ean: '871999900000000028', shares: false });
  // 200 kW from 7 to 17 on every day, 40 kW else.
  const kw = Array.from({ length: (now - begin) / QUARTER_MS }, (_, t) => {
    const { minute } = wallClock(epochMs(begin + t * QUARTER_MS));
    return minute >= 7 * 60 && minute < 17 * 60 ? 200 : 40;
  });
  await measure(region, company.meter, { from: toIso(begin), kw });
}, 60_000);
afterAll(() => region.stop());

it('is the connection and its park; tomorrow fits the contract, and passes a lower limit', async () => {
  const { deps } = region.app.parts;
  const watched = peaksAhead(deps);
  expect(watched.map(({ subject, company: whose }) => [subject, whose])).toEqual([
    ['park de-mars', null],
    [`connection ${company.connection}`, company.company],
  ]);
  const own = watched[1] ?? expect.fail();
  const day = (await own.ahead()) ?? expect.fail('no forecast');
  expect([92, 96, 100]).toContain(day.p50Kw.length);
  expect(peakAhead(day)).toMatchObject({ limit: 500, state: 'clear' });

  await region.ask('POST', `/api/v1/connections/${company.connection}/limits`, { key: BOOTSTRAP, body: { kw: 150, validFrom: '2026-01-01' } });
  const found = peakAhead((await own.ahead()) ?? expect.fail()) ?? expect.fail();
  expect(found).toMatchObject({ limit: 150, state: 'raise' });
  expect(Math.abs(found.value - 200)).toBeLessThan(20);
});
