// The balance of the quarters that may be told: sums, coverage, peak, and days that are whole.
import { describe, expect, it } from 'vitest';
import { type ConnectionQuarters, FLAGS } from '../../src/domain/balance.ts';
import { qualityOf } from '../../src/domain/balance-steps.ts';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { toldBalance } from '../../src/jobs/told-balance.ts';

const DAY = 20_732;
const FIRST = firstQuarterOf(DAY);
const members = [1, 2, 3, 4, 5].map((company) => ({ company, entity: `kvk ${company}`, park: 'a' }));
const using = (company: number, kwhAt: (t: number) => number, quarters: number): ConnectionQuarters => ({
  id: company,
  company,
  behind: null,
  passesOn: false,
  registers: [{ flow: 'import', amounts: Float64Array.from({ length: quarters }, (_, t) => kwhAt(t) * 1e6), flags: new Uint8Array(quarters).fill(FLAGS.indexOf('M')) }],
});
const kwh = (micro: number | undefined): number => (micro ?? 0) / 1e6;

describe('a balance for whoever may not see the companies', () => {
  it('leaves a quarter out of every sum, lowers the coverage, and makes no peak of it', () => {
    // Noon of the first company is nearly all there is.
    const connections = members.map(({ company }) => using(company, (t) => (company === 1 && t === 48 ? 60 : 1), 96));
    const job = { firstQuarter: FIRST, quarters: 96, borders: [0, 48, 49, 96], unsure: [] };
    const { steps, consumptionByCompany } = toldBalance(job, connections, members);

    expect(steps.map(({ sums, quartersSecret }) => [kwh(sums.consumption), sums.present / sums.expected, quartersSecret])).toEqual([
      [240, 1, 0],
      [0, 0, 1],
      [235, 1, 0],
    ]);
    expect(steps.map(({ peak }) => (peak === null ? null : kwh(peak.kw)))).toEqual([20, null, 20]);
    expect(consumptionByCompany[0]?.[1]).toEqual(Float64Array.from([48e6, Number.NaN, 47e6]));
  });

  it('says how many connections were measured in which way, and not how much of the sum that is', () => {
    const estimated = { ...using(5, () => 2, 96).registers[0], flags: new Uint8Array(96).fill(FLAGS.indexOf('E')) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has its arrays
    const other = { ...using(5, () => 2, 96), registers: [estimated] as ConnectionQuarters['registers'] };
    const connections = [...members.slice(0, 4).map(({ company }) => using(company, () => 1, 96)), other];
    const [step] = toldBalance({ firstQuarter: FIRST, quarters: 96, borders: [0, 96], unsure: [] }, connections, members).steps;

    expect(step === undefined ? null : qualityOf(step.sums)).toEqual({ M: 0.8, E: 0.2 });
  });

  it('has a whole local day as a whole only where its rest hides its companies', () => {
    const job = { firstQuarter: FIRST, quarters: 96, borders: [0, 96], unsure: [] };
    const lone = members.map(({ company }) => using(company, (t) => (company === 1 && t === 48 ? 60 : 1), 96));
    const inTurn = members.map(({ company }) => using(company, (t) => (t === 48 + company ? 60 : 1), 96));
    const of = (connections: ConnectionQuarters[], over = job): number[] => toldBalance(over, connections, members).steps.map(({ sums }) => kwh(sums.consumption));

    expect(of(lone)).toEqual([95 * 5]);
    expect(of(inTurn)).toEqual([91 * 5 + 5 * 64]);
    // The same quarters, in a period that is no whole day.
    expect(of(inTurn, { ...job, borders: [1, 96] })).toEqual([90 * 5]);
  });

  it('tells each figure of the quarters that it may be told of, and beside them all of those of which every one may', () => {
    // One makes and feeds in by itself at noon, and six in the quarter after it.
    const makers = [6, 7, 8, 9, 10, 11].map((company): ConnectionQuarters => {
      const made = (t: number): number => (t === 49 || (t === 48 && company === 6) ? 3 : 0);
      const [drawn] = using(company, () => 1, 96).registers;
      const flow = (name: 'export' | 'sun' | 'chp', kwhAt: (t: number) => number) => ({ ...using(company, kwhAt, 96).registers[0], flow: name });
      const registers = [drawn, flow('export', made), flow(company === 6 ? 'chp' : 'sun', made)];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each has its arrays
      return { ...using(company, () => 1, 96), registers: registers as ConnectionQuarters['registers'] };
    });
    const all = [...members, ...makers.map(({ company }) => ({ company, entity: `kvk ${company}`, park: 'a' }))];
    const job = { firstQuarter: FIRST, quarters: 96, borders: [47, 50], unsure: [] };
    const [step] = toldBalance(job, [...members.map(({ company }) => using(company, () => 1, 96)), ...makers], all).steps;

    expect([step?.sums.import, step?.sums.export, step?.sums.consumption].map(kwh)).toEqual([33, 18, 22]);
    // One of six is an engine: none is told by its kind.
    expect(Object.values(step?.sums.generation ?? {}).map(kwh)).toEqual([0, 0, 0, 18]);
    expect(step?.told?.untold).toMatchObject({ import: 0, export: 1, generation: 1, kinds: 2, use: 1, storage: 0 });
    expect(kwh(step?.told?.closed.consumption)).toBe(22);
  });
});
