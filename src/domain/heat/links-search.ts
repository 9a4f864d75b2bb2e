// A good choice of links in little time: take a few away, fill up again greedily, keep what is better or now and then what is worse. Pure.
import type { LinkColumns } from './link-columns.ts';
import { drawsOf } from './uncertainty.ts';

export interface FoundLinks {
  readonly eur: number;
  /** By arc; a link that carries nothing is not built. */
  readonly kw: Float64Array;
}
export interface SearchOptions {
  /** A choice that is known, in the order in which its links are filled. */
  readonly start: Iterable<number>;
  readonly rounds: number;
  /** Begins with that choice, for few rounds; else with none, so that it is held nowhere. */
  readonly onwards?: boolean;
  readonly stop?: () => boolean;
}

/** Temperature when it is heated and when it has cooled, as a share of the mean fixed cost, and how often it is heated: four times finds
 *  more in as many rounds than once. */
const HOT = 0.2;
const COLD = 0.03;
const HEATINGS = 4;
/** Share of the closed links that a refill does not look at, so that it does not always end the same. */
const OVERLOOKED = 0.1;
/** What a link adds is taken for up to this share more when the next is chosen. */
const UNSURE = 0.1;
/** Fewer than so many links are closed besides. */
const MORE_MAX = 10;
const SEED = 2026;
/** Rounds between two looks at the clock. */
const ROUNDS_A_LOOK = 512;
const LEAST_EUR = 1e-6;
const LEAST_KW = 1e-9;

/** Flows on links, with what the last round changed.
 *  Ruin and recreate under simulated annealing (Schrimpf and others 2000, doi:10.1006/jcph.1999.6413), with the overlooked choices of
 *  Christiaens and Vanden Berghe (2020, doi:10.1287/trsc.2019.0914).
 *  @see docs/residual-heat.md#heat-choice-of-links */
class Flows {
  eur = 0;
  readonly kw: Float64Array;
  readonly open: Uint8Array;
  readonly #of: LinkColumns;
  readonly #source: Int32Array;
  readonly #sink: Int32Array;
  readonly #fixedEur: Float64Array;
  readonly #perDelivered: Float64Array;
  readonly #eurPerKw: Float64Array;
  readonly #mostKw: Float64Array;
  /** What is left at each place of a port. */
  readonly #restKw: Float64Array;
  readonly #draw = drawsOf(SEED);
  /** The round that last touched, considered or forbade a link, and saw a port. */
  readonly #touchedIn: Int32Array;
  readonly #consideredIn: Int32Array;
  readonly #forbiddenIn: Int32Array;
  readonly #seenIn: Int32Array;
  #round = 0;
  #before = 0;
  // Lists as columns with a count: an array whose length is set to 0 lets go of its memory.
  readonly #touched: Int32Array;
  #touchedCount = 0;
  readonly #wasKw: Float64Array;
  readonly #wasOpen: Uint8Array;
  readonly #seen: Int32Array;
  #seenCount = 0;
  readonly #considered: Int32Array;
  #consideredCount = 0;

