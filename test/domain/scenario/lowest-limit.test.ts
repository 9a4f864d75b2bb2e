// The lowest limit that a battery can hold is the one that plain halving over the whole year finds, to the last bit.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Battery, peakKwOf } from '../../../src/domain/scenario/battery.ts';
import { lowestLimitKwh } from '../../../src/domain/scenario/lowest-limit.ts';

/** Every quarter for every limit. */
function halvedLimitKwh(net: Float64Array, { kwh, kw, roundTrip }: Battery): number {
  const way = Math.sqrt(roundTrip);
  const holds = (limit: number): boolean => {
    let stored = 0;
    for (const one of net) {
      const room = limit - one;
      if (room < 0) stored += room / way;
      else if (room > 0) stored = Math.min(stored + Math.min(room, kw / 4) * way, kwh);
      if (stored < -1e-9 || -room > kw / 4 + 1e-9) return false;
    }
    return true;
  };
  let [low, high] = [Math.max(peakKwOf(net) / 4 - kw / 4, 0), peakKwOf(net) / 4];
  const steps = kwh > 0 ? 14 : 0;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const gap = { weight: 1, arbitrary: fc.constant(Number.NaN) };
const noise = fc.array(fc.oneof({ weight: 30, arbitrary: fc.double({ min: -5, max: 20, noNaN: true }) }, gap), { minLength: 1, maxLength: 500 });
/** Days with a shift: the battery is full again each night. */
const shifts = fc
  .array(fc.tuple(fc.double({ min: 5, max: 20, noNaN: true }), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 30 })
  .map((days) => days.flatMap(([kwh, hours]) => Array.from({ length: 24 }, (_, hour) => (hour < hours ? kwh * (1 - 0.02 * (hour % 5)) : 1))));
const batteries = fc.record({
  kwh: fc.double({ min: 0, max: 80, noNaN: true }),
  kw: fc.double({ min: 0, max: 80, noNaN: true }),
  roundTrip: fc.double({ min: 0.5, max: 1, noNaN: true }),
});

it.each([
  ['noise', noise],
  ['shifts', shifts],
])('over %s is what halving finds that looks at all of it each time', (_, loads) => {
  fc.assert(
    fc.property(loads, batteries, (list, battery) => {
      const net = Float64Array.from(list);

      expect(lowestLimitKwh(net, battery, peakKwOf(net) / 4)).toBe(halvedLimitKwh(net, battery));
    }),
    { numRuns: 300 },
  );
});
