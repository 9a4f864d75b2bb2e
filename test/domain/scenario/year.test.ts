// What is added to a measured year: it closes, it adds up, and what was not measured stays so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BalanceSum, NO_VALUE, SPREAD } from '../../../src/domain/balance.ts';
import { withSteps } from '../../../src/domain/scenario/along.ts';
import { drawnMicro, netKwh, oncePerFlow, targetsOf, withAdded } from '../../../src/domain/scenario/year.ts';
import { connectionOf, kwhOf, yearOf } from './years.ts';

const of = (kwh: readonly number[]): Float64Array => Float64Array.from(kwh);

describe('two tariffs as one register', () => {
  it('keep the mark of a spread total, and the worse letter', () => {
    const register = (flags: readonly number[]) => ({ flow: 'import' as const, amounts: new Float64Array(flags.length).fill(1), flags: Uint8Array.from(flags) });
    const made = oncePerFlow({ id: 1, company: 1, behind: null, passesOn: false, registers: [register([0, 0, 2, 1]), register([0, SPREAD, SPREAD, NO_VALUE])] }, 4);

    expect([...(made.registers[0]?.flags ?? [])]).toEqual([0, SPREAD, SPREAD + 2, NO_VALUE]);
  });
});

describe('adding to a connection', () => {
  it('first takes what was fed in, then draws more; supply the other way round', () => {
    const one = connectionOf(1, { import: [5, 0, 1], export: [0, 3, 0] });
    const used = withAdded(one, [{ flow: 'use', kwh: of([1, 2, 0]), part: 1 }], { quarters: 3 });
    const made = withAdded(one, [{ flow: 'sun', kwh: of([8, 1, 0]), part: 0.5 }], { quarters: 3 });

    expect([kwhOf(used, 'import'), kwhOf(used, 'export')]).toEqual([
      [6, 0, 1],
      [0, 1, 0],
    ]);
    expect([kwhOf(made, 'import'), kwhOf(made, 'export'), kwhOf(made, 'sun')]).toEqual([
      [1, 0, 1],
      [0, 3.5, 0],
      [4, 0.5, 0],
    ]);
  });

  it('leaves a quarter that was not measured as it was', () => {
    const made = withAdded(connectionOf(1, { import: [5, Number.NaN] }), [{ flow: 'sun', kwh: of([1, 1]), part: 1 }], { quarters: 2 });

    expect(made.registers.map(({ flow, flags }) => [flow, flags[1]])).toEqual([
      ['import', NO_VALUE],
      ['export', NO_VALUE],
      ['sun', NO_VALUE],
    ]);
    expect(kwhOf(made, 'sun')).toEqual([1, 0]);
  });

  it('counts half a millionth once: what is made is what is no longer drawn', () => {
    const made = withAdded(connectionOf(1, { import: [1] }), [{ flow: 'discharge', kwh: of([2.5e-6]), part: 1 }], { quarters: 1 });

    expect((kwhOf(made, 'import')[0] ?? 0) + (kwhOf(made, 'discharge')[0] ?? 0)).toBe(1);
  });

  it('changes nothing of what it was given', () => {
    const one = connectionOf(1, { import: [5], export: [0] });
    withAdded(one, [{ flow: 'use', kwh: of([4]), part: 1 }], { quarters: 1 });

    expect(kwhOf(one, 'import')).toEqual([5]);
  });

  it('moves the net by exactly what is added, and the consumption by the use alone', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(amounts, amounts, amounts, amounts, (imports, exports, use, sun) => {
        // Fed in is what was made and not used.
        const before = connectionOf(1, { import: imports, export: exports, sun: exports });
        const after = withAdded(
          before,
          [
            { flow: 'use', kwh: of(use), part: 1 },
            { flow: 'sun', kwh: of(sun), part: 1 },
          ],
          { quarters: 6 },
        );
        const [was, is] = [before, after].map((one) => {
          const sum = new BalanceSum(6);
          sum.add(one);
          return sum.finish();
        });

        expect(Array.from(netKwh(after, 6))).toEqual(Array.from(netKwh(before, 6), (net, t) => net + (use[t] ?? 0) - (sun[t] ?? 0)));
        expect(Array.from(is?.consumption ?? [])).toEqual(Array.from(was?.consumption ?? [], (one, t) => one + (use[t] ?? 0) * 1e6));
        expect(Array.from(is?.residual ?? [])).toEqual(Array.from(was?.residual ?? []));
      }),
    );
  });
});

it('what is drawn behind a main meter is drawn by the main meter too', () => {
  const year = yearOf([connectionOf(1, { import: [10, 10] }, { passesOn: true }), connectionOf(2, { import: [4, Number.NaN] }, { behind: 1 })]);
  const added = withSteps(year, [({ id }) => (id === 2 ? [{ flow: 'use', kwh: of([3, 3]), part: 1 }] : [])]);

  expect(added.electricity.map((one) => kwhOf(one, 'import'))).toEqual([
    [13, 10],
    [7, 0],
  ]);
});

it('several registers of one flow are one, with the same net; where one import is silent nothing is known', () => {
  const two = connectionOf(1, { import: [1, 2, 3] });
  const other = connectionOf(1, { import: [1, Number.NaN, 1] });
  const once = oncePerFlow({ ...two, registers: [...two.registers, ...other.registers] }, 3);

  expect(once.registers).toHaveLength(1);
  expect(Array.from(netKwh(once, 3))).toEqual([2, Number.NaN, 4]);
});

it('a step for all falls to each by what it drew; one for a company to its own connections', () => {
  const connections = [connectionOf(1, { import: [3, 3] }), connectionOf(2, { import: [1, 1] }), connectionOf(3, {})];
  const drawn = drawnMicro(connections);

  expect(targetsOf(connections, drawn, null).map(({ connection, part }) => [connection.id, part])).toEqual([
    [1, 0.75],
    [2, 0.25],
  ]);
  expect(targetsOf(connections, drawn, 2).map(({ part }) => part)).toEqual([1]);
  expect(targetsOf(connections, drawn, 9)).toEqual([]);
});
