// Loads and answers of the compute worker: stretches that follow each other, limits that add up, groups that are complete.
import { describe, expect, it } from 'vitest';
import type { Load } from '../../src/domain/capacity/loads.ts';
import { sumStep } from '../../src/domain/balance-steps.ts';
import { BalanceSum } from '../../src/domain/balance.ts';
import { RECOGNISABLE } from '../../src/domain/disclosure.ts';
import { epochMs } from '../../src/domain/units.ts';
import { answered } from '../../src/jobs/capacity-sums.ts';
import { type Loads, buffersOf, loadsOf } from '../../src/jobs/stretch-loads.ts';
import type { LimitPart } from '../../src/domain/capacity/limit-parts.ts';
import { emptyColumns } from '../../src/storage/series.ts';

const load = (id: number, kw: readonly number[], behind: number | null = null): Load => ({
  id,
  company: id,
  behind,
  netMicro: Float64Array.from(kw, (one) => one * 250_000),
  sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)),
});
const stretch = (firstQuarter: number, loads: readonly Load[]): Loads => {
  const quarters = loads[0]?.netMicro.length ?? 0;
  return { firstQuarter, quarters, loads, sums: sumStep(new BalanceSum(quarters).finish(), 0, quarters) };
};
const contract = (connection: number, contractKw: number, grouped: readonly { group: number; from: number; to: number }[] = []): LimitPart => ({
  of: 'connection',
  connection,
  rows: [],
  contractKw,
  grouped,
});
const shared: LimitPart = { of: 'group', group: 9, members: [1, 2], rows: [{ direction: 'import', kind: 'firm', kw: 120, from: epochMs(0), to: null, window: null }] };
const use = (stretches: readonly Loads[], parts: readonly LimitPart[]) => {
  const quarters = stretches.reduce((sum, one) => sum + one.quarters, 0);
  const answer = answered(stretches, { kind: 'use', direction: 'import', parts, borders: Array.from({ length: quarters + 1 }, (_, at) => at) });
  const items: { usageKw: number; limitKw: number }[] = JSON.parse(`[${Buffer.from(answer.items).toString()}]`);
  return items.map((item) => [item.usageKw, item.limitKw]);
};

describe('answers from loads', () => {
  it('join stretches; a connection that is not in one is unknown there', () => {
    const [first, second] = [stretch(100, [load(1, [10, 20])]), stretch(102, [load(1, [30]), load(2, [5])])];

    expect(use([first, second], [contract(1, 100), contract(2, 50)])).toEqual([
      [10, 150],
      [20, 150],
      [35, 150],
    ]);
  });

  it('count a group instead of its members while they are in it', () => {
    const grouped = [{ group: 9, from: 101, to: Infinity }];
    const loads = stretch(100, [load(1, [10, 10]), load(2, [20, 20]), load(3, [5, 5])]);

    // Before anybody is in it the contracts count, and not its limit too, though its row holds from 1970 on.
    expect(use([loads], [contract(1, 100, grouped), contract(2, 100, grouped), contract(3, 7), shared])).toEqual([
      [35, 207],
      [35, 127],
    ]);
  });

  it('leave out a connection that never spoke, with its contract and with a group of which it is a member', () => {
    const silent = stretch(100, [load(1, [10]), load(2, [Number.NaN])]);
    const grouped = [{ group: 9, from: 0, to: Infinity }];

    expect(use([silent], [contract(1, 100, grouped), contract(2, 100, grouped), shared])).toEqual([[10, 100]]);
  });

  it('keep a silent main meter where what lies behind it can stand in', () => {
    const closed = stretch(100, [load(1, [Number.NaN]), load(2, [8], 1), load(3, [4], 1)]);

    expect(use([closed], [contract(1, 50)])).toEqual([[12, 50]]);
  });

  it('turn round for what is fed in', () => {
    const { use: used } = answered([stretch(100, [load(1, [-40, 10])])], { kind: 'use', direction: 'export', parts: [contract(1, 30)], borders: [0, 2] });

    expect(used.peak).toEqual({ kw: 40, index: 0 });
    expect(used.aboveKwh).toBe(2.5);
  });

  it('give each company one line in the peaks, whatever its connections', () => {
    const loads = [load(1, [10, 40]), { ...load(2, [30, 5]), company: 1 }, load(3, [7, 7])];
    const { members, peak } = answered([stretch(100, loads)], { kind: 'peaks', direction: 'import' });

    expect(peak).toEqual({ kw: 52, index: 1 });
    expect(members.map((one) => [one.id, one.kwMax])).toEqual([
      [1, 45],
      [3, 7],
    ]);
  });

  it('do not wait for a connection that ended: the peak may lie after it, and what is gone has no part in it', () => {
    const gone = Number.NaN;
    // 4 lies behind 3 and is gone as well; 2 only feeds in, and makes no peak of 0 kW by being gone.
    const loads = [load(1, [10, 20, 60]), load(2, [-5, -4, gone]), load(3, [9, 9, 9]), load(4, [2, gone, gone], 3)];
    const ends = [
      [2, 102],
      [4, 101],
    ] as const;
    const { members, peak } = answered([stretch(100, loads)], { kind: 'peaks', direction: 'import', ends });

    expect(peak).toEqual({ kw: 69, index: 2 });
    expect(members.map((one) => [one.id, one.kwMax, one.coincidentKw])).toEqual([
      [1, 60, 60],
      [2, -4, 0],
      [3, 9, 9],
      [4, 2, 0],
    ]);
    // Of one that is only silent nothing is known after the first quarter.
    expect(answered([stretch(100, loads)], { kind: 'peaks', direction: 'import' }).peak).toEqual({ kw: 14, index: 0 });
  });
});

