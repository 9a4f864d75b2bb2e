// When an alert opens, closes and is sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, change, retryAfterMs, sendAt, stateOf, fedIn, isFedIn } from '../../src/domain/alerts.ts';
import { epochMs } from '../../src/domain/units.ts';

const finding = (state: Finding['state']): Finding => ({ kind: 'silent-meter', subject: 'meter 1', park: 'p', company: 1, value: 1, limit: 1, unit: 'h', state });

describe('two limits', () => {
  it.each([
    [100, 'raise'],
    [99.9, 'hold'],
    [90.1, 'hold'],
    [90, 'clear'],
  ] as const)('a value of %s between 90 and 100 is %s', (value, state) => {
    expect(stateOf(value, { raiseAt: 100, clearAt: 90 })).toBe(state);
  });

  it('work downwards as well', () => {
    expect([5, 7, 10].map((value) => stateOf(value, { raiseAt: 5, clearAt: 10 }))).toEqual(['raise', 'hold', 'clear']);
  });

  it('open and close an alert by turns, whatever comes in between', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('raise', 'hold', 'clear' as const), { maxLength: 50 }), (states) => {
        let open = false;
        const changes: string[] = [];
        for (const state of states) {
          const what = change(open, finding(state));
          if (what === 'keep') continue;
          open = what === 'open';
          changes.push(what);
        }

        expect(changes).toEqual(changes.map((_, index) => (index % 2 === 0 ? 'open' : 'close')));
        const told = states.filter((state) => state !== 'hold');
        expect(open).toBe(told.at(-1) === 'raise');
      }),
    );
  });
});

describe('quiet hours', () => {
  const night = { fromHour: 22, toHour: 7 };
  // 25 October 2026: summer time ends at 03:00, so 07:00 in Amsterdam is 06:00 UTC.
  it.each([
    ['2026-10-24T21:10:00Z', '2026-10-25T06:00:00.000Z'],
    ['2026-10-24T12:00:00Z', '2026-10-24T12:00:00.000Z'],
    // 29 March 2026: it begins, and 07:00 is 05:00 UTC.
    ['2026-03-29T00:30:00Z', '2026-03-29T05:00:00.000Z'],
  ])('what comes at %s goes at %s', (at, due) => {
    expect(new Date(sendAt(epochMs(Date.parse(at)), 'warning', night)).toISOString()).toBe(due);
  });

  it('do not hold what is urgent, and from = to is never quiet', () => {
    const at = epochMs(Date.parse('2026-10-24T23:00:00Z'));

    expect(sendAt(at, 'urgent', night)).toBe(at);
    expect(sendAt(at, 'notice', { fromHour: 7, toHour: 7 })).toBe(at);
  });
});

it('waits a minute, then twice as long each time, an hour at most', () => {
  expect([1, 2, 3, 6, 7, 30].map(retryAfterMs)).toEqual([60_000, 120_000, 240_000, 1_920_000, 3_600_000, 3_600_000]);
});

it('of what is fed in has a subject of its own, beside that of what is drawn', () => {
  expect([fedIn('connection 3'), isFedIn(fedIn('connection 3')), isFedIn('connection 3')]).toEqual(['connection 3 export', true, false]);
});
