// Sub-meters against main: simulated loads divided over sub-meters, with faults planted in them.
import { describe, expect, it } from 'vitest';
import { partsAgainstWhole } from '../../../src/domain/cross-checks/parts.ts';
import { ofPark } from '../../simulate/parks.ts';
import { netOf, times, withPanels } from './simulated-meters.ts';

const main = netOf(withPanels[0] ?? expect.fail('no firm has panels'), 'main').map(Math.abs);
const [hall, office] = [times(main, 0.6), times(main, 0.3)];

describe('sub-meters', () => {
  it('may leave a tenth unmeasured', () => {
    const found = partsAgainstWhole(main, [hall, office], 'below');
    expect(found).toMatchObject({ verdict: 'fits', quarters: main.length, quartersAbove: 0 });
    expect(found.restShare).toBeCloseTo(0.1, 9);
  });

  it('are wrong when one counts twice its current, as with a doubled transformer factor', () => {
    const found = partsAgainstWhole(main, [times(hall, 2), office], 'below');
    expect(found.verdict).toBe('wrong');
    expect(found.restShare).toBeCloseTo(-0.5, 9);
    expect(found.quartersAbove).toBeGreaterThan(0);
  });

  it('that are a little above are doubtful: 3 % is more than two meters of class 1 differ', () => {
    expect(partsAgainstWhole(main, [times(main, 1.03)], 'below').verdict).toBe('doubtful');
    expect(partsAgainstWhole(main, [times(main, 1.015)], 'below').verdict).toBe('fits');
  });

  it('that are not known are not compared', () => {
    const gaps = hall.map((one, t) => (t % 2 === 0 ? Number.NaN : one));
    expect(partsAgainstWhole(main, [gaps, office], 'below').quarters).toBe(main.length / 2);
    expect(partsAgainstWhole(main.subarray(0, 20), [hall.subarray(0, 20)], 'below').verdict).toBe('too-little');
  });

  it('of a main that counted nothing are wrong when they count', () => {
    const nothing = new Float64Array(96);
    expect(partsAgainstWhole(nothing, [new Float64Array(96).fill(1)], 'below').verdict).toBe('wrong');
    expect(partsAgainstWhole(nothing, [nothing], 'below')).toMatchObject({ verdict: 'too-little', restShare: null });
  });
});

describe('the closed distribution system of the simulator', () => {
  const firms = ofPark('ecofactorij').filter((one) => one.equipment.pvKwp > 0 || one.connections.length > 0);
  const loads = firms.filter((one) => one.archetype !== 'grid-cooperative').map((one) => netOf(one, 'main'));
  const whole = loads.reduce((sum, one) => sum.map((kwh, t) => kwh + (one[t] ?? 0)), new Float64Array(loads[0]?.length ?? 0));

  it('closes with the loss of a transformer', () => {
    expect(partsAgainstWhole(times(whole, 1.015), loads, 'close').verdict).toBe('fits');
  });

  it('does not when one of the connections behind it is left out', () => {
    const largest = [...loads].sort((a, b) => b.reduce((sum, one) => sum + Math.abs(one), 0) - a.reduce((sum, one) => sum + Math.abs(one), 0));
    expect(partsAgainstWhole(whole, largest.slice(1), 'close').verdict).toBe('wrong');
  });
});
