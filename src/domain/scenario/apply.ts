// Runs a list of steps over a measured year: each a function from a year to a year, with what it costs and what it did. Pure.
import { Recent } from '../recent.ts';
import { sumOf } from '../array-sums.ts';
import { type ConnectionQuarters, NO_VALUE } from '../balance.ts';
import type { Place } from '../capacity/clear-sky.ts';
import type { Weather } from '../forecast/weather.ts';
import { type Battery, type Dispatch, dispatchOf } from './battery.ts';
import type { Cost } from './costs.ts';
import { type HeatLink, gasForHours, heatPerM3, outsideCop, shareWithHours, withoutGas } from './heat-steps.ts';
import type { ScenarioValues } from './parameters.ts';
import { type ScenarioStep, type StepKind, type StepOf, type StepOrder, orderedSteps } from './steps.ts';
import { type Shape, type ShapeSource, sunShape, windShape } from './sun-and-wind.ts';
import { chargedKwh, type Night, nightsOf } from './truck-hub.ts';
import { type Added, type Year, drawnMicro, knownFlags, measuredNetKwh, netKwh, targetsOf, withAddedAt } from './year.ts';

/** What steps rest on beside the year itself. */
export interface StepGround {
  readonly values: ScenarioValues;
  readonly place: Place;
  readonly weather: Weather | null;
  /** 1 in quarters with the low price. */
  readonly cheap: Uint8Array;
  readonly links: readonly HeatLink[];
  /** What the solver found, by the place of the step in the list and by connection. */
  readonly solved: ReadonlyMap<number, ReadonlyMap<number, Dispatch>>;
  /** Made once for a year: shapes, nights, what everybody drew. */
  readonly kept: KeptGround;
}
export interface KeptGround {
  readonly shapes: Recent<string, Shape>;
  /** The year before any step. */
  measured: readonly ConnectionQuarters[];
  nights: readonly Night[] | null;
  drawn: { readonly electricity: ReadonlyMap<number, number>; readonly gas: ReadonlyMap<number, number> } | null;
}
/** Nothing made yet. */
export const emptyGround = (): KeptGround => ({ shapes: new Recent(SHAPES_MAX), measured: [], nights: null, drawn: null });

export type Note =
  | { readonly note: 'shape'; readonly source: ShapeSource }
  /** The rule knows the year beforehand: no controller does better. */
  | { readonly note: 'upper-bound' }
  /** The rule knows no tomorrow. */
  | { readonly note: 'lower-bound' }
  /** Nobody ran the solver for these steps yet: the price rule stands in. */
  | { readonly note: 'not-solved' }
  | { readonly note: 'no-target' }
  | { readonly note: 'no-links' }
  /** Trucks that did not get what they need, kWh in the year. */
  | { readonly note: 'short'; readonly kwh: number };

/** What a step did, for the reader: kWh made, charged, used or saved; m3 of gas less. */
export interface StepLog {
  /** Place in the list that was sent. */
  readonly at: number;
  readonly kind: StepKind;
  readonly connections: number;
  readonly kwh: number;
  readonly gasM3: number;
  /** Of peak shaving and group contracts, the limit; summed over connections. */
  readonly limitKw: number | null;
  readonly notes: readonly Note[];
  readonly capexEur: number;
}
interface Stepped {
  readonly year: Year;
  readonly cost: Omit<Cost, 'kind'>;
  readonly did: Partial<Pick<StepLog, 'connections' | 'kwh' | 'gasM3' | 'limitKw' | 'notes'>>;
}
export interface Applied {
  readonly year: Year;
  readonly costs: readonly Cost[];
  readonly log: readonly StepLog[];
}

/** Profiles of panels and turbines that are kept: each is a year of quarters. */
export const SHAPES_MAX = 8;
const FREE = { capexEur: 0, lifeYears: 1, yearlyEur: 0 };
/** Of what is added, the part in quarters that were measured. */
function applied(targets: Targets, kwh: Float64Array, quarters: number): number {
  const whole = sumOf(kwh);
  return targets.reduce((all, { connection, part }) => {
    const known = knownFlags(connection, quarters);
    if (!known.includes(NO_VALUE)) return all + whole * part;
    let total = 0;
    for (let t = 0; t < quarters; t++) if (known[t] !== NO_VALUE) total += kwh[t] ?? 0;
    return all + total * part;
  }, 0);
}

