// Comparing a copy with its source: what differs is named, months are printed with their sums.
import { describe, expect, it } from 'vitest';
import { hashOf, mismatches, tableOf } from '../src/backup-check.ts';
import type { MonthTotal } from '../src/storage/series-keeping.ts';

const total = (over: Partial<MonthTotal>): MonthTotal => ({
  register: 1,
  month: '2026-10',
  readings: 10,
  readingsHash: '00000000000000ff',
  quarters: [4, 1, 0],
  amountMicro: [2_000_000, 500_000, 0],
  ...over,
});

describe('a copy and its source', () => {
  it('are the same when every register and month is', () => {
    expect(mismatches([total({}), total({ register: 2 })], [total({ register: 2 }), total({})])).toEqual([]);
  });

  it('differ by name: changed, missing and surplus', () => {
    const source = [total({}), total({ register: 2 }), total({ register: 3 })];

    const found = mismatches(source, [total({}), total({ register: 2, readings: 9 }), total({ register: 4 })]);

    expect(found).toEqual([expect.stringMatching(/^register 2, 2026-10: .*"readings":10.* became .*"readings":9/), 'register 3, 2026-10: missing', 'register 4, 2026-10: surplus']);
  });
});

it('the table has one line a month, with its own hash', () => {
  const rows = [total({}), total({ register: 2 }), total({ month: '2026-11' })];

  const [head, october, november] = tableOf(rows);

  expect(head).toMatch(/^month +registers +readings +quarters +amount +hash$/);
  // 2 registers of 10 readings, 5 quarters and 2.5 each.
  expect(october?.split(/ +/)).toEqual(['2026-10', '2', '20', '10', '5.000', hashOf(rows.slice(0, 2))]);
  expect(november).not.toContain(hashOf(rows.slice(0, 2)));
});
