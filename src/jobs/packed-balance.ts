// The quickest way through a balance of whole days: connections that only take and feed in, of which every day was counted in one way.
// Their amounts are added up where they lie, in blocks of days: laid out quarter by quarter first, a year of a park is 50 MB to write.
import { type BalanceSum, MEASURED } from '../domain/balance.ts';
import { halve } from '../domain/balance-loops.ts';
import type { PlainGroup } from '../domain/balance-plain.ts';
import { DAY_QUARTERS_MAX } from '../domain/local-days.ts';
import type { ScratchArrays } from '../domain/scratch-arrays.ts';
import type { PackedDays } from '../storage/series.ts';
import type { GatherJob } from './gathering.ts';

/** Days added of one connection before the next one's: three sums of that many stay near a processor. */
const BLOCK_DAYS = 16;
/** The sums of a block. Here and not made for each: where an array is the same for good, V8 writes its address into the loop, and does
 *  not look it up at every quarter. */
const DRAWN = new Float64Array(BLOCK_DAYS * DAY_QUARTERS_MAX);
const FED = new Float64Array(BLOCK_DAYS * DAY_QUARTERS_MAX);
/** Twice what was taken: a net and its absolute value together. */
const TAKEN = new Float64Array(BLOCK_DAYS * DAY_QUARTERS_MAX);
/** What a cell stands for in each of the four days that are added. Read out of floats: a product of two whole numbers is looked at for
 *  overflow at every quarter. */
const UNITS_MICRO = new Float64Array(4);

type Connection = GatherJob['connections'][number];
interface PackedJob extends Omit<GatherJob, 'connections'> {
  /** Of days, from midnight to midnight, that cover all quarters: others are not added here. */
  readonly borders: readonly number[];
  readonly connections: readonly Connection[];
  /** Flags of those that are added; absent: all of what is measured. */
  readonly usable?: ReadonlySet<number>;
}
/** The rows of a register's days, in the order of the days. */
type DayRows = Int32Array<ArrayBuffer>;
interface Placed {
  readonly flag: number;
  readonly imports: DayRows | null;
  readonly exports: DayRows | null;
  /** Of its company, day by day. */
  readonly consumption: Float64Array;
}

interface Packed {
  /** Those that were not added. */
  readonly left: readonly Connection[];
  /** The flag of all quarters of those that were. */
  readonly flags: ReadonlyMap<number, number>;
}

/** Adds the connections that are as plain as that.
 *  @param arrays where the sums are taken from: they are good until these are freed
 *  @see docs/methods.md#balance */
export function addPacked(sum: BalanceSum, job: PackedJob, arrays: ScratchArrays): Packed {
  const { days, borders, quarters, before } = job;
  if (days === undefined || days.registers.length === 0 || before.length > 0 || borders[0] !== 0 || borders.at(-1) !== quarters) return { left: job.connections, flags: new Map() };
  const rows = rowsByRegister(days, job);
  const left: Connection[] = [];
  const flags = new Map<number, number>();
  const byFlag = new Map<number, Placed[]>();
  for (const connection of job.connections) {
    const placed = placedOf(connection, { days, rows, sum, usable: job.usable ?? MEASURED });
    if (placed === null) {
      left.push(connection);
      continue;
    }
    flags.set(connection.id, placed.flag);
    byFlag.set(placed.flag, [...(byFlag.get(placed.flag) ?? []), placed]);
  }
  for (const [flag, placed] of byFlag) sum.addGroup(groupOf(placed, { days, borders, arrays, quarters, flag }));
  return { left, flags };
}

/** Of each register the row of each day, -1 where there is none. */
function rowsByRegister(days: PackedDays, { borders, firstQuarter, quarters }: PackedJob): Map<number, DayRows> {
  const dayAt = new Int32Array(quarters + 1).fill(-1);
  for (let day = 0; day + 1 < borders.length; day++) dayAt[borders[day] ?? 0] = day;
  const rows = new Map<number, DayRows>();
  let [register, mine] = [-1, new Int32Array()];
  for (let row = 0; row < days.registers.length; row++) {
    const at = (days.firsts[row] ?? 0) - firstQuarter;
    const day = at < 0 ? -1 : (dayAt[at] ?? -1);
    if (day < 0 || days.lengths[row] !== (borders[day + 1] ?? 0) - at) continue;
    if (days.registers[row] !== register) {
      register = days.registers[row] ?? -1;
      mine = rows.get(register) ?? new Int32Array(borders.length - 1).fill(-1);
      rows.set(register, mine);
    }
    mine[day] = row;
  }
  return rows;
}

