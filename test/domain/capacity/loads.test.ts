// Loads of connections: what is known, what is sure, and a closed grid that counts once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAGS, NO_VALUE, SPREAD } from '../../../src/domain/balance.ts';
import { type Load, loadOf, ownLoads, powerOf, rootsOf, turned, withBegin } from '../../../src/domain/capacity/loads.ts';

const [M, E] = [FLAGS.indexOf('M'), FLAGS.indexOf('E')];
const register = (flow: 'import' | 'export' | 'sun', kwh: readonly number[], flags: readonly number[] = kwh.map(() => M)) => ({
  flow,
  amounts: Float64Array.from(kwh, (one) => one * 1e6),
  flags: Uint8Array.from(flags),
});
const load = (id: number, kwh: readonly number[], behind: number | null = null): Load =>
  loadOf(
    {
      id,
      company: id,
      behind,
      registers: [
        register(
          'import',
          kwh,
          kwh.map((one) => (Number.isNaN(one) ? NO_VALUE : M)),
        ),
      ],
    },
    kwh.length,
  );

describe('a load', () => {
  it('is import minus export, in kW four times the kWh of a quarter; generation behind the meter is no part of it', () => {
    const one = loadOf({ id: 1, company: 1, behind: null, registers: [register('import', [10, 0]), register('export', [0, 5]), register('sun', [7, 7])] }, 2);

    expect([...powerOf([one], 2).kw]).toEqual([40, -20]);
    expect([...turned(one).netMicro]).toEqual([-10e6, 5e6]);
  });

  it('says what was drawn and fed in within one and the same quarter, whichever way it is read', () => {
    const drawn = [register('import', [10, 4, 3]), register('export', [2, 0, 5])];
    const kinds = [drawn, [register('import', [4, 4, 3]), register('import', [6, 0, 0]), register('export', [2, 0, 5], [E, M, M])]];

    for (const registers of kinds) expect([...(loadOf({ id: 1, company: 1, behind: null, registers }, 3).bothMicro ?? [])]).toEqual([2e6, 0, 3e6]);
    expect(loadOf({ id: 1, company: 1, behind: null, registers: [register('import', [10, 0]), register('export', [0, 5])] }, 2)).not.toHaveProperty('bothMicro');
  });

  it('is unknown where an import counter is silent, and makes no peak where it is estimated or spread', () => {
    const one = loadOf({ id: 1, company: 1, behind: null, registers: [register('import', [1, 1, 1, 1], [M, NO_VALUE, E, M + SPREAD])] }, 4);

    expect([...powerOf([one], 4).kw]).toEqual([4, Number.NaN, 4, 4]);
    expect([...one.sure]).toEqual([1, 0, 0, 0]);
  });

  it('of a connection without registers is unknown', () => {
    const one = loadOf({ id: 1, company: 1, behind: null, registers: [] }, 1);

    expect([...powerOf([one], 1).kw]).toEqual([Number.NaN]);
    expect([...one.sure]).toEqual([0]);
  });
});

describe('power of several', () => {
  it('adds what is known, and is sure where all is', () => {
    const power = powerOf([load(1, [1, 1]), load(2, [2, Number.NaN])], 2);

    expect([...power.kw]).toEqual([12, 4]);
    expect([...power.sure]).toEqual([1, 0]);
    expect([...power.present]).toEqual([2, 1]);
  });

  it('is exact: a hundred times a tenth of a kWh is ten', () => {
    const many = Array.from({ length: 100 }, (_, id) => load(id, [0.1]));

    expect(powerOf(many, 1).kw[0]).toBe(40);
  });
});

