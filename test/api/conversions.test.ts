// Conversions over the API: declared between meters of a company, with what went in and came out, and never twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
let other: Objects;
const meters: Record<string, number> = {};
const to = localFloor(epochMs(Date.now()), 'P1D');
const from = localAdd(to, 'P1D', -2);

const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
const get = (path: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
const items = (answer: Answer): Record<string, unknown>[] => (Array.isArray(answer.body['items']) ? answer.body['items'] : []);
const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);

/** A meter that counted the same in each quarter of two days. */
async function counted(ean: string, carrier: 'gas' | 'heat', flow: 'import' | 'generation', quarterly: number): Promise<number> {
  const connection = Number((await post('/connections', { ean, company: company.company, carrier, validFrom: '2026-01-01' })).body['id']);
  const meter = Number((await post('/meters', { connection, serial: `M-${ean.slice(-3)}`, carrier, role: 'main', validFrom: '2026-01-01' })).body['id']);
  const { directory, store } = region.app.parts;
  const [register] = await directory.addRegisters([{ meter, name: carrier, carrier, flow, kind: 'counter', unit: carrier === 'gas' ? 'm3' : 'kWh' }]);
  const quarters = (to - from) / QUARTER_MS;
  const columns = emptyColumns(quarters);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  columns.registers.fill(register?.id ?? 0);
  columns.amounts.fill(quarterly);
  columns.quarters.forEach((_, row) => (columns.quarters[row] = from / QUARTER_MS + row));
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
  return meter;
}

beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  other = await makeCompany(region, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: true });
  meters['gas'] = await counted('871999900000000035', 'gas', 'import', 10);
  meters['heat'] = await counted('871999900000000042', 'heat', 'generation', 80);
}, 60_000);
afterAll(() => region.stop());

