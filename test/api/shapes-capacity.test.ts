// What a limit, a group and a member may be, and what stands in for what is left out.
import { describe, expect, it } from 'vitest';
import { NewGroup, NewLimit, NewMember } from '../../src/api/shapes-capacity.ts';

describe('a new limit', () => {
  it('is firm, for import and all day unless said otherwise', () => {
    expect(NewLimit.parse({ kw: 100, validFrom: '2026-01-01' })).toEqual({ kw: 100, validFrom: '2026-01-01', direction: 'import', kind: 'firm', note: '' });
  });

  it.each([
    { kw: Number.NaN },
    { kw: 1e7 },
    { kw: 1, kind: 'maybe' },
    { kw: 1, window: { fromMinute: 0, toMinute: 60, weekdays: [] } },
    { kw: 1, window: { fromMinute: 0, toMinute: 60, weekdays: [8] } },
    { kw: 1, extra: 1 },
  ])('is not %j', (body) => {
    expect(NewLimit.safeParse({ validFrom: '2026-01-01', ...body }).success).toBe(false);
  });
});

describe('a new group and member', () => {
  it('have a rule that exists, and shares of 0 unless said otherwise', () => {
    expect(NewGroup.safeParse({ park: 'de-mars', name: 'x', rule: 'by-lot', validFrom: '2026-01-01' }).success).toBe(false);
    expect(NewMember.parse({ connection: 3, validFrom: '2026-01-01' })).toEqual({ connection: 3, validFrom: '2026-01-01', shareImportKw: 0, shareExportKw: 0, priority: 1 });
  });
});
