// Connections that are changed, ended and taken out: figures follow at once, and what was measured keeps its meaning.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const DAY = 'from=2026-10-06&to=2026-10-07';
const NOON = '2026-10-06T12:00:00+02:00';
/** 100 kW all day long: 50 of it before noon. */
const MIDNIGHT = '2026-10-06T00:00:00+02:00';
const FREE_EAN = '871999900000000035';

let small: SmallRegion;
let own: Objects;
let foreign: Objects;
let cookie: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  foreign = await makeCompany(small, { park: 'park-a', name: 'Company B', ean: '871999900000000028', shares: true });
  await measure(small, own.meter, { from: MIDNIGHT, kw: Array.from({ length: 96 }, () => 100) });
  await measure(small, foreign.meter, { from: MIDNIGHT, kw: Array.from({ length: 96 }, () => 40) });
  for (const [email, role] of [
    ['a@test.nl', { role: 'company', company: own.company }],
    ['manager@test.nl', { role: 'parkmanager', parks: ['park-a'] }],
  ] as const)
    await small.app.parts.auth.ensureAccount({ email, password: 'a long password', name: email, roles: [role] });
  cookie = await signIn(small, 'a@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

const ask = (method: string, path: string, body?: unknown): Promise<Answer> => small.ask(method, `/api/v1${path}`, { cookie, ...(body !== undefined && { body }) });
const byKey = (method: string, path: string, body?: unknown): Promise<Answer> => small.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
const change = (body: unknown, connection = own.connection): Promise<Answer> => ask('PATCH', `/connections/${connection}`, body);
const totals = async (area: string): Promise<unknown> => (await byKey('GET', `/${area}/balance?${DAY}&step=P1D`)).body['totals'];
const room = async (area: string, hour = 8): Promise<unknown> => {
  const items: unknown = (await byKey('GET', `/${area}/capacity?${DAY}&step=PT1H`)).body['items'];
  return Array.isArray(items) ? items[hour] : null;
};
const detailOf = ({ status, body }: Answer): string => `${status} ${String(body['detail'])}`;
const fresh = async (over: object = {}): Promise<number> =>
  Number((await ask('POST', '/connections', { ean: FREE_EAN, company: own.company, carrier: 'electricity', validFrom: '2026-01-01', ...over })).body['id']);

describe('a changed contract', () => {
  it('changes the room of every quarter at once, of the connection and of its park', async () => {
    // 500 kW each; 100 and 40 kW are used.
    expect(await room(`connections/${own.connection}`)).toMatchObject({ usageKw: 100, limitKw: 500, headroomKw: 400 });
    expect(await room('parks/park-a')).toMatchObject({ usageKw: 140, limitKw: 1000, headroomKw: 860 });

    const changed = await change({ contractedImportKw: 250, physicalExportKw: null });

    expect(changed.body).toMatchObject({ contractedImportKw: 250, contractedExportKw: 100, physicalImportKw: 630, physicalExportKw: null });
    expect(await room(`connections/${own.connection}`)).toMatchObject({ limitKw: 250, headroomKw: 150 });
    expect(await room('parks/park-a')).toMatchObject({ limitKw: 750, headroomKw: 610 });
    expect((await byKey('GET', '/parks/park-a/now')).body['quarter']).toMatchObject({ limitKw: 750 });
    expect((await byKey('GET', '/parks/park-a/capacity/now')).body['own']).toMatchObject({ limitKw: 750 });
  });
});

describe('a connection that ended', () => {
  it('counts up to its end and not after it, and all of it again when it is opened', async () => {
    expect(await totals('parks/park-a')).toMatchObject({ importKwh: 140 * 24 });

    expect((await change({ validTo: NOON })).body['validTo']).toBe('2026-10-06T10:00:00Z');
    expect(await totals('parks/park-a')).toMatchObject({ importKwh: 140 * 12 + 40 * 12 });
    expect(await totals(`companies/${own.company}`)).toMatchObject({ importKwh: 1200 });
    expect((await byKey('GET', '/parks/park-a/now')).body['quarter']).toMatchObject({ limitKw: 500 });
    // What is not there is not missed, and its contract is no room of the others.
    expect((await byKey('GET', `/parks/park-a/balance?${DAY}&step=P1D`)).body['coverage']).toBe(1);
    expect(await room('parks/park-a', 8)).toMatchObject({ usageKw: 140, limitKw: 750, headroomKw: 610 });
    expect(await room('parks/park-a', 14)).toMatchObject({ usageKw: 40, limitKw: 500, headroomKw: 460 });
    const why = await ask('GET', `/companies/${own.company}/balance/explain?${DAY}&field=importKwh`);
    expect(why.body['value']).toBe(1200);

    expect((await change({ validTo: null })).body['validTo']).toBeNull();
    expect(await totals('parks/park-a')).toMatchObject({ importKwh: 140 * 24 });
  });

  it('is not opened again while another has its EAN', async () => {
    const first = await fresh({ validTo: '2026-06-01' });
    const second = await fresh({ validFrom: '2026-06-01' });

    expect(detailOf(await change({ validTo: null }, first))).toContain('409 There is a connection with this EAN already in that time.');
    expect((await change({ validTo: '2026-05-01' }, first)).status).toBe(200);
    for (const id of [first, second]) expect((await ask('DELETE', `/connections/${id}`)).status).toBe(204);
  });
});

describe('an EAN', () => {
  it('is told to whoever may change the company, and to nobody else', async () => {
    const manager = await signIn(small, 'manager@test.nl', 'a long password');
    const seen = await small.ask('GET', `/api/v1/connections/${own.connection}`, { cookie: manager });
    const listed: unknown = (await ask('GET', `/companies/${own.company}/connections`)).body['items'];

    expect([seen.status, seen.body['ean']]).toEqual([200, null]);
    expect(listed).toMatchObject([{ id: own.connection, ean: '871999900000000011' }]);
    expect((await byKey('GET', `/connections/${own.connection}`)).body['ean']).toBe('871999900000000011');
  });

  it('changes while nothing was measured, to one that checks and that no other has', async () => {
    const id = await fresh();

    expect(detailOf(await change({ ean: '871999900000000036' }, id))).toBe('422 ean: the last digit does not check; one of the 18 digits is wrong');
    expect(detailOf(await change({ ean: '871999900000000028' }, id))).toContain('409 There is a connection with this EAN already in that time.');
    expect((await change({ ean: '871999900000000042' }, id)).body['ean']).toBe('871999900000000042');
    expect(detailOf(await change({ ean: FREE_EAN }))).toBe('409 Something was measured on this connection, so its EAN stays: end it (validTo) and add another one.');
    await ask('DELETE', `/connections/${id}`);
  });
});

describe('what a connection lies behind', () => {
  it('is changed by the rules of adding it, and not once it was measured', async () => {
    const id = await fresh();

    expect(detailOf(await change({ behind: foreign.connection }, id))).toBe(`422 behind: there is no electricity connection ${foreign.connection} that you may put one behind`);
    expect((await change({ behind: own.connection }, id)).body['behind']).toBe(own.connection);
    expect(detailOf(await change({ behind: id }, id))).toBe(`422 behind: connection ${id} lies behind this one itself`);
    expect(detailOf(await change({ behind: id }))).toBe('409 Something was measured on this connection, so what it lies behind stays: end it (validTo) and add another one.');
    expect(detailOf(await ask('DELETE', `/connections/${own.connection}`))).toContain('1 meter, 1 connection behind it');
    expect((await change({ behind: null }, id)).body['behind']).toBeNull();
    await ask('DELETE', `/connections/${id}`);
  });
});

describe('what does not fit', () => {
  it.each([
    [{ validTo: '2025-12-31' }, 'validTo must lie after validFrom.'],
    [{ validTo: 'soon' }, 'validTo'],
    [{ carrier: 'gas' }, 'Unrecognized key: "carrier"'],
    [{ contractedImportKw: -1 }, 'contractedImportKw'],
    [{ ean: '12' }, 'ean: an EAN of a connection has 18 digits'],
  ])('%j is refused and changes nothing', async (body, says) => {
    const before = (await ask('GET', `/connections/${own.connection}`)).body;
    const answer = await change(body);

    expect(answer.status).toBe(422);
    expect(answer.body['detail']).toContain(says);
    expect((await ask('GET', `/connections/${own.connection}`)).body).toEqual(before);
  });

  it('a connection of somebody else is as good as absent', async () => {
    const [theirs, none] = [await change({ contractedImportKw: 1 }, foreign.connection), await change({ contractedImportKw: 1 }, 999_999)];

    expect(theirs.status).toBe(404);
    expect(theirs.body).toEqual(none.body);
  });
});
