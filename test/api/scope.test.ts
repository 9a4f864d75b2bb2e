// Which connections a figure is made of: heat that is let off is in no balance, and its meter is missed in none.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const DAY = 'from=2026-10-06&to=2026-10-07';
let region: SmallRegion;
let company: Objects;
let heat = 0;
const ask = (method: string, path: string, body?: unknown): Promise<Answer> => region.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
const made = async (path: string, body: unknown): Promise<number> => Number((await ask('POST', path, body)).body['id']);
const meter = (role: string, serial: string): Promise<number> => made('/meters', { connection: heat, serial, carrier: 'heat', role, validFrom: '2026-01-01' });
const day = (kw: number): number[] => Array.from({ length: 96 }, () => kw);
async function coverage(): Promise<unknown[]> {
  const [balance, emissions] = [await ask('GET', `/companies/${company.company}/balance?carrier=heat&${DAY}`), await ask('GET', `/companies/${company.company}/emissions?${DAY}`)];
  return [balance.body['coverage'], emissions.body['coverage']];
}

beforeAll(async () => {
  region = await startApp();
  await ask('POST', '/parks', { id: 'park-a', name: 'Park A', municipality: 'Zutphen' });
  company = await makeCompany(region, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  await measure(region, company.meter, { from: '2026-10-05T22:00:00Z', kw: day(10) });
  heat = await made('/connections', { ean: '871999900000000028', company: company.company, carrier: 'heat', validFrom: '2026-01-01' });
}, 60_000);
afterAll(() => region.stop());

it('a connection without a meter that spoke is missed, one that only tells what is let off is not, and one that is drawn from counts', async () => {
  const source = await meter('heat-source', 'H-1');
  expect(await coverage()).toEqual([0, 0.5]);

  // As its first reading does: a heat meter counts what goes through it as import, whatever side it hangs on.
  await region.app.parts.directory.addRegisters([{ meter: source, name: 'heat', carrier: 'heat', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  expect(await coverage()).toEqual([0, 1]);

  await measure(region, await meter('main', 'H-2'), { from: '2026-10-05T22:00:00Z', kw: day(3) });
  expect(await coverage()).toEqual([1, 1]);
  expect((await ask('GET', `/companies/${company.company}/balance?carrier=heat&${DAY}`)).body['totals']).toMatchObject({ importKwh: 72, consumptionKwh: 72 });
});
