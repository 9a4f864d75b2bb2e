// CO2 of what a park takes at this moment, against a sum by hand, and for whom it is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Now, NowExplanation } from '../../src/api/shapes-now.ts';
import { RegionNow } from '../../src/api/shapes.ts';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const MINUTE_MS = 60_000;
let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
}, 60_000);
afterAll(() => made.region.stop());

const get = async (path: string, cookie: string): Promise<Record<string, unknown>> => (await made.region.ask('GET', `/api/v1${path}`, { cookie })).body;
const co2 = async (path: string, cookie: string): Promise<Now['co2']> => Now.parse(await get(`${path}/now`, cookie)).co2;
const lineOf = ({ lines }: Now['co2'], carrier: string): Now['co2']['lines'][number] | undefined => lines.find((one) => one.carrier === carrier);

async function tell(index: number, body: object): Promise<void> {
  const company = made.companies[index];
  const answer = await made.region.ask('POST', `/api/v1/ingest/${company?.gateway}`, { basic: `${company?.username}:${company?.password}`, body });
  expect(answer.status).toBe(202);
  await made.region.app.parts.store.ask({ kind: 'projected', seq: made.region.app.parts.journal.durableSeq });
}

/** A minute of a company: 12 kW more for each next one, and 3 m3 of gas an hour. */
async function tellMinute(index: number): Promise<void> {
  const now = Date.now();
  for (const minute of [0, 1]) {
    await tell(index, { time: now + (minute - 1) * MINUTE_MS, importKwh: 1100 + minute * (index + 1) * 0.2, exportKwh: 550, gasM3: (index === 0 ? 201 : 102) + minute * 0.05 });
  }
}

describe('CO2 at this moment', () => {
  it('is unknown while electricity is silent, and says of how many connections nothing was heard', async () => {
    const told = await co2('/parks/de-mars', made.asManager);

    expect(told).toMatchObject({ kgPerHour: null, factors: { set: 'co2emissiefactoren' } });
    expect(lineOf(told, 'electricity')).toMatchObject({ perHour: null, kgPerHour: null, sign: '.', heard: 0, connections: 5 });
    const why = await get('/parks/de-mars/now/explain?field=co2.kgPerHour', made.asManager);
    expect([why['value'], why['rows']]).toEqual([null, []]);
  });

  it('is what is taken of each carrier times its direct factor, and its registers add up to it', async () => {
    for (const index of made.companies.keys()) await tellMinute(index);
    const told = await co2('/parks/de-mars', made.asManager);

    // 12 + 24 + 36 + 48 + 60 = 180 kW x 0.200 kg, by location; 5 x 3 m3/h x 1.779 kg.
    expect(lineOf(told, 'electricity')).toMatchObject({ perHour: 180, kgPerHour: 36, heard: 5, connections: 5, factor: { code: 'electricity-grid-mix', kgPerUnit: 0.2 } });
    expect(lineOf(told, 'gas')).toMatchObject({ unit: 'm3', perHour: 15, kgPerHour: 26.685, factor: { code: 'natural-gas', kgPerUnit: 1.779 } });
    expect(told.kgPerHour).toBe(62.685);
    const why = NowExplanation.parse(await get('/parks/de-mars/now/explain?field=co2.kgPerHour', made.asManager));
    expect(why).toMatchObject({ unit: 'kg/h', value: 62.685, factors: [{ carrier: 'electricity' }, { carrier: 'gas' }] });
    expect(why.rows.reduce((sum, row) => sum + row.contribution, 0)).toBeCloseTo(62.685, 6);
    expect(why.rows.filter((row) => row.carrier === 'gas').map(({ weight, rateUnit, rule }) => [weight, rateUnit, rule])).toEqual(
      made.companies.map(() => [1.779, 'm3/h', 'counter']),
    );
  });

  it('of one company is its own', async () => {
    const { company = 0 } = made.companies[1] ?? {};

    // 24 kW x 0.200 + 3 m3/h x 1.779.
    expect((await co2(`/companies/${company}`, made.asManager)).kgPerHour).toBe(10.137);
  });

  it.skipIf(dayIsYoungerThan(4))('is kept back where one company used nearly all the gas of the day; what all of them take of electricity is told', async () => {
    const told = await co2('/parks/de-mars', made.asRegion);

    expect(told.kgPerHour).toBeNull();
    expect(lineOf(told, 'gas')).toMatchObject({ perHour: null, kgPerHour: null, sign: 'x', reason: 'one-dominates' });
    expect(lineOf(told, 'electricity')).toMatchObject({ perHour: 180, kgPerHour: 36, sign: null });
    expect((await get('/parks/de-mars/now/explain?field=co2.kgPerHour', made.asRegion))['code']).toBe('suppressed');
  });
});

describe('where one company alone feeds in', () => {
  it.skipIf(dayIsYoungerThan(4))('the region is told what all draw, and not what the park takes, which is less by that', async () => {
    for (const index of made.companies.keys()) await tell(index, { importKwh: 1101.5, exportKwh: 550, powerKw: index === 0 ? -6 : 12 * (index + 1) });
    const ofPark = async (cookie: string): Promise<Now> => Now.parse(await get('/parks/de-mars/now', cookie));
    const { parks } = RegionNow.parse(await get('/region/now', made.asRegion));

    // 24 + 36 + 48 + 60 kW, less 6.
    expect(await ofPark(made.asManager)).toMatchObject({ drawnKw: 168, importKw: 162 });
    expect(await ofPark(made.asRegion)).toMatchObject({ drawnKw: 168, importKw: null, exportKw: null });
    expect(parks.find(({ park }) => park === 'de-mars')).toMatchObject({ drawnKw: 168 });
    expect((await get('/region/now/explain?field=drawnKw&park=de-mars', made.asRegion))['value']).toBe(168);
  });
});