/** Applies the steps one after the other, by kind or as they are listed.
 *  @param until stops before the step at this place of the list: what the solver has to see
 *  @see docs/scenarios.md#order */
export function applySteps(year: Year, { steps, order, until }: { steps: readonly ScenarioStep[]; order: StepOrder; until?: number }, ground: StepGround): Applied {
  let current = year;
  const [costs, log]: [Cost[], StepLog[]] = [[], []];
  // What earlier steps put there was not measured.
  ground.kept.measured = year.electricity;
  ground.kept.drawn ??= { electricity: drawnMicro(year.electricity), gas: drawnMicro(year.gas) };
  for (const { step, at } of orderedSteps(steps, order)) {
    if (at === until) break;
    const { year: next, cost, did } = stepped(current, { step, at }, ground);
    current = next;
    costs.push({ kind: step.kind, ...cost });
    log.push({ at, kind: step.kind, connections: 0, kwh: 0, gasM3: 0, limitKw: null, notes: [], ...did, capexEur: cost.capexEur });
  }
  return { year: current, costs, log };
}

function stepped(year: Year, { step, at }: { step: ScenarioStep; at: number }, ground: StepGround): Stepped {
  switch (step.kind) {
    case 'pv':
      return withPanels(year, step, ground);
    case 'wind':
      return withTurbine(year, step, ground);
    case 'battery':
      return withBattery(year, { step, at }, ground);
    case 'truck-hub':
      return withTrucks(year, step, ground);
    case 'heat-network':
      return withHeatNetwork(year, ground);
    case 'group-contract':
      return withGroup(year, step, ground);
    case 'electrification':
      return withHeatPumps(year, step, ground);
  }
}

type Targets = ReturnType<typeof targetsOf>;
const electricityTargets = (year: Year, company: number | null, { kept }: StepGround): Targets => targetsOf(year.electricity, kept.drawn?.electricity ?? new Map(), company);
const untouched = (year: Year): Stepped => ({ year, cost: FREE, did: { notes: [{ note: 'no-target' }] } });

function shapeOf({ kept }: StepGround, key: string, make: () => Shape): Shape {
  return kept.shapes.put(key, kept.shapes.get(key) ?? make());
}

function withPanels(year: Year, step: StepOf<'pv'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const plane = step.tiltDeg === null && step.azimuthDeg === null ? null : { tiltDeg: step.tiltDeg ?? 0, azimuthDeg: step.azimuthDeg ?? 180 };
  const over = { ...ground, ...year, connections: ground.kept.measured };
  const shape = shapeOf(ground, `pv ${plane?.tiltDeg} ${plane?.azimuthDeg}`, () => sunShape(over, plane));
  const most = step.inverterKw === null ? Infinity : step.inverterKw / 4;
  const made = shape.kwh.map((one) => Math.min(one * step.kwp, most));
  const { values } = ground;
  const capexEur = step.kwp * values.pvEurPerKwp;
  return {
    year: spread(year, targets, { flow: 'sun', kwh: made }),
    cost: { capexEur, lifeYears: values.pvLifeYears, yearlyEur: capexEur * values.pvMaintenanceShare },
    did: { connections: targets.length, kwh: applied(targets, made, year.quarters), notes: [{ note: 'shape', source: shape.source }] },
  };
}

/** One profile over connections, each its part. */
function spread(year: Year, targets: Targets, { flow, kwh }: { flow: Added['flow']; kwh: Float64Array }): Year {
  return withAddedAt(year, new Map(targets.map(({ connection, part }) => [connection.id, [{ flow, kwh, part }]])));
}

