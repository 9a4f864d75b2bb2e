// Frozen, swapped and slipped meters, told from a month of quarters made by hand.
import { describe, expect, it } from 'vitest';
import type { QuarterSeries } from '../../src/domain/ledger-history.ts';
import { FROZEN_QUARTERS, frozenIn, reversedIn, unitSuspectIn } from '../../src/domain/ledger-suspicion.ts';

const DAY = 96;
/** A Monday, 00:00 UTC. */
const FIRST = Date.UTC(2026, 5, 1) / 900_000;
/** Five weeks; what is asked about is the fifth. */
const WEEKS = 5;
const FIFTH = 28 * DAY;

const series = (amount: (index: number) => number | null): QuarterSeries => {
  const all = Array.from({ length: WEEKS * 7 * DAY }, (_, index) => amount(index));
  return { first: FIRST, amounts: Float64Array.from(all, (one) => one ?? 0), known: Uint8Array.from(all, (one) => (one === null ? 0 : 1)) };
};
/** 2 kWh a quarter on working days, nothing at the weekend. */
const office = (index: number): number => (Math.floor(index / DAY) % 7 < 5 ? 2 : 0);
const day = (number: number): number => (FIRST + number * DAY) * 900_000;

describe('a register that stands still', () => {
  it('for a working day on which it usually counts 192 kWh is frozen, from its first still quarter on', () => {
    const frozen = series((index) => (index >= FIFTH + DAY && index < FIFTH + 2 * DAY ? 0 : office(index)));

    expect(frozenIn(frozen, FIFTH)).toEqual([{ kind: 'frozen', from: day(29), to: day(30), usual: 192, counted: 0, quarters: 96 }]);
  });

  it('at the weekend, as every weekend, is at rest', () => {
    expect(frozenIn(series(office), FIFTH)).toEqual([]);
  });

  it(`for less than ${FROZEN_QUARTERS / 4} hours is not frozen yet`, () => {
    expect(
      frozenIn(
        series((index) => (index >= FIFTH && index < FIFTH + DAY - 1 ? 0 : office(index))),
        FIFTH,
      ),
    ).toEqual([]);
  });

  it('and sends nothing is silent, which is something else', () => {
    expect(
      frozenIn(
        series((index) => (index >= FIFTH ? null : office(index))),
        FIFTH,
      ),
    ).toEqual([]);
  });

  it('without history is frozen when its meter told power all the while', () => {
    const still = series((index) => (index < FIFTH ? null : 0));

    expect(frozenIn(still, FIFTH)).toEqual([]);
    expect(frozenIn(still, FIFTH, () => 120)).toMatchObject([{ kind: 'frozen', usual: 120 }]);
  });
});

describe('a unit', () => {
  it('in which a day counts 192,000 where 192 are usual has slipped', () => {
    const slipped = series((index) => office(index) * (index >= FIFTH && index < FIFTH + DAY ? 1000 : 1));

    expect(unitSuspectIn(slipped, FIFTH)).toEqual([{ kind: 'unit-suspect', from: day(28), to: day(29), usual: 192, counted: 192_000, quarters: 96 }]);
  });

  it('in which a whole working week counts a thousandth has slipped all week', () => {
    const slipped = series((index) => office(index) / (index >= FIFTH ? 1000 : 1));

    expect(unitSuspectIn(slipped, FIFTH)).toMatchObject([{ from: day(28), to: day(33), quarters: 480 }]);
  });

  it('of a day of ten times the usual has not', () => {
    expect(
      unitSuspectIn(
        series((index) => office(index) * (index >= FIFTH ? 10 : 1)),
        FIFTH,
      ),
    ).toEqual([]);
  });
});

describe('import and export', () => {
  /** Takes 2 by night and gives 3 from 8 to 16. */
  const gives = (index: number): boolean => index % DAY >= 32 && index % DAY < 64;
  const import_ = (index: number): number => (gives(index) ? 0 : 2);
  const export_ = (index: number): number => (gives(index) ? 3 : 0);

  it('that have changed places for two days are told for those two days', () => {
    const swapped = (index: number): boolean => index >= FIFTH + DAY && index < FIFTH + 3 * DAY;
    const found = reversedIn(
      {
        import: series((index) => (swapped(index) ? export_ : import_)(index)),
        export: series((index) => (swapped(index) ? import_ : export_)(index)),
        mayExportAtNight: true,
      },
      FIFTH,
    );

    // Usual import of a day: 64 quarters of 2 = 128; counted as import: 32 quarters of 3 = 96.
    expect(found).toEqual([{ kind: 'reversed', from: day(29), to: day(31), usual: 256, counted: 192, quarters: 192 }]);
  });

  it('as they always were are not', () => {
    expect(reversedIn({ import: series(import_), export: series(export_), mayExportAtNight: false }, FIFTH)).toEqual([]);
  });

  it('of a new meter that gives all night where nothing can are swapped; with a battery behind it they may not be', () => {
    const [imported, exported] = [series((index) => (index < FIFTH ? null : 0)), series((index) => (index < FIFTH ? null : 2))];

    expect(reversedIn({ import: imported, export: exported, mayExportAtNight: false }, FIFTH)).toMatchObject([{ kind: 'reversed', from: day(28), to: day(35), usual: null }]);
    expect(reversedIn({ import: imported, export: exported, mayExportAtNight: true }, FIFTH)).toEqual([]);
  });
});