describe('any loads', () => {
  const C = FLAGS.indexOf('C');
  const QUARTERS = 5;
  const quarter = fc.record({ micro: fc.integer({ min: -1000, max: 1_000_000 }), flag: fc.constantFrom(M, C, E, M + SPREAD, NO_VALUE) });
  const different = fc.array(quarter, { minLength: QUARTERS, maxLength: QUARTERS });
  // Told in one way throughout, as most are.
  const alike = fc.tuple(different, fc.constantFrom(M, C, E, M + SPREAD, NO_VALUE)).map(([all, flag]) => all.map((one) => ({ ...one, flag })));
  const registers = fc.array(fc.record({ flow: fc.constantFrom('import' as const, 'export' as const, 'sun' as const), told: fc.oneof(different, alike) }), { maxLength: 4 });
  const parts = fc.array(fc.record({ registers, begins: fc.option(fc.integer({ min: 0, max: QUARTERS }), { nil: undefined, freq: 3 }) }), { maxLength: 7 });

  /** Quarter by quarter, by the words of the method: import minus export where all imports (without any: all) tell something. */
  function netAt(all: readonly { flow: string; told: readonly { micro: number; flag: number }[] }[], t: number): { micro: number; sure: boolean } {
    const at = all.map(({ flow, told }) => ({ flow, micro: told[t]?.micro ?? 0, flag: told[t]?.flag ?? NO_VALUE }));
    const imports = at.filter((one) => one.flow === 'import');
    const needed = imports.length > 0 ? imports : at;
    if (needed.length === 0 || needed.some((one) => one.flag === NO_VALUE)) return { micro: Number.NaN, sure: false };
    const ways = at.filter((one) => one.flow !== 'sun' && one.flag !== NO_VALUE);
    return {
      micro: ways.reduce((sum, one) => sum + (one.flow === 'import' ? one.micro : -one.micro), 0),
      sure: ways.every((one) => one.flag === M || one.flag === C),
    };
  }

  it('are each what its quarters say, and together what is known of them', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const loads = all.map(({ registers: own, begins }, id): Load => {
          const made = own.map(({ flow, told }) => ({ flow, amounts: Float64Array.from(told, (one) => one.micro), flags: Uint8Array.from(told, (one) => one.flag) }));
          const one = loadOf({ id, company: id, behind: null, registers: made }, QUARTERS);
          return begins === undefined ? one : { ...one, begins };
        });
        const power = powerOf(loads, QUARTERS);
        for (let t = 0; t < QUARTERS; t++) {
          const nets = all.map((one) => netAt(one.registers, t));
          expect(loads.map((one) => [one.netMicro[t], one.sure[t]])).toEqual(nets.map(({ micro, sure }) => [micro, sure ? 1 : 0]));
          const there = nets.filter((_, index) => t >= (all[index]?.begins ?? 0));
          const known = there.filter(({ micro }) => !Number.isNaN(micro));
          expect(power.kw[t]).toBe(known.length === 0 ? Number.NaN : (known.reduce((sum, { micro }) => sum + micro, 0) * 4) / 1e6);
          expect(power.sure[t]).toBe(there.length > 0 && there.every(({ sure }) => sure) ? 1 : 0);
          expect([power.present[t], power.expected[t]]).toEqual([known.length, there.length]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a closed grid', () => {
  const main = load(1, [10, Number.NaN, 10]);
  const loads = [main, load(2, [6, 6, 6], 1), load(3, [3, 3, Number.NaN], 1)];

  it('counts its main meter and not what lies behind it; where that is silent, they stand in and make no peak', () => {
    const power = powerOf(rootsOf(loads), 3);

    expect([...power.kw]).toEqual([40, 36, 40]);
    expect([...power.sure]).toEqual([1, 0, 1]);
  });

  it('leaves its owner what it does not pass on; all together are the main meter', () => {
    const own = ownLoads(loads);

    expect([...(own[0]?.netMicro ?? [])].slice(0, 1)).toEqual([1e6]);
    expect(powerOf(own, 3).kw[0]).toBe(40);
    expect([...(own[0]?.sure ?? [])]).toEqual([1, 0, 0]);
  });
});

describe('a meter that comes later', () => {
  const silent = (quarters: number): number[] => Array.from({ length: quarters }, () => Number.NaN);
  const WEEK = 7 * 96;

  it('makes no quarter incomplete before it begins', () => {
    const loads = [load(1, [...silent(WEEK).map(() => 1), 1, 1]), withBegin(load(2, [...silent(WEEK), 2, Number.NaN]))];
    const power = powerOf(loads, WEEK + 2);

    expect([power.kw[0], power.kw[WEEK], power.kw[WEEK + 1]]).toEqual([4, 12, 4]);
    expect([power.sure[0], power.sure[WEEK], power.sure[WEEK + 1]]).toEqual([1, 1, 0]);
    expect([power.expected[0], power.expected[WEEK]]).toEqual([1, 2]);
  });

  it('after less than a week was silent, which is not the same', () => {
    expect(withBegin(load(2, [...silent(WEEK - 1), 2])).begins).toBeUndefined();
  });

  it('leaves the owner of a closed grid what it draws until then', () => {
    const own = ownLoads([load(1, [...silent(WEEK).map(() => 5), 5]), withBegin(load(2, [...silent(WEEK), 2], 1))]);

    expect([own[0]?.netMicro[0], own[0]?.netMicro[WEEK]]).toEqual([5e6, 3e6]);
    expect(own[0]?.sure[0]).toBe(1);
  });
});
