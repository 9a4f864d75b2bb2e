// A pipe for several flows is as thick as the hour in which most flows, but for the hundredth that is most.
import { describe, expect, it } from 'vitest';
import { TrenchPipes } from '../../../src/domain/heat/trench-pipes.ts';
import { parameters } from './given.ts';
import { eurPerM } from './trench-before.ts';

const hours = (of: (hour: number) => number): Float64Array => Float64Array.from({ length: 1000 }, (_, hour) => of(hour));
const pipes = new TrenchPipes(
  [
    { hoursKw: hours((hour) => (hour < 500 ? 300 : 0)), rangeK: 30 },
    { hoursKw: hours((hour) => (hour >= 500 ? 400 : 0)), rangeK: 40 },
    { hoursKw: hours((hour) => (hour < 5 ? 5000 : 100)), rangeK: 20 },
  ],
  parameters,
);

describe('a pipe for several flows', () => {
  it('takes what flows in the same hour, not the sum of what each has at its most', () => {
    expect(pipes.of(0b011n)).toMatchObject({ kw: 400 });
    // 5 of 1000 hours are more than the pipe is made for.
    expect(pipes.of(0b100n).kw).toBe(100);
    expect(pipes.of(0b111n).kw).toBe(500);
  });

  it('is made for the smallest difference of temperature among them, and costs a metre of that size', () => {
    expect(pipes.of(0b011n).eurPerM).toBeLessThan(eurPerM(400, 20) + 1e-9);
    expect(pipes.of(0b111n).dn).toBeGreaterThan(pipes.of(0b010n).dn);
  });

  it('is none where nothing flows', () => {
    expect(pipes.of(0n)).toEqual({ kw: 0, dn: 0, eurPerM: 0 });
  });
});
