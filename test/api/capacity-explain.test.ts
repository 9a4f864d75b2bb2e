// Adding up what an explanation of capacity lists gives use, limit and room of the quarter, to the last digit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsFor } from '../../src/api/capacity-explain.ts';
import type { LimitHeld } from '../../src/api/limit-now.ts';
import type { Principal } from '../../src/domain/access.ts';
import { epochMs } from '../../src/domain/units.ts';
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

describe('the rights of those whom a reader may not see', () => {
  const region = { role: 'region' } as const;
  const rights = (count: number): LimitHeld[] => {
    const { directory } = made.small.app.parts;
    const owners = [...new Map([...directory.connections.values()].map((row) => [row.company, row])).values()];
    return owners.slice(0, count).map(({ id }) => ({ of: 'connection', id, kw: 100 }));
  };
  const told = (roles: Principal['roles'], limits: readonly LimitHeld[]): unknown[] =>
    limitsFor(made.small.app.parts.deps, { id: 'somebody', roles, processor: false }, limits).map(({ of, kw }) => [of, kw]);
  const ownerOf = ({ id }: LimitHeld): number => made.small.app.parts.directory.connections.get(id)?.company ?? 0;

  it('stand in one sum, and each by itself for who sees them all', () => {
    expect(told([region], rights(6))).toEqual([['others', 600]]);
    expect(told([{ role: 'operator' }], rights(6))).toEqual(rights(6).map(() => ['connection', 100]));
  });

  it('take with them the rights that the reader does see, where they are too few to be told by themselves', () => {
    const [own] = rights(6);
    const roles = [region, { role: 'company', company: own === undefined ? 0 : ownerOf(own) }] as const;

    expect(told(roles, rights(6))).toEqual([
      ['connection', 100],
      ['others', 500],
    ]);
    expect(told(roles, rights(5))).toEqual([['others', 500]]);
    expect(told(roles, rights(2))).toEqual([['others', 200]]);
    // The largest of them is 1000 of 1400.
    const large = rights(6).map((one, index) => (index === 5 ? { ...one, kw: 1000 } : one));
    expect(told(roles, large)).toEqual([['others', 1500]]);
  });

  it('of a group too: the limit less those of the group would tell the one that is in none', async () => {
    const { capacity, now } = made.small.app.parts.deps;
    const [period, stamp] = [
      { from: epochMs(Date.UTC(2026, 0, 1)), to: null },
      { author: 'x', at: now() },
    ];
    const { id } = await capacity.addGroup({ park: 'park-b', name: 'group', rule: 'pro-rata', ...period }, stamp);
    const members = rights(5).map((one) => ({ ...one, kw: 0 }));
    for (const member of members) await capacity.addMember({ group: id, connection: member.id, shareImportKw: 0, shareExportKw: 0, priority: 1, ...period }, stamp);
    const limits: LimitHeld[] = [{ of: 'group', id, kw: 1000 }, ...members, ...rights(6).slice(5)];

    expect(told([region], limits)).toEqual([['others', 1100]]);
  });
});
