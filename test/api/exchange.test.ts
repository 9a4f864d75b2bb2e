// O12 over the API: who served whom, what it is worth, and what others may read of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyColumns } from '../../src/storage/series.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
const FIRST = Date.parse('2026-10-05T22:00:00Z') / 900_000;
const O12 = [
  { import: [10, 0, 4, 7], export: [0, 5, 0, 0] },
  { import: [0, 6, 0, 3], export: [8, 0, 3, 0] },
  { import: [2, 0, 9, 0], export: [0, 9, 0, 4] },
] as const;

let region: SmallRegion;
const companies: Objects[] = [];
let asManager: string;
let asRegion: string;
const exchange = (over: { cookie?: string; query?: string } = {}): Promise<Answer> =>
  region.ask('GET', `/api/v1/parks/de-mars/exchange?from=2026-10-06&to=2026-10-07${over.query ?? ''}`, over.cookie === undefined ? { key: BOOTSTRAP } : { cookie: over.cookie });

beforeAll(async () => {
  region = await startApp();
  const { directory, deps } = region.app.parts;
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABC'[index]}`, ean, shares: true }));
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh' } as const;
  const registers = await directory.addRegisters(
    companies.flatMap(({ meter }) => [{ meter, name: 'import', flow: 'import', ...counter } as const, { meter, name: 'export', flow: 'export', ...counter } as const]),
  );
  const rows = O12.flatMap((one, company) =>
    (['import', 'export'] as const).flatMap((flow, at) => one[flow].map((kwh, quarter) => ({ register: registers[company * 2 + at]?.id ?? 0, kwh, quarter }))),
  );
  const columns = emptyColumns(rows.length);
  rows.forEach(({ register, kwh, quarter }, row) => {
    columns.registers[row] = register;
    columns.quarters[row] = FIRST + quarter;
    columns.amounts[row] = kwh;
    columns.flags[row] = 1;
  });
  await deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  await region.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  [asRegion, asManager] = [await signIn(region, 'region@test.nl', 'a long password'), await signIn(region, 'manager@test.nl', 'a long password')];
}, 60_000);
afterAll(() => region.stop());

describe('O12', () => {
  it('is answered as 21 kWh that companies gave each other, the same as in the balance', async () => {
    const { status, body } = await exchange();
    const balance = await region.ask('GET', '/api/v1/parks/de-mars/balance?from=2026-10-06&to=2026-10-07&step=P1D', { key: BOOTSTRAP });

    expect(status).toBe(200);
    // 0.244 kg of the grid's mix, direct and chain; 0.10 EUR where nothing else is asked for.
    expect(body['totals']).toEqual({ localExchangeKwh: 21, importKwh: 41, exportKwh: 29, eur: 2.1, co2Kg: 5.124, eurPerKwh: 0.1 });
    expect(balance.body['totals']).toMatchObject({ localExchangeKwh: 21 });
    expect(body['factors']).toMatchObject({ list: 'co2emissiefactoren-2026', kgPerKwh: 0.244 });
  });

  it('says who served whom, pro rata in each quarter', async () => {
    const { body } = await exchange({ query: '&eurPerKwh=0.2' });
    const items: { from: number; to: number; kwh: number; eur: number }[] = Array.isArray(body['items']) ? body['items'] : [];
    const [a, b, c] = companies.map((one) => one.company);
    const of = (from: number | undefined, to: number | undefined): number => items.find((item) => item.from === from && item.to === to)?.kwh ?? 0;

    expect(of(b, a)).toBeCloseTo((8 * 10) / 12 + (3 * 4) / 13, 5);
    expect(of(a, b)).toBeCloseTo(2.142857, 5);
    expect(of(c, b)).toBeCloseTo(3.857143 + 1.2, 5);
    expect(items.reduce((sum, item) => sum + item.kwh, 0)).toBeCloseTo(21, 5);
    expect(items[0]?.eur).toBeCloseTo((items[0]?.kwh ?? 0) * 0.2, 5);
    // At most 13 kWh in one quarter, of 25 if each were alone: 52 of 100 kW.
    expect(body['simultaneity']).toEqual({ factor: 0.52, coincidentKw: 52, sumOfOwnKw: 100 });
  });

  it('is the same a second time, and another when a quarter changes', async () => {
    const again = await exchange();
    const { deps, directory } = region.app.parts;
    const register = [...directory.registers.values()].find((one) => one.flow === 'export' && one.meter === companies[1]?.meter)?.id ?? 0;
    const columns = emptyColumns(1);
    [columns.registers[0], columns.quarters[0], columns.amounts[0], columns.flags[0]] = [register, FIRST, 7, 1];
    await deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });

    expect(again.body['totals']).toMatchObject({ localExchangeKwh: 21 });
    expect((await exchange()).body['totals']).toMatchObject({ localExchangeKwh: 20 });
  });
});

describe('who may read it', () => {
  it('the manager reads names; the region reads nothing of three companies', async () => {
    expect((await exchange({ cookie: asManager })).body['companies']).toContainEqual(expect.objectContaining({ name: 'Company A' }));
    const kept = await exchange({ cookie: asRegion });
    expect([kept.status, kept.body['code']]).toEqual([403, 'suppressed']);
  });

  it('a company that stops sharing is in no row and no sum any more', async () => {
    const stopped = companies[2];
    await region.ask('DELETE', `/api/v1/companies/${stopped?.company}/consents/${stopped?.consent}`, { key: BOOTSTRAP });
    const { body } = await exchange({ cookie: asManager });

    expect(JSON.stringify(body)).not.toContain('Company C');
    // Left are A and B: min(10, 7) + min(6, 5) + min(4, 3) + min(10, 0).
    expect(body['totals']).toMatchObject({ localExchangeKwh: 15 });
  });
});
