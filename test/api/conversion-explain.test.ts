// Figures of a conversion explained: efficiency from input and output, those from meters, and meters from registers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { conversionNumbers } from './explained-meters.ts';
import { type Body, rows } from './explained-parts.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let open: Objects;
let silent: Objects;
let manager = '';
const pumps: number[] = [];
const to = localFloor(epochMs(Date.now()), 'P1D');
const from = localAdd(to, 'P1D', -2);
const period = `?from=${encodeURIComponent(toIso(from))}&to=${encodeURIComponent(toIso(to))}`;

const get = (path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const asked = async (path: string): Promise<Body> => (await get(path, manager)).body;

beforeAll(async () => {
  region = await startApp();
  open = await makeCompany(region, { park: 'de-mars', name: 'Open', ean: '871999900000000011', shares: true });
  silent = await makeCompany(region, { park: 'de-mars', name: 'Silent', ean: '871999900000000028', shares: false });
  const { deps, store } = region.app.parts;
  for (const [{ company, connection, meter }, serial] of [
    [open, 'heat-1'],
    [silent, 'heat-2'],
  ] as const) {
    await measure(region, meter, { from: toIso(from), kw: Array.from({ length: (to - from) / QUARTER_MS }, (_, t) => 4.000_004 + (t % 7)) });
    const made = await region.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body: { connection, serial, carrier: 'electricity', role: 'sub', validFrom: '2026-01-01' } });
    const heat = Number(made.body['id']);
    await measure(region, heat, { from: toIso(from), kw: Array.from({ length: (to - from) / QUARTER_MS }, (_, t) => 14.000_008 + (t % 5)) });
    const row = { company, kind: 'heat-pump' as const, name: 'Pomp', inputs: [meter], outputs: [heat], from: epochMs(0), to: null };
    pumps.push((await deps.conversions.add(row, { author: 'x', at: deps.now() })).id);
  }
  await store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  await region.app.parts.auth.ensureAccount({ email: 'm@test.nl', password: 'a long password', name: 'm', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  manager = await signIn(region, 'm@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

describe('every figure of a conversion', () => {
  it('is what is listed, and a sum of it leads to what that is made of', async () => {
    const numbers = await conversionNumbers(asked, '/parks/de-mars/conversions', period);
    const found: unknown[] = [];
    for (const one of numbers) {
      const why = await asked(one.explain);
      found.push([one.name, why['value'], one.reckon(why)]);
    }
    expect(numbers.map((one) => one.name)).toContain('inputs.amount');
    expect(found).toEqual(numbers.map((one) => [one.name, one.told, one.told]));
  });

  it('leads down to the quarters of a register', async () => {
    const of = (field: string): Promise<Body> =>
      asked(`/companies/${open.company}/conversions/explain${period.replace('?', '?conversion=' + String(pumps[0]) + '&')}&field=${field}`);
    const input = await of('inputKwh');
    const [term] = rows(input['parts']);
    const kwh = await asked(String(term?.['explain']));
    const [factor] = rows(kwh['parts']);
    const amount = await asked(String(factor?.['explain']));
    const [register] = rows(amount['registers']);

    expect([kwh['value'], amount['value']]).toEqual([term?.['value'], factor?.['value']]);
    expect(register).toMatchObject({ meter: open.meter, name: 'import' });
    expect((await asked(String(register?.['explain'])))['value']).toBe(register?.['contribution']);
  });
});

describe('who may not see the readings', () => {
  it('is answered about a conversion as if it had not been declared', async () => {
    const of = (id: number): Promise<Answer> => get(`/parks/de-mars/conversions/explain?conversion=${id}`, manager);
    const [foreign, none] = [await of(pumps[1] ?? 0), await of(999_999)];

    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(none.body);
  });
});

describe('what is not there', () => {
  it.each([
    ['field=heat', 'inputs.amount'],
    ['field=inputs.amount', 'which are the inputs'],
    ['field=efficiency', 'not known'],
  ])('%s is refused with what there is', async (query, detail) => {
    const later = `from=${encodeURIComponent(toIso(to))}&to=${encodeURIComponent(toIso(localAdd(to, 'P1D', 1)))}`;
    const { status, body } = await get(`/companies/${open.company}/conversions/explain?conversion=${pumps[0]}&${query}&${later}`);
    expect([status, String(body['detail'])]).toEqual([422, expect.stringContaining(detail)]);
  });
});
