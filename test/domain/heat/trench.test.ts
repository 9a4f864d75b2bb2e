// One trench: two mills beside each other and a village further on share most of the way; edges go the way that costs least.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/domain/heat/port.ts';
import { type TrenchLink, sharedTrench } from '../../../src/domain/heat/trench.ts';
import { parameters, values } from './given.ts';
import { eurPerM, netBefore } from './trench-before.ts';

const M = 111_194.93;
/** On the equator, where a degree is as long both ways. */
const at = (eastM: number, northM: number): Place => ({ latDeg: northM / M, lonDeg: eastM / M });
const places = new Map([
  [1, at(0, 0)],
  [2, at(0, 100)],
  [3, at(0, 1100)],
]);
const constant = (kw: number): Float64Array => new Float64Array(24).fill(kw);
const link = (source: number, valueEur: number, over: Partial<TrenchLink> = {}): TrenchLink => {
  const sink = over.sink ?? 3;
  return {
    source,
    sink,
    hoursKw: constant(500),
    rangeK: 30,
    valueEur,
    route: { lengthM: wayM(places)(source, sink), kind: 'straight', surfaceFactor: values.surfaceFactor },
    ...over,
  };
};
const wayM =
  (of: ReadonlyMap<number, Place>) =>
  (a: number, b: number): number => {
    const [from, to] = [of.get(a) ?? at(0, 0), of.get(b) ?? at(0, 0)];
    return Math.hypot(from.latDeg - to.latDeg, from.lonDeg - to.lonDeg) * M * values.tortuosity;
  };

describe('a shared trench', () => {
  it('is one way for both, thicker where both flow, and cheaper than two', () => {
    const { edges, links, eurPerYear, separateEurPerYear } = sharedTrench([link(1, 500_000), link(2, 500_000)], { places: places, routes: [] }, parameters);

    expect(links.length).toBe(2);
    expect(edges.map((edge) => Math.round(edge.lengthM)).sort((a, b) => a - b)).toEqual([130, 1300]);
    expect(edges.find((edge) => edge.lengthM > 1000)?.kw).toBe(1000);
    expect(edges.find((edge) => edge.lengthM < 1000)?.kw).toBe(500);
    expect(eurPerYear).toBeLessThan(separateEurPerYear);
  });

  it('is as thick as what flows in the same hour: mills that take turns need no pipe for both', () => {
    const [day, night] = [constant(0).fill(500, 0, 12), constant(0).fill(500, 12)];
    const { edges } = sharedTrench([link(1, 500_000, { hoursKw: day }), link(2, 500_000, { hoursKw: night })], { places: places, routes: [] }, parameters);

    // 500 kW at 30 K is DN80, 1,000 kW would be DN100 (methods: 555 and 1,106 kW).
    expect(edges.map(({ kw, dn }) => ({ kw, dn }))).toEqual([
      { kw: 500, dn: 80 },
      { kw: 500, dn: 80 },
    ]);
  });

  it('leaves out a link that is not worth its part of the way', () => {
    expect(sharedTrench([link(1, 100), link(2, 500_000)], { places: places, routes: [] }, parameters).links.map((one) => one.source)).toEqual([2]);
  });

  it('is none when nothing pays, and leaves out what has no place', () => {
    expect(sharedTrench([link(1, 1)], { places: places, routes: [] }, parameters)).toMatchObject({ edges: [], links: [], netEur: 0 });
    expect(sharedTrench([link(9, 1e9)], { places: places, routes: [] }, parameters).links).toEqual([]);
  });

  it('follows a route that somebody drew, on the ground it goes through', () => {
    const routes = [{ source: 1, sink: 3, lengthM: 2000, surfaceFactor: 0.8 }];
    const { edges } = sharedTrench([link(1, 500_000, { route: { lengthM: 2000, kind: 'drawn', surfaceFactor: 0.8 } })], { places, routes }, parameters);

    expect(edges).toMatchObject([{ lengthM: 2000, dn: 80 }]);
    expect(edges[0]?.eurPerYear).toBeCloseTo((2000 * eurPerM(500, 30) * 0.8) / values.surfaceFactor, 6);
  });

  it('takes the length that somebody drew between two ports that have links with others only', () => {
    // A bath between the mills, 50 m from each; mill 1 heats the village and mill 2 the bath. As they lie the trench passes the bath.
    const lie = new Map([...places, [4, at(0, 50)]]);
    const route = { lengthM: 65, kind: 'straight', surfaceFactor: values.surfaceFactor } as const;
    const links = [link(1, 2_000_000), link(2, 2_000_000, { sink: 4, route })];
    const lengthsWith = (lengthM: number | null): number[] => {
      const routes = lengthM === null ? [] : [{ source: 1, sink: 4, lengthM, surfaceFactor: null }];
      const { edges } = sharedTrench(links, { places: lie, routes }, parameters);
      return edges.map((edge) => Math.round(edge.lengthM)).sort((a, b) => a - b);
    };

    expect(lengthsWith(null)).toEqual([65, 65, 1300]);
    expect(lengthsWith(80)).toEqual([65, 80, 1300]);
    // A railway lies between: round it the mills are nearer to each other.
    expect(lengthsWith(900)).toEqual([65, 130, 1300]);
  });
});

