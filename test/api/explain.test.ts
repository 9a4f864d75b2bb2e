// Adding up what an explanation lists gives the number, to the last digit, whatever number it is and whoever asks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { EXPLAIN_ROWS_MAX } from '../../src/api/explain-query.ts';
import { DAY, FIRST, QUARTER, randoms, startExplained } from './explained-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

const NUMBERS = 200;

let small: SmallRegion;
let root: Objects;
let companies: readonly Objects[];
let alone: Objects;
let manager: string;
let region: string;
/** Start of the live readings. */
let liveFrom: number;

beforeAll(async () => {
  ({ small, root, companies, alone, manager, region, liveFrom } = await startExplained());
}, 60_000);
afterAll(() => small.stop());

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
      const live = `from=${new Date(liveFrom).toISOString()}&to=${new Date(liveFrom + 8 * QUARTER).toISOString()}`;
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

  it(`that is the coverage is the values there are over those there should be, ${NUMBERS} times`, async () => {
    const below = randoms(5);
    for (let number = 0; number < NUMBERS; number++) {
      const path = ['/parks/park-a', '/region', `/companies/${companies[1]?.company}`][below(3)] ?? '';
      const as = below(3) === 0 && path === '/region' ? { cookie: region } : { key: BOOTSTRAP };
      const hours = below(20);
      const [start, end] = [hours, hours + 1 + below(3)].map((at) => `2026-10-06T${String(at).padStart(2, '0')}:00:00Z`);
      const balance = (await small.ask('GET', `/api/v1${path}/balance?from=${start}&to=${end}&step=PT1H`, as)).body;
      const explained = (await small.ask('GET', `/api/v1${path}/balance/explain?from=${DAY}&to=2026-10-08&start=${start}&end=${end}&field=coverage`, as)).body;
      if (balance['code'] === 'suppressed') continue;
      expect([path, start, end, explained['value']]).toEqual([path, start, end, balance['coverage']]);
      const [part, whole] = Array.isArray(explained['parts']) ? explained['parts'] : [];
      expect([part.field, whole.field, part.value / whole.value]).toEqual(['quartersMeasured', 'quartersExpected', explained['value']]);
    }
  }, 60_000);

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
      const [from, to] = meter === alone.meter && below(2) === 0 ? [liveFrom, liveFrom + 8 * QUARTER] : [FIRST * QUARTER, (FIRST + 96) * QUARTER];
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
    const [from, to] = [new Date(liveFrom + QUARTER).toISOString(), new Date(liveFrom + 2 * QUARTER).toISOString()];
    const live = await explain(`/meters/${alone.meter}/quarters/explain?from=${from}&to=${to}&register=${registers[0]?.id}`, { key: BOOTSTRAP });
    const delivered = await explain(`/meters/${alone.meter}/quarters/explain?from=2026-10-05T22:00:00Z&to=2026-10-06T22:00:00Z&register=${registers[0]?.id}&source=settled`, {
      key: BOOTSTRAP,
    });

    expect(live.quarters[0]).toMatchObject({ rule: 'counter-difference', amount: 10.5, delivery: null });
    // Every seven minutes: 14 and 21 around the 15th, 28 and 35 around the 30th.
    expect(live.quarters[0]?.['readings']).toEqual(
      [14, 21, 28, 35].map((minute) => ({
        at: new Date(liveFrom + minute * 60_000).toISOString().replace('.000Z', 'Z'),
        value: Math.round(1e3 * (100 + (42 * minute) / 60)) / 1e3,
      })),
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
