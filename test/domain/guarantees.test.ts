// Guarantees of origin by calendar quarter and by year, in whole and in part.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cover, type Guarantee, NO_COVER, type QuarterUse, addCover, coverOf, guaranteePeriod } from '../../src/domain/guarantees.ts';
import { localDate } from '../../src/domain/time.ts';

const QUARTERS = ['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01', '2027-01-01'].map(localDate);
const at = (index: number): Guarantee['from'] => QUARTERS[index] ?? localDate('2027-01-01');
const use = (imports: readonly number[], over: { ownUseKwh?: number; exportKwh?: number } = {}): QuarterUse[] =>
  imports.map((importKwh, index) => ({ from: at(index), to: at(index + 1), importKwh, ownUseKwh: over.ownUseKwh ?? 0, exportKwh: over.exportKwh ?? 0 }));
const quarterly = (index: number, kwh: number): Guarantee => ({ kind: 'bought', source: 'wind', from: at(index), to: at(index + 1), kwh });
const whole = (parts: readonly QuarterUse[], guarantees: readonly Guarantee[]): Cover => coverOf(parts, guarantees).reduce(addCover, NO_COVER);
const yearly = (kwh: number, source: Guarantee['source'] = 'sun'): Guarantee => ({ kind: 'bought', source, from: at(0), to: at(4), kwh });

describe('the period of a guarantee', () => {
  it.each([
    ['2026-01-01', '2026-04-01', 'quarter'],
    ['2026-10-01', '2027-01-01', 'quarter'],
    ['2026-01-01', '2027-01-01', 'year'],
    ['2026-02-01', '2026-05-01', null],
    ['2026-04-01', '2027-04-01', null],
    ['2026-01-01', '2026-04-02', null],
  ])('%s to %s is %s', (from, to, expected) => {
    expect(guaranteePeriod(localDate(from), localDate(to))).toBe(expected);
  });
});

describe('cover', () => {
  it('of a quarter stays in that quarter', () => {
    expect(whole(use([100, 100, 100, 100]), [quarterly(0, 250)])).toMatchObject({ coveredKwh: 100, bySource: { wind: 100 } });
  });

  it('of a year fills what quarters left over', () => {
    const { bySource, coveredKwh } = whole(use([100, 100, 100, 100]), [yearly(250), quarterly(0, 80)]);

    expect(bySource).toEqual({ wind: 80, sun: 250, hydro: 0, biomass: 0 });
    expect(coveredKwh).toBe(330);
  });

  it('of a part of its period is that part of it, by time', () => {
    // The first quarter of 2026 has 90 days less an hour of the clock's change, the year 365.
    const { coveredKwh } = whole(use([1000]), [yearly(365)]);

    expect(coveredKwh).toBeCloseTo(90, 0);
  });

  it('does not reach the own use as long as sold guarantees go with what was exported', () => {
    const sold = (kwh: number): Guarantee => ({ ...yearly(kwh), kind: 'sold' });
    const quarters = use([10, 10, 10, 10], { ownUseKwh: 20, exportKwh: 25 });

    expect(whole(quarters, [sold(100)]).soldOwnUseKwh).toBe(0);
    expect(whole(quarters, [sold(130)]).soldOwnUseKwh).toBeCloseTo(30, 9);
    expect(whole(quarters, [sold(1000)]).soldOwnUseKwh).toBe(80);
  });

  it('is never more than was imported, nor than there are guarantees', () => {
    const kwh = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.tuple(kwh, kwh, kwh, kwh), fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), kwh), { maxLength: 6 }), (imports, given) => {
        const guarantees = given.map(([index, amount]) => (index === 4 ? yearly(amount) : quarterly(index, amount)));
        const { coveredKwh } = whole(use(imports), guarantees);
        expect(coveredKwh).toBeLessThanOrEqual(imports.reduce((sum, one) => sum + one, 0) + 1e-9);
        expect(coveredKwh).toBeLessThanOrEqual(guarantees.reduce((sum, one) => sum + one.kwh, 0) + 1e-9);
      }),
    );
  });
});
