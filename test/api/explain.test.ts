// Adding up what an explanation lists gives the number, to the last digit, whatever number it is and whoever asks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import { EXPLAIN_ROWS_MAX } from '../../src/api/explain-query.ts';
import { SPREAD_MARK, emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const QUARTER = 900_000;
const NUMBERS = 200;
const LIVE = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;
const DAY = '2026-10-06';
const EANS = ['011', '028', '035', '042', '059', '066', '073', '080'].map((end) => `871999900000000${end}`);
const FIRST = Date.parse('2026-10-05T22:00:00Z') / QUARTER;

/** Numbers that look random and are the same in every run. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

let small: SmallRegion;
let root: Objects;
let companies: Objects[];
let alone: Objects;
let others: Objects[];
let manager: string;
let region: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const company = (index: number): Promise<Objects> => makeCompany(small, { park: 'park-a', name: `Company ${index}`, ean: EANS[index] ?? '', shares: true });
  root = await company(0);
  companies = [await company(1), await company(2)];
  alone = await company(3);
  // Companies of another park: with five, the region may read what all of them did together.
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-b', name: 'Park B', municipality: 'Epe' } });
  others = [];
  for (const index of [4, 5, 6, 7]) others.push(await makeCompany(small, { park: 'park-b', name: `Company ${index}`, ean: EANS[index] ?? '', shares: true }));
  await makeMeters();
  await deliverValues();
  await tellReadings();
  await small.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  await small.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  [manager, region] = [await signIn(small, 'manager@test.nl', 'a long password'), await signIn(small, 'region@test.nl', 'a long password')];
}, 60_000);
afterAll(() => small.stop());

/** A closed grid: the root with a meter of its own, two companies behind it, one with sun and a battery; one outside. */
async function makeMeters(): Promise<void> {
  const { directory } = small.app.parts;
  for (const one of companies) {
    const connection = directory.connections.get(one.connection);
    if (connection !== undefined) directory.connections.set(one.connection, { ...connection, behind: root.connection });
  }
  const post = async (role: string, kind?: string): Promise<number> => {
    const body = { connection: companies[1]?.connection, serial: role, carrier: 'electricity', role, ...(kind !== undefined && { generationKind: kind }), validFrom: '2026-01-01' };
    return Number((await small.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body })).body['id']);
  };
  const [sun, battery] = [await post('generation', 'sun'), await post('storage')];
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh' } as const;
  await directory.addRegisters([
    ...[root, ...companies, alone, ...others].flatMap(({ meter }) => [
      { meter, name: 'import', flow: 'import', ...counter } as const,
      { meter, name: 'export', flow: 'export', ...counter } as const,
    ]),
    { meter: sun, name: 'generation', flow: 'generation', ...counter },
    { meter: battery, name: 'charge', flow: 'charge', ...counter },
    { meter: battery, name: 'discharge', flow: 'discharge', ...counter },
  ]);
}

/** A day of every register with holes, then corrections of some of it. */
async function deliverValues(): Promise<void> {
  const below = randoms(7);
  const registers = [...small.app.parts.directory.registers.keys()];
  const write = async (field: 'settled' | 'corrected', share: number, over: { importId: number | null; flags: readonly number[] }): Promise<void> => {
    const rows = registers.flatMap((register) => Array.from({ length: 96 }, (_, index) => ({ register, quarter: FIRST + index }))).filter(() => below(100) < share);
    const columns = emptyColumns(rows.length);
    rows.forEach(({ register, quarter }, row) => {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = below(90_000_000) / 1e6;
      columns.flags[row] = over.flags[below(over.flags.length)] ?? 1;
    });
    await small.app.parts.deps.settlement.write({ field, columns, author: 'Jansen', reason: 'a test', importId: over.importId, at: epochMs(Date.parse('2026-10-08T08:00:00Z')) });
  };
  await write('settled', 97, { importId: 1, flags: [1, 1, 1, 3] });
  await write('settled', 20, { importId: 2, flags: [1] });
  await write('corrected', 10, { importId: null, flags: [0, SPREAD_MARK] });
}

