// Adding up what an explanation of capacity lists gives use, limit and room of the quarter, to the last digit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMicro, toMicro } from '../../src/domain/ledger.ts';
import { DAY, type ExplainedRegion, FIRST, QUARTER, randoms, startExplained } from './explained-region.ts';
import { BOOTSTRAP } from './small-region.ts';

const NUMBERS = 200;
let made: ExplainedRegion;

beforeAll(async () => {
  made = await startExplained();
}, 60_000);
afterAll(() => made.small.stop());

type Reader = { key: string } | { cookie: string };
const get = (path: string, as: Reader = { key: BOOTSTRAP }): ReturnType<ExplainedRegion['small']['ask']> => made.small.ask('GET', `/api/v1${path}`, as);
const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
const sumOf = (list: readonly Record<string, unknown>[], name: string): number => fromMicro(list.reduce((sum, one) => sum + toMicro(Number(one[name])), 0));

describe('use, limit and room', () => {
  it.each(['import', 'export'])(
    `in a quarter of %s are what their explanation adds up to, ${NUMBERS} times, also where a main meter was silent`,
    async (direction) => {
      const below = randoms(direction.length);
      const { root, companies, alone } = made;
      const paths = ['/parks/park-a', ...[root, ...companies, alone].map((one) => `/companies/${one.company}`), `/connections/${root.connection}`];
      const days = new Map<string, Record<string, unknown>[]>();
      let unknown = 0;
      for (let number = 0; number < NUMBERS; number++) {
        const path = `${paths[below(paths.length)]}/capacity`;
        const items = days.get(path) ?? rows((await get(`${path}?direction=${direction}&from=${DAY}&to=2026-10-07`)).body['items']);
        days.set(path, items);
        const item = items[below(items.length)] ?? {};
        const { status, body } = await get(`${path}/explain?direction=${direction}&from=${DAY}&to=2026-10-07&at=${String(item['start'])}`);

        const told = { usageKw: item['usageKw'], limitKw: item['limitKw'], headroomKw: item['headroomKw'], measured: item['measured'] };
        expect([path, item['start'], status, body]).toEqual([path, item['start'], 200, expect.objectContaining(told)]);
        const quarters = rows(body['quarters']);
        if (item['usageKw'] === null) {
          unknown += 1;
          expect(quarters).toEqual([]);
        } else expect(sumOf(quarters, 'contribution')).toBe(item['usageKw']);
        if (item['limitKw'] !== null) expect(sumOf(rows(body['limits']), 'kw')).toBe(item['limitKw']);
      }
      expect(unknown).toBeGreaterThan(0);
      expect(unknown).toBeLessThan(NUMBERS / 2);
    },
    60_000,
  );

  it('of a longer step are those of the quarter it names', async () => {
    const [step] = rows((await get(`/parks/park-a/capacity?from=${DAY}&to=2026-10-07&step=P1D`)).body['items']);
    const { body } = await get(`/parks/park-a/capacity/explain?from=${DAY}&to=2026-10-07&at=${String(step?.['at'])}`);

    expect(body).toMatchObject({ start: step?.['at'], usageKw: step?.['usageKw'] });
  });

  it('name the connections and companies that the reader may see, with rule and readings', async () => {
    const at = new Date(made.liveFrom + QUARTER).toISOString();
    const { body } = await get(`/companies/${made.alone.company}/capacity/explain?at=${at}`, { cookie: made.manager });

    // 42 kW in and 3.3 out.
    expect(body).toMatchObject({
      usageKw: 38.7,
      limitKw: 500,
      headroomKw: 461.3,
      limits: [{ of: 'connection', connection: made.alone.connection, company: made.alone.company, kw: 500 }],
    });
    expect(rows(body['quarters'])).toMatchObject([
      { company: made.alone.company, weight: 4, amount: 10.5, contribution: 42, rule: 'counter-difference' },
      { weight: -4, amount: 0.825, contribution: -3.3, rule: 'counter-difference' },
    ]);
  });

  it.each([
    ['at=2026-10-06T10:05:00Z', 'bad-time'],
    [`at=${new Date(Math.ceil(Date.now() / QUARTER) * QUARTER + QUARTER).toISOString()}`, 'bad-time'],
    ['at=yesterday', 'bad-time'],
    ['direction=both', 'invalid-request'],
  ])('of what is no quarter that has ended (%s) are refused', async (query, code) => {
    expect((await get(`/parks/park-a/capacity/explain?${query}`)).body['code']).toBe(code);
  });

  it('are kept from whoever may not see the figure, and of few companies from whoever may not see them', async () => {
    const at = new Date(FIRST * QUARTER).toISOString();
    expect((await get(`/parks/park-a/capacity/explain?at=${at}`, { cookie: made.region })).body['code']).toBe('suppressed');
    expect((await get(`/parks/park-b/capacity/explain?at=${at}`, { cookie: made.manager })).status).toBe(404);
  });
});
