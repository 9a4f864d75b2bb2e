// A pinch that is kept back: by who lets off, who asks, who makes up what must be added or cooled, in each slice and in what is left.
import { describe, expect, it } from 'vitest';
import { type PortInSlice, secretPinch } from '../../../src/domain/heat/pinch-disclosure.ts';
import type { Slice } from '../../../src/domain/heat/pinch.ts';

const five = (kw: readonly number[], over: Partial<PortInSlice> = {}): PortInSlice[] =>
  kw.flatMap((one, at) => [
    { port: at + 1, kind: 'hot', kw: 10, aboveKw: 0, belowKw: 0, ...over },
    { port: at + 11, kind: 'cold', kw: one, aboveKw: 0, belowKw: 0, ...over },
  ]);
const slice = (name: Slice, hours: number, byPort: readonly PortInSlice[]) => ({ slice: name, hours, byPort });
const entityOf = (port: number): string => `kvk ${port % 10}`;
const EVEN = [10, 10, 10, 10, 10];

describe('a pinch', () => {
  it('of five who give and five who take may be told, of fewer not; a port of nobody hides no company', () => {
    expect(secretPinch([slice('year', 8760, five(EVEN))], entityOf)).toBe(null);
    expect(secretPinch([slice('year', 8760, five(EVEN.slice(1)))], entityOf)).toBe('too-few');
    expect(secretPinch([slice('year', 8760, five(EVEN))], (port) => (port === 5 ? null : entityOf(port)))).toBe('too-few');
    expect(secretPinch([], entityOf)).toBe(null);
  });

  it('is kept back where one alone needs heat or cooling from elsewhere', () => {
    const hottest = five(EVEN).map((port) => (port.port === 11 ? { ...port, aboveKw: 4 } : port));
    const coldest = five(EVEN).map((port) => (port.port === 1 ? { ...port, belowKw: 4 } : port));

    expect(secretPinch([slice('year', 8760, hottest)], entityOf)).toBe('too-few');
    expect(secretPinch([slice('year', 8760, coldest)], entityOf)).toBe('too-few');
  });

  it('is kept back where one stands out in one part of the year, or in what is left of it', () => {
    const year = slice('year', 100, five(EVEN));

    expect(secretPinch([year, slice('summer', 50, five([19, 1, 1, 1, 1]))], entityOf)).toBe('one-dominates');
    // The others take in winter and summer alone: the rest of the year is that of one.
    expect(secretPinch([year, slice('winter', 50, five([2, 10, 10, 10, 10])), slice('summer', 50, five([2, 10, 10, 10, 10]))], entityOf)).toBe('too-few');
    expect(secretPinch([year, slice('winter', 50, five(EVEN)), slice('summer', 50, five(EVEN))], entityOf)).toBe(null);
  });
});
