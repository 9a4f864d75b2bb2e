// Who gets what in one hour: by hand, within what there is, and as the obvious way to reckon it says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocation, byValue } from '../../../src/domain/heat/allocation.ts';
import type { Link } from '../../../src/domain/heat/links.ts';
import { link } from './given.ts';

function served(links: readonly Link[], kwOf: ReadonlyMap<number, number>, chosen: Uint8Array | null = null): Allocation {
  const allocation = new Allocation(links);
  allocation.sourceKw.set(allocation.sources.map((port) => kwOf.get(port) ?? 0));
  allocation.sinkKw.set(allocation.sinks.map((port) => kwOf.get(port) ?? 0));
  allocation.serve(chosen);
  return allocation;
}

/** The same with a map of what is left at each port: slow, and easy to believe. */
function obvious(links: readonly Link[], kwOf: ReadonlyMap<number, number>): number[] {
  const left = new Map(kwOf);
  const delivered = links.map(() => 0);
  for (const at of byValue(links)) {
    const one = links[at];
    if (one === undefined) continue;
    const [supply, wanted] = [left.get(one.source) ?? 0, left.get(one.sink) ?? 0];
    const kw = Math.max(0, Math.min(wanted, (kwOf.get(one.sink) ?? 0) * one.sinkShare, one.kw, supply / one.sourcePerDelivered));
    delivered[at] = kw;
    left.set(one.source, supply - kw * one.sourcePerDelivered).set(one.sink, wanted - kw);
  }
  return delivered;
}

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const anyLinks = fc.array(
  fc.record({
    source: fc.integer({ min: 1, max: 4 }),
    sink: fc.integer({ min: 10, max: 14 }),
    eurPerMwh: double(0, 90),
    sourcePerDelivered: double(1, 1.5),
    sinkShare: double(0.1, 1),
    kw: double(0, 400),
  }),
  { minLength: 1, maxLength: 14 },
);
const anyPowers = fc.array(double(0, 500), { minLength: 20, maxLength: 20 }).map((kw) => new Map(kw.map((one, port) => [port, one])));

describe('allocation', () => {
  it('serves the dearest heat first and never more than there is', () => {
    const kwOf = new Map([
      [1, 100],
      [2, 40],
      [10, 100],
    ]);
    const { deliveredKw, sourceKw, sinkKw } = served([link(1, 10, { eurPerMwh: 30 }), link(2, 10, { eurPerMwh: 60 })], kwOf);

    expect([...deliveredKw]).toEqual([60, 40]);
    expect([...sourceKw, ...sinkKw]).toEqual([40, 0, 0]);
  });

  it('gives a link that does not exist nothing, whatever it had before', () => {
    const kwOf = new Map([
      [1, 100],
      [10, 60],
      [11, 60],
    ]);
    const links = [link(1, 10, { eurPerMwh: 60 }), link(1, 11)];

    expect([...served(links, kwOf).deliveredKw]).toEqual([60, 40]);
    expect([...served(links, kwOf, Uint8Array.of(0, 1)).deliveredKw]).toEqual([0, 60]);
  });

  it('keeps within sources, sinks and pipes, and comes to what the obvious way does', () => {
    fc.assert(
      fc.property(anyLinks, anyPowers, (facts, kwOf) => {
        const links = facts.map((one) => link(one.source, one.sink, one));
        const { deliveredKw } = served(links, kwOf);
        const sum = (of: (one: Link) => boolean, each: (one: Link) => number): number =>
          links.reduce((total, one, at) => total + (of(one) ? (deliveredKw[at] ?? 0) * each(one) : 0), 0);

        expect([...deliveredKw]).toEqual(obvious(links, kwOf));
        for (const [port, kw] of kwOf) {
          expect(
            sum(
              ({ source }) => source === port,
              ({ sourcePerDelivered }) => sourcePerDelivered,
            ),
          ).toBeLessThanOrEqual(kw + 1e-6);
          expect(
            sum(
              ({ sink }) => sink === port,
              () => 1,
            ),
          ).toBeLessThanOrEqual(kw + 1e-6);
        }
        links.forEach((one, at) => expect(deliveredKw[at]).toBeLessThanOrEqual(one.kw));
      }),
    );
  });
});
