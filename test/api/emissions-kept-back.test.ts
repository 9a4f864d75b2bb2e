// What the region may read of the emissions of months and of the years before: each is judged as a figure of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Emissions } from '../../src/api/shapes-emissions.ts';
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
const YEAR = new Date().getUTCFullYear();
const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059', '871999900000000066'];
const HEAT_EANS = ['871999900000001001', '871999900000001018', '871999900000001025', '871999900000001032', '871999900000001049', '871999900000001056'];
let region: SmallRegion;
const companies: Objects[] = [];
let asRegion: string;
let asManager: string;

/** The same amount in each quarter of [from, to), of several registers. */
async function deliver(amounts: ReadonlyMap<number, number>, [from, to]: [string, string]): Promise<void> {
  const [first, end] = [localDate(from) / QUARTER_MS, localDate(to) / QUARTER_MS];
  const columns = emptyColumns((end - first) * amounts.size);
  let row = 0;
  for (const [register, kwh] of amounts)
    for (let quarter = first; quarter < end; quarter++) {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = kwh;
      columns.flags[row] = 1;
      row += 1;
    }
  await region.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });
}

const PERIOD = `from=${YEAR - 1}-01-01&to=${YEAR - 1}-03-01`;
const ask = (cookie: string): Promise<Answer> => region.ask('GET', `/api/v1/parks/de-mars/emissions?${PERIOD}`, { cookie });
const explain = (name: string, cookie: string): Promise<Answer> => region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?${PERIOD}&field=decomposition.${name}`, { cookie });
const locationKg = (answer: Answer): unknown[] => (Array.isArray(answer.body['steps']) ? answer.body['steps'].map((step) => step.scope2.locationBasedKg) : []);

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true, validFrom: '2020-01-01' }));
  const { directory } = region.app.parts;
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import', name: 'import' } as const;
  const ids = (await directory.addRegisters(companies.map(({ meter }) => ({ meter, ...counter })))).map((one) => one.id);
  const five = (first: number): Map<number, number> => new Map(ids.slice(0, 5).map((id, index) => [id, index === 0 ? first : 1]));
  await deliver(five(1), [`${YEAR - 2}-01-01`, `${YEAR - 2}-03-01`]);
  await deliver(five(1), [`${YEAR - 1}-01-01`, `${YEAR - 1}-02-01`]);
  // In February the first takes 12 of 16.
  await deliver(five(12), [`${YEAR - 1}-02-01`, `${YEAR - 1}-03-01`]);
  // The sixth came in the second year.
  await deliver(new Map([[ids[5] ?? 0, 0.1]]), [`${YEAR - 1}-01-01`, `${YEAR - 1}-03-01`]);
  const people = { region: [{ role: 'region' }], manager: [{ role: 'parkmanager', parks: ['de-mars'] }] } as const;
  for (const [name, roles] of Object.entries(people)) await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
  [asRegion, asManager] = [await signIn(region, 'region@test.nl', 'a long password'), await signIn(region, 'manager@test.nl', 'a long password')];
}, 60_000);
afterAll(() => region.stop());

describe('the months of a period', () => {
  it('are kept back where one company makes one up, with as many others as hide it; the period itself may be told', async () => {
    const answer = await ask(asRegion);

    expect(answer.body['totals']).toMatchObject({ scope2: { locationBasedKg: expect.any(Number) } });
    expect(locationKg(answer)).toEqual([null, null]);
    expect(locationKg(await ask(asManager))).toEqual([expect.any(Number), expect.any(Number)]);
  });
});

describe('the change since the year before', () => {
  it('is kept back where what came since is one company, which stands there as coverage', async () => {
    const answer = await ask(asRegion);

    expect(answer.body['decomposition']).toBeNull();
    expect(answer.body['signs']).toContainEqual({ figure: 'decomposition', sign: 'x', reason: 'too-few' });
    expect((await ask(asManager)).body['decomposition']).toMatchObject({ likeForLike: { connections: 5, of: 6 } });
    // Nor is what it is made of.
    for (const name of ['changeKg', 'coverageKg', 'nowKg', 'alikeNowKg']) expect([name, (await explain(name, asRegion)).body['code']]).toEqual([name, 'suppressed']);
    expect((await explain('coverageKg', asManager)).body['connections']).toMatchObject({ alike: 5, of: 6 });
  });

  it('is told where the same companies measured both', async () => {
    const last = companies[5];
    const { body } = await region.ask('GET', `/api/v1/companies/${last?.company}/consents`, { key: BOOTSTRAP });
    const items: { id: number; audience: string }[] = JSON.parse(JSON.stringify(body['items']));
    for (const { id } of items.filter((one) => one.audience === 'region'))
      expect((await region.ask('DELETE', `/api/v1/companies/${last?.company}/consents/${id}`, { key: BOOTSTRAP })).status).toBe(204);
    const answer = await ask(asRegion);

    expect(answer.body['decomposition']).toMatchObject({ likeForLike: { connections: 5, of: 5 }, coverageKg: 0 });
    // No carriers, months, connections or factors: the answer tells none of them of the change.
    const told = new Map(Object.entries(answer.body['decomposition'] ?? {}));
    for (const name of ['baseKg', 'nowKg', 'activityKg', 'factorKg', 'coverageKg']) {
      const { body: why } = await explain(name, asRegion);
      const line = { subject: 'together', amount: null, factor: null, contribution: told.get(name) };
      expect(why).toMatchObject({ value: told.get(name), level: 'terms', uses: [], carriers: [], parts: [], connections: null });
      expect(why['terms']).toMatchObject([line]);
    }
    expect((await explain('changeKg', asRegion)).body['parts']).toMatchObject([{ value: told.get('nowKg') }, { value: told.get('baseKg') }]);
    expect((await explain('alikeNowKg', asRegion)).body['code']).toBe('suppressed');
    const { body: refused } = await region.ask('GET', `/api/v1/parks/de-mars/balance/explain?${PERIOD}&field=importKwh&step=P1M&connections=${companies[0]?.connection}`, {
      cookie: asRegion,
    });
    expect(refused['value']).toBeUndefined();
  });
});

describe('biogas of one company', () => {
  it('hides its biogenic CO2, and neither a scope nor the change, which it does not enter', async () => {
    const before = await ask(asRegion);
    const { directory } = region.app.parts;
    const id = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
    const connection = await id('/connections', { ean: '871999900000002015', company: companies[0]?.company, carrier: 'biogas', validFrom: '2020-01-01' });
    const meter = await id('/meters', { connection, serial: 'biogas', carrier: 'biogas', role: 'main', validFrom: '2020-01-01' });
    const [register] = await directory.addRegisters([{ meter, carrier: 'biogas', kind: 'counter', unit: 'm3', flow: 'import', name: 'import' }]);
    await deliver(new Map([[register?.id ?? 0, 5]]), [`${YEAR - 1}-01-01`, `${YEAR - 1}-03-01`]);
    const { body } = await ask(asRegion);

    expect(body['signs']).toContainEqual({ figure: 'biogas', sign: 'x', reason: 'too-few' });
    expect(body['totals']).toEqual({ ...Emissions.shape.totals.parse(before.body['totals']), biogenicKg: null });
    expect(body['decomposition']).toEqual(before.body['decomposition']);
    expect((await ask(asManager)).body['totals']).toMatchObject({ biogenicKg: expect.closeTo(5 * 96 * 59 * 1.321, 3) });
  });
});

describe('heat that is passed on', () => {
  it('is taken off what came in, so that one who passes on keeps back all of it', async () => {
    const { directory } = region.app.parts;
    const meters: number[] = [];
    for (const [index, { company }] of companies.entries()) {
      const id = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
      const connection = await id('/connections', { ean: HEAT_EANS[index], company, carrier: 'heat', validFrom: '2020-01-01' });
      meters.push(await id('/meters', { connection, serial: `H-${company}`, carrier: 'heat', role: 'main', validFrom: '2020-01-01' }));
      await region.ask('POST', `/api/v1/companies/${company}/consents`, { key: BOOTSTRAP, body: { audience: 'region' } });
    }
    const counter = { carrier: 'heat', kind: 'counter', unit: 'kWh' } as const;
    const taken = await directory.addRegisters(meters.map((meter) => ({ meter, ...counter, flow: 'import' as const, name: 'import' })));
    const [passed] = await directory.addRegisters([{ meter: meters[0] ?? 0, ...counter, flow: 'export', name: 'export' }]);
    await deliver(new Map(taken.map(({ id }) => [id, 10])), [`${YEAR - 1}-01-01`, `${YEAR - 1}-03-01`]);
    const heatKwh = async (cookie: string): Promise<unknown> => Emissions.shape.lines.parse((await ask(cookie)).body['lines']).find((one) => one.subject === 'heat')?.amount;
    const all = ((Date.UTC(YEAR - 1, 2, 1) - Date.UTC(YEAR - 1, 0, 1)) / QUARTER_MS) * 60;
    expect(await heatKwh(asRegion)).toBe(all);
    await deliver(new Map([[passed?.id ?? 0, 3]]), [`${YEAR - 1}-01-01`, `${YEAR - 1}-03-01`]);
    expect(await heatKwh(asManager)).toBe(all * 0.95);
    expect(await heatKwh(asRegion)).toBeNull();
  });
});
