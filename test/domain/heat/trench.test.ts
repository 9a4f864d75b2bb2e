// One trench: two mills beside each other and a village further on share most of the way.
import { describe, expect, it } from 'vitest';
import { type TrenchLink, sharedTrench } from '../../../src/domain/heat/trench.ts';
import { parameters } from './given.ts';

const M = 111_194.93;
const at = (northM: number): { latDeg: number; lonDeg: number } => ({ latDeg: 52 + northM / M, lonDeg: 6 });
const places = new Map([
  [1, at(0)],
  [2, at(100)],
  [3, at(1100)],
]);
const link = (source: number, valueEur: number): TrenchLink => ({ source, sink: 3, kw: 500, rangeK: 30, valueEur });

describe('a shared trench', () => {
  it('is one way for both, thicker where both flow, and cheaper than two', () => {
    const { edges, links, eurPerYear, separateEurPerYear } = sharedTrench([link(1, 500_000), link(2, 500_000)], places, parameters);

    expect(links.length).toBe(2);
    expect(edges.map((edge) => Math.round(edge.lengthM)).sort((a, b) => a - b)).toEqual([130, 1300]);
    expect(edges.find((edge) => edge.lengthM > 1000)?.kw).toBe(1000);
    expect(edges.find((edge) => edge.lengthM < 1000)?.kw).toBe(500);
    expect(eurPerYear).toBeLessThan(separateEurPerYear);
  });

  it('leaves out a link that is not worth its part of the way', () => {
    expect(sharedTrench([link(1, 100), link(2, 500_000)], places, parameters).links.map((one) => one.source)).toEqual([2]);
  });

  it('is none when nothing pays, and leaves out what has no place', () => {
    expect(sharedTrench([link(1, 1)], places, parameters)).toMatchObject({ edges: [], links: [], netEur: 0 });
    expect(sharedTrench([link(9, 1e9)], places, parameters).links).toEqual([]);
  });
});
