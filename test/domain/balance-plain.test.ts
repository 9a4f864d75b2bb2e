// The quick way through a balance gives what the long way gives, to the last millionth.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneFlagOf } from '../../src/domain/balance-plain.ts';
import { BalanceSum, type ConnectionQuarters, FLAGS, GENERATION_FLOWS, NO_VALUE, type RegisterQuarters, SPREAD } from '../../src/domain/balance.ts';

const QUARTERS = 6;
const [MEASURED, CORRECTED, ESTIMATED] = [FLAGS.indexOf('M'), FLAGS.indexOf('C'), FLAGS.indexOf('E')];
const amounts = fc.array(fc.integer({ min: -2_000_000, max: 900_000_000 }), { minLength: QUARTERS, maxLength: QUARTERS }).map((values) => Float64Array.from(values));
const FLOWS = ['import', 'export', 'charge', 'discharge', ...GENERATION_FLOWS] as const;
const register = fc.record({ flow: fc.constantFrom(...FLOWS), amounts });
const connection = fc.record({
  company: fc.integer({ min: 1, max: 3 }),
  flag: fc.constantFrom(MEASURED, CORRECTED, ESTIMATED),
  registers: fc.array(register, { maxLength: 6 }),
});

const flagged = (flag: number): Uint8Array => new Uint8Array(QUARTERS).fill(flag);
/** A battery that does nothing, measured in another way, sends a connection the long way, and changes no sum. */
const idle = (flag: number): RegisterQuarters => ({ flow: 'discharge', amounts: new Float64Array(QUARTERS), flags: flagged(flag === MEASURED ? CORRECTED : MEASURED) });

describe('a plain connection', () => {
  it('adds what the long way adds, by step, company and flag', () => {
    fc.assert(
      fc.property(fc.array(connection, { maxLength: 5 }), fc.boolean(), (all, byQuarter) => {
        const borders = byQuarter ? Array.from({ length: QUARTERS + 1 }, (_, t) => t) : [0, 2, QUARTERS];
        const [quick, long] = [new BalanceSum(QUARTERS, borders), new BalanceSum(QUARTERS, borders)];
        for (const [id, { company, flag, registers }] of all.entries()) {
          const own = registers.map((one) => ({ ...one, flags: flagged(flag) }));
          const one: ConnectionQuarters = { id, company, behind: null, passesOn: false, registers: own };
          quick.add(one);
          long.add({ ...one, registers: own.length === 0 ? own : [...own, idle(flag)] });
        }

        expect(positive(quick.finish())).toEqual(positive(long.finish()));
      }),
      { numRuns: 500 },
    );
  });

  it('adds by block and by many what one at a time adds', () => {
    // More quarters than a block and more connections than wait for each other; an odd number of them.
    const [quarters, count, border] = [2_500, 71, 700];
    const amountOf = (id: number, t: number, salt: number): number => Math.max(((id * 104_729 + t * 7_919 + salt * 15_485_863) % 2_000_003) - 1_000_000, id % 9 === 0 ? -50 : 0);
    const flags = new Uint8Array(quarters).fill(MEASURED);
    const series = (id: number, salt: number): Float64Array => Float64Array.from({ length: quarters }, (_, t) => amountOf(id, t, salt));
    const ids = Array.from({ length: count }, (_, id) => id);
    const sum = new BalanceSum(quarters, [0, border, quarters]);
    for (const id of ids) {
      const [imported, exported, sun] = [1, 2, 3].map((salt) => series(id, salt));
      if (imported === undefined || exported === undefined || sun === undefined) throw new Error('three series');
      const made: RegisterQuarters[] = id % 5 === 0 ? [{ flow: 'sun', amounts: sun, flags }] : [];
      sum.add({ id, company: id, behind: null, passesOn: false, registers: [{ flow: 'import', amounts: imported, flags }, { flow: 'export', amounts: exported, flags }, ...made] });
    }
    const found = sum.finish();
    const used = ids.map(() => [0, 0]);
    for (let t = 0; t < quarters; t++) {
      let [drawn, fed, generated, taken, given, consumed, absolute] = [0, 0, 0, 0, 0, 0, 0];
      for (const id of ids) {
        const [imported, exported, sun] = [amountOf(id, t, 1), amountOf(id, t, 2), id % 5 === 0 ? amountOf(id, t, 3) : 0];
        const use = Math.max(imported - exported + sun, 0);
        drawn += imported;
        fed += exported;
        generated += sun;
        taken += Math.max(imported - exported, 0);
        given += Math.max(exported - imported, 0);
        consumed += use;
        absolute += Math.abs(imported) + Math.abs(exported) + Math.abs(sun);
        const mine = used[id];
        if (mine !== undefined) mine[t < border ? 0 : 1] = (mine[t < border ? 0 : 1] ?? 0) + use;
      }
      const both = Math.min(taken, given);

      expect([found.import[t], found.export[t], found.generation.sun[t], found.consumption[t], found.byFlag[MEASURED]?.[t]]).toEqual([drawn, fed, generated, consumed, absolute]);
      expect([found.localExchange[t], found.gridImport[t], found.gridExport[t]]).toEqual([both, taken - both, given - both]);
      expect(found.residual[t]).toBe(drawn - fed + generated - consumed);
    }

    expect(ids.map((id) => [...(found.consumptionByCompany.get(id) ?? [])])).toEqual(used);
  });

  it('has one flag all the time', () => {
    const of = (...flags: number[]): { flags: Uint8Array } => ({ flags: Uint8Array.from(flags) });

    expect(oneFlagOf([of(1, 1, 1, 1, 1, 1, 1), of(1, 1)])).toBe(1);
    expect(oneFlagOf([of(1, 1, 1, 1, 1, 1, 2)])).toBeNull();
    expect(oneFlagOf([of(1, 1, 1, 1, 2, 1, 1)])).toBeNull();
    expect(oneFlagOf([of(1, 1), of(2, 2)])).toBeNull();
    expect(oneFlagOf([])).toBeNull();
    expect(oneFlagOf([{ flags: Uint8Array.from([0, 1, 1, 1, 1, 1]).subarray(1) }])).toBe(1);
  });

  it('that is missing or a share of a total goes the long way', () => {
    for (const flag of [NO_VALUE, SPREAD + MEASURED, ESTIMATED]) {
      const sum = new BalanceSum(QUARTERS);
      sum.add({ id: 1, company: 1, behind: null, passesOn: false, registers: [{ flow: 'import', amounts: new Float64Array(QUARTERS).fill(7), flags: flagged(flag) }] });
      const { estimated, present, import: imported } = sum.finish();

      expect(estimated[0]).toBe(flag === NO_VALUE ? 0 : 1);
      expect([present[0], imported[0]]).toEqual(flag === NO_VALUE ? [0, 0] : [1, 7]);
    }
  });
});

/** -0 and 0 are one amount. */
function positive(value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value, (one) => one + 0);
  if (value instanceof Map) return [...value].map(([key, one]) => [key, positive(one)]);
  if (Array.isArray(value)) return value.map(positive);
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, positive(one)]));
  return value;
}
