// Steps along connections: one connection after the other gives what one step after the other gives, in closed grids too.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AddingStep, changedConnections, withSteps } from '../../../src/domain/scenario/along.ts';
import { ScratchArrays } from '../../../src/domain/scratch-arrays.ts';
import { type Year, netKwh } from '../../../src/domain/scenario/year.ts';
import { connectionOf, kwhOf, yearOf } from './years.ts';

const QUARTERS = 4;
const kwh = fc.array(fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 9 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
  minLength: QUARTERS,
  maxLength: QUARTERS,
});
/** The third lies behind the second, which lies behind the first; the others stand alone, more than are changed at a time. */
const years = fc
  .tuple(kwh, kwh, kwh, kwh, kwh)
  .map(([main, middle, inner, alone, fed]) =>
    yearOf([
      ...[main, middle, inner, fed].map((drawn, at) => connectionOf(at + 5, { import: drawn, export: alone })),
      connectionOf(1, { import: main }, { passesOn: true }),
      connectionOf(2, { import: middle }, { behind: 1, passesOn: true }),
      connectionOf(3, { import: inner, export: fed }, { behind: 2 }),
      connectionOf(4, { import: alone }),
    ]),
  );

/** Sun at two, and half of what is then drawn stored, in one array for all. */
function steps(): AddingStep[] {
  const half = new Float64Array(QUARTERS);
  return [
    ({ id }) => (id > 2 ? [{ flow: 'sun', kwh: Float64Array.from([0, 3, 1.5, 0]), part: 1 / id }] : []),
    (connection) => {
      if (connection.id < 3) return [];
      netKwh(connection, QUARTERS).forEach((net, t) => (half[t] = Number.isNaN(net) ? 0 : Math.abs(net) / 2));
      return [
        { flow: 'charge', kwh: half, part: 1 },
        { flow: 'use', kwh: half, part: 0.5 },
      ];
    },
  ];
}

const flows = ['import', 'export', 'sun', 'charge'] as const;
const told = (one: Year['electricity'][number] | undefined): unknown => [
  one?.id,
  ...flows.map((flow) => [kwhOf(one, flow), Array.from(one?.registers.find((register) => register.flow === flow)?.flags ?? [])]),
];

it('one connection after the other is one step after the other', () => {
  fc.assert(
    fc.property(years, (year) => {
      const slow = steps().reduce<Year>((before, step) => withSteps(before, [step]), year);
      const along = new Map<number, unknown>();
      for (const some of changedConnections({ ...year, pool: new ScratchArrays() }, steps())) for (const one of some) along.set(one.id, told(one));

      expect(year.electricity.map(({ id }) => along.get(id))).toEqual(slow.electricity.map(told));
      expect(withSteps(year, steps()).electricity.map(told)).toEqual(slow.electricity.map(told));
    }),
  );
});

it('leaves what was measured, and what a step before made of it, as it is', () => {
  const pool = new ScratchArrays();
  const year = { ...yearOf([connectionOf(1, { import: [5] })]), pool };
  const once = withSteps(year, [() => [{ flow: 'use', kwh: Float64Array.of(1), part: 1 }]]);
  const twice = [...changedConnections(once, [() => [{ flow: 'use', kwh: Float64Array.of(2), part: 1 }]])].flat();

  expect([year, once].map(({ electricity }) => kwhOf(electricity[0], 'import')[0])).toEqual([5, 6]);
  expect(kwhOf(twice[0], 'import')).toEqual([8]);
});