describe('a boiler', () => {
  it('is declared between two meters, and tells its efficiency on the lower heating value', async () => {
    const made = await post('/conversions', {
      company: company.company,
      kind: 'boiler',
      name: 'Ketel 1',
      inputs: [meters['gas']],
      outputs: [meters['heat']],
      validFrom: '2026-01-01',
    });
    expect(made.status).toBe(201);

    const answer = await get(`/companies/${company.company}/conversions?from=${day(from)}&to=${day(to)}`);
    // 10 m3 is 87.917 kWh; 80 of them come out: 91.0 %.
    expect(items(answer)[0]).toMatchObject({ kind: 'boiler', name: 'Ketel 1', efficiency: expect.closeTo(0.90995, 4), impossible: false, ambientKwh: 0 });
    expect(items(answer)[0]?.['inputs']).toMatchObject([{ meter: meters['gas'], carrier: 'gas', unit: 'm3', coverage: 1 }]);
    expect(answer.body).toMatchObject({ heatingValue: 'lower', coverage: 1, simulated: false });
    const flows: { from: string; to: string; amount: number }[] = JSON.parse(JSON.stringify(answer.body['flows']));
    expect(flows.map(({ from: a, to: b }) => `${a}>${b}`)).toEqual(['in:gas>conversion:1', 'conversion:1>out:heat', 'conversion:1>loss']);
    expect(flows[0]?.amount).toBeCloseTo((flows[1]?.amount ?? 0) + (flows[2]?.amount ?? 0), 6);
    expect(items(await get(`/parks/de-mars/conversions?from=${day(from)}&to=${day(to)}`))).toHaveLength(1);
  });

  it('of which a third of the quarters is not known has no efficiency', async () => {
    const [item] = items(await get(`/companies/${company.company}/conversions?from=${day(localAdd(from, 'P1D', -1))}&to=${day(to)}`));

    expect(item).toMatchObject({ efficiency: null, lossKwh: null, impossible: false, inputs: [{ amount: expect.any(Number), coverage: expect.closeTo(2 / 3, 2) }] });
  });

  it('counts only the whole days on which it was declared, of its coverage too', async () => {
    const begins = day(localAdd(from, 'P1D', 1));
    expect((await region.ask('DELETE', '/api/v1/conversions/1', { key: BOOTSTRAP })).status).toBe(204);
    const declare = (over: Record<string, unknown>): Promise<Answer> =>
      post('/conversions', { company: company.company, kind: 'boiler', name: 'Ketel 1', inputs: [meters['gas']], outputs: [meters['heat']], validFrom: '2026-01-01', ...over });
    const short = await declare({ name: 'Ketel later', validFrom: begins });
    const [item] = items(await get(`/companies/${company.company}/conversions?from=${day(from)}&to=${day(to)}`));

    // Of two days of 960 m3 and 7,680 kWh the second.
    const quarters = (to - localAdd(from, 'P1D', 1)) / QUARTER_MS;
    expect(item).toMatchObject({
      efficiency: expect.closeTo(0.90995, 4),
      inputs: [{ amount: quarters * 10, coverage: 1 }],
      outputs: [{ amount: quarters * 80, coverage: 1 }],
    });
    expect((await region.ask('DELETE', `/api/v1/conversions/${String(short.body['id'])}`, { key: BOOTSTRAP })).status).toBe(204);
    const ended = await declare({ name: 'Ketel eerder', validTo: begins });
    const [until] = items(await get(`/companies/${company.company}/conversions?from=${day(from)}&to=${day(to)}`));
    expect(until?.['outputs']).toMatchObject([{ amount: ((localAdd(from, 'P1D', 1) - from) / QUARTER_MS) * 80, coverage: 1 }]);
    expect((await region.ask('DELETE', `/api/v1/conversions/${String(ended.body['id'])}`, { key: BOOTSTRAP })).status).toBe(204);
    expect((await declare({})).status).toBe(201);
  });

  it('is not named to who may declare one without seeing what the company has', async () => {
    await region.app.parts.auth.ensureAccount({ email: 'operator@test.nl', password: 'a long password', name: 'operator', roles: [{ role: 'operator' }] });
    const cookie = await signIn(region, 'operator@test.nl', 'a long password');
    const body = { company: company.company, kind: 'boiler', name: 'Ketel 2', inputs: [meters['gas']], outputs: [meters['heat']], validFrom: '2026-01-01' };
    const consents = (await get(`/companies/${company.company}/consents`)).body['items'];
    const list: { id: number; audience: string }[] = JSON.parse(JSON.stringify(consents));
    for (const { id, audience } of list.filter((one) => one.audience === 'region'))
      expect([audience, (await region.ask('DELETE', `/api/v1/companies/${company.company}/consents/${id}`, { key: BOOTSTRAP })).status]).toEqual(['region', 204]);
    const refused = await region.ask('POST', '/api/v1/conversions', { cookie, body });

    expect([refused.status, refused.body['code']]).toEqual([409, 'conflict']);
    expect(String(refused.body['detail'])).toContain('another conversion');
    expect(String(refused.body['detail'])).not.toContain('Ketel 1');
    expect(String((await post('/conversions', body)).body['detail'])).toContain('Ketel 1');
  });

  it('changes no figure of the balance: what it makes stands there once, as generation of heat', async () => {
    const before = await get(`/parks/de-mars/balance?carrier=heat&from=${day(from)}&to=${day(to)}&step=P1D`);
    expect(before.body['totals']).toMatchObject({ generationKwh: expect.closeTo(80 * ((to - from) / QUARTER_MS), 3), gridImportKwh: 0 });
  });

  it.each([
    ['a meter twice', {}, 'conflict'],
    ['a meter of somebody else', { inputs: () => [other.meter] }, 'invalid-request'],
    ['heat in a boiler', { inputs: () => [meters['heat']], outputs: () => [meters['gas']] }, 'invalid-request'],
    ['an end before its begin', { validTo: () => '2025-01-01' }, 'reversed-period'],
  ] as const)('is refused with %s', async (_, over, code) => {
    const changed = Object.fromEntries(Object.entries(over).map(([name, make]: [string, () => unknown]) => [name, make()]));
    const body = { company: company.company, kind: 'boiler', name: 'Ketel 2', inputs: [meters['gas']], outputs: [meters['heat']], validFrom: '2026-01-01', ...changed };
    expect((await post('/conversions', body)).body['code']).toBe(code);
  });

  it('is taken back', async () => {
    expect((await region.ask('DELETE', '/api/v1/conversions/4', { key: BOOTSTRAP })).status).toBe(204);
    expect(items(await get(`/companies/${company.company}/conversions`))).toEqual([]);
    expect((await get(`/companies/${company.company}/conversions?from=2020-01-01&to=2026-01-01`)).body['code']).toBe('period-too-long');
  });
});
