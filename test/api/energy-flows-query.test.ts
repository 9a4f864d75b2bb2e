// All carriers for whoever may not see the companies: each carrier by the rule of its own balance, and nobody by name.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
}, 60_000);
afterAll(() => made.region.stop());

const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
const ask = async (cookie: string): Promise<EnergyFlows> =>
  EnergyFlows.parse((await made.region.ask('GET', `/api/v1/parks/de-mars/energy-flows?from=${day(made.start)}&to=${day(made.start + 86_400_000)}`, { cookie })).body);

it.skipIf(dayIsYoungerThan(4))('has no gas where one company used nearly all of it, and the others as one', async () => {
  const [outsider, manager] = [await ask(made.asRegion), await ask(made.asManager)];

  // 10 + 11 + 12 + 13 + 14 kWh of electricity; 104 m3 of gas, 100 of them of the first.
  expect(outsider.flows).toEqual([
    { from: 'grid:electricity', to: 'carrier:electricity', kwh: 60 },
    { from: 'carrier:electricity', to: 'companies', kwh: 60 },
  ]);
  expect(outsider.carriers).toMatchObject([
    { carrier: 'electricity', suppliedKwh: 60, sign: null },
    { carrier: 'gas', suppliedKwh: null, sign: 'x', reason: 'kept-back' },
  ]);
  expect(manager.totals.suppliedKwh).toBeCloseTo(60 + 104 * 8.791_667, 2);
  expect(manager.flows.some(({ to }) => to === `company:${made.companies[0]?.company}`)).toBe(true);
});
