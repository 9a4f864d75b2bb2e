// One load out of many for the compute worker, and its coming 48 hours beside the limit, in both directions.
import { describe, expect, it } from 'vitest';
import { sumsFromMicro } from '../../src/domain/balance-steps.ts';
import { BalanceSum } from '../../src/domain/balance.ts';
import { sumStep } from '../../src/domain/balance-steps.ts';
import { NORMAL_SPREAD } from '../../src/domain/forecast/forecast.ts';
import type { Load } from '../../src/domain/capacity/loads.ts';
import { epochMs } from '../../src/domain/units.ts';
import type { Loads } from '../../src/jobs/stretch-loads.ts';
import { forecastOf, wholeOf } from '../../src/jobs/forecast-sums.ts';

const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const QUARTERS = 3 * 672;
const load = (id: number, kw: number, behind: number | null = null): Load => ({
  id,
  company: id,
  behind,
  netMicro: new Float64Array(QUARTERS).fill((kw / 4) * 1e6),
  sure: new Uint8Array(QUARTERS).fill(1),
});
const stretch = (...loads: Load[]): Loads => ({ firstQuarter: FIRST, quarters: QUARTERS, loads, sums: sumsFromMicro(sumStep(new BalanceSum(QUARTERS).finish(), 0, QUARTERS)) });
const place = { latDeg: 52.1, lonDeg: 6 };

describe('one load', () => {
  it('is what stands on the public grid: what lies behind a main meter is in it already', () => {
    const whole = wholeOf({ stretches: [stretch(load(1, 100), load(2, 40, 1))], only: null });

    expect(whole.kw[5]).toBe(100);
    expect(whole.counted).toEqual([1]);
  });

  it('of stretches that follow each other is as long as both', () => {
    expect(wholeOf({ stretches: [stretch(load(1, 100)), stretch(load(1, 50))], only: [1] }).kw).toHaveLength(2 * QUARTERS);
  });
});

describe('the coming 48 hours', () => {
  const measured = { firstQuarter: FIRST, kw: new Float64Array(QUARTERS).fill(-60), sure: new Uint8Array(QUARTERS).fill(1), place, weather: null };
  const limits = { parts: [{ of: 'connection' as const, connection: 1, contractKw: 80, rows: [], grouped: [] }], counted: [1] };

  it('stand beside the limit of who is counted', () => {
    const outcome = forecastOf({ measured, ahead: null, spread: NORMAL_SPREAD, direction: 'import', ...limits });

    expect(outcome?.firstQuarter).toBe(FIRST + QUARTERS);
    expect(outcome?.kw[0]?.[1]).toBeCloseTo(-60, 3);
    expect([...(outcome?.limitKw ?? [])]).toEqual(Array.from({ length: 192 }, () => 80));
    expect(forecastOf({ measured, ahead: null, spread: NORMAL_SPREAD, direction: 'import', ...limits, counted: [2] })?.limitKw[0]).toBeNaN();
  });

  it('stand beside the limit of a group instead of those of its members, as long as they are in it', () => {
    const firm = { direction: 'import' as const, kind: 'firm' as const, kw: 50, from: epochMs(0), to: null, window: null };
    const until = FIRST + QUARTERS + 10;
    const parts = [
      { of: 'connection' as const, connection: 1, contractKw: 80, rows: [], grouped: [{ group: 7, from: 0, to: until }] },
      { of: 'group' as const, group: 7, members: [1], rows: [{ ...firm, to: epochMs(until * 900_000) }] },
    ];
    const outcome = forecastOf({ measured, ahead: null, spread: NORMAL_SPREAD, direction: 'import', parts, counted: [1] });

    expect(outcome?.rights.map(({ of, id, kw }) => [of, id, kw[9], kw[10]])).toEqual([
      ['connection', 1, 0, 80],
      ['group', 7, 50, 0],
    ]);
    expect([outcome?.limitKw[9], outcome?.limitKw[10]]).toEqual([50, 80]);
  });

  it('of what is fed in are those of what is drawn, turned round: P10 is P90', () => {
    const [imported, exported] = (['import', 'export'] as const).map((direction) => forecastOf({ measured, ahead: null, spread: NORMAL_SPREAD, direction, ...limits })?.kw[9]);

    expect(exported).toEqual([0 - (imported?.[2] ?? 0), 0 - (imported?.[1] ?? 0), 0 - (imported?.[0] ?? 0)]);
  });

  it('are none of too short a load', () => {
    expect(forecastOf({ measured: { ...measured, kw: new Float64Array(96) }, ahead: null, spread: NORMAL_SPREAD, direction: 'import', ...limits })).toBeNull();
  });
});
