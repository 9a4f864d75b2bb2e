// What is taken of a carrier at this moment: told to outsiders of as many as were heard, and again only after as many.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Now, NowExplanation } from '../../src/api/shapes-now.ts';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const MINUTE_MS = 60_000;
/** Every message tells whole minutes before this one moment, so that the rates are exact. */
const AT = Date.now();
let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
}, 60_000);
afterAll(() => made.region.stop());

/** Counters of a company, now or so many minutes ago. */
async function tell(index: number, minutesAgo: number, of: { importKwh?: number; gasM3?: number }): Promise<void> {
  const company = made.companies[index];
  const body = { time: AT - minutesAgo * MINUTE_MS, ...of, ...(of.importKwh !== undefined && { exportKwh: 550 }) };
  const answer = await made.region.ask('POST', `/api/v1/ingest/${company?.gateway}`, { basic: `${company?.username}:${company?.password}`, body });
  expect(answer.status).toBe(202);
  await made.region.app.parts.store.ask({ kind: 'projected', seq: made.region.app.parts.journal.durableSeq });
}

/** Power, gas among the carriers, gas in the emissions. */
async function stateOf(cookie: string): Promise<readonly (number | null | undefined)[]> {
  const { importKw, carriers, co2 } = Now.parse((await made.region.ask('GET', '/api/v1/parks/de-mars/now', { cookie })).body);
  return [importKw, carriers.find((one) => one.carrier === 'gas')?.perHour, co2.lines.find((one) => one.carrier === 'gas')?.perHour];
}

it.skipIf(dayIsYoungerThan(4))('a figure for outsiders does not move with the message of one company', async () => {
  // As much gas as the first had before: over the day nobody stands out.
  for (const index of made.companies.keys()) {
    await tell(index, 2, { importKwh: 1100, gasM3: 300 });
    await tell(index, 1, { importKwh: 1100.2, gasM3: 300.1 });
  }
  // 5 x 12 kW and 5 x 6 m3/h.
  const first = [60, 30, 30];
  const before = await stateOf(made.asRegion);
  expect([await stateOf(made.asManager), before]).toEqual([first, first]);
  const why = NowExplanation.parse((await made.region.ask('GET', '/api/v1/parks/de-mars/now/explain?field=co2.kgPerHour', { cookie: made.asRegion })).body);
  expect(why.rows.map(({ company, carrier, rule }) => [company, carrier, rule])).toEqual([
    [null, 'electricity', 'others'],
    [null, 'gas', 'others'],
  ]);
  expect(why.rows.reduce((sum, row) => sum + row.contribution, 0)).toBeCloseTo(why.value ?? 0, 2);

  // All of them are heard of electricity, one of gas: the state is made anew, the gas in it is not.
  for (const index of made.companies.keys()) await tell(index, 0, { importKwh: 1100.5, ...(index === 0 && { gasM3: 300.3 }) });
  expect(await stateOf(made.asRegion)).toEqual([90, 30, 30]);
  expect((await stateOf(made.asManager)).slice(1)).toEqual([36, 36]);
});
