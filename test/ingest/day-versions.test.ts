// Versions of days: grow with every change of a quarter in them, and with no other.
import { describe, expect, it } from 'vitest';
import { DayVersions } from '../../src/ingest/day-versions.ts';

describe('the version of a stretch of quarters', () => {
  it('grows when a day in it changes, and stays when another does', () => {
    const versions = new DayVersions();
    const [from, to] = [10 * 96 + 40, 12 * 96];
    const before = versions.of(from, to);

    versions.changed([9, 12]);
    expect(versions.of(from, to)).toBe(before);
    versions.changed([10]);
    expect(versions.of(from, to)).toBe(before + 1);
    versions.changed([11, 10]);
    expect(versions.of(from, to)).toBe(before + 3);
  });
});