/** Two hours of live readings of the company outside, every seven minutes. */
async function tellReadings(): Promise<void> {
  for (let at = LIVE; at < LIVE + 8 * QUARTER; at += 7 * 60_000) {
    const hours = (at - LIVE) / 3_600_000;
    const body = { time: at, importKwh: Math.round(1e3 * (100 + 42 * hours)) / 1e3, exportKwh: Math.round(1e3 * (5 + 3.3 * hours)) / 1e3 };
    await small.ask('POST', `/api/v1/ingest/${alone.gateway}`, { key: BOOTSTRAP, body });
  }
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
}

type Reader = { key: string } | { cookie: string };
interface Explained {
  readonly value: number;
  readonly level: string;
  readonly quarters: readonly Record<string, unknown>[];
  readonly steps: readonly Record<string, unknown>[];
}

async function explainedOrKept(path: string, as: Reader): Promise<Explained | null> {
  const answer = await small.ask('GET', `/api/v1${path}`, as);
  return answer.body['code'] === 'suppressed' ? null : explain(path, as);
}

async function explain(path: string, as: Reader): Promise<Explained> {
  const answer = await small.ask('GET', `/api/v1${path}`, as);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const list = (name: string): Record<string, unknown>[] => {
    const items: unknown = answer.body[name];
    return Array.isArray(items) ? items : [];
  };
  return { value: Number(answer.body['value']), level: String(answer.body['level']), quarters: list('quarters'), steps: list('steps') };
}
const sumOf = (one: Explained): number => [...one.quarters, ...one.steps].reduce((sum, row) => sum + toMicro(Number(row['contribution'])), 0);

const FIELDS = ['importKwh', 'exportKwh', 'generationKwh', 'consumptionKwh', 'chargeKwh', 'dischargeKwh', 'localExchangeKwh', 'gridImportKwh', 'gridExportKwh', 'residualKwh'];

