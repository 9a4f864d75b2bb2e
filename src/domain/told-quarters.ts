// Which quarters of a balance may be told to whoever may not see its companies. Every longer figure for such a reader is a sum of
// what may be told, so that no two figures differ by what may not. Pure.
import { type ConnectionQuarters, NO_VALUE, isSilent } from './balance.ts';
import { secretQuarters } from './capacity/secret-quarters.ts';
import type { Load } from './capacity/loads.ts';
import { judgeSums } from './disclosure.ts';

/** Whose a connection is: companies with one entity are one. */
export interface Member {
  readonly company: number;
  readonly entity: string;
  readonly park: string;
}

/** What a connection used and what it drew, kWh x 1e6 in each quarter; NaN where it is not known. */
interface Use {
  readonly company: number;
  readonly used: Float64Array;
  readonly drawn: Float64Array;
}

const SIGN = { import: 1, export: -1, charge: -1, discharge: 1, sun: 1, wind: 1, chp: 1, 'other-generation': 1 } as const;

/** Of a connection that passes nothing on and has a register. */
function useOf({ company, registers }: ConnectionQuarters, quarters: number): Use {
  const [used, drawn] = [new Float64Array(quarters), new Float64Array(quarters)];
  for (const { flow, amounts, flags } of registers)
    for (let t = 0; t < quarters; t++) {
      if (flags[t] === NO_VALUE) continue;
      const amount = amounts[t] ?? 0;
      used[t] = (used[t] ?? 0) + SIGN[flow] * amount;
      if (flow === 'import') drawn[t] = (drawn[t] ?? 0) + amount;
    }
  const imports = registers.filter((one) => one.flow === 'import');
  for (let t = 0; t < quarters; t++) used[t] = Math.max(used[t] ?? 0, 0);
  for (const { flags } of imports.length > 0 ? imports : registers)
    for (let t = flags.indexOf(NO_VALUE); t >= 0; t = flags.indexOf(NO_VALUE, t + 1)) used[t] = drawn[t] = Number.NaN;
  return { company, used, drawn };
}

interface Park {
  readonly uses: readonly (Use & { readonly entity: string })[];
  /** 1 where the park by itself may not be told. */
  readonly secret: Uint8Array;
}

/** Collects connections one by one, then says which quarters may be told: those of which every park by itself may be.
 *  @see docs/methods.md#disclosure */
export class ToldQuarters {
  readonly #quarters: number;
  readonly #members: ReadonlyMap<number, Member>;
  readonly #uses = new Map<string, (Use & { entity: string })[]>();
  readonly #byCompany = new Map<number, Use[]>();
  #parks: readonly Park[] = [];
  #secret = new Uint8Array(0);

  constructor(quarters: number, members: readonly Member[]) {
    this.#quarters = quarters;
    this.#members = new Map(members.map((one) => [one.company, one]));
  }

  add(connection: ConnectionQuarters): void {
    if (connection.passesOn || isSilent(connection)) return;
    const member = this.#members.get(connection.company);
    const park = member?.park ?? '';
    const use = { ...useOf(connection, this.#quarters), entity: member?.entity ?? `company ${connection.company}` };
    put(this.#uses, park, use);
    put(this.#byCompany, use.company, use);
  }

  /** After the last connection. */
  judge(): this {
    const n = this.#quarters;
    this.#secret = new Uint8Array(n);
    this.#parks = [...this.#uses.values()].map((uses) => {
      const entities = uses.map(({ company, entity }) => [company, entity] as const);
      const secret = new Uint8Array(n);
      for (const what of ['used', 'drawn'] as const) {
        const loads = uses.map((one, id): Load => ({ id, company: one.company, behind: null, netMicro: one[what], sure: new Uint8Array(0) }));
        const judged = secretQuarters(loads, n, entities);
        for (let t = 0; t < n; t++) if (judged.reasonAt(t) !== null) secret[t] = this.#secret[t] = 1;
      }
      return { uses, secret };
    });
    return this;
  }

  /** Stretches [from, to) of quarters that may be told. */
  runs(from: number, to: number): [number, number][] {
    const runs: [number, number][] = [];
    for (let t = from; t < to; t++) {
      if (this.#secret[t] === 1) continue;
      const run = runs.at(-1);
      if (run !== undefined && run[1] === t) run[1] = t + 1;
      else runs.push([t, t + 1]);
    }
    return runs;
  }

  secretIn(from: number, to: number): number {
    return this.#secret.subarray(from, to).reduce((sum, one) => sum + one, 0);
  }

  /** May a stretch be told as a whole, beside those of its quarters that are told, of each park? What the others come to has to say
   *  too little of anybody: park by park, or else of all parks together where they are several. */
  isWhole(from: number, to: number): boolean {
    const rests = this.#parks.map((park) => restOf(park, from, to)).filter((rest) => judgeSums(rest.values()).sign === 'x');
    if (rests.length === 0) return true;
    if (this.#parks.length < 2) return false;
    const together = new Map<string, number>();
    for (const rest of rests) for (const [entity, amount] of rest) together.set(entity, (together.get(entity) ?? 0) + amount);
    return judgeSums(together.values()).sign !== 'x';
  }

  /** Did a company tell anything in a quarter? null: in none. */
  hasSpoken(company: number): ((t: number) => boolean) | null {
    const mine = this.#byCompany.get(company);
    if (mine === undefined) return null;
    return (t) => mine.some(({ used }) => !Number.isNaN(used[t] ?? Number.NaN));
  }
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

/** What the quarters of a park that are not told come to, by legal entity. */
function restOf({ uses, secret }: Park, from: number, to: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { entity, used } of uses)
    for (let t = from; t < to; t++) {
      const one = used[t] ?? Number.NaN;
      if (secret[t] === 1 && !Number.isNaN(one)) sums.set(entity, (sums.get(entity) ?? 0) + one);
    }
  return sums;
}
