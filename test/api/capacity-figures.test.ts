// What the explanations of figures about room on the grid share.
import { expect, it } from 'vitest';
import { fieldAmong, framed, part, quarterOf } from '../../src/api/capacity-figures.ts';
import { CapacityFigureExplanation } from '../../src/api/shapes-capacity-explained.ts';
import { epochMs } from '../../src/domain/units.ts';

const from = epochMs(Date.parse('2026-10-06T10:00:00Z'));

it('a figure of which nothing is listed has the shape of an explanation', () => {
  const frame = framed({ now: () => from }, { direction: 'import', field: 'shapleyKw', from, to: epochMs(from + 900_000), unit: 'kW', value: 3 });

  expect(CapacityFigureExplanation.parse({ ...frame, simulated: false })).toMatchObject({ level: 'together', value: 3, quarters: [], coalitions: [] });
});

it('a quarter leads to its own explanation', () => {
  expect(quarterOf({ from, index: 2, place: { kind: 'park', park: 'de-mars' }, direction: 'export' }, { contribution: 5 })).toMatchObject({
    start: '2026-10-06T10:30:00Z',
    end: '2026-10-06T10:45:00Z',
    usageKw: null,
    explain: '/parks/de-mars/capacity/explain?direction=export&at=2026-10-06T10:30:00Z',
  });
  expect(quarterOf({ from, index: 0, place: null, direction: 'import' }, { contribution: 5 }).explain).toBeNull();
});

it('a name is one of those that can be explained', () => {
  expect(fieldAmong(['a', 'b'] as const, 'b', 'x')).toBe('b');
  expect(() => fieldAmong(['a', 'b'] as const, 'c', 'x')).toThrow('of x one of a, b');
  expect(part('kwMax', 'term', { value: 2 })).toEqual({ name: 'kwMax', role: 'term', weight: 1, value: 2 });
});