function withTurbine(year: Year, step: StepOf<'wind'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const shape = shapeOf(ground, 'wind', () => windShape({ ...ground, ...year, connections: ground.kept.measured }));
  const made = shape.kwh.map((one) => one * step.kw);
  const { values } = ground;
  const capexEur = step.kw * values.windEurPerKw;
  return {
    year: spread(year, targets, { flow: 'wind', kwh: made }),
    cost: { capexEur, lifeYears: values.windLifeYears, yearlyEur: capexEur * values.windMaintenanceShare },
    did: { connections: targets.length, kwh: applied(targets, made, year.quarters), notes: [{ note: 'shape', source: shape.source }] },
  };
}

function withBattery(year: Year, { step, at }: { step: StepOf<'battery'>; at: number }, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const { values } = ground;
  let [charged, limitKw] = [0, 0];
  const solved = ground.solved.get(at);
  const { quarters } = year;
  const net = new Float64Array(quarters);
  // One after the other in the same arrays: a hundred batteries of their own would leave the cache of the processor.
  const into: Dispatch = { chargeKwh: new Float64Array(quarters), dischargeKwh: new Float64Array(quarters), storedKwh: new Float64Array(quarters) };
  function* added(): Generator<readonly [number, readonly Added[]]> {
    for (const { connection, part } of targets) {
      const battery: Battery = { kwh: step.kwh * part, kw: step.kw * part, roundTrip: values.batteryRoundTrip };
      const limit = step.limitKw === null ? null : step.limitKw * part;
      const done: Dispatch & { readonly limitKw?: number } =
        solved?.get(connection.id) ??
        dispatchOf({ net: netKwh(connection, quarters, net), sure: measuredNetKwh(connection, quarters) }, battery, { step, limit, cheap: ground.cheap, into });
      limitKw += done.limitKw ?? 0;
      charged += sumOf(done.chargeKwh);
      const [charge, discharge] = [done.chargeKwh, done.dischargeKwh];
      yield [connection.id, [{ flow: 'charge', kwh: charge, part: 1 } as const, { flow: 'discharge', kwh: discharge, part: 1 } as const]];
    }
  }
  const changed = withAddedAt(year, added());
  const capexEur = step.kwh * values.batteryEurPerKwh + step.kw * values.batteryEurPerKw;
  return {
    year: changed,
    cost: { capexEur, lifeYears: values.batteryLifeYears, yearlyEur: capexEur * values.batteryMaintenanceShare },
    did: { connections: targets.length, kwh: charged, limitKw: limitKw > 0 ? limitKw : null, notes: notesOf(step, solved !== undefined) },
  };
}

function notesOf({ rule, foresight }: StepOf<'battery'>, solved: boolean): Note[] {
  switch (rule) {
    case 'peak-shaving':
      return [{ note: 'upper-bound' }];
    case 'threshold':
      return [{ note: 'lower-bound' }];
    case 'lp':
      return solved ? (foresight === 'year' ? [{ note: 'upper-bound' }] : []) : [{ note: 'not-solved' }];
    case 'self-consumption':
    case 'price':
      return [];
  }
}

function withTrucks(year: Year, step: StepOf<'truck-hub'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const { kept, values } = ground;
  const nights = (kept.nights ??= nightsOf(year.firstQuarter, year.quarters));
  const chargersKw = step.trucks * step.chargerKw;
  let [kwh, shortKwh] = [0, 0];
  const [net, into] = [new Float64Array(year.quarters), new Float64Array(year.quarters)];
  function* added(): Generator<readonly [number, readonly Added[]]> {
    for (const { connection, part } of targets) {
      const charging = { nightKwh: step.trucks * step.truckKwh * part, chargersKw: chargersKw * part, smart: step.smart, into };
      const done = chargedKwh(netKwh(connection, year.quarters, net), nights, charging);
      kwh += sumOf(done.kwh);
      shortKwh += done.shortKwh;
      yield [connection.id, [{ flow: 'use', kwh: done.kwh, part: 1 }]];
    }
  }
  const changed = withAddedAt(year, added());
  const capexEur = chargersKw * values.chargerEurPerKw;
  return {
    year: changed,
    cost: { capexEur, lifeYears: values.chargerLifeYears, yearlyEur: capexEur * values.chargerMaintenanceShare },
    did: { connections: targets.length, kwh, notes: shortKwh > 1 ? [{ note: 'short', kwh: shortKwh }] : [] },
  };
}

