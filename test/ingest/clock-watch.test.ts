// Which lag is a clock and which is a message that waited.
import { describe, expect, it } from 'vitest';
import { ClockWatch } from '../../src/ingest/clock-watch.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

/** [minute of receipt, skew in seconds] -> kinds told. */
function told(messages: readonly (readonly [number, number])[], watch = new ClockWatch()): (string | undefined)[] {
  return messages.flatMap(([minute, skewS]) => {
    const change = watch.take({ meter: 1, register: 10, skewMs: skewS * 1000, receivedAtMs: NOON + minute * MINUTE });
    return change === null ? [] : change.events.map((one) => `${one.kind} ${one.to}`);
  });
}

describe('a clock', () => {
  it('that is ahead by more than a minute is told at once, and once a day', () => {
    expect(
      told([
        [0, 90],
        [1, 91],
        [2, 92],
      ]),
    ).toEqual(['clock-ahead 90']);
    // From noon to 00:59 and 01:00 UTC, without a message before midnight.
    expect(
      told([
        [0, 90],
        [1, 0],
        [779, 93],
        [780, 94],
      ]),
    ).toEqual(['clock-ahead 90', 'clock-ahead 94']);
  });

  it('that is off before and after a midnight of Amsterdam is told there, in the same direction only', () => {
    const at = (messages: readonly (readonly [number, number])[]): (number | undefined)[] => {
      const watch = new ClockWatch();
      return messages.flatMap(([minute, skewS]) => watch.take({ meter: 1, register: 10, skewMs: skewS * 1000, receivedAtMs: NOON + minute * MINUTE })?.events[0]?.at ?? []);
    };
    const [midnight, noonsDay] = [Date.UTC(2026, 10, 20, 23), Date.UTC(2026, 10, 20, 1)];

    // 22:59 and 23:01 UTC.
    expect(
      at([
        [659, 90],
        [661, 95],
        [662, 95],
      ]),
    ).toEqual([noonsDay, midnight]);
    expect(
      at([
        [659, 90],
        [660, 0],
        [661, 95],
      ]),
    ).toEqual([noonsDay]);
    expect(
      at([
        [659, 0],
        [661, 95],
      ]),
    ).toEqual([noonsDay]);
  });

  it('that stays 400 s behind while minutes pass is told', () => {
    expect(
      told([
        [0, -400],
        [1, -402],
        [2, -401],
      ]),
    ).toEqual(['clock-behind -401']);
  });

  it('that was set right is not told any more', () => {
    expect(
      told([
        [0, -400],
        [1, -402],
        [2, -1],
        [3, -1],
        [4, -1],
      ]),
    ).toEqual([]);
  });

  it('within a minute is right', () => {
    expect(
      told([
        [0, 59],
        [1, -59],
        [2, -59],
        [3, -59],
      ]),
    ).toEqual([]);
  });
});

describe('messages that were held back', () => {
  it('and come all at once say nothing of the clock', () => {
    expect(
      told([
        [0, -600],
        [0.01, -590],
        [0.02, -580],
        [0.03, -570],
      ]),
    ).toEqual([]);
  });

  it('and are worked off minute by minute, each less late than the one before, neither', () => {
    expect(
      told([
        [0, -600],
        [1, -500],
        [2, -400],
        [3, -300],
      ]),
    ).toEqual([]);
  });
});
