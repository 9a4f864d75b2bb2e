// The energy balance of a set of connections, quarter by quarter. Pure, on arrays; adds up, never spreads.
import { addArrays, isAll } from './array-sums.ts';
import { BalanceArrays } from './balance-arrays.ts';
import { Away, type AwayCounts, type Stay } from './balance-away.ts';
import { addGroupOf, setExchange } from './balance-loops.ts';
import { type OneConnection, type Root, innermostFirst } from './balance-roots.ts';
import { type BehindMeter, type PlainGroup, PlainSum } from './balance-plain.ts';
import type { QualityFlag } from './ledger.ts';
import { ScratchArrays } from './scratch-arrays.ts';

/** Flags by number, in the order of `FLAGS`. 255 = no value in this quarter. */
export const FLAGS: readonly QualityFlag[] = ['C', 'M', 'I', 'E', 'S', 'X'];
export const NO_VALUE = 255;
/** Added to the index: a share of a total over several quarters, which makes no peak. */
export const SPREAD = 16;
const ESTIMATES = new Set([FLAGS.indexOf('E'), FLAGS.indexOf('S')]);
/** Flags of a quarter that was measured and not estimated. */
export const MEASURED: ReadonlySet<number> = new Set(FLAGS.map((_, flag) => flag).filter((flag) => !ESTIMATES.has(flag)));
const MEASURED_AT = FLAGS.map((_, flag) => MEASURED.has(flag));

/** Amounts of one register in consecutive quarters. */
export interface RegisterQuarters {
  readonly flow: BalanceFlow;
  /** Registers of one meter that tell the same energy: only the surest is counted in a quarter. */
  readonly meter?: number;
  readonly way?: RegisterWay;
  readonly amounts: Float64Array;
  /** Index into FLAGS, with SPREAD added where it is a share of a total; or NO_VALUE. */
  readonly flags: Uint8Array;
  /** Where this one stands for several of a meter: those that its value in quarter t is the sum of. */
  readonly partsAt?: (t: number) => readonly RegisterQuarters[];
}
/** How a register tells energy: a counter by tariff, a counter of the total, power that was integrated. */
export type RegisterWay = 'tariff' | 'total' | 'power';
/** Where an amount enters the balance; generation is told apart by what makes it. */
export type BalanceFlow = 'import' | 'export' | 'charge' | 'discharge' | GenerationFlow;
export const GENERATION_FLOWS = ['sun', 'wind', 'chp', 'other-generation'] as const;
export type GenerationFlow = (typeof GENERATION_FLOWS)[number];
const isGeneration = (flow: BalanceFlow): flow is GenerationFlow => GENERATION_FLOWS.some((one) => one === flow);

export interface ConnectionQuarters extends Stay {
  readonly id: number;
  readonly company: number;
  /** The connection this one lies behind in a closed distribution system, when that is in the balance too. */
  readonly behind: number | null;
  /** Other connections lie behind this one: what it does not pass on is loss or unmetered, not its own use. */
  readonly passesOn: boolean;
  readonly registers: readonly RegisterQuarters[];
}

/** Amounts of each quarter; arrays of equal length, in the carrier's unit. */
export interface BalanceQuarters {
  readonly import: Float64Array;
  readonly export: Float64Array;
  readonly generation: Readonly<Record<GenerationFlow, Float64Array>>;
  readonly consumption: Float64Array;
  readonly charge: Float64Array;
  readonly discharge: Float64Array;
  readonly localExchange: Float64Array;
  readonly gridImport: Float64Array;
  readonly gridExport: Float64Array;
  readonly residual: Float64Array;
  /** sum over the connections of min(supply, use) behind the meter: what each uses of its own. */
  readonly ownUse: Float64Array;
  /** Amounts by quality flag (index into FLAGS), or connections where amounts are not for everybody. */
  readonly byFlag: readonly Float64Array[];
  /** Number of connections with a value, of all that should have one. */
  readonly present: Uint32Array;
  readonly connections: number;
  /** Connections that have a register at all: the others were never measured and make no peak incomplete. */
  readonly metered: number;
  readonly away: AwayCounts | null;
  /** 1 where any value is estimated or substituted. */
  readonly estimated: Uint8Array;
  /** Of each company, the consumption of each step. */
  readonly consumptionByCompany: ReadonlyMap<number, Float64Array>;
}

/** Has a connection no value in any quarter? */
export const isSilent = ({ registers }: Pick<ConnectionQuarters, 'registers'>): boolean => registers.every(({ flags }) => isAll(flags, NO_VALUE));