interface Place {
  readonly days: PackedDays;
  readonly rows: ReadonlyMap<number, DayRows>;
  readonly sum: BalanceSum;
  readonly usable: ReadonlySet<number>;
}

/** null: the connection is not as plain as that. */
function placedOf(connection: Connection, { days, rows, sum, usable }: Place): Placed | null {
  const { registers, behind, passesOn, fromQuarter, toQuarter } = connection;
  if (passesOn || behind !== null || fromQuarter !== undefined || toQuarter !== undefined || registers.length === 0) return null;
  let [imports, exports]: [DayRows | null, DayRows | null] = [null, null];
  // A meter that tells its energy in two ways is not that plain.
  if (registers.some(({ way }) => way !== registers[0]?.way)) return null;
  let flag: number | null = null;
  for (const register of registers) {
    const mine = rows.get(register.register);
    if (mine === undefined || register.whole === true || register.fromQuarter !== undefined || register.toQuarter !== undefined) return null;
    const its = flagOfDays(mine, days.flags);
    if (its === null || !usable.has(its) || (flag !== null && its !== flag)) return null;
    flag = its;
    if (register.flow === 'import' && imports === null) imports = mine;
    else if (register.flow === 'export' && exports === null) exports = mine;
    else return null;
  }
  return flag === null ? null : { flag, imports, exports, consumption: sum.consumptionOf(connection.company) };
}

/** The flag that all days have; null when they differ or one is not there. */
function flagOfDays(rows: DayRows, flags: Uint8Array): number | null {
  const flag = flags[rows[0] ?? -1];
  if (flag === undefined) return null;
  for (let day = 0; day < rows.length; day++) if (flags[rows[day] ?? -1] !== flag) return null;
  return flag;
}

interface Over {
  readonly days: PackedDays;
  readonly borders: readonly number[];
  readonly arrays: ScratchArrays;
  readonly quarters: number;
  readonly flag: number;
}

function groupOf(placed: readonly Placed[], { days, borders, arrays, quarters, flag }: Over): PlainGroup {
  const array = (): Float64Array => arrays.take(quarters);
  const group: PlainGroup = { flag, import: array(), export: array(), taken: array(), supplied: null, below: null, connections: placed.length };
  const pair = { first: new Cells(days), second: new Cells(days) };
  for (let block = 0; block + 1 < borders.length; block += BLOCK_DAYS) addBlock(group, placed, { ...pair, borders: borders.slice(block, block + BLOCK_DAYS + 1), day: block });
  halve(group.taken);
  return group;
}

/** @param over its days, from the first one's number on, and cells to be used */
function addBlock(group: PlainGroup, placed: readonly Placed[], { first, second, borders, day }: { first: Cells; second: Cells; borders: readonly number[]; day: number }): void {
  const start = borders[0] ?? 0;
  for (const sum of [DRAWN, FED, TAKEN]) sum.fill(0);
  for (let at = 0; at < placed.length; at += 2) {
    first.take(placed[at]);
    second.take(placed[at + 1]);
    for (let index = 0; index + 1 < borders.length; index++) {
      first.turnTo(day + index);
      second.turnTo(day + index);
      addPair(group, { first, second, day: day + index, start, from: borders[index] ?? 0, to: borders[index + 1] ?? 0 });
    }
  }
  const length = (borders.at(-1) ?? 0) - start;
  group.import.set(DRAWN.subarray(0, length), start);
  group.export.set(FED.subarray(0, length), start);
  group.taken.set(TAKEN.subarray(0, length), start);
}

const NO_ROW = -1;
const NONE = new Int32Array(DAY_QUARTERS_MAX);

/** What a connection drew and fed in on a day, as the rows have it. Used again for all of them: there are tens of thousands. */
class Cells {
  readonly #days: PackedDays;
  #placed: Placed | undefined;
  consumption: Float64Array = new Float64Array();
  drawn = NONE;
  drawnBegin = 0;
  drawnUnitMicro = 0;
  fed = NONE;
  fedBegin = 0;
  fedUnitMicro = 0;

  constructor(days: PackedDays) {
    this.#days = days;
  }

