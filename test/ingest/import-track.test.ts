// Doubles and gaps of one series.
import { describe, expect, it } from 'vitest';
import { SeriesTrack, TRACK_QUARTERS_MAX } from '../../src/ingest/import-track.ts';

describe('a series of a file', () => {
  it('refuses a quarter that was given before, and counts it once', () => {
    const track = new SeriesTrack();

    expect([track.mark(100, 1), track.mark(100, 1), track.mark(97, 4), track.count]).toEqual([true, false, false, 1]);
  });

  it('names the runs that are missing between its first and last quarter', () => {
    const track = new SeriesTrack();
    for (const quarter of [100, 101, 104, 110]) track.mark(quarter, 1);

    expect(track.missing).toBe(7);
    expect(track.gaps(10)).toEqual([
      { firstQuarter: 102, quarters: 2 },
      { firstQuarter: 105, quarters: 5 },
    ]);
    expect(track.gaps(1)).toHaveLength(1);
  });

  it('finds the same gaps when the newest line stands first', () => {
    const track = new SeriesTrack();
    for (const quarter of [110, 104, 101, 100]) track.mark(quarter, 1);

    expect(track.gaps(10).map((gap) => gap.firstQuarter)).toEqual([102, 105]);
  });

  it('takes no quarter that lies more than 30 years from the others', () => {
    const track = new SeriesTrack();
    track.mark(100, 1);

    expect(track.mark(101 + TRACK_QUARTERS_MAX, 1)).toBe(false);
  });
});
