// Steps that add something at connections, all of them at a few connections before the next: their arrays stay in the cache of the
// processor, and a changed year needs no memory of its own. Pure.
import { type ConnectionQuarters, NO_VALUE } from '../balance.ts';
import { ScratchArrays } from '../scratch-arrays.ts';
import { type Added, type Year, knownFlags, withAdded } from './year.ts';

/** What a step adds at a connection as the steps before it left that; nothing where it does not land. Its arrays may be used again at the
 *  next connection. */
export type AddingStep = (connection: ConnectionQuarters) => readonly Added[];

/** Connections that are there at the same time: sums are read and written once for all of them, and their year still fits in the
 *  cache that the cores of a processor share. */
const TOGETHER = 4;

/** Connections as the steps leave them, a few at a time, those behind another before it. What they draw more, the main meter of their
 *  closed grid draws more too. They are done with before the next are asked for: their arrays are used again.
 *  @see docs/scenarios.md#measured-year */
export function* changedConnections(year: Year, steps: readonly AddingStep[]): Generator<readonly ConnectionQuarters[]> {
  const { electricity, pool = new ScratchArrays() } = year;
  const walk = new Walk({ ...year, pool }, steps);
  const taken = pool.taken;
  const connections = innermostFirst(electricity);
  for (let from = 0; from < connections.length; from += TOGETHER) {
    pool.free(taken);
    yield connections.slice(from, from + TOGETHER).map((one) => walk.changed(one));
  }
}

/** The year as the steps leave it, all of it at once.
 *  @see docs/scenarios.md#measured-year */
export function withSteps(year: Year, steps: readonly AddingStep[]): Year {
  const walk = new Walk(year, steps);
  const changed = new Map(innermostFirst(year.electricity).map((one) => [one.id, walk.changed(one)]));
  return { ...year, electricity: year.electricity.map((one) => changed.get(one.id) ?? one) };
}

class Walk {
  readonly #year: Year;
  readonly #steps: readonly AddingStep[];
  readonly #byId: ReadonlyMap<number, ConnectionQuarters>;
  /** What main meters draw more, by connection and step. */
  readonly #passedOn = new Map<number, Added[][]>();

  constructor(year: Year, steps: readonly AddingStep[]) {
    this.#year = year;
    this.#steps = steps;
    this.#byId = new Map(year.electricity.map((one) => [one.id, one]));
  }

  changed(connection: ConnectionQuarters): ConnectionQuarters {
    const passed = this.#passedOn.get(connection.id);
    // What one step made, the next may change where it stands.
    const over = { ...this.#year, since: this.#year.pool?.taken };
    return this.#steps.reduce((one, step, at) => {
      const parts = step(one);
      this.#passOn(one, parts, at);
      return withAdded(withAdded(one, parts, over), passed?.[at] ?? [], over);
    }, connection);
  }

  #passOn(one: ConnectionQuarters, parts: readonly Added[], at: number): void {
    let above = one.behind;
    if (above === null || parts.length === 0) return;
    const use: Added = { flow: 'use', kwh: usedMore(parts, knownFlags(one, this.#year.quarters)), part: 1 };
    for (let depth = 0; above !== null && depth < this.#byId.size; depth++) {
      const known = this.#passedOn.get(above) ?? this.#steps.map(() => []);
      this.#passedOn.set(above, known);
      known[at]?.push(use);
      above = this.#byId.get(above)?.behind ?? null;
    }
  }
}

function usedMore(parts: readonly Added[], known: Uint8Array): Float64Array {
  const sum = new Float64Array(known.length);
  for (const { flow, kwh, part } of parts) {
    const sign = flow === 'use' || flow === 'charge' ? part : -part;
    for (let t = 0; t < sum.length; t++) if (known[t] !== NO_VALUE) sum[t] = (sum[t] ?? 0) + sign * (kwh[t] ?? 0);
  }
  return sum;
}

function innermostFirst(connections: readonly ConnectionQuarters[]): readonly ConnectionQuarters[] {
  if (connections.every(({ behind }) => behind === null)) return connections;
  const byId = new Map(connections.map((one) => [one.id, one]));
  const depthOf = (one: ConnectionQuarters | undefined, depth = 0): number =>
    one === undefined || one.behind === null || depth > connections.length ? depth : depthOf(byId.get(one.behind), depth + 1);
  return connections
    .map((one) => ({ one, depth: depthOf(one) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ one }) => one);
}