  constructor(of: LinkColumns) {
    this.#of = of;
    [this.#source, this.#sink, this.#fixedEur, this.#perDelivered] = [of.source, of.sink, of.fixedEur, of.sourcePerDelivered];
    [this.#eurPerKw, this.#mostKw] = [of.eurPerKw, of.mostKw];
    this.kw = new Float64Array(of.links * of.blocks);
    this.open = new Uint8Array(of.links);
    this.#restKw = of.portKw.slice();
    [this.#touchedIn, this.#consideredIn, this.#forbiddenIn] = [new Int32Array(of.links), new Int32Array(of.links), new Int32Array(of.links)];
    this.#seenIn = new Int32Array(of.ports);
    [this.#touched, this.#wasOpen, this.#wasKw] = [new Int32Array(of.links), new Uint8Array(of.links), new Float64Array(of.links * of.blocks)];
    [this.#seen, this.#considered] = [new Int32Array(of.ports), new Int32Array(of.links + 1)];
  }

  /** Begins a round: what it changes can be taken back. */
  begin(): void {
    this.#round++;
    this.#before = this.eur;
    this.#touchedCount = 0;
    this.#seenCount = 0;
  }

  /** Opens a closed link at the cost of one at each of its ends, or closes an open one, and perhaps some around it; then fills up. */
  change(): void {
    const link = Math.floor(this.#draw() * this.#of.links);
    const more = Math.floor(this.#draw() * MORE_MAX);
    if (this.open[link] === 1) {
      this.#close(link);
      for (let one = 0; one < more; one++) this.#closeAt(this.#anySeen());
      this.#forbiddenIn[link] = this.#round;
      this.#consider();
      this.#refill();
      // What others had no use for it may have back.
      this.#considered[this.#consideredCount++] = link;
    } else {
      this.#see(link);
      for (let one = 0; one <= more; one++) this.#closeAt((one < 2 ? (one === 0 ? this.#of.source[link] : this.#of.sink[link]) : this.#anySeen()) ?? 0);
      this.push(link, this.#gain(link));
      this.#consider();
    }
    this.#refill();
  }

  /** Whether what the round changed may stay at this temperature. */
  accepted(temperatureEur: number): boolean {
    return this.eur >= this.#before || this.#draw() < Math.exp((this.eur - this.#before) / temperatureEur);
  }

  takeBack(): void {
    const { blocks } = this.#of;
    for (let at = 0; at < this.#touchedCount; at++) {
      const link = this.#touched[at] ?? 0;
      for (let block = 0; block < blocks; block++) this.#put(link, block, this.#wasKw[at * blocks + block] ?? 0);
      this.open[link] = this.#wasOpen[at] ?? 0;
    }
    this.eur = this.#before;
  }

  /** What filling a link up as far as its ends allow would add. */
  #gain(link: number): number {
    const blocks = this.#of.blocks;
    let eur = this.open[link] === 1 ? 0 : -(this.#fixedEur[link] ?? 0);
    for (let block = 0; block < blocks; block++) eur += this.#roomKw(link, block) * (this.#eurPerKw[link * blocks + block] ?? 0);
    return eur;
  }

  fill(link: number): void {
    this.push(link, this.#gain(link));
  }

  push(link: number, gainEur: number): void {
    const blocks = this.#of.blocks;
    this.#touch(link);
    for (let block = 0; block < blocks; block++) {
      const room = this.#roomKw(link, block);
      if (room > 0) this.#put(link, block, (this.kw[link * blocks + block] ?? 0) + room);
    }
    this.open[link] = 1;
    this.eur += gainEur;
  }

  // No destructuring from here on: in so hot a loop it costs half as much again.
  #roomKw(link: number, block: number): number {
    const blocks = this.#of.blocks;
    const arc = link * blocks + block;
    const left = (this.#restKw[(this.#source[link] ?? 0) * blocks + block] ?? 0) / (this.#perDelivered[link] ?? 1);
    const wanted = this.#restKw[(this.#sink[link] ?? 0) * blocks + block] ?? 0;
    let room = (this.#mostKw[arc] ?? 0) - (this.kw[arc] ?? 0);
    if (left < room) room = left;
    if (wanted < room) room = wanted;
    return room > LEAST_KW ? room : 0;
  }

  #put(link: number, block: number, kw: number): void {
    const blocks = this.#of.blocks;
    const arc = link * blocks + block;
    const more = kw - (this.kw[arc] ?? 0);
    if (more === 0) return;
    const source = (this.#source[link] ?? 0) * blocks + block;
    const sink = (this.#sink[link] ?? 0) * blocks + block;
    this.kw[arc] = kw;
    this.#restKw[source] = (this.#restKw[source] ?? 0) - more * (this.#perDelivered[link] ?? 1);
    this.#restKw[sink] = (this.#restKw[sink] ?? 0) - more;
  }

  #close(link: number): void {
    const blocks = this.#of.blocks;
    this.#touch(link);
    for (let block = 0; block < blocks; block++) {
      const arc = link * blocks + block;
      this.eur -= (this.kw[arc] ?? 0) * (this.#eurPerKw[arc] ?? 0);
      this.#put(link, block, 0);
    }
    this.eur += this.#fixedEur[link] ?? 0;
    this.open[link] = 0;
  }

  /** Closes any open link of a port, if there is one. */
  #closeAt(port: number): void {
    const mine = this.#of.linksAt[port];
    if (mine === undefined) return;
    const first = Math.floor(this.#draw() * mine.length);
    for (let at = 0; at < mine.length; at++) {
      const link = mine[(first + at) % mine.length] ?? 0;
      if (this.open[link] !== 1) continue;
      this.#close(link);
      return;
    }
  }

  #touch(link: number): void {
    if (this.#touchedIn[link] === this.#round) return;
    this.#touchedIn[link] = this.#round;
    const blocks = this.#of.blocks;
    const at = this.#touchedCount++;
    this.#touched[at] = link;
    this.#wasOpen[at] = this.open[link] ?? 0;
    for (let block = 0; block < blocks; block++) this.#wasKw[at * blocks + block] = this.kw[link * blocks + block] ?? 0;
    this.#see(link);
  }

  /** Both ends of a link are where the refill looks. */
  #see(link: number): void {
    this.#seePort(this.#of.source[link] ?? 0);
    this.#seePort(this.#of.sink[link] ?? 0);
  }

  #seePort(port: number): void {
    if (this.#seenIn[port] === this.#round) return;
    this.#seenIn[port] = this.#round;
    this.#seen[this.#seenCount++] = port;
  }

  #anySeen(): number {
    return this.#seen[Math.floor(this.#draw() * this.#seenCount)] ?? 0;
  }

  /** The links of the ports that were seen, but a few. */
  #consider(): void {
    let count = 0;
    for (let at = 0; at < this.#seenCount; at++) {
      const mine = this.#of.linksAt[this.#seen[at] ?? 0];
      if (mine === undefined) continue;
      for (const link of mine) {
        if (this.#consideredIn[link] === this.#round || this.#forbiddenIn[link] === this.#round) continue;
        this.#consideredIn[link] = this.#round;
        if (this.open[link] === 1 || this.#draw() >= OVERLOOKED) this.#considered[count++] = link;
      }
    }
    this.#consideredCount = count;
  }

  /** Again and again the link that adds most. What adds nothing now will not after others took more. */
  #refill(): void {
    const considered = this.#considered;
    for (;;) {
      let best = -1;
      let highest = 0;
      let most = 0;
      let left = 0;
      for (let at = 0; at < this.#consideredCount; at++) {
        const link = considered[at] ?? 0;
        const gain = this.#gain(link);
        if (gain <= LEAST_EUR) continue;
        considered[left++] = link;
        const score = gain * (1 + UNSURE * this.#draw());
        if (score <= highest) continue;
        best = link;
        highest = score;
        most = gain;
      }
      this.#consideredCount = left;
      if (best < 0) return;
      this.push(best, most);
    }
  }
}

/** Never worth less than what is known, and the same each time as long as nobody stops it.
 *  @see docs/residual-heat.md#heat-choice-of-links */
export function searchLinks(columns: LinkColumns, { start, rounds, stop, onwards = false }: SearchOptions): FoundLinks {
  const known = new Flows(columns);
  for (const link of start) known.fill(link);
  const best = { eur: known.eur, kw: known.kw };
  const flows = new Flows(columns);
  if (onwards) for (const link of start) flows.fill(link);
  const meanEur = columns.fixedEur.reduce((sum, eur) => sum + eur, 0) / Math.max(1, columns.links);
  for (let round = 0; round < rounds; round++) {
    if (round % ROUNDS_A_LOOK === 0 && stop?.() === true) break;
    flows.begin();
    flows.change();
    if (!flows.accepted(meanEur * HOT * (COLD / HOT) ** (((round * HEATINGS) / rounds) % 1))) flows.takeBack();
    else if (flows.eur > best.eur + LEAST_EUR) {
      best.eur = flows.eur;
      best.kw.set(flows.kw);
    }
  }
  return { eur: columns.worth(best.kw), kw: best.kw };
}
