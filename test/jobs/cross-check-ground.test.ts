// What the numbers of a check are made of adds up to what the check tells.
import { describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { type CheckGround, type GroundSide, checkGround } from '../../src/jobs/cross-check-ground.ts';
import type { CheckJob } from '../../src/jobs/cross-check-series.ts';
import { FIRST_QUARTER, QUARTERS, netOf, times, withPanels } from '../domain/cross-checks/simulated-meters.ts';
import { columnsOf, job, meter, site } from './checked-meters.ts';

const [company] = withPanels;
const millionths = (net: Float64Array): Float64Array => net.map((one) => toMicro(one) / 1e6);
const [main, sun] = company === undefined ? expect.fail('no firm with panels') : [millionths(netOf(company, 'main')), millionths(netOf(company, 'sun'))];
const half = FIRST_QUARTER + QUARTERS / 2;
const meters = [meter(1, { toQuarter: half }), meter(3, { fromQuarter: half }), meter(2, { role: 'generation', sun: true }), meter(4, { role: 'sub' })];
const nets = { 1: main, 3: main, 2: sun, 4: millionths(times(main, 1.3)) };
const work: CheckJob = job([site(1, meters)], columnsOf(nets));

function ground(check: CheckGround['item']['check'], of: number | null): CheckGround {
  return checkGround(work, { check, connection: 1, meter: of }) ?? expect.fail(`no ${check}`);
}
const micro = ({ registers }: CheckGround, side: GroundSide): number => registers.filter((one) => one.side === side).reduce((sum, one) => sum + one.weight * one.amountMicro, 0);

describe('the ground of a check', () => {
  it('of sub-meters is both sides by register, also of mains that follow each other', () => {
    const found = ground('parts', null);

    expect(found.item).toMatchObject({ check: 'parts', quarters: QUARTERS });
    expect(found.item.check === 'parts' && [found.item.whole, found.item.parts, found.item.flowed].map(toMicro)).toEqual([
      micro(found, 'expected'),
      micro(found, 'found'),
      micro(found, 'flowed'),
    ]);
    expect(found.compared).toHaveLength(found.item.quarters);
    expect(found.item.check === 'parts' && found.item.quartersAbove).toBe(found.above?.length);
    // Taken and given of both mains and the panels, each main in its own half.
    expect(found.registers.filter((one) => one.side === 'expected').map((one) => [one.register, one.weight, one.quarters])).toEqual([
      [10, 1, QUARTERS / 2],
      [11, -1, QUARTERS / 2],
      [30, 1, QUARTERS / 2],
      [31, -1, QUARTERS / 2],
      [20, -1, QUARTERS],
      [21, 1, QUARTERS],
    ]);
  });

  it('of panels at night is all they gave, and what of it at night', () => {
    const found = ground('night', 2);

    expect(found.item.check === 'night' && [found.item.totalKwh, found.item.nightKwh].map(toMicro)).toEqual([micro(found, 'expected'), micro(found, 'found')]);
    expect(found.compared).toHaveLength(found.item.quarters);
  });

  it.each(['direction', 'shift'] as const)('of %s is the pairs of changes', (check) => {
    const found = ground(check, 2);

    expect(found.moments?.shifted.n).toBe(found.item.quarters);
    expect(found.compared).toHaveLength(found.item.quarters);
    expect(found.shifts).toHaveLength(check === 'shift' ? 17 : 0);
  });

  it('is none of a check that the meters do not have', () => {
    expect(checkGround(work, { check: 'power', connection: 1, meter: 1 })).toBeNull();
    expect(checkGround(work, { check: 'night', connection: 1, meter: 4 })).toBeNull();
    expect(checkGround(work, { check: 'parts', connection: 2, meter: null })).toBeNull();
  });
});
