// Corrections by hand and swaps over the API: what they give, who signed, what undoing puts back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORRECTION_QUARTERS_MAX } from '../../src/api/corrections-query.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const QUARTER = 900_000;
const MINUTE = 60_000;
/** Three hours ago: readings are told with their own time. */
const START = Math.floor(Date.now() / QUARTER) * QUARTER - 12 * QUARTER;

let small: SmallRegion;
let company: Objects;
let register: number;
let cookie: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  company = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  await small.app.parts.auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'Anna de Vries', roles: [{ role: 'company', company: company.company }] });
  cookie = await signIn(small, 'a@test.nl', 'a long password');
  // 12 kWh an hour throughout; the meter is swapped after 40 minutes at 1008 and starts again at 3.
  for (const minute of [0, 5, 10]) await tell(minute, 1000 + minute / 5, 'OLD');
  for (const minute of [60, 65, 75, 90, 105]) await tell(minute, 3 + (minute - 40) / 5, 'NEW');
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  register = small.app.parts.directory.registersOf(company.meter)[0]?.id ?? 0;
  const columns = emptyColumns(96);
  columns.registers.fill(register);
  for (let index = 0; index < 96; index++) columns.quarters[index] = Date.parse('2026-10-05T22:00:00Z') / QUARTER + index;
  columns.amounts.fill(2);
  columns.flags.fill(1);
  await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a delivery', importId: 1, at: epochMs(Date.now() - 1000) });
}, 60_000);
afterAll(() => small.stop());

const tell = (minute: number, importKwh: number, meter: string): Promise<Answer> =>
  small.ask('POST', `/api/v1/ingest/${company.gateway}`, { key: BOOTSTRAP, body: { meter, time: START + minute * MINUTE, importKwh } });
