// A model of links as columns: ports numbered from 0, an arc for each link and block of hours. Pure.
import type { LinkModel } from './links.ts';

/** Arc = link x blocks + block; a place of a port = port x blocks + block. Sources come before sinks. */
export class LinkColumns {
  readonly links: number;
  readonly blocks: number;
  readonly ports: number;
  /** By link. */
  readonly source: Int32Array;
  readonly sink: Int32Array;
  readonly fixedEur: Float64Array;
  readonly sourcePerDelivered: Float64Array;
  /** By arc: EUR a year for each kW, and the kW that link and ends allow together. */
  readonly eurPerKw: Float64Array;
  readonly mostKw: Float64Array;
  /** By place of a port. */
  readonly portKw: Float64Array;
  /** By port: its links. */
  readonly linksAt: readonly Int32Array[];

  constructor({ links, blocks }: LinkModel) {
    [this.links, this.blocks] = [links.length, blocks.length];
    const numbers = (ids: readonly number[], first: number): Map<number, number> => new Map([...new Set(ids)].map((id, at) => [id, first + at]));
    const sources = numbers(
      links.map((link) => link.source),
      0,
    );
    const sinks = numbers(
      links.map((link) => link.sink),
      sources.size,
    );
    this.ports = sources.size + sinks.size;
    this.source = Int32Array.from(links, (link) => sources.get(link.source) ?? 0);
    this.sink = Int32Array.from(links, (link) => sinks.get(link.sink) ?? 0);
    this.fixedEur = Float64Array.from(links, (link) => link.fixedEur);
    this.sourcePerDelivered = Float64Array.from(links, (link) => link.sourcePerDelivered);
    this.portKw = Float64Array.from([...sources.keys(), ...sinks.keys()].flatMap((id) => blocks.map((block) => Math.max(0, block.kw.get(id) ?? 0))));
    this.eurPerKw = Float64Array.from(links.flatMap((link) => blocks.map((block) => (link.eurPerMwh * block.hours) / 1000)));
    this.mostKw = Float64Array.from(
      links.flatMap((link, at) =>
        blocks.map(({ mostKw }, block) => {
          const [supply, demand] = [this.portKw[(this.source[at] ?? 0) * blocks.length + block] ?? 0, this.portKw[(this.sink[at] ?? 0) * blocks.length + block] ?? 0];
          // As small as it can be: a loose bound spoils the relaxation.
          return Math.max(0, Math.min(link.kw, mostKw?.[at] ?? Infinity, demand * link.sinkShare, supply / link.sourcePerDelivered, demand));
        }),
      ),
    );
    const linksAt = Array.from({ length: this.ports }, (): number[] => []);
    for (let link = 0; link < this.links; link++) for (const port of [this.source[link] ?? 0, this.sink[link] ?? 0]) linksAt[port]?.push(link);
    this.linksAt = linksAt.map((mine) => Int32Array.from(mine));
  }

  /** EUR a year of flows, where each link that carries something costs its fixed part. */
  worth(kw: Float64Array): number {
    let eur = 0;
    for (let link = 0; link < this.links; link++) {
      let flows = false;
      for (let arc = link * this.blocks; arc < (link + 1) * this.blocks; arc++) {
        const one = kw[arc] ?? 0;
        if (one > 0) flows = true;
        eur += one * (this.eurPerKw[arc] ?? 0);
      }
      if (flows) eur -= this.fixedEur[link] ?? 0;
    }
    return eur;
  }
}