it('loads come from rows, with a connection without meters left out, and cross threads without a copy', () => {
  const bare = { id: 1, company: 1, behind: null, passesOn: false, registers: [] };
  const metered = { ...bare, id: 2, registers: [{ register: 7, flow: 'import' as const }] };
  const columns = { ...emptyColumns(1), registers: Int32Array.from([7]), quarters: Int32Array.from([100]), amounts: Float64Array.from([2.5]), flags: Uint8Array.from([1]) };
  const made = loadsOf({ firstQuarter: 100, quarters: 1, connections: [bare, metered], columns, before: [] });

  expect(made.loads.map((one) => [one.id, one.netMicro[0]])).toEqual([[2, 2_500_000]]);
  expect(made.sums).toMatchObject({ present: 1, expected: 2 });
  expect(buffersOf(made)).toHaveLength(2);
});

describe('a connection that comes later', () => {
  const WEEK = 7 * 96;
  const early = (kw: number): number[] => Array.from({ length: WEEK }, () => kw);
  const loads = [load(1, [...early(10), 10]), load(2, [...early(Number.NaN), 30])];

  it('brings its contract along when it begins', () => {
    const items = use([stretch(100, loads)], [contract(1, 100), contract(2, 50)]);

    expect([items[0], items.at(-1)]).toEqual([
      [10, 100],
      [40, 150],
    ]);
    const { use: used } = answered([stretch(100, loads)], { kind: 'use', direction: 'import', parts: [contract(1, 100), contract(2, 50)], borders: [0, WEEK + 1] });
    expect(used.quartersJudged).toBe(WEEK + 1);
  });

  it('has no part in a peak before, and no peak of its own', () => {
    const { peak, members } = answered([stretch(100, [load(1, [50, ...early(10)]), load(2, [...early(Number.NaN), -5])])], { kind: 'peaks', direction: 'import' });

    expect(peak).toEqual({ kw: 50, index: 0 });
    expect(members[1]).toMatchObject({ kwMax: -5, index: WEEK, coincidentKw: 0 });
  });

  it('leaves a group of which it is a member unjudged until then', () => {
    const grouped = [{ group: 9, from: 0, to: Infinity }];
    const { use: used } = answered([stretch(100, loads)], {
      kind: 'use',
      direction: 'import',
      parts: [contract(1, 100, grouped), contract(2, 50, grouped), shared],
      borders: [0, WEEK + 1],
    });

    expect(used.quartersJudged).toBe(1);
  });

  it('behind a silent main meter do not wait for a connection that ended either, in a figure and in what it is made of', () => {
    const gone = Number.NaN;
    const closed = [stretch(100, [load(1, [gone, gone]), load(2, [7, 8], 1), load(3, [5, gone], 1)])];
    const question = { direction: 'import', parts: [contract(1, 100)], ends: [[3, 101]] } as const;
    const items = (answer: { items: Uint8Array }): unknown => JSON.parse(`[${Buffer.from(answer.items).toString()}]`);

    expect(items(answered(closed, { kind: 'use', borders: [0, 1, 2], ...question }))).toMatchObject([{ usageKw: 12 }, { usageKw: 8 }]);
    const { item, counted } = answered(closed, { kind: 'quarter', at: 1, ...question });
    expect([item.usageKw, counted.map(({ connection, kw }) => [connection, kw])]).toEqual([8, [[2, 8]]]);
    // One that is only silent is not known.
    expect(answered(closed, { kind: 'quarter', at: 1, ...question, ends: [] })).toMatchObject({ item: { usageKw: null }, counted: [] });
  });
});

describe('a limit', () => {
  const gone = Number.NaN;
  const two = [stretch(100, [load(1, [10, 10, 10]), load(2, [gone, 5, 5])])];
  const limits = (parts: readonly LimitPart[], more: object): unknown[][] => {
    const { items } = answered(two, { kind: 'use', direction: 'import', parts, borders: [0, 1, 2, 3], ...more });
    const told: { limitKw: number | null; measured: boolean }[] = JSON.parse(`[${Buffer.from(items).toString()}]`);
    return told.map((one) => [one.limitKw, one.measured]);
  };

  it('has the contract of a connection from the quarter on in which it begins to be there, and does not wait for it before', () => {
    const second: LimitPart = { of: 'connection', connection: 2, rows: [], contractKw: 50, grouped: [], begins: 101 };

    expect(limits([contract(1, 100), second], { begins: [[2, 101]] })).toEqual([
      [100, true],
      [150, true],
      [150, true],
    ]);
    // One that is there and silent is an outage.
    expect(limits([contract(1, 100), contract(2, 50)], {})[0]).toEqual([150, false]);
  });

  it('is not known to whoever may not see the companies where one of them was never measured, and else has all that are there', () => {
    const parts = [contract(1, 100), contract(2, 50)];
    const third = contract(3, 30);
    const ended: LimitPart = { of: 'connection', connection: 3, rows: [], contractKw: 30, grouped: [], ends: 101 };
    const entities = [1, 2, 3].map((company) => [company, RECOGNISABLE]);

    expect(limits([...parts, third], {}).map(([kw]) => kw)).toEqual([150, 150, 150]);
    expect(limits([...parts, third], { entities }).map(([kw]) => kw)).toEqual([null, null, null]);
    expect(limits([...parts, ended], { entities }).map(([kw]) => kw)).toEqual([null, 150, 150]);
  });
});