function withGroup(year: Year, { limitKw, limitExportKw }: StepOf<'group-contract'>, { values }: StepGround): Stepped {
  const cost = { capexEur: values.groupContractEur, lifeYears: values.groupContractLifeYears, yearlyEur: 0 };
  return {
    year: { ...year, group: { limitKw, limitExportKw } },
    cost,
    did: { connections: year.electricity.filter((one) => one.behind === null && one.registers.length > 0).length, limitKw },
  };
}

/** What heat takes of the gas of connections, and the electricity of whoever gets it. */
function withoutGasAt(
  year: Year,
  { targets, wanted }: { targets: readonly ConnectionQuarters[]; wanted: (connection: ConnectionQuarters) => (t: number, drawn: number) => number },
): { year: Year; takenM3: Map<number, Float64Array> } {
  const changed = new Map(targets.map((connection) => [connection.id, withoutGas(connection, year.quarters, wanted(connection))]));
  const takenM3 = new Map<number, Float64Array>();
  for (const connection of targets) {
    const taken = changed.get(connection.id)?.takenM3 ?? new Float64Array(year.quarters);
    const before = takenM3.get(connection.company);
    takenM3.set(connection.company, before === undefined ? taken : before.map((one, t) => one + (taken[t] ?? 0)));
  }
  const left = year.gas.map((one) => changed.get(one.id)?.connection ?? one);
  return { year: { ...year, gas: withLessAbove(left, new Map([...changed].map(([id, one]) => [id, one.takenM3]))) }, takenM3 };
}

/** What is no longer drawn behind the main meter of a closed grid, that meter does not draw either. */
function withLessAbove(gas: readonly ConnectionQuarters[], takenM3: ReadonlyMap<number, Float64Array>): ConnectionQuarters[] {
  const byId = new Map(gas.map((one) => [one.id, one]));
  const less = new Map<number, Float64Array>();
  for (const [id, taken] of takenM3) {
    let above = byId.get(id)?.behind ?? null;
    for (let depth = 0; above !== null && depth < byId.size; depth++) {
      const before = less.get(above);
      less.set(above, before === undefined ? taken : before.map((one, t) => one + (taken[t] ?? 0)));
      above = byId.get(above)?.behind ?? null;
    }
  }
  return gas.map((one) => {
    const taken = less.get(one.id);
    return taken === undefined ? one : withoutGas(one, taken.length, (t) => taken[t] ?? 0).connection;
  });
}

/** Where the electricity of a company is known: elsewhere nothing can take the place of its gas. */
function takesAt(year: Year, company: number, ground: StepGround): (t: number) => boolean {
  const known = electricityTargets(year, company, ground).map(({ connection }) => knownFlags(connection, year.quarters));
  return (t) => known.length > 0 && known.every((flags) => flags[t] !== NO_VALUE);
}

/** Electricity of companies, each over its own connections.
 *  @returns to how many connections, and how many kWh */
function withUse(year: Year, byCompany: ReadonlyMap<number, Float64Array>, ground: StepGround): { year: Year; connections: number; kwh: number } {
  const added = new Map<number, Added[]>();
  let kwh = 0;
  for (const [company, use] of byCompany)
    for (const { connection, part } of electricityTargets(year, company, ground)) {
      added.set(connection.id, [{ flow: 'use', kwh: use, part }]);
      kwh += sumOf(use) * part;
    }
  return { year: withAddedAt(year, added), connections: added.size, kwh };
}

