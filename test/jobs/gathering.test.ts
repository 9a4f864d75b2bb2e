// From rows of the store to registers of a connection.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BalanceSum, NO_VALUE } from '../../src/domain/balance.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';
import { loadsOf } from '../../src/jobs/stretch-loads.ts';
import { gathered, settledNowAndThen } from '../../src/jobs/gathering.ts';

it('a settled value wins over a live one, a figure outside the stretch is left out, and amounts are whole millionths', () => {
  const columns = {
    registers: Int32Array.from([7, 7, 7]),
    quarters: Int32Array.from([100, 100, 99]),
    amounts: Float64Array.from([0.3, 0.2, 5]),
    flags: Uint8Array.from([1, 1, 1]),
    sources: Uint8Array.from([1, 0, 0]),
  };
  const connection = { id: 1, company: 1, behind: null, passesOn: false, registers: [{ register: 7, flow: 'import' as const, meter: 1, way: 'total' as const }] };
  const [one] = gathered({ firstQuarter: 100, quarters: 2, connections: [connection], columns, before: [] });

  expect([...(one?.registers[0]?.amounts ?? [])]).toEqual([300_000, 0]);
  expect([...(one?.registers[0]?.flags ?? [])]).toEqual([1, NO_VALUE]);
});

it('rows may come in any order, of any registers: of each quarter the highest source stands, and of two the last', () => {
  const row = fc.record({
    register: fc.integer({ min: 1, max: 4 }),
    quarter: fc.integer({ min: 98, max: 105 }),
    amount: fc.integer({ min: -5, max: 5 }),
    flag: fc.integer({ min: 0, max: 5 }),
    source: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const columns = {
        registers: Int32Array.from(rows, (one) => one.register),
        quarters: Int32Array.from(rows, (one) => one.quarter),
        amounts: Float64Array.from(rows, (one) => one.amount),
        flags: Uint8Array.from(rows, (one) => one.flag),
        sources: Uint8Array.from(rows, (one) => one.source),
      };
      // Nobody asked for register 4.
      const connections = [1, 2, 3].map((id) => ({
        id,
        company: id,
        behind: null,
        passesOn: false,
        registers: [{ register: id, flow: 'import' as const, meter: id, way: 'total' as const }],
      }));
      for (const { id, registers } of gathered({ firstQuarter: 100, quarters: 4, connections, columns, before: [] }))
        for (let t = 0; t < 4; t++) {
          const mine = rows.filter((one) => one.register === id && one.quarter === 100 + t);
          const best = mine.reduce<(typeof mine)[number] | null>((most, one) => (most === null || one.source >= most.source ? one : most), null);
          expect([registers[0]?.amounts[t], registers[0]?.flags[t]]).toEqual(best === null ? [0, NO_VALUE] : [best.amount * 1e6, best.flag]);
        }
    }),
  );
});

it('a whole day stands in the place of its rows, and what is not all in the stretch is left out', () => {
  const columns = {
    registers: Int32Array.from([1, 1]),
    quarters: Int32Array.from([100, 103]),
    amounts: Float64Array.from([9, 9]),
    flags: Uint8Array.from([0, 0]),
    sources: Uint8Array.from([2, 0]),
  };
  const days = {
    registers: Int32Array.from([1, 2, 2]),
    firsts: Int32Array.from([100, 100, 102]),
    lengths: Uint8Array.from([2, 3, 3]),
    flags: Uint8Array.from([1, 5, 4]),
    unitsMicro: Int32Array.from([1_000, 1, 1_000_000]),
    parts: Uint16Array.from([0, 1, 1]),
    begins: Uint32Array.from([0, 0, 3]),
    amounts: [Int32Array.from([100, 200]), Int32Array.from([1_000_001, 2_000_002, -3, 4, 5, 6])],
  };
  const connections = [1, 2].map((id) => ({
    id,
    company: id,
    behind: null,
    passesOn: false,
    registers: [{ register: id, flow: 'import' as const, meter: id, way: 'total' as const }],
  }));
  const made = [...gathered({ firstQuarter: 100, quarters: 4, connections, columns, days, before: [] })];

  expect(made.map(({ registers }) => [...(registers[0]?.amounts ?? [])])).toEqual([
    [100_000, 200_000, 0, 9_000_000],
    [1_000_001, 2_000_002, -3, 0],
  ]);
  expect(made.map(({ registers }) => [...(registers[0]?.flags ?? [])])).toEqual([
    [1, 1, NO_VALUE, 0],
    [5, 5, 5, NO_VALUE],
  ]);
});

it('arrays that are used again while the sum is made change nothing of it, of more connections than may wait', () => {
  const count = 150;
  const registers = Int32Array.from({ length: count * 2 }, (_, row) => (row * 7) % count);
  const columns = {
    registers,
    quarters: Int32Array.from(registers, (_, row) => 100 + Math.floor(row / count)),
    amounts: Float64Array.from(registers, (register, row) => register + row / 1000),
    flags: Uint8Array.from(registers, (register) => register % 3),
    sources: new Uint8Array(registers.length),
  };
  const connections = Array.from({ length: count }, (_, id) => ({
    id,
    company: id % 9,
    behind: null,
    passesOn: false,
    registers: [{ register: id, flow: id % 2 === 0 ? ('import' as const) : ('export' as const), meter: id, way: 'total' as const }],
  }));
  const job = { firstQuarter: 100, quarters: 2, connections, columns, before: [] };
  const plain = new BalanceSum(2);
  for (const connection of gathered(job)) plain.add(connection);
  const scratch = { sums: new ScratchArrays(), told: new ScratchArrays() };
  const again = new BalanceSum(2, [0, 2], scratch.sums);
  let most = 0;
  for (const connection of gathered(job, scratch.told)) {
    again.add(connection);
    most = Math.max(most, scratch.told.taken);
    settledNowAndThen(again, scratch.told);
  }

  expect(again.finish()).toEqual(plain.finish());
  expect(most).toBeLessThan(count);
  expect(loadsOf(job, scratch)).toEqual(loadsOf(job));
});