describe('edges that are exchanged', () => {
  // A mill at 0, 0 and two small ones, at 792, 594 and 50 m north of it, heat a village at 1000, 0. Mill to village is 1000 m, mill to
  // small one 990 m, small one to village 629.377 m. The shortest tree leads the mill's heat past the small ones: 1,619.377 m of DN150
  // (886 EUR/m). With an edge exchanged it goes straight, and for both small ones a DN50 (498 EUR/m) is enough; the farther one joins it
  // with 50 m of DN32 (430 EUR/m). In metres of trench, times 1.3:
  //   tree        (1287 + 818.190) x 886 + 65 x 430          = 1,893,148 EUR
  //   exchanged    1300 x 886 + 818.190 x 498 + 65 x 430     = 1,587,209 EUR
  //   apart        1300 x 886 + (818.190 + 879.772) x 430    = 1,881,923 EUR
  const corner = new Map([
    [1, at(0, 0)],
    [2, at(792, 594)],
    [3, at(1000, 0)],
    [4, at(792, 644)],
  ]);
  const links = [link(1, 900_000, { hoursKw: constant(2900) }), link(2, 900_000, { hoursKw: constant(60) }), link(4, 900_000, { hoursKw: constant(60) })].map((one) => ({
    ...one,
    route: { ...one.route, lengthM: wayM(corner)(one.source, one.sink) },
  }));

  it('lead much heat straight, though a shorter tree exists: worked out by hand', () => {
    const { edges, eurPerYear, separateEurPerYear, netEur } = sharedTrench(links, { places: corner, routes: [] }, parameters);

    expect(edges.map(({ lengthM, dn }) => ({ lengthM: Math.round(lengthM), dn })).sort((a, b) => a.dn - b.dn)).toEqual([
      { lengthM: 65, dn: 32 },
      { lengthM: 818, dn: 50 },
      { lengthM: 1300, dn: 150 },
    ]);
    const yearlyOfEur = eurPerM(60, 30) / 430;
    expect(eurPerYear / yearlyOfEur).toBeCloseTo(1_587_209, -2);
    expect(separateEurPerYear / yearlyOfEur).toBeCloseTo(1_881_923, -2);
    expect((2_700_000 - netBefore(links, wayM(corner))) / yearlyOfEur).toBeCloseTo(1_893_148, -2);
    expect(netEur).toBeCloseTo(2_700_000 - eurPerYear, 6);
  });

  const Drawn = fc.record({
    points: fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 1500 })), { minLength: 4, maxLength: 9 }),
    links: fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(4), fc.integer({ min: 20, max: 4000 }), fc.integer({ min: 0, max: 400_000 }), fc.nat(23)), {
      selector: ([source, sink]) => `${source} ${sink}`,
      minLength: 1,
      maxLength: 8,
    }),
  });

  it('never leave less than the shortest tree did, nor less than pipes of their own, and join both ends of each link', () => {
    fc.assert(
      fc.property(Drawn, ({ points, links: drawn }) => {
        // A metre east for each port, so that no two lie in one place.
        const lie = new Map(points.map(([east, north], port) => [port, at(east + port * 1e-3, north)]));
        const way = wayM(lie);
        const all = drawn.flatMap(([from, to, kw, valueEur, hour]): TrenchLink[] => {
          const [source, sink] = [from, 4 + to];
          if (sink >= points.length) return [];
          // All in the night, some by day too.
          const hoursKw = constant(kw).fill(kw * 0.3, 0, hour);
          return [{ source, sink, hoursKw, rangeK: 30, valueEur, route: { lengthM: way(source, sink), kind: 'straight', surfaceFactor: values.surfaceFactor } }];
        });
        const trench = sharedTrench(all, { places: lie, routes: [] }, parameters);
        const apart = all.reduce((sum, one) => sum + Math.max(0, one.valueEur - one.route.lengthM * eurPerM(Math.max(...one.hoursKw), 30)), 0);
        const least = Math.max(all.length === 0 ? 0 : netBefore(all, way), apart);
        const sum = trench.links.reduce((eur, one) => eur + one.valueEur, 0) - trench.edges.reduce((eur, edge) => eur + edge.eurPerYear, 0);

        // Places are degrees, so lengths are good to a millionth.
        return trench.netEur >= least - 1 && Math.abs(sum - trench.netEur) < 1e-3 && trench.links.every((one) => reaches(trench.edges, one));
      }),
      { numRuns: 300 },
    );
  });
});

function reaches(edges: readonly { from: number; to: number }[], { source, sink }: TrenchLink): boolean {
  const reached = new Set([source]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const { from, to } of edges) if (reached.has(from) || reached.has(to)) reached.add(from).add(to);
  }
  return reached.has(sink);
}
