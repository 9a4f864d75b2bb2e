// Readings in columns, against the plain sorted list that they stand for.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CounterReading, compareReadings } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import { SortedReadings } from '../../src/ingest/sorted-readings.ts';

const anyReading = fc
  .record({ at: fc.integer({ min: 0, max: 20 }), value: fc.integer({ min: 0, max: 3 }), device: fc.constantFrom(0, 1, 2 ** 32 - 1) })
  .map(({ at, ...rest }): CounterReading => ({ at: epochMs(at), ...rest }));
const same = (a: CounterReading, b: CounterReading): boolean => compareReadings(a, b) === 0;

/** The list that it has to be equal to at every step. */
function insert(list: CounterReading[], reading: CounterReading): 'end' | 'inside' | null {
  if (list.some((one) => same(one, reading))) return null;
  const after = list.filter((one) => compareReadings(one, reading) > 0);
  list.splice(list.length - after.length, 0, reading);
  return after.length === 0 ? 'end' : 'inside';
}

it('holds what a sorted list without repeats holds, wherever readings come and go', () => {
  const step = fc.oneof(
    anyReading.map((reading) => ({ reading, drop: null })),
    fc.integer({ min: 0, max: 30 }).map((drop) => ({ reading: null, drop })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), anyReading, (steps, probe) => {
      const columns = new SortedReadings();
      let list: CounterReading[] = [];
      for (const { reading, drop } of steps) {
        if (reading !== null) expect(columns.add(reading)).toBe(insert(list, reading));
        else {
          const place = Math.min(drop, list.length);
          columns.dropBefore(place);
          list = list.slice(place);
        }
        expect(columns.from(0)).toEqual(list);
      }

      expect(columns.length).toBe(list.length);
      expect([columns.first, columns.last]).toEqual([list[0] ?? null, list.at(-1) ?? null]);
      expect(columns.from(2)).toEqual(list.slice(2));
      expect(columns.indexOf(probe)).toBe(list.findIndex((one) => same(one, probe)));
      expect(columns.lastNotAfter(probe)).toBe(list.findLastIndex((one) => compareReadings(one, probe) <= 0));
    }),
  );
});

it('begins with a list in which readings may stand twice', () => {
  const [a, b] = [
    { at: epochMs(1), value: 1, device: 0 },
    { at: epochMs(2), value: 1, device: 0 },
  ];
  const columns = new SortedReadings([a, a, b]);

  expect(columns.from(0)).toEqual([a, a, b]);
  expect(columns.lastNotAfter(a)).toBe(1);
  expect(columns.add(a)).toBeNull();
});
