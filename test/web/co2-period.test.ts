// What the address says of the CO2 screens, and what they say without.
import { describe, expect, it } from 'vitest';
import { GUARANTEE_PARTS, co2Choice, co2Query, guaranteeDates } from '../../src/web/co2-period.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('the choice', () => {
  it('is this year, as a footprint, to nothing left, where the address is silent', () => {
    expect(co2Choice({}, NOW)).toMatchObject({ kind: 'year', period: { from: '2026-01-01', to: '2027-01-01' }, set: 'co2emissiefactoren', goal: '1' });
  });

  it('makes days and weeks years', () => {
    expect(co2Choice({ periode: 'week', datum: '2025-03-10' }, NOW).period).toMatchObject({ kind: 'year', from: '2025-01-01' });
  });

  it.each([
    { periode: 'maand', datum: '2026-10-01', factoren: 'klimaatmonitor', doel: '0.55' },
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
