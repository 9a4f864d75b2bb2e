// The last 24 hours of all meters in one answer, and the gaps of one: to whom may see the meter, and to nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAST_DAY_METERS_MAX } from '../../src/api/meter-days-query.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let open: Objects;
let shut: Objects;
let manager = '';
/** Start of the quarter that runs. */
let running = 0;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  open = await makeCompany(small, { park: 'park-a', name: 'Open BV', ean: '871999900000000011', shares: true });
  shut = await makeCompany(small, { park: 'park-a', name: 'Dicht BV', ean: '871999900000000028', shares: false });
  await small.app.parts.auth.ensureAccount({ email: 'els@test.nl', password: 'a long password', name: 'Els', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  manager = await signIn(small, 'els@test.nl', 'a long password');
  running = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  // Ten quarters at 40 kW, then nothing for an hour, then two at -8 kW.
  const at = (before: number): string => new Date(running - before * QUARTER_MS).toISOString();
  for (const { meter } of [open, shut]) {
    await measure(small, meter, { from: at(16), kw: Array.from({ length: 10 }, () => 40) });
    await measure(small, meter, { from: at(2), kw: [-8, -8] });
  }
}, 60_000);
afterAll(() => small.stop());

const items = async (path: string, as: { cookie?: string; key?: string } = { key: BOOTSTRAP }): Promise<Record<string, unknown>[]> => {
  const { body } = await small.ask('GET', `/api/v1${path}`, as);
  return Array.isArray(body['items']) ? body['items'] : [];
};

describe('the last day of the meters of a place', () => {
  it('has amounts by flow, nothing where nothing was measured, and how many quarters miss', async () => {
    const [day] = await items(`/companies/${open.company}/meters/last-day`);
    const flows = Array.isArray(day?.['flows']) ? day['flows'] : [];

    expect(day).toMatchObject({ meter: open.meter, unit: 'kWh', measured: 12, estimated: 0, missing: 84 });
    expect(Date.parse(String(day?.['start']))).toBe(Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - 96 * QUARTER_MS);
    const [imported, exported] = flows.map((one: { amounts: (number | null)[] }) => one.amounts.slice(-17));
    const ten = Array.from({ length: 10 });
    expect(flows.map((one: { flow: string }) => one.flow)).toEqual(['import', 'export']);
    expect(imported).toEqual([null, ...ten.map(() => 10), null, null, null, null, 0, 0]);
    expect(exported).toEqual([null, ...ten.map(() => 0), null, null, null, null, 2, 2]);
  });

  it('of a park holds the meters that its manager may see, and no other', async () => {
    const seen = await items('/parks/park-a/meters/last-day', { cookie: manager });

    expect(seen.map((one) => one['meter'])).toEqual([open.meter]);
    expect((await items('/parks/park-a/meters/last-day')).map((one) => one['meter'])).toEqual([open.meter, shut.meter]);
    expect((await small.ask('GET', `/api/v1/companies/${shut.company}/meters/last-day`, { cookie: manager })).status).toBe(404);
  });

  it(`is of the first ${LAST_DAY_METERS_MAX} meters`, async () => {
    const { directory } = small.app.parts;
    const connection = open.connection;
    for (let more = 0; more < LAST_DAY_METERS_MAX; more++)
      await directory.addMeter({
        connection,
        serial: `X${more}`,
        carrier: 'electricity',
        role: 'sub',
        generationKind: null,
        gateway: null,
        validFrom: epochMs(running),
        validTo: null,
      });

    expect(await items(`/companies/${open.company}/meters`)).toHaveLength(LAST_DAY_METERS_MAX + 1);
    const days = await items(`/companies/${open.company}/meters/last-day`);
    expect(days).toHaveLength(LAST_DAY_METERS_MAX);
    // They hang there from this quarter on: nothing of theirs is missing.
    expect(days[1]).toMatchObject({ flows: [], measured: 0, estimated: 0, missing: 0 });
  }, 120_000);
});

describe('the days of a meter', () => {
  const days = (from: string, to: string, as?: { cookie?: string }): Promise<Record<string, unknown>[]> => items(`/meters/${open.meter}/days?from=${from}&to=${to}`, as);

  it('in autumn has one of 25 hours, of which every quarter counts', async () => {
    await measure(small, open.meter, { from: '2026-10-25T00:00:00+02:00', kw: Array.from({ length: 99 }, () => 4) });

    expect(await days('2026-10-24', '2026-10-26')).toEqual([
      { start: '2026-10-23T22:00:00Z', end: '2026-10-24T22:00:00Z', measured: 0, estimated: 0, missing: 96 },
      { start: '2026-10-24T22:00:00Z', end: '2026-10-25T23:00:00Z', measured: 99, estimated: 0, missing: 1 },
    ]);
  });

  it('are not missing before the meter hung there, nor before they are over', async () => {
    expect(await days('2025-12-30', '2025-12-31')).toEqual([{ start: '2025-12-29T23:00:00Z', end: '2025-12-30T23:00:00Z', measured: 0, estimated: 0, missing: 0 }]);
    const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const [next] = await days(ahead, new Date(Date.now() + 5 * 86_400_000).toISOString());
    expect(next).toMatchObject({ measured: 0, estimated: 0, missing: 0 });
  });

  it('of a gap that a reading closes are estimated: the amount is known, not when it flowed', async () => {
    const at = (hour: number): string => new Date(Date.UTC(2026, 9, 1, hour)).toISOString();
    for (const [time, importKwh] of [
      [at(0), 100],
      [at(1), 104],
      [at(5), 120],
    ])
      await small.ask('POST', `/api/v1/ingest/${shut.gateway}`, { key: BOOTSTRAP, body: { time, importKwh } });
    await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });

    const [day] = await items(`/meters/${shut.meter}/days?from=2026-10-01&to=2026-10-02`);
    expect(day).toMatchObject({ measured: 4, estimated: 16, missing: 76 });
  });

  it('are at most two months in one answer', async () => {
    const answer = await small.ask('GET', `/api/v1/meters/${open.meter}/days?from=2026-01-01&to=2026-03-05`, { key: BOOTSTRAP });

    expect([answer.status, answer.body['code'], answer.body['detail']]).toEqual([422, 'period-too-long', 'An answer has at most 62 days.']);
    expect(await days('2026-01-01', '2026-03-04')).toHaveLength(62);
  });
});

describe('the delay of a meter', () => {
  async function delayOf(agoMs: number): Promise<unknown> {
    await small.ask('POST', `/api/v1/ingest/${open.gateway}`, { key: BOOTSTRAP, body: { time: new Date(Date.now() - agoMs).toISOString(), importKwh: 5_000 } });
    await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
    return (await small.ask('GET', `/api/v1/meters/${open.meter}`, { key: BOOTSTRAP })).body['delayS'];
  }

  it('is how long its last message was on its way, and unknown when that was still to come', async () => {
    expect([42, 43, 44]).toContain(await delayOf(42_000));
    expect(await delayOf(-61_000)).toBeNull();
  });
});
