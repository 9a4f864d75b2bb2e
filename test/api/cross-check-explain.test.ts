// Numbers of cross-checks explained: of a closed grid and its companies, for whoever may see them, and for nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { makeLattice } from '../../src/simulate/noise.ts';
import { crossChecks } from './explained-meters.ts';
import { type Body, rows } from './explained-parts.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let root: Objects;
let inside: Objects;
let silent: Objects;
let manager = '';
const draw = makeLattice(5);
const end = epochMs(Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS);
const begin = localAdd(localFloor(end, 'P1D'), 'P1D', -4);

const get = (path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });

beforeAll(async () => {
  region = await startApp();
  const company = (name: string, ean: string, shares: boolean): Promise<Objects> => makeCompany(region, { park: 'de-mars', name, ean, shares });
  [root, inside, silent] = [
    await company('Root', '871999900000000011', true),
    await company('Inside', '871999900000000028', true),
    await company('Silent', '871999900000000035', false),
  ];
  const { directory } = region.app.parts;
  const row = directory.connections.get(inside.connection);
  if (row !== undefined) await directory.changeConnection(row, { behind: root.connection });
  const sub = await region.ask('POST', '/api/v1/meters', {
    key: BOOTSTRAP,
    body: { connection: silent.connection, serial: 'sub', carrier: 'electricity', role: 'sub', validFrom: '2026-01-01' },
  });
  const kw = Array.from({ length: (end - begin) / QUARTER_MS }, (_, t) => Math.round(4e6 * (40 + 30 * draw(t))) / 1e6);
  const from = toIso(begin);
  await measure(region, root.meter, { from, kw });
  // Half an hour late, and a twentieth too much.
  await measure(region, inside.meter, { from, kw: kw.map((_, t) => Math.round(4e6 * 1.05 * (kw[Math.max(t - 2, 0)] ?? 0)) / 4e6) });
  await measure(region, silent.meter, { from, kw });
  await measure(region, Number(sub.body['id']), { from, kw });
  await region.app.parts.auth.ensureAccount({ email: 'm@test.nl', password: 'a long password', name: 'm', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  manager = await signIn(region, 'm@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

describe('every number of the checks of a closed grid', () => {
  it('is what is listed', async () => {
    const ask = async (path: string): Promise<Body> => (await get(path, manager)).body;
    const numbers = await crossChecks(ask, '/parks/de-mars/cross-checks');
    const found: unknown[] = [];
    for (const one of numbers) {
      const why = await ask(one.explain);
      found.push([one.name, why['value'], one.reckon(why)]);
    }

    expect(new Set(numbers.map((one) => one.name))).toEqual(
      new Set([
        ...['expectedAmount', 'foundAmount', 'differenceShare', 'quarters', 'quartersAbove'].map((name) => `parts ${name}`),
        ...['shiftMinutes', 'correlation', 'correlationUnshifted', 'quarters'].map((name) => `shift ${name}`),
      ]),
    );
    expect(found).toEqual(numbers.map((one) => [one.name, one.told, one.told]));
  });

  it('names the registers of the main and of who stands behind it, and leads to their quarters', async () => {
    const { body } = await get(`/connections/${root.connection}/cross-checks/explain?check=parts&connection=${root.connection}&field=quarters`);
    // The connection alone has no others to hold against it.
    expect(body['code']).toBe('not-found');
    const why = (await get(`/parks/de-mars/cross-checks/explain?check=parts&connection=${root.connection}&field=foundAmount`, manager)).body;
    const [first] = rows(why['registers']);

    expect(first).toMatchObject({ side: 'found', company: inside.company, meter: inside.meter, name: 'import', weight: 1 });
    expect((await get(String(first?.['explain']), manager)).body['value']).toBe(first?.['amount']);
  });
});

describe('who may not see the readings', () => {
  it.each(['parts', 'shift', 'direction'])('is answered about the %s of a meter as if it were not there', async (check) => {
    const of = (connection: number): Promise<Answer> => get(`/parks/de-mars/cross-checks/explain?check=${check}&connection=${connection}&field=quarters`, manager);
    const [foreign, none] = [await of(silent.connection), await of(999_999)];

    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(none.body);
  });
});

describe('a field that a check has not', () => {
  it('is refused with those it has, and one that says nothing yet as well', async () => {
    const asked = `/companies/${silent.company}/cross-checks/explain?check=parts&connection=${silent.connection}`;
    expect((await get(`${asked}&field=slope`)).body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('expectedAmount') });
    // Neither of them moved before they were measured.
    const before = `from=${encodeURIComponent(toIso(localAdd(begin, 'P1D', -3)))}&to=${encodeURIComponent(toIso(begin))}`;
    expect((await get(`${asked}&field=differenceShare&${before}`)).body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('too little') });
  });
});