const post = (path: string, body: unknown): Promise<Answer> => small.ask('POST', `/api/v1${path}`, { cookie, body });
/** What counts of each quarter: amount, flag, spread, source. */
async function quarters(from: number, to: number): Promise<string[]> {
  const path = `/api/v1/meters/${company.meter}/quarters/explain?register=${register}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const rows: unknown = (await small.ask('GET', path, { cookie })).body['quarters'];
  return (Array.isArray(rows) ? rows : []).map(
    (one: Record<string, unknown>) => `${Number(one['amount'])} ${String(one['quality'])}${one['spread'] === true ? ' spread' : ''} ${String(one['rule'])}`,
  );
}
const DAY = { from: '2026-10-06', to: '2026-10-07' };
const DAY_FROM = Date.parse('2026-10-05T22:00:00Z');

describe('a correction by hand', () => {
  it('of an amount a quarter wins over the delivery, signed by who is signed in, and goes when it is undone', async () => {
    const made = await post('/corrections', {
      meter: company.meter,
      from: '2026-10-06T00:00:00+02:00',
      to: '2026-10-06T00:30:00+02:00',
      amount: { unit: 'kWh', perQuarter: 5 },
      reason: 'the meter stood still',
    });

    expect([made.status, made.body['author'], made.body['reason'], made.body['quarters'], made.body['undone']]).toEqual([201, 'Anna de Vries', 'the meter stood still', 2, null]);
    expect(await quarters(DAY_FROM, DAY_FROM + 3 * QUARTER)).toEqual(['5 C corrected-by-hand', '5 C corrected-by-hand', '2 M delivered']);

    const undone = await post(`/corrections/${Number(made.body['id'])}/undo`, { reason: 'it did not' });

    expect(undone.body['undone']).toMatchObject({ author: 'Anna de Vries', reason: 'it did not' });
    expect(await quarters(DAY_FROM, DAY_FROM + 2 * QUARTER)).toEqual(['2 M delivered', '2 M delivered']);
    expect((await post(`/corrections/${Number(made.body['id'])}/undo`, { reason: 'again' })).status).toBe(409);
  });

  it('of a day total is spread over its quarters, adds up to the total and makes no peak', async () => {
    const made = await post('/corrections', { register, ...DAY, amount: { unit: 'kWh', total: 1000, shape: 'as-measured' }, reason: 'day total of the bill' });
    const balance = (await small.ask('GET', `/api/v1/companies/${company.company}/balance?from=2026-10-06&to=2026-10-07&step=P1D`, { cookie })).body;

    expect(await quarters(DAY_FROM, DAY_FROM + QUARTER)).toEqual(['10.416667 C spread spread']);
    expect(balance['totals']).toMatchObject({ importKwh: 1000, peakImportKw: null });
    expect(balance['quartersEstimated']).toBe(96);

    await post(`/corrections/${Number(made.body['id'])}/undo`, { reason: 'done' });
    const back = (await small.ask('GET', `/api/v1/companies/${company.company}/balance?from=2026-10-06&to=2026-10-07&step=P1D`, { cookie })).body;
    expect(back['totals']).toMatchObject({ importKwh: 192, peakImportKw: 8 });
  });

  it('is on the list of its meter and on that of all, newest first', async () => {
    const [one, all] = [await small.ask('GET', `/api/v1/meters/${company.meter}/corrections`, { cookie }), await small.ask('GET', '/api/v1/corrections', { cookie })];

    expect(one.body['items']).toEqual(all.body['items']);
    expect(one.body['items']).toMatchObject([
      { kind: 'amounts', detail: { total: 1000 } },
      { kind: 'amounts', detail: { perQuarter: 5 } },
    ]);
  });

  it.each([
    [{ amount: { unit: 'm3', perQuarter: 1 } }, 'counts kWh'],
    [{ to: '2099-01-01' }, 'quarters'],
    [{ from: '2026-10-06', to: '2026-10-05' }, 'after'],
    [{ from: '2026-10-06T00:01:00Z' }, 'whole quarter'],
    [{ amount: { unit: 'kWh', perQuarter: -1 } }, 'amount'],
    [{ reason: ' ' }, 'reason'],
    [{ from: '2010-01-01' }, String(CORRECTION_QUARTERS_MAX)],
  ])('that does not fit (%o) is refused with what is wrong', async (over, detail) => {
    const answer = await post('/corrections', { register, ...DAY, amount: { unit: 'kWh', perQuarter: 1 }, reason: 'a test', ...over });

    expect(answer.status).toBe(422);
    expect(answer.body['detail']).toContain(detail);
  });
});

describe('a meter swap', () => {
  it('is booked as nothing until its readings are entered; then the quarters are exact, and undoing gives that back', async () => {
    const unknown = await quarters(START, START + 6 * QUARTER);
    const made = await post(`/meters/${company.meter}/swaps`, {
      at: new Date(START + 40 * MINUTE).toISOString(),
      readings: [{ register: 'import', end: 1008, start: 3 }],
      reason: 'new meter, work order 12',
    });

    expect(unknown.filter((one) => one.endsWith('substituted'))).toHaveLength(4);
    expect([made.status, made.body['kind'], made.body['author']]).toEqual([201, 'swap', 'Anna de Vries']);
    expect(await quarters(START, START + 6 * QUARTER)).toEqual([...Array.from({ length: 4 }, () => '3 C corrected-by-hand'), '3 M counter-difference', '3 M counter-difference']);

    await post(`/corrections/${Number(made.body['id'])}/undo`, { reason: 'wrong meter' });
    expect(await quarters(START, START + 6 * QUARTER)).toEqual(unknown);
  });

  it('that was entered wrongly is replaced in one step, and stays when what replaces it does not fit', async () => {
    const at = new Date(START + 40 * MINUTE).toISOString();
    const enter = (end: number, over: object = {}): Promise<Answer> =>
      post(`/meters/${company.meter}/swaps`, { at, readings: [{ register: 'import', end, start: 3 }], reason: 'work order', ...over });
    const wrong = await enter(1020);
    const replaces = Number(wrong.body['id']);
    const refused = await enter(900, { replaces });
    const kept = (await small.ask('GET', `/api/v1/meters/${company.meter}/corrections`, { cookie })).body['items'];
    const right = await enter(1008, { replaces });
    const list = (await small.ask('GET', `/api/v1/meters/${company.meter}/corrections`, { cookie })).body['items'];

    expect([refused.status, right.status]).toEqual([422, 201]);
    expect(kept).toMatchObject([{ id: replaces, undone: null }, {}, {}, {}]);
    const replaced = { id: replaces, undone: { author: 'Anna de Vries', reason: 'work order' } };
    expect(list).toMatchObject([{ id: right.body['id'], undone: null }, replaced, {}, {}, {}]);
    expect((await quarters(START, START + 4 * QUARTER)).every((one) => one === '3 C corrected-by-hand')).toBe(true);
    expect([(await enter(1008, { replaces })).status, (await enter(1008, { replaces: 999 })).body['detail']]).toEqual([409, 'replaces: 999 is no swap of this meter.']);
    await post(`/corrections/${Number(right.body['id'])}/undo`, { reason: 'the test is over' });
  });

  it.each([
    [{ readings: [{ register: 'import', end: 900, start: 3 }] }, 'more than the end reading'],
    [{ readings: [{ register: 'import', end: 1008, start: 300 }] }, 'less than the start reading'],
    [{ readings: [{ register: 'export', end: 1, start: 0 }] }, 'no counter'],
    [{ at: '2026-01-01' }, 'no reading on both sides'],
    [{ at: '2099-01-01' }, 'ahead'],
  ])('that does not fit (%o) is refused', async (over, detail) => {
    const answer = await post(`/meters/${company.meter}/swaps`, {
      at: new Date(START + 40 * MINUTE).toISOString(),
      readings: [{ register: 'import', end: 1008, start: 3 }],
      reason: 'a test',
      ...over,
    });

    expect([answer.status, String(answer.body['detail'])]).toEqual([422, expect.stringContaining(detail)]);
  });
});
