// The order of readings is total: time, then value, then device.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CounterReading, compareReadings } from '../../src/domain/counter-reading.ts';
import { epochMs } from '../../src/domain/units.ts';

const some = fc.integer({ min: 0, max: 3 });
const reading = fc.tuple(some, some, some).map(([at, value, device]): CounterReading => ({ at: epochMs(at), value, device }));

it('two readings are equal in it only when they are the same, and sorting from any order gives one order', () => {
  fc.assert(
    fc.property(fc.array(reading), (list) => {
      const sorted = list.toSorted(compareReadings);
      expect(list.toReversed().toSorted(compareReadings)).toEqual(sorted);
      for (const [index, one] of sorted.entries()) {
        const next = sorted[index + 1];
        if (next !== undefined) expect(compareReadings(one, next) === 0).toBe(one.at === next.at && one.value === next.value && one.device === next.device);
      }
    }),
  );
});
