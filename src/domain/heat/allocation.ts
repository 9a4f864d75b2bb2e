// Who gets what in one hour: links in the order of their worth, on what sources have and sinks want. Pure.
import type { Link } from './links.ts';

/** Indexes of links, the dearest heat first. */
export const byValue = (links: readonly Link[]): number[] => links.map((_, at) => at).sort((a, b) => (links[b]?.eurPerMwh ?? 0) - (links[a]?.eurPerMwh ?? 0));

/** Links and the ports at their ends as columns: a year of hours, or a thousand choices of links, makes no objects.
 *  @see docs/residual-heat.md#heat-many-to-many */
export class Allocation {
  /** Port ids, each once, in the order of `sourceKw` and `sinkKw`. */
  readonly sources: readonly number[];
  readonly sinks: readonly number[];
  /** To be set before `serve`: what is there and what is wanted. After it: what is left of both. */
  readonly sourceKw: Float64Array;
  readonly sinkKw: Float64Array;
  /** By link: what it can carry; its pipe, unless something less is set. */
  readonly mostKw: Float64Array;
  /** By link: what `serve` gave it. */
  readonly deliveredKw: Float64Array;
  /** Links, the dearest heat first. */
  readonly order: Int32Array;
  readonly #sourceAt: Int32Array;
  readonly #sinkAt: Int32Array;
  readonly #sinkShare: Float64Array;
  readonly #sourcePerDelivered: Float64Array;
  readonly #wantedKw: Float64Array;

  constructor(links: readonly Link[]) {
    this.sources = [...new Set(links.map((one) => one.source))];
    this.sinks = [...new Set(links.map((one) => one.sink))];
    const [placeOfSource, placeOfSink] = [placesOf(this.sources), placesOf(this.sinks)];
    this.sourceKw = new Float64Array(this.sources.length);
    this.sinkKw = new Float64Array(this.sinks.length);
    this.#wantedKw = new Float64Array(this.sinks.length);
    this.deliveredKw = new Float64Array(links.length);
    this.order = Int32Array.from(byValue(links));
    this.#sourceAt = Int32Array.from(links, ({ source }) => placeOfSource.get(source) ?? 0);
    this.#sinkAt = Int32Array.from(links, ({ sink }) => placeOfSink.get(sink) ?? 0);
    this.mostKw = Float64Array.from(links, ({ kw }) => kw);
    this.#sinkShare = Float64Array.from(links, ({ sinkShare }) => sinkShare);
    this.#sourcePerDelivered = Float64Array.from(links, ({ sourcePerDelivered }) => sourcePerDelivered);
  }

  /** @param chosen 1 for each link that exists; without it all do */
  serve(chosen: Uint8Array | null = null): void {
    const { sourceKw, sinkKw, deliveredKw } = this;
    this.#wantedKw.set(sinkKw);
    for (const link of this.order) {
      if (chosen !== null && chosen[link] !== 1) {
        deliveredKw[link] = 0;
        continue;
      }
      // No destructuring here: in so hot a loop it costs half as much again.
      const source = this.#sourceAt[link] ?? 0;
      const sink = this.#sinkAt[link] ?? 0;
      const perDelivered = this.#sourcePerDelivered[link] ?? 1;
      const supply = sourceKw[source] ?? 0;
      const wanted = sinkKw[sink] ?? 0;
      // A preheater serves its share of what is wanted, not of what others left of it.
      const open = Math.min(wanted, (this.#wantedKw[sink] ?? 0) * (this.#sinkShare[link] ?? 0));
      const kw = Math.max(0, Math.min(open, this.mostKw[link] ?? 0, supply / perDelivered));
      deliveredKw[link] = kw;
      sourceKw[source] = supply - kw * perDelivered;
      sinkKw[sink] = wanted - kw;
    }
  }
}

const placesOf = (ports: readonly number[]): Map<number, number> => new Map(ports.map((port, at) => [port, at]));