  /** @param placed undefined: nobody, who stands beside the last of an odd number */
  take(placed: Placed | undefined): void {
    this.#placed = placed;
    this.consumption = placed?.consumption ?? new Float64Array();
  }

  turnTo(day: number): void {
    const { parts, begins, unitsMicro, amounts } = this.#days;
    const [drawn, fed] = [this.#placed?.imports?.[day] ?? NO_ROW, this.#placed?.exports?.[day] ?? NO_ROW];
    this.drawn = amounts[parts[drawn] ?? NO_ROW] ?? NONE;
    this.drawnBegin = begins[drawn] ?? 0;
    this.drawnUnitMicro = unitsMicro[drawn] ?? 0;
    this.fed = amounts[parts[fed] ?? NO_ROW] ?? NONE;
    this.fedBegin = begins[fed] ?? 0;
    this.fedUnitMicro = unitsMicro[fed] ?? 0;
  }
}

interface Pair {
  readonly first: Cells;
  readonly second: Cells;
  readonly day: number;
  /** Where the block begins, and the day. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** As `addPair` of plain sums does it, from where the amounts lie. */
function addPair(group: PlainGroup, pair: Pair): void {
  const { first, second, day, start } = pair;
  const [from, to] = [pair.from - start, pair.to - start];
  const { drawn: drawnBy, fed: fedBy } = first;
  const { drawn: drawnByOther, fed: fedByOther } = second;
  // Quarter t of the block is cell t plus this.
  const [drawnAt, fedAt, otherDrawnAt, otherFedAt] = [first.drawnBegin - from, first.fedBegin - from, second.drawnBegin - from, second.fedBegin - from];
  UNITS_MICRO[0] = first.drawnUnitMicro;
  UNITS_MICRO[1] = first.fedUnitMicro;
  UNITS_MICRO[2] = second.drawnUnitMicro;
  UNITS_MICRO[3] = second.fedUnitMicro;
  const drawnUnitMicro = UNITS_MICRO[0] ?? 0;
  const fedUnitMicro = UNITS_MICRO[1] ?? 0;
  const otherDrawnUnitMicro = UNITS_MICRO[2] ?? 0;
  const otherFedUnitMicro = UNITS_MICRO[3] ?? 0;
  // Twice what each took.
  let consumed = 0;
  let other = 0;
  // Below 0 once any cell is.
  let signs = 0;
  for (let t = from; t < to; t++) {
    const drawnCell = drawnBy[drawnAt + t] ?? 0;
    const fedCell = fedBy[fedAt + t] ?? 0;
    const otherDrawnCell = drawnByOther[otherDrawnAt + t] ?? 0;
    const otherFedCell = fedByOther[otherFedAt + t] ?? 0;
    signs |= drawnCell | fedCell | otherDrawnCell | otherFedCell;
    const drawn = drawnCell * drawnUnitMicro;
    const fed = fedCell * fedUnitMicro;
    const otherDrawn = otherDrawnCell * otherDrawnUnitMicro;
    const otherFed = otherFedCell * otherFedUnitMicro;
    const net = drawn - fed;
    const otherNet = otherDrawn - otherFed;
    const took = net + Math.abs(net);
    const otherTook = otherNet + Math.abs(otherNet);
    DRAWN[t] = (DRAWN[t] ?? 0) + (drawn + otherDrawn);
    FED[t] = (FED[t] ?? 0) + (fed + otherFed);
    TAKEN[t] = (TAKEN[t] ?? 0) + (took + otherTook);
    consumed += took;
    other += otherTook;
  }
  // Of nobody an array of no days, which takes nothing in.
  first.consumption[day] = (first.consumption[day] ?? 0) + consumed / 2;
  second.consumption[day] = (second.consumption[day] ?? 0) + other / 2;
  if (signs < 0) addBelow(group, pair);
}

/** Quality counts amounts whatever their sign. */
function addBelow(group: PlainGroup, { first, second, from, to }: Pair): void {
  const below = (group.below ??= new Float64Array(group.import.length));
  for (const { drawn, drawnBegin, drawnUnitMicro, fed, fedBegin, fedUnitMicro } of [first, second])
    for (let t = 0; t < to - from; t++) {
      const under = Math.min((drawn[drawnBegin + t] ?? 0) * drawnUnitMicro, 0) + Math.min((fed[fedBegin + t] ?? 0) * fedUnitMicro, 0);
      below[from + t] = (below[from + t] ?? 0) - 2 * under;
    }
}
