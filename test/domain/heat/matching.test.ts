// All ports of a place: who is matched with whom, how far apart, and what falls out.
import { describe, expect, it } from 'vitest';
import { matchesOf, routeOf } from '../../../src/domain/heat/matching.ts';
import { parameters, port } from './given.ts';

const place = (eastM: number): { latDeg: number; lonDeg: number } => ({ latDeg: 52.1, lonDeg: 6.1 + eastM / (111_194.93 * Math.cos((52.1 * Math.PI) / 180)) });
const kw = new Float64Array(8760).fill(800);
const base = { routes: [], parameters, assumedM: 500 };
const source = port({ id: 1, role: 'source', place: place(0), kw });
const near = port({ id: 2, role: 'sink', place: place(300), kw });
const further = port({ id: 3, role: 'sink', place: place(900), kw });
const beyond = port({ id: 4, role: 'sink', place: place(5000), kw });
const boiling = port({ id: 5, role: 'sink', supplyC: 150, returnC: 90, place: place(100), kw });
const own = port({ id: 6, role: 'sink', place: place(10), owner: source.owner, kw });

describe('matches', () => {
  const found = matchesOf({ ...base, ports: [beyond, boiling, own, further, near, source] });

  it('are ranked by worth, without what is too far, too hot or its own', () => {
    expect(found.pairs.map((pair) => [pair.source, pair.sink])).toEqual([
      [1, 2],
      [1, 3],
    ]);
    expect(found).toMatchObject({ screened: 4, tooCold: 1, tooFar: 1 });
  });

  it('say after each pair that was worked out that they could pause', () => {
    let pauses = 0;
    matchesOf({ ...base, ports: [beyond, boiling, own, further, near, source] }, () => pauses++);

    expect(pauses).toBe(2);
  });

  it('do not depend on the order of the ports', () => {
    expect(matchesOf({ ...base, ports: [source, near, further, own, boiling, beyond] })).toEqual(found);
  });

  it('keep the best of each port only', () => {
    const many = Array.from({ length: 30 }, (_, at) => port({ id: 100 + at, role: 'sink', place: place(100 + at * 20), kw }));
    const more = Array.from({ length: 2 }, (_, at) => port({ id: 200 + at, role: 'source', place: place(-50 * at), kw }));

    // Each sink keeps its links to both sources: those are its best.
    expect(matchesOf({ ...base, ports: [...more, ...many] }).pairs.length).toBe(60);
  });
});

describe('the way', () => {
  it('is straight with a detour, drawn where somebody drew it, and assumed where a place is not known', () => {
    expect(routeOf(source, near, base)).toMatchObject({ kind: 'straight' });
    expect(routeOf(source, near, base).lengthM).toBeCloseTo(390, 1);
    expect(routeOf(source, near, { ...base, routes: [{ source: 1, sink: 2, lengthM: 777, surfaceFactor: null }] })).toEqual({ lengthM: 777, kind: 'drawn', surfaceFactor: 1.2 });
    expect(routeOf(source, { ...near, place: null }, base)).toEqual({ lengthM: 650, kind: 'assumed', surfaceFactor: 1.2 });
  });
});
