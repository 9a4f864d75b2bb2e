// History is sampled; it has the right number of quarters and the energy of the exact integral.
import { describe, expect, it } from 'vitest';
import { localAdd, localDate } from '../../src/domain/time.ts';
import { advance, startCounters } from '../../src/simulate/counters.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { company, plan } from './parks.ts';

const total = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0);
const dayOf = (date: string): { dayStart: number; dayEnd: number } => ({ dayStart: localDate(date), dayEnd: localAdd(localDate(date), 'P1D', 1) });

describe('history', () => {
  it.each([
    ['2026-03-28', 96],
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ])('of %s has %d quarters for every counter', (date, quarters) => {
    const series = historyDay({ plan, ...dayOf(date), company: company('eerbeek-loenen.bakery-1') });

    expect(series.map((one) => one.amounts.length)).toEqual(series.map(() => quarters));
    expect(series.map((one) => one.register)).toEqual(expect.arrayContaining(['import-t1', 'import-t2', 'gas']));
  });

  it('is the same whether a span is asked whole or in parts', () => {
    const { dayStart, dayEnd } = dayOf('2026-06-10');
    const firm = company('eerbeek-loenen.food-1');
    const noon = dayStart + 12 * 3_600_000;
    const whole = historyDay({ plan, dayStart, dayEnd, company: firm });
    const morning = historyDay({ plan, dayStart, dayEnd: noon, company: firm });
    const evening = historyDay({ plan, dayStart: noon, dayEnd, company: firm });

    expect(morning.map((one, at) => [...one.amounts, ...(evening[at]?.amounts ?? [])])).toEqual(whole.map((one) => [...one.amounts]));
  });

  it.each(['eerbeek-loenen.board-mill-1', 'eerbeek-loenen.food-1', 'ecofactorij.office-1', 'ecofactorij.battery-1', 'ecofactorij.grid-cooperative'])(
    'of a day of %s has the energy of its seconds within a fiftieth per counter',
    (key) => {
      const { dayStart, dayEnd } = dayOf('2026-06-10');
      const firm = company(key);
      const exact = new Map<string, number>();
      advance(startCounters({ plan, company: firm, atMs: dayStart }), dayEnd, {
        onQuarter: ({ meter, register, amount }) => exact.set(`${meter}/${register}`, (exact.get(`${meter}/${register}`) ?? 0) + amount),
      });

      const sampled = historyDay({ plan, dayStart, dayEnd, company: firm });

      for (const { meter, register, amounts } of sampled) {
        const right = exact.get(`${meter}/${register}`) ?? NaN;
        expect(Math.abs(total(amounts) - right), `${register} ${right}`).toBeLessThanOrEqual(0.02 * right + 0.1);
      }
    },
  );

  it('refuses a span that is not made of quarters', () => {
    expect(() => historyDay({ plan, dayStart: 1000, dayEnd: 900_000, company: company('ecofactorij.office-1') })).toThrow(RangeError);
  });
});
