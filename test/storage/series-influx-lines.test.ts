// Lines of line protocol, against its definition: key, fields, nanoseconds; and which slot a reading gets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { givenLine, goneLine, liveLine, nanoseconds, readingLine, seriesOf, slotOf } from '../../src/storage/series-influx-lines.ts';
import { NOTHING, emptyColumns } from '../../src/storage/series.ts';

const tags = { park: 'de-mars', role: 'main', carrier: 'electricity', flow: 'import', unit: 'kWh' };

describe('a line', () => {
  it('of a reading has numbers, words of fixed lists and the park: nothing a user wrote', () => {
    const series = seriesOf('reading', 7, tags);

    expect(readingLine(series, { atMs: 1_764_000_000_123, value: 12.5, device: 4 }, 0)).toBe(
      'reading,carrier=electricity,flow=import,park=de-mars,register=7,role=main,unit=kWh v=12.5,d=4 1764000000123000000',
    );
  });

  it.each(['Jansen BV', 'a,b', 'a=b', 'a\nb', 'a\\', ''])('with the tag %j is never made', (park) => {
    expect(() => seriesOf('quarter', 1, { ...tags, park })).toThrow('no plain word');
  });

  it('of a quarter carries its anchor, and one of a quarter that is no longer adds nothing to a sum', () => {
    const quarter = { register: 7, quarter: 2, amountMicro: 1_250_000, flag: 'I', anchor: { at: epochMs(1_700_000), value: 3, device: 9 } } as const;

    expect(liveLine('q', quarter)).toBe('q live=1.25,live_q=2,anchor_ms=1700000,anchor_v=3,anchor_d=9 1800000000000');
    expect(goneLine('q', 2)).toBe('q live=0,live_q=-1 1800000000000');
  });

  it('of a settled value names its field, and one that takes it away leaves 0 for a sum', () => {
    const columns = emptyColumns(1);
    columns.quarters[0] = 2;
    columns.amounts[0] = 7.25;
    columns.flags[0] = 1;

    expect(givenLine('q', columns, { at: 0, field: 'settled' })).toBe('q settled=7.25,settled_q=1 1800000000000');
    columns.flags[0] = NOTHING;
    expect(givenLine('q', columns, { at: 0, field: 'corrected' })).toBe('q corrected=0,corrected_q=-1 1800000000000');
  });
});

describe('nanoseconds', () => {
  it('are exact for every millisecond and slot, before 1970 too', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e12, max: 9e12 }), fc.integer({ min: 0, max: 999_999 }), (atMs, slot) => {
        expect(BigInt(nanoseconds(atMs, slot))).toBe(BigInt(atMs) * 1_000_000n + BigInt(slot));
      }),
    );
  });
});

describe('a slot', () => {
  it('follows from what the reading says, and is never the one of readings that stand alone', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.nat(), (value, device) => {
        const slot = slotOf({ atMs: 1, value, device });
        expect(slot).toBe(slotOf({ atMs: 2, value, device }));
        expect(slot).toBeGreaterThan(0);
        expect(slot).toBeLessThan(1_000_000);
      }),
    );
  });

  it('tells neighbouring values of a counter apart: of 1,000 in one instant fewer than two share one', () => {
    // Birthday: 1000 x 999 / 2 pairs in 999,999 places make 0.5 on average.
    const slots = new Set(Array.from({ length: 1000 }, (_, index) => slotOf({ atMs: 0, value: 2130 + index / 1000, device: 0 })));

    expect(slots.size).toBeGreaterThanOrEqual(998);
  });
});
