// Power of an area at this moment from the last values of its registers, and which of them each figure is made of.
import { GENERATION_FLOWS, type BalanceFlow } from '../domain/balance.ts';
import type { Carrier } from '../domain/reading.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { MeterRow, RegisterRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import { type Scope, type ScopedConnection, countingAs, flowInBalance, thereIn, validAt } from './scope.ts';

/** Older values say nothing about now. */
const FRESH_MS = 5 * 60_000;
export type Known = Pick<Deps, 'last' | 'now' | 'directory'>;
export type Powers = Record<BalanceFlow, number>;

const noPower = (): Powers => ({ import: 0, export: 0, charge: 0, discharge: 0, sun: 0, wind: 0, chp: 0, 'other-generation': 0 });
/** As figures of a moment are told: whole watts, grams or litres. */
export const thousandths = (value: number): number => Math.round(value * 1000) / 1000;

/** A last value, and the rate that it says. */
interface Rate {
  /** In the unit of the register an hour; a gauge says its power itself. */
  readonly perHour: number;
  readonly at: EpochMs;
  readonly value: number;
  /** The reading before it, where the rate is the difference of the two. */
  readonly before: { readonly at: EpochMs; readonly value: number } | null;
}

/** Rate of a register now; null when its last value is too old, or when there is nothing to compare it with. */
export function rateNow(deps: Pick<Known, 'last' | 'now'>, register: number, kind: 'counter' | 'gauge'): Rate | null {
  const state = deps.last.register(register);
  if (state === null || deps.now() - state.at > Math.max(FRESH_MS, 2 * (state.intervalMs ?? 0))) return null;
  const { at, value, before } = state;
  if (kind === 'gauge') return { perHour: value, at, value, before: null };
  if (before === null || value < before.value) return null;
  return { perHour: ((value - before.value) * 3_600_000) / (at - before.at), at, value, before };
}

/** What one register brings to a flow of the balance. */
export interface FlowNow extends Rate {
  readonly register: RegisterRow;
  readonly meter: MeterRow;
  readonly flow: BalanceFlow;
}
/** A register and how often it counts in a figure. */
export interface TermNow extends FlowNow {
  readonly company: number;
  readonly weight: number;
}

/** The registers of one meter that say its power; a gauge says it better than two counter values.
 *  @returns null when one of them says nothing */
function flowsOf(deps: Known, meter: MeterRow): FlowNow[] | null {
  const registers = deps.directory.registersOf(meter.id);
  const gauges = registers.filter((one) => one.kind === 'gauge' && one.unit === 'kW');
  const found: FlowNow[] = [];
  const as = countingAs(deps.directory, meter);
  for (const register of gauges.length > 0 ? gauges : registers.filter((one) => one.kind === 'counter')) {
    const flow = flowInBalance(as, register.flow);
    if (flow === null) continue;
    const rate = rateNow(deps, register.id, register.kind);
    if (rate === null) return null;
    found.push({ ...rate, register, meter, flow });
  }
  return found;
}

/** A total beside the tariffs of its meter would count twice (docs/methods.md#one-energy-told-twice). */
export function withoutTotals<T extends { register: number }>(running: readonly T[], connections: Scope['connections']): T[] {
  const scoped = new Map(connections.flatMap((one) => one.registers.map((register) => [register.register, register] as const)));
  const byTariff = new Set(running.flatMap((one) => (scoped.get(one.register)?.way === 'tariff' ? `${scoped.get(one.register)?.meter} ${scoped.get(one.register)?.flow}` : [])));
  return running.filter((one) => scoped.get(one.register)?.way !== 'total' || !byTariff.has(`${scoped.get(one.register)?.meter} ${scoped.get(one.register)?.flow}`));
}

export interface ConnectionNow {
  readonly id: number;
  readonly company: number;
  /** The main connection it lies behind. */
  readonly behind: number | null;
  readonly passesOn: boolean;
  /** It takes from the public grid or pipe itself: nothing that was heard lies between. */
  readonly onGrid: boolean;
  readonly flows: readonly FlowNow[];
}

/** Connections whose meters all say something: half of one is worse than none, use would be what the silent meter does not say.
 *  Where a main meter is silent, what lies behind it stands in. */
export function connectionsNow(deps: Known, scope: Scope): ConnectionNow[] {
  const quarter = Math.floor(deps.now() / QUARTER_MS);
  // A scope is of a day: what ended earlier in it is not there any more.
  const there = scope.connections.filter((one) => thereIn([one], quarter).length > 0);
  const heard = there.flatMap((connection) => {
    const flows = flowsHeard(deps, connection);
    return flows === null ? [] : [{ connection, flows }];
  });
  const mains = new Set(heard.map(({ connection }) => connection.id));
  const behind = new Map(scope.connections.map((one) => [one.id, one.behind]));
  return heard.map(({ connection: { id, company, passesOn, behind: main }, flows }) => ({
    id,
    company,
    behind: main,
    passesOn,
    flows,
    onGrid: !liesBehind(main, { mains, behind }),
  }));
}

/** A meter that ended is not waited for, and what its device still tells is of somewhere else.
 *  @returns null where a meter of the connection says nothing, or it has none */
