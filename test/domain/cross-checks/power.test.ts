// Power x time against the counters of one meter: simulated power, sampled as a P1 port does, and planted factors.
import { describe, expect, it } from 'vitest';
import { powerAgainstCounters } from '../../../src/domain/cross-checks/power.ts';
import { QUARTER_MS } from '../../../src/domain/time.ts';
import { epochMs } from '../../../src/domain/units.ts';
import { flowOf } from '../../../src/simulate/power.ts';
import { plan } from '../../simulate/parks.ts';
import { FIRST_QUARTER, withPanels } from './simulated-meters.ts';

const QUARTERS = 8;
const company = withPanels[0] ?? expect.fail('no firm has panels');
const flow = flowOf(plan, company);
const NOON = FIRST_QUARTER + 44;

/** Power every ten seconds, and what a counter makes of it every second. */
function told(direction: 'importKw' | 'exportKw', cadenceS = 10): { readings: { at: ReturnType<typeof epochMs>; value: number; device: number }[]; counted: Float64Array } {
  const counted = new Float64Array(QUARTERS);
  const readings = [];
  for (let s = 0; s <= QUARTERS * 900; s++) {
    const atMs = NOON * QUARTER_MS + s * 1000;
    const kw = flow(atMs)[direction];
    if (s % cadenceS === 0) readings.push({ at: epochMs(atMs), value: kw, device: 0 });
    if (s < QUARTERS * 900) counted[Math.floor(s / 900)] = (counted[Math.floor(s / 900)] ?? 0) + kw / 3600;
  }
  return { readings, counted };
}
const [taken, given] = [told('importKw'), told('exportKw')];
const readings = { import: taken.readings, export: given.readings };
const counted = { import: taken.counted, export: given.counted };
const scaled = (factor: number): typeof counted => ({ import: counted.import.map((one) => one * factor), export: counted.export.map((one) => one * factor) });

describe('power x time of a simulated meter', () => {
  it('is what its counters count', () => {
    const found = powerAgainstCounters(readings, counted, NOON);
    expect(found).toMatchObject({ verdict: 'fits', quarters: QUARTERS, factor: null, reversed: false });
    expect(found.powerKwh / found.countedKwh).toBeCloseTo(1, 2);
  });

  it('is, sampled once a minute as well', () => {
    const slow = { import: told('importKw', 60).readings, export: told('exportKw', 60).readings };
    expect(powerAgainstCounters(slow, counted, NOON).verdict).toBe('fits');
  });

  it.each([
    [1 / 20, 20],
    [1 / 3, 3],
    [1000, 0.001],
    [2, 0.5],
  ])('is not when the counters count %f of it, and says by what they would have to be multiplied', (planted, factor) => {
    expect(powerAgainstCounters(readings, scaled(planted), NOON)).toMatchObject({ verdict: 'wrong', factor });
  });

  it('is doubtful at a tenth, without a factor that anybody forgot', () => {
    expect(powerAgainstCounters(readings, scaled(1.1), NOON)).toMatchObject({ verdict: 'doubtful', factor: null });
  });

  it('tells of directions that changed places', () => {
    expect(powerAgainstCounters({ import: readings.export, export: readings.import }, counted, NOON)).toMatchObject({ verdict: 'wrong', reversed: true });
  });

  it('says nothing of less than an hour, or of next to nothing', () => {
    const hour = { import: counted.import.subarray(0, 3), export: counted.export.subarray(0, 3) };
    expect(powerAgainstCounters(readings, hour, NOON).verdict).toBe('too-little');
    const still = readings.import.map((one) => ({ ...one, value: 0.01 }));
    expect(powerAgainstCounters({ import: still, export: [] }, { import: new Float64Array(QUARTERS), export: new Float64Array(QUARTERS) }, NOON).verdict).toBe('too-little');
  });
});
