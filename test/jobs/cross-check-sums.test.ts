// From stored quarters to checks: which meters are held against which, and what is left out.
import { describe, expect, it } from 'vitest';
import { shiftBetween } from '../../src/domain/cross-checks/shift.ts';
import { crossChecked } from '../../src/jobs/cross-check-sums.ts';
import { SPREAD_MARK, type QuarterColumns, flagCode } from '../../src/storage/series.ts';
import { FIRST_QUARTER, QUARTERS, netOf, times, withPanels } from '../domain/cross-checks/simulated-meters.ts';
import { columnsOf, job, meter, site } from './checked-meters.ts';

const company = withPanels.find((one) => shiftBetween(netOf(one, 'main'), netOf(one, 'sun')).verdict === 'fits') ?? expect.fail('no firm of which the panels show');
const [main, sun] = [netOf(company, 'main'), netOf(company, 'sun')];
const panels = meter(2, { role: 'generation', sun: true });

describe('a connection with panels', () => {
  it('is checked for night, direction and time, and fits', () => {
    const { items, checked, byFlag } = crossChecked(job([site(1, [meter(1, {}), panels])], columnsOf({ 1: main, 2: sun })));
    expect(items.map((item) => [item.check, item.meter, item.verdict])).toEqual([
      ['night', 2, 'fits'],
      ['direction', 2, 'fits'],
      ['shift', 2, 'fits'],
    ]);
    expect(checked).toEqual([1]);
    expect(byFlag).toEqual({ M: QUARTERS * 2 });
  });

  it('of which the panels are wired the other way round is wrong in direction alone', () => {
    const { items } = crossChecked(job([site(1, [meter(1, {}), panels])], columnsOf({ 1: main, 2: times(sun, -1) })));
    expect(items.find((item) => item.check === 'direction')?.verdict).toBe('wrong');
    expect(items.find((item) => item.check === 'shift')?.verdict).toBe('fits');
  });

  it('says nothing from shares of a total, which have no shape', () => {
    const { items } = crossChecked(job([site(1, [meter(1, {}), panels])], columnsOf({ 1: main, 2: sun }, flagCode('E') + SPREAD_MARK)));
    expect(items.map((item) => item.verdict)).toEqual(['too-little', 'too-little', 'too-little']);
  });

  it('counts a meter only while it hangs there', () => {
    const half = FIRST_QUARTER + QUARTERS / 2;
    const swapped = [meter(1, { toQuarter: half }), meter(3, { fromQuarter: half }), panels];
    const { items } = crossChecked(job([site(1, swapped)], columnsOf({ 1: times(main, 1), 2: sun, 3: main })));
    expect(items.find((item) => item.check === 'direction')).toMatchObject({ verdict: 'fits', slope: expect.closeTo(1, 0) });
  });
});

describe('sub-meters', () => {
  it('are held against what is used behind the main meter, panels included', () => {
    const use = main.map((kwh, t) => kwh - (sun[t] ?? 0));
    const subs = [meter(4, { role: 'sub' }), meter(5, { role: 'sub' })];
    const { items } = crossChecked(job([site(1, [meter(1, {}), panels, ...subs])], columnsOf({ 1: main, 2: sun, 4: times(use, 0.7), 5: times(use, 0.3) })));
    expect(items[0]).toMatchObject({ check: 'parts', meter: null, partsCount: 2, verdict: 'fits', restShare: expect.closeTo(0, 6) });
  });
});

describe('the main of a closed distribution system', () => {
  const root = site(1, [meter(1, {})], { behind: [2, 3] });
  const members = [site(2, [meter(2, {})]), site(3, [meter(3, {})])];
  const sum = main.map((kwh, t) => kwh + (sun[t] ?? 0));
  const columns = (): QuarterColumns => columnsOf({ 1: times(sum, 1.01), 2: main, 3: sun });

  it('is held against all that is behind it', () => {
    expect(crossChecked(job([root, ...members], columns())).items.map((item) => [item.check, item.verdict])).toEqual([
      ['parts', 'fits'],
      ['shift', 'fits'],
    ]);
  });

  it('with panels of its own is held against what those leave to be drawn', () => {
    const own = { ...root, meters: [meter(1, {}), meter(9, { role: 'generation', sun: true })] };
    // The panels make a fifth of what is used: the main meter draws so much less than those behind it.
    const made = sum.map((kwh) => 0.2 * kwh);
    const withOwn = columnsOf({ 1: sum.map((kwh, t) => 1.01 * kwh - (made[t] ?? 0)), 9: times(made, -1), 2: main, 3: sun });
    const { items } = crossChecked(job([own, ...members], withOwn));

    expect(items.find((item) => item.check === 'parts')).toMatchObject({ verdict: 'fits', partsCount: 2 });
  });

  it('is not, for somebody who may not see one of them', () => {
    expect(crossChecked(job([{ ...root, behind: [2], behindHidden: true }, ...members.slice(0, 1)], columns())).items).toEqual([]);
  });
});
