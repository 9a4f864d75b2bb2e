// Reading back: the first revision after an instant says what stood there then.
import { describe, expect, it } from 'vitest';
import { type RevisionRun, causeKey, rewound } from '../../src/storage/revisions.ts';
import { NOTHING, emptyColumns } from '../../src/storage/series.ts';

const span = { from: 0, to: 1000 };
const run = (firstQuarter: number, amounts: readonly number[], flags: readonly number[]): RevisionRun => ({
  field: 'settled',
  register: 1,
  firstQuarter,
  amounts: Float64Array.from(amounts),
  flags: Uint8Array.from(flags),
});

describe('columns before revisions', () => {
  const columns = emptyColumns(2);
  columns.registers.fill(1);
  columns.quarters.set([100, 101]);
  columns.amounts.set([7, 8]);
  columns.flags.fill(1);
  columns.sources.set([1, 0]);

  it('are the same when there are none', () => {
    expect(rewound(columns, [], span)).toBe(columns);
  });

  it('hold what the oldest of them found; of another field nothing changes', () => {
    const before = rewound(columns, [run(100, [5, 0], [3, NOTHING]), run(100, [6], [1])], span);

    expect([[...before.quarters], [...before.amounts], [...before.flags], [...before.sources]]).toEqual([
      [101, 100],
      [8, 5],
      [1, 3],
      [0, 1],
    ]);
  });

  it('hold nothing where nothing was, and nothing outside the span', () => {
    const before = rewound(columns, [run(99, [4, 0], [1, NOTHING])], { from: 100, to: 200 });

    expect([...before.quarters]).toEqual([101]);
  });
});

describe('what can be undone', () => {
  it('has a name of its own', () => {
    expect([causeKey({ importId: 4, correctionId: null }), causeKey({ importId: null, correctionId: 4 })]).toEqual(['import 4', 'correction 4']);
  });
});