describe('a number of a balance', () => {
  it.each(['park', 'company', 'region', 'park as its manager', 'region as the region'])(
    `of the %s is what its explanation adds up to, ${NUMBERS} times`,
    async (whose) => {
      const below = randoms(whose.length);
      const as = whose.endsWith('manager') ? { cookie: manager } : whose.endsWith('the region') ? { cookie: region } : { key: BOOTSTRAP };
      const paths = whose.startsWith('park') ? ['/parks/park-a'] : whose.startsWith('region') ? ['/region'] : [root, ...companies, alone].map((one) => `/companies/${one.company}`);
      const live = `from=${new Date(LIVE).toISOString()}&to=${new Date(LIVE + 8 * QUARTER).toISOString()}`;
      const day = `from=${DAY}&to=2026-10-07`;
      const answers = new Map<string, Record<string, unknown>>();
      let keptBack = 0;
      for (let number = 0; number < NUMBERS; number++) {
        const query = `${below(4) === 0 ? live : day}&step=${['PT15M', 'PT1H', 'P1D'][below(3)]}`;
        const path = `${paths[below(paths.length)]}/balance`;
        const key = `${path}?${query}`;
        const balance = answers.get(key) ?? (await small.ask('GET', `/api/v1${key}`, as)).body;
        answers.set(key, balance);
        const steps: unknown = balance['steps'];
        const step: Record<string, unknown> = Array.isArray(steps) && below(5) > 0 ? steps[below(steps.length)] : {};
        const totals: unknown = balance['totals'];
        const field = FIELDS[below(FIELDS.length)] ?? '';
        const figure = step['start'] === undefined ? new Map(Object.entries(totals ?? {})).get(field) : step[field];
        const part = typeof step['start'] === 'string' && typeof step['end'] === 'string' ? `&start=${step['start']}&end=${step['end']}` : '';

        if (figure === null) {
          // What is kept back is explained to nobody either.
          const kept = await small.ask('GET', `/api/v1${path}/explain?${query}&field=${field}${part}`, as);
          expect([kept.status, kept.body['code']]).toEqual([403, 'suppressed']);
          keptBack += 1;
          continue;
        }
        const explained = await explainedOrKept(`${path}/explain?${query}&field=${field}${part}`, as);
        if (explained === null) {
          // Shown as a sum, but not in its quarters: somebody dominates one of those.
          expect(whose).toBe('region as the region');
          keptBack += 1;
          continue;
        }

        expect([path, query, part, field, explained.value]).toEqual([path, query, part, field, figure]);
        expect(sumOf(explained)).toBe(toMicro(Number(figure)));
      }
      expect(keptBack).toBeLessThan(NUMBERS);
      if (whose !== 'region as the region') expect(keptBack).toBe(0);
    },
    120_000,
  );

  it('that is a peak is one quarter of which every amount counts four times', async () => {
    const query = `from=${DAY}&to=2026-10-07`;
    const balance = (await small.ask('GET', `/api/v1/companies/${alone.company}/balance?${query}`, { key: BOOTSTRAP })).body;
    const explained = await explain(`/companies/${alone.company}/balance/explain?${query}&field=peakImportKw`, { key: BOOTSTRAP });

    expect(balance['totals']).toMatchObject({ peakImportKw: explained.value });
    expect(sumOf(explained)).toBe(toMicro(explained.value));
    expect(explained.quarters.every((one) => Math.abs(Number(one['weight'])) === 4 && one['spread'] === false)).toBe(true);
  });

  it('of a long period is explained in steps, each of which can be explained', async () => {
    const query = 'from=2026-01-01&to=2026-11-01&field=importKwh';
    const explained = await explain(`/parks/park-a/balance/explain?${query}`, { key: BOOTSTRAP });
    const october = explained.steps.find((one) => Number(one['contribution']) > 0);
    const days = await explain(`/parks/park-a/balance/explain?${query}&start=${String(october?.['start'])}&end=${String(october?.['end'])}`, { key: BOOTSTRAP });

    expect([explained.level, explained.steps.length, days.level, days.steps.length]).toEqual(['steps', 10, 'steps', 31]);
    expect(sumOf(explained)).toBe(toMicro(explained.value));
    expect(days.value).toBe(october?.['contribution']);
    expect(explained.steps.length + explained.quarters.length).toBeLessThanOrEqual(EXPLAIN_ROWS_MAX);
  });

  it('names no register and no company to who may not see it', async () => {
    // An hour in none of whose quarters one or two companies dominate.
    let explained: Explained | null = null;
    for (let hour = 0; explained === null && hour < 20; hour++) {
      const [start, end] = [hour, hour + 1].map((at) => `2026-10-06T${String(at).padStart(2, '0')}:00:00Z`);
      explained = await explainedOrKept(`/region/balance/explain?from=${DAY}&to=2026-10-07&field=importKwh&start=${start}&end=${end}`, { cookie: region });
    }

    expect(explained?.quarters).toHaveLength(4);
    for (const row of explained?.quarters ?? [])
      expect(row).toMatchObject({ register: null, company: null, meter: null, name: null, readings: null, delivery: null, rule: 'others' });
    expect((await small.ask('GET', `/api/v1/parks/park-a/balance/explain?from=${DAY}&to=2026-10-07&field=importKwh`, { cookie: region })).body['code']).toBe('suppressed');
  });

  it.each([
    ['field=powerKw', 'invalid-request'],
    ['field=importM3', 'invalid-request'],
    ['field=importKwh&start=2026-10-05&end=2026-10-06', 'bad-time'],
    ['field=importKwh&start=2026-10-06T08:00:00Z&end=2026-10-06T07:00:00Z', 'reversed-period'],
    ['field=importKwh&start=2026-10-06T08:01:00Z', 'bad-time'],
  ])('that does not exist (%s) is refused', async (rest, code) => {
    expect((await small.ask('GET', `/api/v1/parks/park-a/balance/explain?from=${DAY}&to=2026-10-07&${rest}`, { key: BOOTSTRAP })).body['code']).toBe(code);
  });
});