/** One connection with what it makes and stores. */
interface Gathered extends OneConnection {
  readonly generation: Float64Array;
  readonly charge: Float64Array;
  readonly discharge: Float64Array;
}

/** Adds connections one by one, so that a region's year needs no more memory than its sums. */
export class BalanceSum {
  readonly #n: number;
  readonly #sums: BalanceArrays;
  readonly #present: Uint32Array;
  readonly #estimated: Uint8Array;
  readonly #passedOn = new Map<number, Float64Array>();
  readonly #roots: Root[] = [];
  readonly #consumption = new Map<number, Float64Array>();
  readonly #borders: readonly number[];
  readonly #plain: PlainSum;
  #connections = 0;
  #metered = 0;
  readonly #away = new Away();

  /** @param borders of the steps as indexes, n + 1 for n steps
   *  @param arrays where those of the balance come from: they are good until these are freed */
  constructor(quarters: number, borders: readonly number[] = [0, quarters], arrays = new ScratchArrays()) {
    this.#n = quarters;
    this.#borders = borders;
    this.#plain = new PlainSum(quarters, borders, arrays);
    this.#sums = new BalanceArrays(quarters, arrays);
    this.#present = new Uint32Array(quarters);
    this.#estimated = new Uint8Array(quarters);
  }

  /** Adds a connection. consumption = import - export + generation + discharge - charge; a negative one is
   *  a meter the wrong way round or one that is not there, and stays visible in the residual.
   *  @returns the flag of all its quarters where it is as plain as those that `netOfPlain` tells of, else null */
  add(connection: ConnectionQuarters): number | null {
    this.#connections += 1;
    if (connection.registers.length > 0) this.#metered += 1;
    this.#away.add(connection, this.#n);
    if (connection.passesOn) {
      const one = this.#gather(connection);
      this.#roots.push({ id: connection.id, behind: connection.behind, one, supply: this.#ownSupply(one) });
      return null;
    }
    const consumption = this.consumptionOf(connection.company);
    // Who says nothing in all of it adds to no sum.
    if (isSilent(connection)) return null;
    // Steps need not cover all quarters, plain sums do.
    const plain = this.#borders[0] === 0 && this.#borders.at(-1) === this.#n ? this.#plain.add(connection, { usable: MEASURED, consumption }) : null;
    if (plain !== null) return plain;
    const one = this.#gather(connection);
    if (this.#plain.byQuarter) this.#leaf(one, connection.behind, { from: 0, to: this.#n, each: consumption });
    else
      for (let step = 0; step < consumption.length; step++) {
        const consumed = this.#leaf(one, connection.behind, { from: this.#borders[step] ?? 0, to: this.#borders[step + 1] ?? 0 });
        consumption[step] = (consumption[step] ?? 0) + consumed;
      }
    return null;
  }

  /** Import less export of those on the public grid that are measured throughout with one of some flags. Asked before it is finished. */
  readonly netOfPlain = (isMeant: (flag: number) => boolean): Float64Array<ArrayBuffer> => this.#plain.net(isMeant);

  /** Adds connections that were added up already: as plain as those of a group, there all the time, each with a register. What they
   *  consumed is added to `consumptionOf` by whoever added them up. */
  addGroup(group: PlainGroup): void {
    this.#plain.addGroup(group);
    this.#connections += group.connections;
    this.#metered += group.connections;
  }

  /** In each step. */
  consumptionOf(company: number): Float64Array {
    const consumption = this.#consumption.get(company) ?? new Float64Array(this.#borders.length - 1);
    this.#consumption.set(company, consumption);
    return consumption;
  }

  /** From then on the arrays of what was added may change. */
  readonly settle = (): void => this.#plain.settle();

  #addPlain(): void {
    for (const group of this.#plain.take()) {
      const { flag, supplied, below } = group;
      const byFlag = this.#sums.of(flag);
      addGroupOf(group, this.#sums.border, { byFlag, present: this.#present });
      if (below !== null) addArrays(byFlag, [below]);
      if (supplied === null) continue;
      addArrays(this.#sums.of('ownUse'), [supplied.ownUse]);
      for (const [flow, amounts] of supplied.byFlow) this.#addFlow(flow, amounts, byFlag);
    }
  }

  /** What is made and stored behind the meters of plain connections. */
  #addFlow(flow: BehindMeter, amounts: Float64Array, byFlag: Float64Array): void {
    addArrays(this.#sums.of(flow), [amounts]);
    addArrays(byFlag, [amounts]);
    const residual = this.#sums.of('residual');
    const sign = flow === 'charge' ? -1 : 1;
    for (let t = 0; t < this.#n; t++) residual[t] = (residual[t] ?? 0) + sign * (amounts[t] ?? 0);
  }

  /** Filled anew for each connection; a root has its own, since it is looked at again. */
  #buffers: Gathered | null = null;

  #emptied(): Gathered {
    const array = (): Float64Array => new Float64Array(this.#n);
    const buffers = this.#buffers ?? { import: array(), export: array(), present: new Uint8Array(this.#n), generation: array(), charge: array(), discharge: array() };
    for (const one of [buffers.import, buffers.export, buffers.generation, buffers.charge, buffers.discharge]) one.fill(0);
    buffers.present.fill(1);
    this.#buffers = buffers;
    return buffers;
  }

  /** Sums the registers of a connection, and its generation, storage and quality straight into the totals. */
  #gather(connection: ConnectionQuarters): Gathered {
    const n = this.#n;
    const one = this.#emptied();
    if (connection.passesOn) this.#buffers = null;
    const { present } = one;
    const imports = connection.registers.filter((register) => register.flow === 'import');
    const needed = imports.length > 0 ? imports : connection.registers;
    if (needed.length === 0) present.fill(0);
    for (const { flags } of needed) for (let t = 0; t < n; t++) if (flags[t] === NO_VALUE) present[t] = 0;
    for (const register of connection.registers) this.#gatherRegister(register, one);
    const here = this.#present;
    for (let t = 0; t < n; t++) here[t] = (here[t] ?? 0) + (present[t] ?? 0);
    return one;
  }

  #gatherRegister(register: RegisterQuarters, one: Gathered): void {
    const { present } = one;
    const estimated = this.#estimated;
    const target = isGeneration(register.flow) ? one.generation : one[register.flow];
    const kind = isGeneration(register.flow) ? this.#sums.of(register.flow) : null;
    const { amounts, flags } = register;
    // Flags stay the same for long stretches: what follows from one is looked up once.
    for (let from = 0, to = 0; from < this.#n; from = to) {
      const marked = flags[from] ?? NO_VALUE;
      for (to = from + 1; to < this.#n && flags[to] === marked;) to += 1;
      if (marked === NO_VALUE) continue;
      const flag = marked >= SPREAD ? marked - SPREAD : marked;
      const sum = this.#sums.of(flag);
      const unsure = marked >= SPREAD || MEASURED_AT[flag] !== true;
      for (let t = from; t < to; t++) {
        if (present[t] !== 1) continue;
        const amount = amounts[t] ?? 0;
        target[t] = (target[t] ?? 0) + amount;
        sum[t] = (sum[t] ?? 0) + Math.abs(amount);
        if (unsure) estimated[t] = 1;
      }
      if (kind !== null) for (let t = from; t < to; t++) if (present[t] === 1) kind[t] = (kind[t] ?? 0) + (amounts[t] ?? 0);
    }
  }

  /** Adds what a root stores to the totals. */
  #ownSupply({ generation, charge, discharge }: Gathered): Float64Array {
    const { charge: charges, discharge: discharges } = this.#sums.behind;
    return generation.map((made, t) => {
      const [charged, discharged] = [charge[t] ?? 0, discharge[t] ?? 0];
      charges[t] = (charges[t] ?? 0) + charged;
      discharges[t] = (discharges[t] ?? 0) + discharged;
      return made + discharged - charged;
    });
  }

  /** Adds a connection that nothing lies behind to the totals of the quarters [from, to).
   *  @param each where to add what it consumed in each of them
   *  @returns what it consumed in them */
  #leaf(one: Gathered, behind: number | null, { from, to, each = null }: { from: number; to: number; each?: Float64Array | null }): number {
    const { generation, charge, discharge, present } = one;
    const { ownUse, charge: charges, discharge: discharges } = this.#sums.behind;
    const { import: rootImport, export: rootExport, netImport, netExport, leafImport, leafExport, consumption, residual } = this.#sums.border;
    // A connection takes from the one it lies behind, or from the public grid.
    const passed = behind === null ? null : this.#passed(behind);
    let consumed = 0;
    for (let t = from; t < to; t++) {
      if (present[t] !== 1) continue;
      const net = (one.import[t] ?? 0) - (one.export[t] ?? 0);
      const discharged = discharge[t] ?? 0;
      const charged = charge[t] ?? 0;
      const supply = (generation[t] ?? 0) + discharged;
      const used = net + supply - charged;
      charges[t] = (charges[t] ?? 0) + charged;
      discharges[t] = (discharges[t] ?? 0) + discharged;
      const use = used > 0 ? used : 0;
      consumption[t] = (consumption[t] ?? 0) + use;
      ownUse[t] = (ownUse[t] ?? 0) + Math.min(supply, use + charged);
      // One connection that takes and gives in one quarter is netted: it does not trade with itself.
      if (net > 0) leafImport[t] = (leafImport[t] ?? 0) + net;
      else leafExport[t] = (leafExport[t] ?? 0) - net;
      if (used < 0) residual[t] = (residual[t] ?? 0) + used;
      consumed += use;
      if (each !== null) each[t] = (each[t] ?? 0) + use;
      if (passed !== null) passed[t] = (passed[t] ?? 0) + net;
      else {
        rootImport[t] = (rootImport[t] ?? 0) + (one.import[t] ?? 0);
        rootExport[t] = (rootExport[t] ?? 0) + (one.export[t] ?? 0);
        if (net > 0) netImport[t] = (netImport[t] ?? 0) + net;
        else netExport[t] = (netExport[t] ?? 0) - net;
      }
    }
    return consumed;
  }

