// A kept year: put together month by month, base and scenario by the same sums, and the same as the balance says of it.
import { describe, expect, it } from 'vitest';
import { ScenarioStep } from '../../src/domain/scenario/steps.ts';
import { loadFactorLists } from '../../src/emission-factors.ts';
import { flagCode } from '../../src/storage/series.ts';
import { type GatherJob } from '../../src/jobs/gathering.ts';
import { KeptYear, type ScenarioQuestion } from '../../src/jobs/scenario-sums.ts';
import { MONDAY, values } from '../domain/scenario/years.ts';

const facts = { firstQuarter: MONDAY, quarters: 192, place: { latDeg: 52.1, lonDeg: 6 }, weather: null, values, factors: loadFactorLists('config/emission-factors') };

function job(at: number, kwh: readonly (readonly [register: number, amounts: readonly number[]])[]): GatherJob {
  const quarters = kwh[0]?.[1].length ?? 0;
  const rows = kwh.flatMap(([register, amounts]) => amounts.map((amount, t) => ({ register, quarter: MONDAY + at + t, amount })));
  return {
    firstQuarter: MONDAY + at,
    quarters,
    connections: kwh.map(([register]) => ({
      id: register,
      company: register,
      behind: null,
      passesOn: false,
      registers: [{ register, flow: 'import' as const, meter: register, way: 'total' as const }],
    })),
    columns: {
      registers: Int32Array.from(rows, (row) => row.register),
      quarters: Int32Array.from(rows, (row) => row.quarter),
      amounts: Float64Array.from(rows, (row) => row.amount),
      flags: new Uint8Array(rows.length).fill(flagCode('M')),
      sources: new Uint8Array(rows.length),
    },
    before: [],
  };
}
const question = (steps: readonly object[], contractKw: number | null = 40): ScenarioQuestion => {
  const part = (connection: number) => ({ of: 'connection' as const, connection, rows: [], contractKw, grouped: [] });
  return { steps: steps.map((one) => ScenarioStep.parse(one)), order: 'canonical', limits: { import: [part(1), part(2)], export: [part(1), part(2)] }, links: [], solved: [] };
};
const flat = (kwh: number): number[] => Array.from({ length: 96 }, () => kwh);

function keptYear(): KeptYear {
  const year = new KeptYear(facts);
  // Two days, brought one by one; the second company tells nothing on the second day.
  year.add(
    'electricity',
    job(0, [
      [1, flat(5)],
      [2, flat(10)],
    ]),
  );
  year.add('electricity', job(96, [[1, flat(7)]]));
  return year;
}

describe('a kept year', () => {
  it('adds up what came in pieces, and misses what did not come', () => {
    const { base, scenario } = keptYear().answer(question([]));

    expect(base.electricity).toMatchObject({ import: 96 * 22, consumption: 96 * 22, present: 288, expected: 384, quarters: 192 });
    expect(base.peak?.kw).toBe(60);
    expect(scenario).toBe(base);
  });

  it('judges base and scenario by the same limits, and a group contract by its own', () => {
    const year = keptYear();
    const plain = year.answer(question([{ kind: 'truck-hub', trucks: 0 }]));
    const group = year.answer(question([{ kind: 'group-contract', limitKw: 50 }]));

    expect(plain.base.limits.import).toMatchObject({ violations: 0, peakKw: 60 });
    expect(plain.scenario.limits).toEqual(plain.base.limits);
    expect(group.base.limits.import.violations).toBe(0);
    expect(group.scenario.limits.import).toMatchObject({ violations: 1, quartersAbove: 96, aboveKwh: (96 * 10) / 4 });
  });

  it('judges a group contract of which a member was silent all year by the others', () => {
    const year = new KeptYear(facts);
    const [first, second] = [job(0, [[1, flat(15)]]), job(96, [[1, flat(15)]])];
    const silent = { id: 2, company: 2, behind: null, passesOn: false, registers: [{ register: 2, flow: 'import' as const, meter: 2, way: 'total' as const }] };
    for (const part of [first, second]) year.add('electricity', { ...part, connections: [...part.connections, silent] });
    const { scenario } = year.answer(question([{ kind: 'group-contract', limitKw: 50 }]));

    // 60 kW against 50, in all of the 192 quarters.
    expect(scenario.limits.import).toMatchObject({ violations: 1, quartersAbove: 192, aboveKwh: 192 * 2.5 });
  });

  it('says the same however often it is asked, and whatever was asked between', () => {
    const year = keptYear();
    const asked = question([
      { kind: 'pv', kwp: 50 },
      { kind: 'battery', kwh: 20, kw: 10 },
    ]);
    const first = structuredClone(year.answer(asked));
    year.answer(question([{ kind: 'wind', kw: 5000 }]));

    expect(structuredClone(year.answer(asked))).toEqual(first);
  });

  it('pays peaks for each month and connection, and counts CO2 by the factors', () => {
    const { base } = keptYear().answer(question([]));

    // Highest quarters of 28 and 40 kW in two of the 31 days (745 hours) of October: paid for so much of the month.
    expect(base.costs.peakEur).toBeCloseTo(((28 + 40) * values.peakEurPerKwMonth * 48) / 745, 9);
    expect(base.emissions.scope2.locationBasedKg).toBeCloseTo(96 * 22 * 0.2, 0);
  });

  it('gives the solver the net of the connection it is asked about', () => {
    const tasks = keptYear().tasks(question([{ kind: 'battery', company: 1, kwh: 10, kw: 5, rule: 'lp' }]), 0);

    expect(tasks.map(({ connection, part, netKwh }) => [connection, part, netKwh[0], netKwh[100]])).toEqual([[1, 1, 5, 7]]);
  });
});
