// The running quarter against a limit: several meters together, silence, and too early to tell.
import { describe, expect, it } from 'vitest';
import { knownNow, projectedTogether } from '../../src/api/capacity-running.ts';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';

const START = Date.parse('2026-11-03T12:00:00Z');
const after = (minutes: number) => ({ now: () => epochMs(START + minutes * 60_000) });
const at = (usedKwh: number, rateKw: number): { usedKwh: number; rateKw: number } => ({ usedKwh, rateKw });

describe('a running quarter', () => {
  it('adds its meters and tells what must come off', () => {
    // 5 minutes: 6 + 4 kWh at 72 + 48 kW. 15 kWh are left for 10 minutes: 90 kW, so 30 must come off.
    expect(projectedTogether(after(5), [at(6, 72), at(4, 48)], 100)).toEqual({ usedKwh: 10, projectedKw: 120, limitKw: 100, headroomKw: -20, comeOffKw: 30, lost: false });
  });

  it('says nothing of its end in the first 3 minutes, or while a meter is silent', () => {
    const quiet = { projectedKw: null, headroomKw: null, comeOffKw: null, limitKw: 100, lost: false };

    expect(projectedTogether(after(2), [at(4, 120)], 100)).toEqual({ usedKwh: 4, ...quiet });
    expect(projectedTogether(after(10), [at(4, 24), null], 100)).toEqual({ usedKwh: 4, ...quiet });
    expect(projectedTogether(after(10), [null], 100)).toEqual({ usedKwh: null, ...quiet });
  });

  it('says how many of its meters speak', () => {
    const scope = {
      connections: [{ id: 1, company: 1, behind: null, passesOn: false, registers: [{ register: 7, flow: 'import' as const, meter: 1, way: 'total' as const }] }],
      withheld: 0,
    };
    const last = new LastValues();
    const deps = { ...after(5), last };

    expect(knownNow(deps, scope, { told: 0, all: 0 })).toEqual({ coverage: 0, quality: {}, asOf: '2026-11-03T12:05:00Z' });
    last.put({ register: 7, at: epochMs(START + 60_000), value: 1 });
    expect(knownNow(deps, scope, { told: 3, all: 4 })).toEqual({ coverage: 0.75, quality: { M: 0.75, X: 0.25 }, asOf: '2026-11-03T12:01:00Z' });
  });
});
