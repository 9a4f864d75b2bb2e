// The figures of a report are those of the screens: the same questions over the API give the same answers.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportFigures } from '../../src/api/report-figures.ts';
import { localDate } from '../../src/domain/time.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
const day = new Date(Date.now() - 40 * 86_400_000);
const month = day.toISOString().slice(0, 7);
const [from, to] = [`${month}-01`, new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)];

beforeAll(async () => {
  region = await startApp({ simulated: true });
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  for (let hour = 0; hour < 48; hour++) {
    const time = new Date(Date.parse(`${month}-10T00:00:00Z`) + hour * 3_600_000).toISOString();
    const body = { time, importKwh: 1000 + hour * 3.7, exportKwh: 500 + hour * 0.4 };
    await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body });
  }
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}, 60_000);
afterAll(() => region.stop());

it('agree with balance, capacity and emissions of the same period', async () => {
  const { deps } = region.app.parts;
  const key = { kind: 'park-month', park: 'de-mars', company: null, from_ms: localDate(from), to_ms: localDate(to), factors: 'co2emissiefactoren' };
  const figures = await reportFigures(deps, key);
  const ask = async (path: string): Promise<Record<string, unknown>> => (await region.ask('GET', `/api/v1/parks/de-mars/${path}from=${from}&to=${to}`, { key: BOOTSTRAP })).body;
  const [balance, capacity, emissions] = [await ask('balance?step=P1D&'), await ask('capacity?step=P1M&'), await ask('emissions?')];
  const [electricity] = figures.energy;

  expect(balance['totals']).toMatchObject({ importKwh: electricity?.importAmount, exportKwh: electricity?.exportAmount, residualKwh: electricity?.residualAmount });
  expect(electricity?.importAmount).toBeCloseTo(47 * 3.7, 6);
  expect(balance['steps']).toMatchObject(figures.steps.map(({ bands: _, ...step }) => step));
  expect(balance['totals']).toMatchObject({ uncertaintyKwh: electricity?.bands });
  expect(electricity?.bands?.import.high).toBeGreaterThan(electricity?.importAmount ?? Number.NaN);
  expect(capacity['totals']).toMatchObject({ kwMax: figures.capacity[0]?.kwMax, kwMaxAt: figures.capacity[0]?.kwMaxAt });
  expect(emissions['totals']).toEqual(figures.emissions.totals);
  expect(figures.simulated).toBe(true);
});
