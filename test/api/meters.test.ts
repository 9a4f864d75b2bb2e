// Meters that are changed and ended: the balance follows, and what was told keeps its meaning.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let own: Objects;
let foreign: Objects;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  foreign = await makeCompany(small, { park: 'park-a', name: 'Company B', ean: '871999900000000028', shares: true });
}, 60_000);
afterAll(() => small.stop());

const ask = (method: string, path: string, body?: unknown): Promise<Answer> => small.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
const added = async (over: object = {}): Promise<number> =>
  Number((await ask('POST', '/meters', { connection: own.connection, serial: 'S', carrier: 'electricity', role: 'sub', validFrom: '2026-01-01', ...over })).body['id']);
const balance = async (): Promise<unknown> => (await ask('GET', `/companies/${own.company}/balance?from=2026-10-06&to=2026-10-07&step=P1D`)).body['totals'];
const day = { from: '2026-10-06T00:00:00+02:00', kw: Array.from({ length: 96 }, () => 10) };

it('a meter that told nothing yet changes its role, and the balance counts it so from its first reading', async () => {
  await measure(small, own.meter, day);
  const meter = await added();
  const changed = await ask('PATCH', `/meters/${meter}`, { role: 'generation', generationKind: 'sun', serial: 'PV-1' });
  expect(changed.body).toMatchObject({ role: 'generation', serial: 'PV-1' });

  await measure(small, meter, { ...day, kw: day.kw.map(() => -4) });
  expect(await balance()).toMatchObject({ importKwh: 240, generationKwh: 96, consumptionKwh: 336 });

  const refused = await ask('PATCH', `/meters/${meter}`, { role: 'sub' });
  expect([refused.status, refused.body['code']]).toEqual([409, 'conflict']);
  expect(refused.body['detail']).toContain('end it (validTo) and add another one. Another device in its place is POST /meters/{id}/swaps');
  // The same role is no change.
  expect((await ask('PATCH', `/meters/${meter}`, { role: 'generation', serial: 'PV-2' })).body['serial']).toBe('PV-2');

  await ask('PATCH', `/meters/${meter}`, { validTo: '2026-10-06T12:00:00+02:00' });
  expect(await balance()).toMatchObject({ generationKwh: 48 });
  await ask('PATCH', `/meters/${meter}`, { validTo: null });
  expect(await balance()).toMatchObject({ generationKwh: 96 });
});

it('a meter goes behind another gateway of its company, and its messages with it', async () => {
  const meter = await added({ serial: 'G', role: 'sub' });
  expect((await ask('PATCH', `/meters/${meter}`, { gateway: own.gateway })).body['gateway']).toBe(own.gateway);
  expect((await ask('GET', `/gateways/${own.gateway}`)).body['meters']).toEqual([own.meter, meter]);

  const theirs = await ask('PATCH', `/meters/${meter}`, { gateway: foreign.gateway });
  expect([theirs.status, theirs.body['detail']]).toEqual([422, `gateway: this company has no gateway ${foreign.gateway}`]);

  expect((await ask('PATCH', `/meters/${meter}`, { gateway: null })).body['gateway']).toBeNull();
  expect((await ask('DELETE', `/meters/${meter}`)).status).toBe(204);
});

it.each([
  [{ validTo: '2025-01-01' }, 'validTo must lie after validFrom.'],
  [{ carrier: 'gas' }, 'Unrecognized key: "carrier"'],
  [{ role: 'chief' }, 'role'],
  [{ serial: '' }, 'serial'],
])('%j is refused', async (body, says) => {
  const answer = await ask('PATCH', `/meters/${own.meter}`, body);

  expect(answer.status).toBe(422);
  expect(answer.body['detail']).toContain(says);
});

it('an operator who changes the meter of a company that does not share is told no reading of it', async () => {
  const { auth } = small.app.parts;
  await auth.ensureAccount({ email: 'operator@test.nl', password: 'a long password', name: 'o', roles: [{ role: 'operator' }] });
  const closed = await makeCompany(small, { park: 'park-a', name: 'Company C', ean: '871999900000000035', shares: false });
  const time = Date.now() - 60_000;
  await ask('POST', `/ingest/${closed.gateway}`, { meter: 'M', time, importKwh: 1234.5 });
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  const cookie = await signIn(small, 'operator@test.nl', 'a long password');

  const answer = await small.ask('PATCH', `/api/v1/meters/${closed.meter}`, { cookie, body: { serial: 'N' } });
  const all = await ask('GET', `/meters/${closed.meter}`);

  expect(answer.body).toMatchObject({ serial: 'N', lastEvent: null, registers: [{ lastValue: null, lastAt: null }] });
  expect(all.body).toMatchObject({ registers: [{ lastValue: 1234.5 }] });
});

it('a meter that was taken away is neither counted nor waited for in the power of now', async () => {
  const place = await makeCompany(small, { park: 'park-a', name: 'Company D', ean: '871999900000000042', shares: true });
  const next = Number((await ask('POST', '/meters', { connection: place.connection, serial: 'NEW', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' })).body['id']);
  const gateway = Number((await ask('POST', '/gateways', { name: 'new', park: place.park, company: place.company, meters: [next] })).body['id']);
  const now = async (): Promise<Record<string, unknown>> => (await ask('GET', `/companies/${place.company}/now`)).body;
  // A minute apart: 1 kWh is 60 kW, 0.5 kWh is 30 kW.
  const at = Date.now() - 61_000;
  for (const [minute, time] of [at, at + 60_000].entries()) {
    await ask('POST', `/ingest/${place.gateway}`, { time, importKwh: 100 + minute });
    await ask('POST', `/ingest/${gateway}`, { time, importKwh: 7 + minute / 2 });
    await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  }
  expect(await now()).toMatchObject({ importKw: 90, meters: { live: 2, total: 2 } });

  await ask('PATCH', `/meters/${place.meter}`, { validTo: new Date(at).toISOString() });
  expect(await now()).toMatchObject({ importKw: 30, meters: { live: 1, total: 1 } });
});