function withHeatNetwork(year: Year, ground: StepGround): Stepped {
  const { links, values } = ground;
  if (links.length === 0) return { year, cost: FREE, did: { notes: [{ note: 'no-links' }] } };
  let [current, gasM3, kwh, connections] = [year, 0, 0, 0];
  // A link that brings nothing in this year, or nobody of this scenario, costs nothing in it.
  const bringing: HeatLink[] = [];
  for (const link of links) {
    const targets = current.gas.filter((one) => one.company === link.sink && !one.passesOn);
    const drawn = drawnOf(targets, year.quarters);
    const wanted = gasForHours(link, drawn, { firstQuarter: year.firstQuarter, perM3: heatPerM3(values) });
    const { year: next, takenM3 } = withoutGasAt(current, { targets, wanted: () => (t, m3) => ((drawn[t] ?? 0) > 0 ? (wanted[t] ?? 0) * (m3 / (drawn[t] ?? 1)) : 0) });
    const taken = link.sink === null ? undefined : takenM3.get(link.sink);
    // Who gets the heat pays the pumps: the heat pump stands there.
    const use = taken?.map((m3) => m3 * heatPerM3(values) * link.electricityPerKwh);
    const used = withUse(next, link.sink === null || use === undefined ? new Map() : new Map([[link.sink, use]]), ground);
    current = used.year;
    const tookM3 = taken === undefined ? 0 : sumOf(taken);
    if (tookM3 > 0) bringing.push(link);
    gasM3 += tookM3;
    kwh += used.kwh;
    connections += used.connections;
  }
  if (bringing.length === 0) return { year, cost: FREE, did: { notes: [{ note: 'no-links' }] } };
  const total = (of: (link: HeatLink) => number): number => bringing.reduce((all, link) => all + of(link), 0);
  const capexEur = total((link) => link.capexEur);
  // Lives of pipes and machines, weighed by what they cost.
  // Heat that is not known in part of a past year is neither had nor paid for there.
  const lifeYears = capexEur > 0 ? total((link) => link.capexEur * link.lifeYears) / capexEur : 1;
  return { year: current, cost: { capexEur, lifeYears, yearlyEur: total((link) => link.yearlyEur * shareWithHours(link, year)) }, did: { connections, gasM3, kwh } };
}

function drawnOf(connections: readonly ConnectionQuarters[], quarters: number): Float64Array {
  const drawn = new Float64Array(quarters);
  for (const connection of connections) {
    const net = netKwh(connection, quarters);
    for (let t = 0; t < quarters; t++) drawn[t] = (drawn[t] ?? 0) + Math.max(Number.isNaN(net[t]) ? 0 : (net[t] ?? 0), 0);
  }
  return drawn;
}

function withHeatPumps(year: Year, step: StepOf<'electrification'>, ground: StepGround): Stepped {
  const { values, kept } = ground;
  const targets = year.gas.filter((one) => (kept.drawn?.gas.has(one.id) ?? false) && (step.company === null || one.company === step.company));
  if (targets.length === 0) return untouched(year);
  const wanted = ({ company }: ConnectionQuarters): ((t: number, drawn: number) => number) => {
    const takes = takesAt(year, company, ground);
    return (t, drawn) => (takes(t) ? drawn * step.share : 0);
  };
  const { year: next, takenM3 } = withoutGasAt(year, { targets, wanted });
  const cop = step.cop === null ? outsideCop({ ...year, weather: ground.weather, values, supplyC: step.supplyC }) : null;
  const perM3 = heatPerM3(values);
  let [gasM3, peakKw] = [0, 0];
  const use = new Map(
    [...takenM3].map(([company, taken]) => {
      gasM3 += sumOf(taken);
      peakKw += taken.reduce((most, m3) => Math.max(most, m3), 0) * perM3 * 4;
      return [company, taken.map((m3, t) => (m3 * perM3) / (step.cop ?? cop?.[t] ?? 1))] as const;
    }),
  );
  const used = withUse(next, use, ground);
  const capexEur = peakKw * values.heatPumpEurPerKw;
  return {
    year: used.year,
    cost: { capexEur, lifeYears: values.heatPumpLifeYears, yearlyEur: capexEur * values.heatPumpMaintenanceShare },
    did: { connections: used.connections, gasM3, kwh: used.kwh },
  };
}
