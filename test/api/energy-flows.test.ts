// All carriers of a place over the API: against a sum by hand, and who is told what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';
import { QUARTER_MS, localAdd } from '../../src/domain/time.ts';
import { type BoilerRegion, dayOf, startBoiler } from './boiler-region.ts';
import { type Answer, BOOTSTRAP } from './small-region.ts';

let made: BoilerRegion;
let quarters: number;

const ask = (path: string, cookie?: string): Promise<Answer> =>
  made.region.ask('GET', `/api/v1${path}/energy-flows?from=${dayOf(made.from)}&to=${dayOf(made.to)}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const flow = ({ flows }: EnergyFlows, start: string, end: string): number => flows.find((one) => one.from === start && one.to === end)?.kwh ?? 0;

beforeAll(async () => {
  made = await startBoiler();
  quarters = (made.to - made.from) / QUARTER_MS;
}, 60_000);
afterAll(() => made.region.stop());

describe('all carriers of a park', () => {
  it('are electricity and gas in, what the boiler makes of it, its loss and the use of each company', async () => {
    const told = EnergyFlows.parse((await ask('/parks/de-mars', made.asManager)).body);

    // A quarter: 25 kWh of electricity; 10 m3 x 31.65 / 3.6 = 87.917 kWh of gas, all of it into the boiler, 80 kWh of heat out.
    expect(flow(told, 'grid:electricity', 'carrier:electricity')).toBeCloseTo(25 * quarters, 3);
    expect(flow(told, 'grid:gas', 'carrier:gas')).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'carrier:gas', 'conversion:boiler')).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'carrier:gas', `company:${made.company.company}`)).toBe(0);
    expect(flow(told, 'conversion:boiler', 'carrier:heat')).toBeCloseTo(80 * quarters, 3);
    expect(flow(told, 'conversion:boiler', 'loss')).toBeCloseTo(7.916_667 * quarters, 2);
    expect(flow(told, 'carrier:heat', `company:${made.company.company}`)).toBeCloseTo(80 * quarters, 3);
    expect(flow(told, 'carrier:electricity', `company:${made.other.company}`)).toBeCloseTo(5 * quarters, 3);
    const { suppliedKwh, usedKwh, exportedKwh, lossKwh, notMeteredKwh } = told.totals;
    expect(suppliedKwh).toBeCloseTo(112.916_667 * quarters, 2);
    expect(usedKwh + exportedKwh + lossKwh + notMeteredKwh).toBeCloseTo(suppliedKwh, 2);
    expect(told).toMatchObject({ heatingValue: 'lower', conversions: { shown: 1, leftOut: 0 }, coverage: 1 });
    expect(told.carriers.map(({ carrier, sign }) => [carrier, sign])).toEqual([
      ['electricity', null],
      ['gas', null],
      ['heat', null],
    ]);
  });

  it('are of one company its own, and each carrier leads to its balance', async () => {
    const told = EnergyFlows.parse((await ask(`/companies/${made.other.company}`, made.asManager)).body);

    expect(told.flows.map((one) => `${one.from}>${one.to}`)).toEqual(['grid:electricity>carrier:electricity', `carrier:electricity>company:${made.other.company}`]);
    const balance = await made.region.ask('GET', `/api/v1${told.carriers[0]?.balance ?? ''}`, { cookie: made.asManager });
    expect(balance.body['totals']).toMatchObject({ gridImportKwh: 5 * quarters });
  });

  it('leave out a conversion of which a side was not measured: its gas is use, its heat a source', async () => {
    const early = dayOf(localAdd(made.from, 'P1D', -1));
    const { body } = await made.region.ask('GET', `/api/v1/parks/de-mars/energy-flows?from=${early}&to=${dayOf(made.to)}`, { cookie: made.asManager });
    const told = EnergyFlows.parse(body);

    expect(told.conversions).toEqual({ shown: 0, leftOut: 1 });
    expect(flow(told, 'carrier:gas', `company:${made.company.company}`)).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'other-generation', 'carrier:heat')).toBeCloseTo(80 * quarters, 3);
  });

  it('are kept from whoever may not see two companies', async () => {
    expect((await ask('/parks/de-mars', made.asRegion)).body['code']).toBe('suppressed');
    expect((await ask('/region', made.asRegion)).body['code']).toBe('suppressed');
  });
});
