// Runs a list of steps over a measured year: each a function from a year to a year, with what it costs and what it did. Pure.
import { sumOf } from '../array-sums.ts';
import { type ConnectionQuarters, NO_VALUE } from '../balance.ts';
import { withBattery, withPanels, withTrucks, withTurbine } from './adding-steps.ts';
import { type AddingStep, withSteps } from './along.ts';
import type { Cost } from './costs.ts';
import { type HeatLink, gasForHours, heatPerM3, outsideCop, shareWithHours, withoutGas } from './heat-steps.ts';
import { FREE, type StepGround, type StepLog, type Stepped, electricityTargets, untouched } from './step-ground.ts';
import { type ScenarioStep, type StepOf, type StepOrder, orderedSteps } from './steps.ts';
import { type Added, type Year, drawnMicro, knownFlags, netKwh } from './year.ts';

export interface Applied {
  readonly year: Year;
  readonly costs: readonly Cost[];
  readonly log: readonly StepLog[];
}
/** Steps of which the last ones are still to be taken along the connections. */
export interface Planned {
  readonly year: Year;
  readonly adding: readonly AddingStep[];
  readonly costs: readonly Cost[];
  /** Whole when they were. */
  readonly log: () => readonly StepLog[];
}

/** Applies the steps one after the other, by kind or as they are listed.
 *  @see docs/scenarios.md#order */
export function applySteps(year: Year, wish: StepsWish, ground: StepGround): Applied {
  const { year: before, adding, costs, log } = planSteps(year, wish, ground);
  return { year: adding.length > 0 ? withSteps(before, adding) : before, costs, log: log() };
}
export interface StepsWish {
  readonly steps: readonly ScenarioStep[];
  readonly order: StepOrder;
  /** Stops before the step at this place of the list: what the solver has to see. */
  readonly until?: number;
}

/** The same, but steps that only look at one connection wait, so that they can be taken at one connection after the other.
 *  @see docs/scenarios.md#order */
export function planSteps(year: Year, { steps, order, until }: StepsWish, ground: StepGround): Planned {
  let current = year;
  let adding: AddingStep[] = [];
  const [costs, log]: [Cost[], (() => StepLog)[]] = [[], []];
  // What earlier steps put there was not measured.
  ground.kept.measured = year.electricity;
  ground.kept.drawn ??= { electricity: drawnMicro(year.electricity), gas: drawnMicro(year.gas) };
  for (const { step, at } of orderedSteps(steps, order)) {
    if (at === until) break;
    if (looksAtAll(step) && adding.length > 0) [current, adding] = [withSteps(current, adding), []];
    const { year: next, adding: more, cost, did } = stepped(current, { step, at }, ground);
    current = next;
    if (more !== undefined) adding.push(more);
    costs.push({ kind: step.kind, ...cost });
    const known = { at, kind: step.kind, connections: 0, kwh: 0, gasM3: 0, limitKw: null, notes: [], capexEur: cost.capexEur };
    log.push(() => ({ ...known, ...(typeof did === 'function' ? did() : did) }));
  }
  return { year: current, adding, costs, log: () => log.map((one) => one()) };
}

/** Heat takes gas at one place and electricity at another. */
const looksAtAll = ({ kind }: ScenarioStep): boolean => kind === 'heat-network' || kind === 'electrification';

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
  return { year: withSteps(year, [({ id }) => added.get(id) ?? []]), connections: added.size, kwh };
}

function withHeatNetwork(year: Year, ground: StepGround): Stepped {
  const { links, values } = ground;
  if (links.length === 0) return { year, cost: FREE, did: { notes: [{ note: 'no-links' }] } };
  const perM3 = heatPerM3(values);
  let [current, gasM3] = [year, 0];
  // A link that brings nothing in this year, or nobody of this scenario, costs nothing in it.
  const bringing: HeatLink[] = [];
  // Who gets the heat pays the pumps: the heat pump stands there.
  const use = new Map<number, Float64Array>();
  for (const link of links) {
    const { sink } = link;
    const targets = current.gas.filter((one) => one.company === sink && !one.passesOn);
    if (sink === null || targets.length === 0) continue;
    const drawn = drawnOf(targets, year.quarters);
    const wanted = gasForHours(link, drawn, { firstQuarter: year.firstQuarter, perM3 });
    const { year: next, takenM3 } = withoutGasAt(current, { targets, wanted: () => (t, m3) => ((drawn[t] ?? 0) > 0 ? (wanted[t] ?? 0) * (m3 / (drawn[t] ?? 1)) : 0) });
    const taken = takenM3.get(sink) ?? new Float64Array();
    const tookM3 = sumOf(taken);
    if (tookM3 <= 0) continue;
    current = next;
    bringing.push(link);
    gasM3 += tookM3;
    use.set(sink, withMore(use.get(sink) ?? new Float64Array(year.quarters), taken, perM3 * link.electricityPerKwh));
  }
  if (bringing.length === 0) return { year, cost: FREE, did: { notes: [{ note: 'no-links' }] } };
  const total = (of: (link: HeatLink) => number): number => bringing.reduce((all, link) => all + of(link), 0);
  const { year: used, connections, kwh } = withUse(current, use, ground);
  const capexEur = total((link) => link.capexEur);
  // Lives of pipes and machines, weighed by what they cost.
  // Heat that is not known in part of a past year is neither had nor paid for there.
  const lifeYears = capexEur > 0 ? total((link) => link.capexEur * link.lifeYears) / capexEur : 1;
  return { year: used, cost: { capexEur, lifeYears, yearlyEur: total((link) => link.yearlyEur * shareWithHours(link, year)) }, did: { connections, gasM3, kwh } };
}

function withMore(sum: Float64Array, more: Float64Array, times: number): Float64Array {
  for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] ?? 0) + (more[t] ?? 0) * times;
  return sum;
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
