// Quarters of a sum that say too much of one company.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Load, powerOf, turned } from '../../../src/domain/capacity/loads.ts';
import { secretNetQuarters, secretQuarters } from '../../../src/domain/capacity/secret-quarters.ts';
import { judgeDisclosure } from '../../../src/domain/disclosure.ts';

const load = (id: number, kwh: readonly number[], over: Partial<Load> = {}): Load => ({
  id,
  company: id,
  behind: null,
  netMicro: Float64Array.from(kwh, (one) => one * 1e6),
  sure: Uint8Array.from(kwh, (one) => (Number.isNaN(one) ? 0 : 1)),
  ...over,
});
const entities = (...ids: number[]) => ids.map((id) => [id, `kvk ${id}`] as const);
const reasons = (loads: readonly Load[], quarters: number, of = entities(1, 2, 3, 4, 5, 6)) => {
  const secret = secretQuarters(loads, quarters, of);
  return Array.from({ length: quarters }, (_, t) => secret.reasonAt(t));
};

describe('quarters', () => {
  it('are each judged by who spoke in it', () => {
    const four = [1, 2, 3, 4].map((id) => load(id, [10, 10, 10, Number.NaN]));
    const loads = [...four, load(5, [10, Number.NaN, 100, Number.NaN])];

    expect(reasons(loads, 4)).toEqual([null, 'too-few', 'one-dominates', null]);
  });

  it('count who takes what another gives by its size, and one owner once', () => {
    const loads = [load(1, [-80]), ...[2, 3, 4, 5].map((id) => load(id, [5]))];
    const owners = [...entities(1, 2, 3, 4), [5, 'kvk 4'] as const];

    expect(reasons(loads, 1)).toEqual(['one-dominates']);
    expect(
      reasons(
        [1, 2, 3, 4, 5].map((id) => load(id, [10])),
        1,
        owners,
      ),
    ).toEqual(['too-few']);
  });

  it('behind a main meter are those of the companies behind it, and its owner makes no fifth', () => {
    const inside = [2, 3, 4, 5].map((id) => load(id, [10], { behind: 1 }));

    expect(reasons([load(1, [41]), ...inside], 1)).toEqual(['too-few']);
    expect(reasons([load(1, [51]), ...inside, load(6, [10], { behind: 1 })], 1)).toEqual([null]);
    // What the owner takes itself is most of it.
    expect(reasons([load(1, [500]), ...inside, load(6, [10], { behind: 1 })], 1)).toEqual(['one-dominates']);
    // The main meter is silent: what lies behind it stands in.
    expect(reasons([load(1, [Number.NaN]), ...inside, load(6, [10], { behind: 1 })], 1)).toEqual([null]);
  });

  it('that are kept back are unknown in the sum', () => {
    const loads = [...[1, 2, 3, 4].map((id) => load(id, [1, 1])), load(5, [1, 40])];
    const power = secretQuarters(loads, 2, entities(1, 2, 3, 4, 5)).without(powerOf(loads, 2));

    expect([...power.kw]).toEqual([20, Number.NaN]);
    expect([...power.sure]).toEqual([1, 0]);
  });

  it('come out as the rule of disclosure says, whatever is measured', () => {
    const value = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 8 }), (rows) => {
        const loads = rows.map((kwh, at) => load(at + 1, kwh));
        const secret = secretQuarters(loads, 3, []);
        for (let t = 0; t < 3; t++) {
          const told = rows.flatMap((kwh, at) => (Number.isNaN(kwh[t]) ? [] : [{ entity: `company ${at + 1}`, amount: kwh[t] ?? 0 }]));
          const judged = judgeDisclosure(told);
          expect(secret.reasonAt(t)).toBe(judged.sign === 'x' ? judged.reason : null);
        }
      }),
    );
  });
});

describe('of draw less feed-in', () => {
  const net = (...rows: (readonly number[])[]) => {
    const secret = secretNetQuarters(
      rows.map((kwh, at) => load(at + 1, kwh)),
      rows[0]?.length ?? 0,
      [],
    );
    return Array.from({ length: rows[0]?.length ?? 0 }, (_, t) => secret.reasonAt(t));
  };
  const six = [1, 2, 3, 4, 5, 6].map(() => [20, 20, 20]);

  it('a quarter is kept back where the draw less the net is the feed-in of a few', () => {
    expect(net(...six, [-30, 0, Number.NaN])).toEqual(['too-few', null, null]);
    expect(net(...six, ...[1, 2, 3, 4].map(() => [-1, 0, 0]), [-50, 0, 0])).toEqual(['one-dominates', null, null]);
  });

  it('a quarter is told where those who feed in are enough by themselves', () => {
    expect(net(...six, ...[1, 2, 3, 4, 5].map(() => [-5, -5, 0]))).toEqual([null, null, null]);
  });

  it('the direction that is asked for changes nothing', () => {
    const rows = [...six, [-30, 0, Number.NaN]];

    expect(net(...rows.map((row) => row.map((one) => 0 - one)))).toEqual(net(...rows));
  });

  it('the rest of a main meter that a rounding puts below nought is no feed-in', () => {
    const inside = [2, 3, 4, 5, 6].map((id) => load(id, [10], { behind: 1 }));

    expect(secretNetQuarters([load(1, [49.999]), ...inside], 1, []).reasonAt(0)).toBe(null);
  });

  it('a quarter is judged by the counters of who draws and feeds in within it, and not by what is left', () => {
    // Six draw 20 and one 12, of which it gives 10 back: the draw less the net is those 10.
    const both = load(7, [2, 2], { bothMicro: Float64Array.from([10e6, 0]) });
    const loads = [...six.map((kwh, at) => load(at + 1, kwh.slice(0, 2))), both];
    const secret = secretNetQuarters(loads, 2, []);
    const turnedOver = secretNetQuarters(loads.map(turned), 2, []);

    expect([0, 1].map((t) => secret.reasonAt(t))).toEqual(['too-few', null]);
    expect([0, 1].map((t) => turnedOver.reasonAt(t))).toEqual(['too-few', null]);
  });

  it('the owner of a main meter is one of those who draw, or feed in', () => {
    const inside = (kwh: number) => [2, 3, 4, 5, 6].map((id) => load(id, [kwh], { behind: 1 }));
    const why = (...loads: Load[]) => secretNetQuarters(loads, 1, []).reasonAt(0);

    // Five others feed in as well; the owner takes or gives the rest of the main meter.
    expect(why(load(1, [-50]), ...inside(-10))).toBe(null);
    expect(why(load(1, [-80]), ...inside(-10))).toBe(null);
    expect(why(load(1, [-20]), ...inside(-10))).toBe('too-few');
    expect(why(load(1, [10]), ...inside(10))).toBe('too-few');
    // The main meter gave something back while nobody behind it did.
    expect(why(load(1, [50], { bothMicro: Float64Array.from([20e6]) }), ...inside(10))).toBe('too-few');
  });
});
