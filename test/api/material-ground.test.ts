// The year behind, and how sure and how complete stated streams are.
import { expect, it } from 'vitest';
import { qualityOf, statedShare, yearBefore } from '../../src/api/material-ground.ts';
import { epochMs } from '../../src/domain/units.ts';
import { stream } from '../domain/circular/streams.ts';

it('looks twelve months back, from the beginning of a local day', () => {
  expect(yearBefore(epochMs(Date.parse('2026-11-26T10:00:00Z')))).toEqual({ from: Date.parse('2025-11-25T23:00:00Z'), to: Date.parse('2026-11-26T10:00:00Z') });
});

it('says which part of the streams is weighed, whatever they weigh', () => {
  const streams = [1, 2, 3, 4].map((id) => stream({ id, monthly: id }));

  expect(qualityOf(streams, [{ offer: 1, need: null, kg: 5 }])).toEqual({ M: 0.25, E: 0.75 });
  expect(qualityOf(streams, [])).toEqual({ E: 1 });
  expect(qualityOf([], [])).toEqual({});
});

it('says how many companies stated something', () => {
  expect(statedShare([{ id: 1 }, { id: 2 }], [stream({ id: 1 }), stream({ id: 3, company: 1 })])).toBe(0.5);
  expect(statedShare([], [])).toBe(0);
});
