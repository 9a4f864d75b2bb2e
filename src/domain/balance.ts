// The energy balance of a set of connections, quarter by quarter. Pure, on arrays; adds up, never spreads.
import { PlainSum } from './balance-plain.ts';
import type { QualityFlag } from './ledger.ts';

/** Flags by number, in the order of `FLAGS`. 255 = no value in this quarter. */
export const FLAGS: readonly QualityFlag[] = ['C', 'M', 'I', 'E', 'S', 'X'];
export const NO_VALUE = 255;
/** Added to the index: a share of a total over several quarters, which makes no peak. */
export const SPREAD = 16;
const ESTIMATES = new Set([FLAGS.indexOf('E'), FLAGS.indexOf('S')]);
/** Flags of a quarter that was measured and not estimated. */
const MEASURED: ReadonlySet<number> = new Set(FLAGS.map((_, flag) => flag).filter((flag) => !ESTIMATES.has(flag)));

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

export interface ConnectionQuarters {
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
  /** Amounts by quality flag (index into FLAGS). */
  readonly byFlag: readonly Float64Array[];
  /** Number of connections with a value, of all that should have one. */
  readonly present: Uint32Array;
  readonly connections: number;
  /** Connections that have a register at all: the others were never measured and make no peak incomplete. */
  readonly metered: number;
  /** 1 where any value is estimated or substituted. */
  readonly estimated: Uint8Array;
  /** Of each company, the consumption of each step. */
  readonly consumptionByCompany: ReadonlyMap<number, Float64Array>;
}

interface OneConnection {
  readonly import: Float64Array;
  readonly export: Float64Array;
  readonly present: Uint8Array;
}
interface Root {
  readonly id: number;
  readonly behind: number | null;
  readonly one: OneConnection;
  /** What it makes and stores itself: generation + discharge - charge. */
  readonly supply: Float64Array;
}

/** Adds connections one by one, so that a region's year needs no more memory than its sums. */
export class BalanceSum {
  readonly #n: number;
  readonly #leafImport: Float64Array;
  readonly #leafExport: Float64Array;
  readonly #rootImport: Float64Array;
  readonly #rootExport: Float64Array;
  /** Net of each connection that stands on the public grid. */
  readonly #netImport: Float64Array;
  readonly #netExport: Float64Array;
  readonly #passedOn = new Map<number, Float64Array>();
  readonly #roots: Root[] = [];
  readonly #sums: Omit<BalanceQuarters, 'import' | 'export' | 'localExchange' | 'gridImport' | 'gridExport' | 'connections' | 'metered' | 'residual'>;
  readonly #residual: Float64Array;
  readonly #consumption = new Map<number, Float64Array>();
  readonly #borders: readonly number[];
  readonly #plain: PlainSum;
  #connections = 0;
  #metered = 0;