describe('a quarter of a meter', () => {
  it(`is what its explanation says, ${NUMBERS} times, of each source and of several quarters`, async () => {
    const below = randoms(3);
    const meters = [...small.app.parts.directory.meters.keys()];
    for (let number = 0; number < NUMBERS; number++) {
      const meter = meters[below(meters.length)] ?? 0;
      const [from, to] = meter === alone.meter && below(2) === 0 ? [LIVE, LIVE + 8 * QUARTER] : [FIRST * QUARTER, (FIRST + 96) * QUARTER];
      const period = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
      const items: unknown = (await small.ask('GET', `/api/v1/meters/${meter}/quarters?${period}`, { key: BOOTSTRAP })).body['items'];
      const rows: Record<string, unknown>[] = Array.isArray(items) ? items : [];
      const row = rows[below(rows.length)];
      if (row === undefined) continue;
      const start = String(row['start']);
      const end = new Date(Date.parse(start) + QUARTER).toISOString();

      const explained = await explain(`/meters/${meter}/quarters/explain?from=${start}&to=${end}&register=${String(row['register'])}&source=${String(row['source'])}`, {
        key: BOOTSTRAP,
      });

      expect(explained.value).toBe(row['amount']);
      expect(sumOf(explained)).toBe(toMicro(Number(row['amount'])));
      expect(explained.quarters[0]).toMatchObject({ quality: row['quality'], source: row['source'] });
    }
  }, 120_000);

  it('from readings names the ones around its borders; a delivered one its version, author and import', async () => {
    const registers = small.app.parts.directory.registersOf(alone.meter);
    const [from, to] = [new Date(LIVE + QUARTER).toISOString(), new Date(LIVE + 2 * QUARTER).toISOString()];
    const live = await explain(`/meters/${alone.meter}/quarters/explain?from=${from}&to=${to}&register=${registers[0]?.id}`, { key: BOOTSTRAP });
    const delivered = await explain(`/meters/${alone.meter}/quarters/explain?from=2026-10-05T22:00:00Z&to=2026-10-06T22:00:00Z&register=${registers[0]?.id}&source=settled`, {
      key: BOOTSTRAP,
    });

    expect(live.quarters[0]).toMatchObject({ rule: 'counter-difference', amount: 10.5, delivery: null });
    // Every seven minutes: 14 and 21 around the 15th, 28 and 35 around the 30th.
    expect(live.quarters[0]?.['readings']).toEqual(
      [14, 21, 28, 35].map((minute) => ({ at: new Date(LIVE + minute * 60_000).toISOString().replace('.000Z', 'Z'), value: Math.round(1e3 * (100 + (42 * minute) / 60)) / 1e3 })),
    );
    const versions = new Set(delivered.quarters.map((one) => JSON.stringify(one['delivery'])));
    for (const version of [1, 2]) expect([...versions].some((one) => one.includes(`"version":${version},`))).toBe(true);
    expect(delivered.quarters[0]?.['delivery']).toMatchObject({ author: 'Jansen', reason: 'a test' });
  });

  it('needs its register named where the meter has more', async () => {
    const answer = await small.ask('GET', `/api/v1/meters/${alone.meter}/quarters/explain?from=2026-10-05&to=2026-10-06`, { key: BOOTSTRAP });

    expect(answer.body['detail']).toContain('(import)');
    expect((await small.ask('GET', `/api/v1/meters/${alone.meter}/quarters/explain?from=2026-01-01&to=2026-10-06&register=1`, { key: BOOTSTRAP })).status).toBe(422);
  });
});
