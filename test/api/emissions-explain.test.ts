// Adding up what an explanation of CO2 lists gives the figure, to the last digit, and its amounts are those of the balance.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { type EmittingRegion, iso, startEmitting } from './emitting-region.ts';
import { BOOTSTRAP } from './small-region.ts';

const FIGURES = ['scope1Kg', 'scope2.locationBasedKg', 'scope2.marketBasedKg', 'upstream.locationBasedKg', 'upstream.marketBasedKg', 'avoidedKg', 'biogenicKg'];

let made: EmittingRegion;
let year: number;
let companyPath: (index: number) => string;

async function enter(path: string, body: unknown): Promise<void> {
  const { status } = await made.post(path, body);
  if (status !== 201) throw new Error(`${path} was answered with ${status}`);
}

beforeAll(async () => {
  made = await startEmitting();
  year = new Date(made.start).getUTCFullYear();
  companyPath = (index) => `/companies/${made.companies[index]?.company}`;
  const diesel = { kind: 'fuel', company: made.companies[1]?.company, fuel: 'diesel', amount: 1000 / 3, from: `${year}-01-01`, to: `${year}-04-01` };
  await enter('/figures', diesel);
  // Less than the quarter-hour used: the rest is grey.
  await enter(`${companyPath(2)}/guarantees`, { source: 'sun', from: `${year}-01-01`, to: `${year + 1}-01-01`, kwh: 105_120 });
}, 60_000);
afterAll(() => made.region.stop());

type Reader = { key: string } | { cookie: string };
const ask = async (path: string, as: Reader): Promise<{ status: number; body: Record<string, unknown> }> => made.region.ask('GET', `/api/v1${path}`, as);
const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
const inside = (value: unknown, name: string): unknown => name.split('.').reduce<unknown>((at, key) => new Map<string, unknown>(Object.entries(at ?? {})).get(key), value);
const sum = (list: readonly Record<string, unknown>[]): number => list.reduce((total, one) => total + toMicro(Number(one['contribution'])), 0);

describe('a figure of CO2', () => {
  it.each(['co2emissiefactoren', 'co2emissiefactoren-2023', 'klimaatmonitor'])(
    'is what its explanation adds up to, by %s, for every place, figure and thing',
    async (factors) => {
      const query = `from=${year}-01-01&to=${iso(made.end)}&factors=${factors}`;
      let compared = 0;
      for (const path of ['/parks/de-mars', '/region', companyPath(0), companyPath(1), companyPath(2)]) {
        const { status, body } = await ask(`${path}/emissions?${query}&parts=totals`, { key: BOOTSTRAP });
        expect(status).toBe(200);
        const lines = rows(body['lines']);
        const names = [...FIGURES, ...lines.flatMap((line) => FIGURES.filter((name) => name !== 'avoidedKg').map((name) => `lines.${String(line['subject'])}.${name}`))];
        for (const field of names) {
          const [, subject, name] = /^lines\.([^.]+)\.(.+)$/.exec(field) ?? [];
          const figure = inside(subject === undefined ? body['totals'] : lines.find((line) => line['subject'] === subject), name ?? field);
          const explained = await ask(`${path}/emissions/explain?${query}&field=${field}`, { key: BOOTSTRAP });
          expect([path, field, explained.status, explained.body['value']]).toEqual([path, field, 200, figure]);
          const terms = rows(explained.body['terms']);
          expect(sum(terms)).toBe(toMicro(Number(figure)));
          for (const term of terms) {
            const kg = inside(term, 'factor.kg');
            if (typeof kg === 'number') expect(toMicro(Number(term['contribution']))).toBe(Math.round(Number(term['amount']) * kg * 1e6));
          }
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(60);
    },
    60_000,
  );

  it('names the amounts it stands on, and those explain themselves', async () => {
    const query = `from=${iso(made.start)}&to=${iso(made.end)}`;
    const { body } = await ask(`${companyPath(0)}/emissions/explain?${query}&field=lines.gas.scope1Kg`, { key: BOOTSTRAP });

    // 100 m3 x 1.779 kg.
    expect(body['terms']).toMatchObject([{ amount: 100, factor: { code: 'natural-gas', stage: 'direct', kg: 1.779 }, contribution: 177.9 }]);
    const [use] = rows(body['uses']);
    expect(use).toMatchObject({ subject: 'gas', amount: 100, unit: 'm3' });
    for (const part of rows(use?.['made'])) {
      const why = await ask(`${companyPath(0)}/balance/explain?carrier=gas&${query}&field=${String(part['field'])}`, { key: BOOTSTRAP });
      expect([why.status, why.body['value']]).toEqual([200, part['value']]);
    }
    expect(rows(use?.['made']).reduce((total, one) => total + Number(one['weight']) * Number(one['value']), 0)).toBe(100);
  });

  it('of a fuel names the figures that were entered, with the share of each that falls in the month', async () => {
    const { body } = await ask(`${companyPath(1)}/emissions/explain?from=${year}-01-01&to=${year}-03-01&field=lines.diesel.scope1Kg`, { key: BOOTSTRAP });
    const uses = rows(body['uses']);

    // January has 31 of the 90 days of the first quarter (91 in a leap year), less the hour that summer time took on 29 March.
    const days = new Date(Date.UTC(year, 2, 0)).getUTCDate() + 31 + 31 - 1 / 24;
    expect(uses).toHaveLength(2);
    expect(Number(inside(rows(uses[0]?.['made'])[0], 'weight'))).toBeCloseTo(31 / days, 9);
    expect(rows(uses[0]?.['made'])).toMatchObject([{ field: null, figure: expect.any(Number), value: 1000 / 3 }]);
  });

  it('says no more to whoever may not see the companies than the answer did, and nothing of what is kept back', async () => {
    const query = `from=${iso(made.start)}&to=${iso(made.end)}`;
    const told = await ask(`/parks/de-mars/emissions?${query}`, { cookie: made.asRegion });
    expect(inside(told.body['totals'], 'scope1Kg')).toBeNull();
    const kept = await ask(`/parks/de-mars/emissions/explain?${query}&field=scope1Kg`, { cookie: made.asRegion });
    expect([kept.status, kept.body['code']]).toEqual([403, 'suppressed']);

    const open = await ask(`/parks/de-mars/emissions/explain?${query}&field=scope2.locationBasedKg`, { cookie: made.asRegion });
    expect([open.status, open.body['value']]).toEqual([200, 12]);
    expect(open.body['terms']).toMatchObject([{ subject: 'electricity', amount: null, factor: null, contribution: 12 }]);
    expect(open.body['uses']).toEqual([]);
    const mine = await ask(`/parks/de-mars/emissions/explain?${query}&field=scope1Kg`, { cookie: made.asManager });
    expect([mine.status, inside(mine.body, 'value')]).toEqual([200, 104 * 1.779]);
  });

  it.each(['kg', 'lines.gas.kg', 'lines.gas.avoidedKg', 'totals'])('that does not exist (%s) is refused with the names of those that do', async (field) => {
    const { status, body } = await ask(`/parks/de-mars/emissions/explain?field=${field}`, { key: BOOTSTRAP });

    expect([status, body['code']]).toEqual([422, 'invalid-request']);
    expect(String(body['detail'])).toContain('scope2.marketBasedKg');
  });
});