  /** @param borders of the steps as indexes, n + 1 for n steps */
  constructor(quarters: number, borders: readonly number[] = [0, quarters]) {
    this.#n = quarters;
    this.#borders = borders;
    this.#plain = new PlainSum(quarters);
    const array = (): Float64Array => new Float64Array(quarters);
    [this.#leafImport, this.#leafExport, this.#rootImport, this.#rootExport, this.#residual] = [array(), array(), array(), array(), array()];
    [this.#netImport, this.#netExport] = [array(), array()];
    this.#sums = {
      generation: { sun: array(), wind: array(), chp: array(), 'other-generation': array() },
      consumption: array(),
      charge: array(),
      discharge: array(),
      ownUse: array(),
      byFlag: FLAGS.map(array),
      present: new Uint32Array(quarters),
      estimated: new Uint8Array(quarters),
      consumptionByCompany: this.#consumption,
    };
  }

  /** Adds a connection. consumption = import - export + generation + discharge - charge; a negative one is
   *  a meter the wrong way round or one that is not there, and stays visible in the residual. */
  add(connection: ConnectionQuarters): void {
    this.#connections += 1;
    if (connection.registers.length > 0) this.#metered += 1;
    if (connection.passesOn) {
      const one = this.#gather(connection);
      this.#roots.push({ id: connection.id, behind: connection.behind, one, supply: this.#ownSupply() });
      return;
    }
    const consumption = this.#consumption.get(connection.company) ?? new Float64Array(this.#borders.length - 1);
    this.#consumption.set(connection.company, consumption);
    // Steps need not cover all quarters, plain sums do.
    const whole = this.#borders[0] === 0 && this.#borders.at(-1) === this.#n;
    if (whole && this.#plain.add(connection, { usable: MEASURED, borders: this.#borders, consumption })) return;
    const one = this.#gather(connection);
    for (let step = 0; step < consumption.length; step++) {
      let consumed = 0;
      for (let t = this.#borders[step] ?? 0; t < (this.#borders[step + 1] ?? 0); t++) consumed += this.#leaf(t, one, connection.behind);
      consumption[step] = (consumption[step] ?? 0) + consumed;
    }
  }

  /** What three sums tell: net export is net import - import + export, and of who makes nothing it is what is left over. */
  #addPlain(): void {
    const { consumption, present } = this.#sums;
    for (const [flag, { import: imported, export: exported, taken, below, connections }] of this.#plain.groups) {
      const byFlag = this.#sums.byFlag[flag] ?? new Float64Array(this.#n);
      for (let t = 0; t < this.#n; t++) {
        const [drawn, fed, took] = [imported[t] ?? 0, exported[t] ?? 0, taken[t] ?? 0];
        const gave = took - drawn + fed;
        this.#rootImport[t] = (this.#rootImport[t] ?? 0) + drawn;
        this.#rootExport[t] = (this.#rootExport[t] ?? 0) + fed;
        this.#netImport[t] = (this.#netImport[t] ?? 0) + took;
        this.#netExport[t] = (this.#netExport[t] ?? 0) + gave;
        this.#leafImport[t] = (this.#leafImport[t] ?? 0) + took;
        this.#leafExport[t] = (this.#leafExport[t] ?? 0) + gave;
        consumption[t] = (consumption[t] ?? 0) + took;
        this.#residual[t] = (this.#residual[t] ?? 0) - gave;
        byFlag[t] = (byFlag[t] ?? 0) + drawn + fed + (below?.[t] ?? 0);
        present[t] = (present[t] ?? 0) + connections;
      }
    }
    this.#plain.groups.clear();
  }

  readonly #gatherBuffers: { generation: Float64Array; charge: Float64Array; discharge: Float64Array } = {
    generation: new Float64Array(0),
    charge: new Float64Array(0),
    discharge: new Float64Array(0),
  };

  /** Sums the registers of a connection, and its generation, storage and quality straight into the totals. */
  #gather(connection: ConnectionQuarters): OneConnection {
    const n = this.#n;
    const one = { import: new Float64Array(n), export: new Float64Array(n), present: new Uint8Array(n).fill(1) };
    Object.assign(this.#gatherBuffers, { generation: new Float64Array(n), charge: new Float64Array(n), discharge: new Float64Array(n) });
    const imports = connection.registers.filter((register) => register.flow === 'import');
    const needed = imports.length > 0 ? imports : connection.registers;
    if (needed.length === 0) one.present.fill(0);
    for (const { flags } of needed) for (let t = 0; t < n; t++) if (flags[t] === NO_VALUE) one.present[t] = 0;
    for (const register of connection.registers) this.#gatherRegister(register, one);
    for (let t = 0; t < n; t++) this.#sums.present[t] = (this.#sums.present[t] ?? 0) + (one.present[t] ?? 0);
    return one;
  }

  #gatherRegister(register: RegisterQuarters, one: OneConnection): void {
    const { generation, charge, discharge } = this.#gatherBuffers;
    const { byFlag, estimated } = this.#sums;
    const target =
      register.flow === 'import'
        ? one.import
        : register.flow === 'export'
          ? one.export
          : register.flow === 'charge'
            ? charge
            : register.flow === 'discharge'
              ? discharge
              : generation;
    const kind = isGeneration(register.flow) ? this.#sums.generation[register.flow] : null;
    const { amounts, flags } = register;
    const { present } = one;
    for (let t = 0; t < this.#n; t++) {
      const marked = flags[t] ?? NO_VALUE;
      if (marked === NO_VALUE || present[t] !== 1) continue;
      const flag = marked >= SPREAD ? marked - SPREAD : marked;
      const amount = amounts[t] ?? 0;
      target[t] = (target[t] ?? 0) + amount;
      if (kind !== null) kind[t] = (kind[t] ?? 0) + amount;
      const sum = byFlag[flag];
      if (sum !== undefined) sum[t] = (sum[t] ?? 0) + Math.abs(amount);
      if (marked >= SPREAD || !MEASURED_AT[flag]) estimated[t] = 1;
    }
  }