function flowsHeard(deps: Known, connection: ScopedConnection): FlowNow[] | null {
  const now = deps.now();
  const meters = deps.directory.metersOf(connection.id).filter((meter) => validAt(meter, now) && deps.directory.registersOf(meter.id).length > 0);
  const flows = meters.map((meter) => flowsOf(deps, meter));
  if (meters.length === 0 || flows.includes(null)) return null;
  const all = flows.flatMap((one) => one ?? []);
  const registers = all.map(({ register }) => ({ register: register.id }));
  const counted = new Set(withoutTotals(registers, [connection]).map((one) => one.register));
  return all.filter(({ register }) => counted.has(register.id));
}

/** Does one of these main connections lie between it and the grid, next to it or farther up? */
function liesBehind(main: number | null, { mains, behind }: { mains: ReadonlySet<number>; behind: ReadonlyMap<number, number | null> }): boolean {
  for (let [next, steps] = [main, 0]; next !== null && steps <= behind.size; next = behind.get(next) ?? null, steps++) if (mains.has(next)) return true;
  return false;
}

export function powersOf({ flows }: ConnectionNow): Powers {
  const powers = noPower();
  for (const { flow, perHour } of flows) powers[flow] += Math.abs(perHour);
  return powers;
}

interface AreaPower {
  readonly powers: Powers;
  readonly known: boolean;
  /** Of all connections on the public grid together: what one gives another takes. */
  readonly gridImportKw: number;
  readonly gridExportKw: number;
  /** Of those behind which nobody lies: what is lost between a main meter and them is nobody's use. */
  readonly consumptionKw: number;
}

export function powerOf(deps: Known, scope: Scope): AreaPower {
  const total = noPower();
  let [gridKw, consumptionKw] = [0, 0];
  const connections = connectionsNow(deps, scope);
  for (const connection of connections) {
    const powers = powersOf(connection);
    const netKw = powers.import - powers.export;
    if (connection.onGrid) gridKw += netKw;
    for (const flow of ['charge', 'discharge', ...GENERATION_FLOWS] as const) total[flow] += powers[flow];
    if (!connection.passesOn) consumptionKw += netKw + suppliedIn(powers) - powers.charge;
  }
  return { powers: total, known: connections.length > 0, gridImportKw: Math.max(gridKw, 0), gridExportKw: Math.max(-gridKw, 0), consumptionKw };
}

export const generatedIn = (powers: Powers): number => GENERATION_FLOWS.reduce((sum, kind) => sum + powers[kind], 0);
export const suppliedIn = (powers: Powers): number => generatedIn(powers) + powers.discharge;

/** What the connections on the grid or pipe take of a carrier, as emissions count it: electricity as it was bought, the others less what
 *  was passed on. weight x |rate| adds up to it. */
export function takenTerms(deps: Known, scope: Scope, carrier: Carrier): TermNow[] {
  const onGrid = connectionsNow(deps, scope).filter((one) => one.onGrid);
  return weighed(onGrid, carrier === 'electricity' ? { import: 1 } : { import: 1, export: -1 });
}

/** How many connections on the grid or pipe were heard. */
export const heardOnGrid = (deps: Known, scope: Scope): number => connectionsNow(deps, scope).filter((one) => one.onGrid).length;

/** Figures of a moment that are sums of registers. */
export const NOW_FIELDS = ['importKw', 'drawnKw', 'exportKw', 'generationKw', 'consumptionKw', 'chargeKw', 'dischargeKw'] as const;
export type NowField = (typeof NOW_FIELDS)[number];

/** The registers that a figure is made of: weight x |rate| adds up to it.
 *  @see docs/methods.md#explanation */
export function nowTerms(deps: Known, scope: Scope, field: NowField): TermNow[] {
  const connections = connectionsNow(deps, scope);
  const leaves = connections.filter((one) => !one.passesOn);
  const onGrid = connections.filter((one) => one.onGrid);
  const generation = Object.fromEntries(GENERATION_FLOWS.map((flow) => [flow, 1]));
  /** What is below 0 is none. */
  const above0 = (terms: TermNow[]): TermNow[] => (sumNow(terms) > 0 ? terms : []);
  switch (field) {
    case 'importKw':
      return above0(weighed(onGrid, { import: 1, export: -1 }));
    case 'drawnKw':
      return takenTerms(deps, scope, 'electricity');
    case 'exportKw':
      return above0(weighed(onGrid, { export: 1, import: -1 }));
    case 'generationKw':
      return weighed(connections, generation);
    case 'chargeKw':
      return weighed(connections, { charge: 1 });
    case 'dischargeKw':
      return weighed(connections, { discharge: 1 });
    case 'consumptionKw':
      return above0(weighed(leaves, { import: 1, export: -1, ...generation, discharge: 1, charge: -1 }));
  }
}

const weighed = (from: readonly ConnectionNow[], weights: Partial<Record<BalanceFlow, number>>): TermNow[] =>
  from.flatMap(({ company, flows }) => flows.flatMap((one) => (weights[one.flow] === undefined ? [] : [{ ...one, company, weight: weights[one.flow] ?? 0 }])));

export const contributionNow = ({ weight, perHour }: Pick<TermNow, 'weight' | 'perHour'>): number => weight * Math.abs(perHour);
export const sumNow = (terms: readonly TermNow[]): number => terms.reduce((sum, one) => sum + contributionNow(one), 0);
