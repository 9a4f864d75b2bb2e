// What the address says of the CO2 screens, and what they say without.
import { describe, expect, it } from 'vitest';
import { GUARANTEE_PARTS, co2Choice, co2Query, degreeDaysGiven, guaranteeDates, historyQuery } from '../../src/web/co2-period.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('the choice', () => {
  it('is this year, as a footprint, to nothing left, where the address is silent', () => {
    expect(co2Choice({}, NOW)).toMatchObject({
      kind: 'year',
      period: { from: '2026-01-01', to: '2027-01-01' },
      set: 'co2emissiefactoren',
      goal: '1',
      heating: '0',
      degreeDays: null,
    });
  });

  it('makes days and weeks years', () => {
    expect(co2Choice({ periode: 'week', datum: '2025-03-10' }, NOW).period).toMatchObject({ kind: 'year', from: '2025-01-01' });
  });

  it.each([
    { periode: 'maand', datum: '2026-10-01', factoren: 'klimaatmonitor', doel: '0.55', verwarming: '0.75', graaddagen: '312.5', 'graaddagen-toen': '298' },
    { periode: 'jaar', datum: '2025-01-01', factoren: undefined, doel: undefined },
  ])('comes back from its own address: $periode $datum', (query) => {
    const choice = co2Choice(query, NOW);
    const again = new URLSearchParams(co2Query(choice));

    expect(co2Choice(Object.fromEntries(again), NOW)).toEqual(choice);
  });

  it('ignores what it does not know', () => {
    expect(co2Choice({ factoren: 'zelf', doel: '2' }, NOW)).toMatchObject({ set: 'co2emissiefactoren', goal: '1' });
  });
});

describe('degree days', () => {
  it('are given in pairs, and of the base there are some', () => {
    expect([degreeDaysGiven(0, 280), degreeDaysGiven(10_000, 10_000)]).toEqual([
      { now: 0, base: 280 },
      { now: 10_000, base: 10_000 },
    ]);
    expect([degreeDaysGiven(300, 0), degreeDaysGiven(-1, 300), degreeDaysGiven(Number.NaN, 300), degreeDaysGiven(300, Number.NaN), degreeDaysGiven(300, 10_001)]).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  it('go with the question as they were given, else the source of weather is asked', () => {
    const choice = { goal: '1', heating: '0.5' } as const;

    expect(historyQuery({ ...choice, degreeDays: null })).toBe('&goalReduction=1&heatingShare=0.5');
    expect(historyQuery({ ...choice, degreeDays: { now: 2500, base: 2800 } })).toBe('&goalReduction=1&heatingShare=0.5&degreeDays=2500&baseDegreeDays=2800');
  });
});

describe('the period of guarantees', () => {
  it('is a year or one of its quarters, half-open', () => {
    expect(GUARANTEE_PARTS.map((part) => guaranteeDates(2026, part))).toEqual([
      { from: '2026-01-01', to: '2027-01-01' },
      { from: '2026-01-01', to: '2026-04-01' },
      { from: '2026-04-01', to: '2026-07-01' },
      { from: '2026-07-01', to: '2026-10-01' },
      { from: '2026-10-01', to: '2027-01-01' },
    ]);
  });
});