  /** A root takes from the one it lies behind, or from the public grid. */
  #draw({ import: imports, export: exports }: Pick<OneConnection, 'import' | 'export'>, behind: number | null): void {
    const passed = behind === null ? null : this.#passed(behind);
    const { import: rootImport, export: rootExport, netImport, netExport } = this.#sums.border;
    for (let t = 0; t < this.#n; t++) {
      const [imported, exported] = [imports[t] ?? 0, exports[t] ?? 0];
      const net = imported - exported;
      if (passed !== null) {
        passed[t] = (passed[t] ?? 0) + net;
        continue;
      }
      rootImport[t] = (rootImport[t] ?? 0) + imported;
      rootExport[t] = (rootExport[t] ?? 0) + exported;
      if (net > 0) netImport[t] = (netImport[t] ?? 0) + net;
      else netExport[t] = (netExport[t] ?? 0) - net;
    }
  }

  #passed(root: number): Float64Array {
    const passed = this.#passedOn.get(root) ?? new Float64Array(this.#n);
    this.#passedOn.set(root, passed);
    return passed;
  }

  /** Closes the balance: import + generation + discharge = export + consumption + charge + residual.
   *  @see docs/methods.md#balance, case O12 */
  finish(): BalanceQuarters {
    this.#addPlain();
    for (const root of innermostFirst(this.#roots)) this.#addRoot(root);
    const sums = this.#sums;
    setExchange(sums.border, { localExchange: sums.of('localExchange'), gridImport: sums.of('gridImport'), gridExport: sums.of('gridExport') });
    return {
      import: sums.told('import'),
      export: sums.told('export'),
      generation: { sun: sums.told('sun'), wind: sums.told('wind'), chp: sums.told('chp'), 'other-generation': sums.told('other-generation') },
      consumption: sums.told('consumption'),
      charge: sums.told('charge'),
      discharge: sums.told('discharge'),
      localExchange: sums.told('localExchange'),
      gridImport: sums.told('gridImport'),
      gridExport: sums.told('gridExport'),
      residual: sums.told('residual'),
      ownUse: sums.told('ownUse'),
      byFlag: FLAGS.map((_, flag) => sums.told(flag)),
      present: this.#present,
      estimated: this.#estimated,
      consumptionByCompany: this.#consumption,
      connections: this.#connections,
      metered: this.#metered,
      away: this.#away.counts,
    };
  }

  /** A connection that others lie behind: what came in and was not passed on is loss or unmetered. Where its
   *  own meter says nothing, what lies behind it stands in. */
  #addRoot({ id, behind, one, supply }: Root): void {
    const passed = this.#passed(id);
    const drawn = { import: one.import.slice(), export: one.export.slice() };
    const residual = this.#sums.of('residual');
    for (let t = 0; t < this.#n; t++) {
      const own = supply[t] ?? 0;
      const needed = (passed[t] ?? 0) - own;
      if (one.present[t] !== 1) {
        drawn.import[t] = Math.max(needed, 0);
        drawn.export[t] = Math.max(-needed, 0);
      }
      residual[t] = (residual[t] ?? 0) + (drawn.import[t] ?? 0) - (drawn.export[t] ?? 0) - needed;
    }
    this.#draw(drawn, behind);
  }
}