  /** Of the connection gathered last: adds what it stores to the totals. */
  #ownSupply(): Float64Array {
    const { generation, charge, discharge } = this.#gatherBuffers;
    const sums = this.#sums;
    return generation.map((made, t) => {
      const [charged, discharged] = [charge[t] ?? 0, discharge[t] ?? 0];
      sums.charge[t] = (sums.charge[t] ?? 0) + charged;
      sums.discharge[t] = (sums.discharge[t] ?? 0) + discharged;
      return made + discharged - charged;
    });
  }

  #leaf(t: number, one: OneConnection, behind: number | null): number {
    const { generation, charge, discharge } = this.#gatherBuffers;
    if (one.present[t] !== 1) return 0;
    const [imported, exported] = [one.import[t] ?? 0, one.export[t] ?? 0];
    const supply = (generation[t] ?? 0) + (discharge[t] ?? 0);
    const charged = charge[t] ?? 0;
    const used = imported - exported + supply - charged;
    const sums = this.#sums;
    sums.charge[t] = (sums.charge[t] ?? 0) + charged;
    sums.discharge[t] = (sums.discharge[t] ?? 0) + (discharge[t] ?? 0);
    sums.consumption[t] = (sums.consumption[t] ?? 0) + Math.max(used, 0);
    sums.ownUse[t] = (sums.ownUse[t] ?? 0) + Math.min(supply, Math.max(used, 0) + charged);
    this.#residual[t] = (this.#residual[t] ?? 0) + Math.min(used, 0);
    // One connection that takes and gives in one quarter is netted: it does not trade with itself.
    this.#leafImport[t] = (this.#leafImport[t] ?? 0) + Math.max(imported - exported, 0);
    this.#leafExport[t] = (this.#leafExport[t] ?? 0) + Math.max(exported - imported, 0);
    this.#draw(t, { behind, imported, exported });
    return Math.max(used, 0);
  }

  /** A connection takes from the one it lies behind, or from the public grid. */
  #draw(t: number, { behind, imported, exported }: { behind: number | null; imported: number; exported: number }): void {
    const net = imported - exported;
    if (behind !== null) {
      const passed = this.#passed(behind);
      passed[t] = (passed[t] ?? 0) + net;
      return;
    }
    this.#rootImport[t] = (this.#rootImport[t] ?? 0) + imported;
    this.#rootExport[t] = (this.#rootExport[t] ?? 0) + exported;
    this.#netImport[t] = (this.#netImport[t] ?? 0) + Math.max(net, 0);
    this.#netExport[t] = (this.#netExport[t] ?? 0) + Math.max(-net, 0);
  }

  #passed(root: number): Float64Array {
    const passed = this.#passedOn.get(root) ?? new Float64Array(this.#n);
    this.#passedOn.set(root, passed);
    return passed;
  }

  /** Closes the balance: import + generation + discharge = export + consumption + charge + residual. Local
   *  exchange is min(sum import, sum export) of each quarter, never of totals; what the connections on the
   *  public grid do not give each other comes from it or goes to it.
   *  @see docs/methods.md#balance, case O12 */
  finish(): BalanceQuarters {
    const array = (): Float64Array => new Float64Array(this.#n);
    const [localExchange, gridImport, gridExport] = [array(), array(), array()];
    this.#addPlain();
    for (const root of this.#innermostFirst()) this.#addRoot(root);
    for (let t = 0; t < this.#n; t++) {
      const [imported, exported] = [this.#netImport[t] ?? 0, this.#netExport[t] ?? 0];
      const exchanged = Math.min(imported, exported);
      localExchange[t] = Math.min(this.#leafImport[t] ?? 0, this.#leafExport[t] ?? 0);
      gridImport[t] = imported - exchanged;
      gridExport[t] = exported - exchanged;
    }
    return {
      ...this.#sums,
      import: this.#rootImport,
      export: this.#rootExport,
      localExchange,
      gridImport,
      gridExport,
      residual: this.#residual,
      connections: this.#connections,
      metered: this.#metered,
    };
  }

  /** A root behind a root passes on to it, so it comes first. */
  #innermostFirst(): Root[] {
    const byId = new Map(this.#roots.map((root) => [root.id, root]));
    const depth = (root: Root | undefined, steps = 0): number =>
      root === undefined || root.behind === null || steps > this.#roots.length ? steps : depth(byId.get(root.behind), steps + 1);
    return [...this.#roots].sort((a, b) => depth(b) - depth(a));
  }

  /** A connection that others lie behind: what came in and was not passed on is loss or unmetered. Where its
   *  own meter says nothing, what lies behind it stands in. */
  #addRoot({ id, behind, one, supply }: Root): void {
    const passed = this.#passed(id);
    for (let t = 0; t < this.#n; t++) {
      const own = supply[t] ?? 0;
      const needed = (passed[t] ?? 0) - own;
      const known = one.present[t] === 1;
      const imported = known ? (one.import[t] ?? 0) : Math.max(needed, 0);
      const exported = known ? (one.export[t] ?? 0) : Math.max(-needed, 0);
      this.#draw(t, { behind, imported, exported });
      this.#residual[t] = (this.#residual[t] ?? 0) + imported - exported - needed;
    }
  }
}

/** Who took how much of what the others gave in one quarter, pro rata: x_ij = X * E_i/sum E * I_j/sum I.
 *  The order of the companies does not matter.
 *  @param imports net import of each connection, kWh
 *  @param exports net export of each connection, kWh
 *  @returns amounts[i][j], from i to j
 *  @see docs/methods.md#local-exchange, case O12 */
export function allocateExchange(imports: readonly number[], exports: readonly number[]): number[][] {
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
  const [imported, exported] = [sum(imports), sum(exports)];
  const exchanged = Math.min(imported, exported);
  if (exchanged === 0) return exports.map(() => imports.map(() => 0));
  return exports.map((given) => imports.map((taken) => (exchanged * given * taken) / (exported * imported)));
}
