// Versions of days: grow with every change of a quarter in them, and with no other.
import { describe, expect, it } from 'vitest';
import { DayVersions } from '../../src/ingest/day-versions.ts';

describe('the version of a stretch of quarters', () => {
  it('grows when a day in it changes, and stays when another does', () => {
    const versions = new DayVersions();
    const [from, to] = [10 * 96 + 40, 12 * 96];
    const before = versions.own(from, to);

    versions.changed([9, 12]);
    expect(versions.own(from, to)).toBe(before);
    versions.changed([10]);
    expect(versions.own(from, to)).toBe(before + 1);
    versions.changed([11, 10]);
    expect(versions.own(from, to)).toBe(before + 3);
  });

  it('also grows when a day changes that shapes the gaps after it; its own quarters are told apart', () => {
    const versions = new DayVersions();
    const span = [200 * 96, 201 * 96] as const;
    const before = [versions.of(...span), versions.own(...span)];

    // Four weeks of history before a gap that may be 92 days long.
    versions.changed([200 - 120]);
    expect([versions.of(...span), versions.own(...span)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
    versions.changed([200 - 121, 201]);
    expect([versions.of(...span), versions.own(...span)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
    versions.changed([200, 200]);
    expect([versions.of(...span), versions.own(...span)]).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 1]);
  });
});
