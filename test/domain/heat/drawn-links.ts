// Small models of links for fast-check: any blocks, preheaters, thin pipes, links that never pay.
import fc from 'fast-check';
import type { LinkModel } from '../../../src/domain/heat/links.ts';
import { link } from './given.ts';

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Up to four sources (1 …) and four sinks (10 …); two links may join the same ports. */
export const anyModel = ({ linksMax, blocksMax }: { linksMax: number; blocksMax: number }): fc.Arbitrary<LinkModel> =>
  fc.record({
    links: fc
      .array(
        fc.record({
          source: fc.integer({ min: 1, max: 4 }),
          sink: fc.integer({ min: 10, max: 13 }),
          eurPerMwh: double(-5, 80),
          fixedEur: double(0, 60_000),
          sourcePerDelivered: double(1, 1.5),
          sinkShare: double(0.2, 1),
          kw: double(0, 400),
        }),
        { minLength: 1, maxLength: linksMax },
      )
      .map((facts) => facts.map((one) => link(one.source, one.sink, one))),
    blocks: fc.array(
      fc.record({
        hours: double(100, 4000),
        kw: fc.array(double(0, 300), { minLength: 14, maxLength: 14 }).map((kw) => new Map(kw.map((one, port) => [port, one]))),
      }),
      { minLength: 1, maxLength: blocksMax },
    ),
  });
