// What is kept of days: computed once, again when a quarter of the day changed, and never for a part of a day.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, type DayVersion, KeptDays, SCOPES_MAX, daysOf } from '../../src/api/kept-days.ts';
import { localDate, stepBounds } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { DayVersions } from '../../src/ingest/day-versions.ts';

const days = (from: string, to: string): Day[] => daysOf(stepBounds(localDate(from), localDate(to), 'P1D'));

/** A world in which every day has a number that can change; counts what is computed. */
function world(shaped = (_value: number): boolean => false): {
  ask: (some: readonly Day[], key?: string, apartFrom?: EpochMs) => Promise<number[]>;
  change: (day: Day, value: number) => void;
  computed: EpochMs[][];
} {
  const kept = new KeptDays<number>({ sizeMax: 60_000, sizeOf: () => 1, shaped });
  const versions = new DayVersions();
  const values = new Map<number, number>();
  const computed: EpochMs[][] = [];
  const read = async (bounds: readonly EpochMs[]): Promise<readonly EpochMs[]> => bounds;
  const work = async (bounds: readonly EpochMs[]): Promise<number[]> => {
    computed.push([...bounds]);
    return bounds.slice(0, -1).map((from) => values.get(from) ?? 0);
  };
  const version = ({ from, to }: Day): DayVersion => ({ own: versions.own(from / 900_000, to / 900_000), shaped: versions.of(from / 900_000, to / 900_000) });
  return {
    computed,
    change: (day, value) => {
      values.set(day.from, value);
      versions.changed([Math.floor(day.from / 86_400_000)]);
    },
    ask: (some, key = 'all', apartFrom) => kept.of({ key, days: some, version, read, work, ...(apartFrom !== undefined && { apartFrom }) }),
  };
}

describe('kept days', () => {
  it('are computed once, whatever period they are asked in', async () => {
    const { ask, computed } = world();
    const week = days('2026-03-02', '2026-03-09');

    await ask(week);
    await ask(week.slice(2));
    await ask(week);

    expect(computed.map((bounds) => bounds.length - 1)).toEqual([7]);
  });

  it('from the one that is under way on are computed apart, and come out in order', async () => {
    const { ask, change, computed } = world();
    const week = days('2026-03-02', '2026-03-09');
    week.forEach((day, at) => change(day, at));

    expect(await ask(week, 'all', week[5]?.from)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(computed.map((bounds) => bounds.length - 1)).toEqual([5, 2]);
  });

  it('that changed are computed again, and only those', async () => {
    const { ask, change, computed } = world();
    const week = days('2026-03-02', '2026-03-09');
    await ask(week);

    const third = week[2] ?? { from: epochMs(0), to: epochMs(0), whole: true };
    change(third, 42);

    expect(await ask(week)).toContain(42);
    // The local day of winter begins an hour before that of UTC: its neighbour shares that hour.
    expect((computed[1] ?? []).length - 1).toBeLessThanOrEqual(2);
  });

  it('with a gap in the shape of earlier weeks are computed again when one of those changes, others are not', async () => {
    const { ask, change, computed } = world((value) => value >= 1000);
    const [week, before] = [days('2026-03-02', '2026-03-09'), days('2026-02-02', '2026-02-03')[0]];
    const fourth = week[3];
    if (before === undefined || fourth === undefined) throw new Error('no such days');
    change(fourth, 1000);
    await ask(week);

    change(before, 1);
    await ask(week);

    expect(computed[1]).toEqual([fourth.from, fourth.to]);
    // Nothing is shaped by what comes later.
    change(days('2026-03-10', '2026-03-11')[0] ?? fourth, 1);
    await ask(week);
    expect(computed.length).toBe(2);
  });

  it('are whole local days of 23, 24 and 25 hours; a part of a day is computed each time', async () => {
    const spring = days('2026-03-29', '2026-03-30')[0];
    const autumn = days('2026-10-25', '2026-10-26')[0];
    expect([spring, autumn].map((day) => day && [(day.to - day.from) / 3_600_000, day.whole])).toEqual([
      [23, true],
      [25, true],
    ]);

    const { ask, computed } = world();
    const part = daysOf([localDate('2026-03-02'), epochMs(localDate('2026-03-02') + 3_600_000)]);
    await ask(part);
    await ask(part);
    expect(computed.length).toBe(2);
  });

  it('are computed once for those who ask at the same time', async () => {
    const { ask, computed } = world();
    const week = days('2026-03-02', '2026-03-09');

    await Promise.all(Array.from({ length: 8 }, () => ask(week)));

    expect(computed.length).toBe(1);
  });

  it('of one set of connections say nothing of another', async () => {
    const { ask, computed } = world();
    const week = days('2026-03-02', '2026-03-09');

    await ask(week, 'one');
    await ask(week, 'other');

    expect(computed.length).toBe(2);
  });

  it('after a failure are computed by the next who asks', async () => {
    const kept = new KeptDays<number>({ sizeMax: 60_000, sizeOf: () => 1, shaped: () => false });
    const question = { key: 'a', days: days('2026-03-02', '2026-03-03'), version: () => ({ own: 0, shaped: 0 }), read: async () => 7, work: async (found: number) => [found] };
    await expect(kept.of({ ...question, read: () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
    await expect(kept.of({ ...question, work: () => Promise.reject(new Error('busy')) })).rejects.toThrow('busy');

    expect(await kept.of(question)).toEqual([7]);
  });

  it('of more sets than the limit go, the one not asked for the longest first', async () => {
    const { ask, computed } = world();
    const day = days('2026-03-02', '2026-03-03');
    for (let set = 0; set <= SCOPES_MAX; set++) await ask(day, `set ${set}`);

    const before = computed.length;
    await ask(day, `set ${SCOPES_MAX}`);
    await ask(day, 'set 0');

    expect(computed.length - before).toBe(1);
  });

  it('are always what they would be without being kept', async () => {
    const year = days('2026-01-01', '2026-03-01');
    const action = fc.oneof(
      fc.record({ kind: fc.constant('change' as const), day: fc.nat(year.length - 1), value: fc.nat(1000) }),
      fc.record({ kind: fc.constant('ask' as const), from: fc.nat(year.length - 1), length: fc.integer({ min: 1, max: 40 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const { ask, change } = world();
        const truth = new Map<number, number>();
        for (const one of actions) {
          if (one.kind === 'change') {
            const day = year[one.day];
            if (day === undefined) continue;
            change(day, one.value);
            truth.set(day.from, one.value);
          } else {
            const some = year.slice(one.from, one.from + one.length);
            expect(await ask(some)).toEqual(some.map((day) => truth.get(day.from) ?? 0));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
