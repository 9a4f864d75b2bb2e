// What the worker makes of a scenario: the measured year is put together once and kept, and base and scenario go through the same sums.
import { type BalanceFlow, type BalanceQuarters, BalanceSum, type ConnectionQuarters, NO_VALUE } from '../domain/balance.ts';
import { type StepSums, peakOf, sumStep, sumsFromMicro } from '../domain/balance-steps.ts';
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { type UseOver, limitUse } from '../domain/capacity/limit-use.ts';
import { type Load, loadOf, powerOf, rootsOf } from '../domain/capacity/loads.ts';
import { type LoadDuration, loadDuration } from '../domain/capacity/load-duration.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { type EmissionTotals, avoidedOf, emissionTotals, inventoryOf } from '../domain/emissions.ts';
import { NO_COVER } from '../domain/guarantees.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import { fromMicro } from '../domain/ledger.ts';
import { type KeptGround, type StepGround, type StepLog, applySteps, emptyGround } from '../domain/scenario/apply.ts';
import type { Dispatch } from '../domain/scenario/battery.ts';
import { type Cost, type Worth, type YearCosts, worthOf, yearCosts } from '../domain/scenario/costs.ts';
import type { HeatLink } from '../domain/scenario/heat-steps.ts';
import type { ScenarioValues } from '../domain/scenario/parameters.ts';
import type { ScenarioStep, StepOrder } from '../domain/scenario/steps.ts';
import { type Year, netKwh, oncePerFlow, targetsOf } from '../domain/scenario/year.ts';
import { QUARTER_MS, localDay, stepBounds, wallClock } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type LimitPart, limitOf, measuredOnly, strictInGroups } from './capacity-sums.ts';
import { type GatherJob, gathered } from './gathering.ts';

export type ScenarioCarrier = 'electricity' | 'gas';
/** What holds for all scenarios of a year. */
export interface YearFacts {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly place: Place;
  readonly weather: Weather | null;
  readonly values: ScenarioValues;
  readonly factors: readonly FactorList[];
}
export interface ScenarioQuestion {
  readonly steps: readonly ScenarioStep[];
  readonly order: StepOrder;
  readonly limits: Readonly<Record<Direction, readonly LimitPart[]>>;
  readonly links: readonly HeatLink[];
  readonly solved: readonly SolvedStep[];
}
/** What the solver found for the batteries of one step. */
export interface SolvedStep {
  readonly at: number;
  readonly dispatches: readonly (readonly [connection: number, dispatch: Dispatch])[];
}
export interface LimitFigures {
  readonly peakKw: number | null;
  readonly peakIndex: number | null;
  readonly violations: number;
  readonly quartersAbove: number;
  readonly aboveKwh: number;
  readonly longestRunQuarters: number;
  readonly quartersJudged: number;
}
export interface YearFigures {
  readonly electricity: StepSums;
  readonly gas: StepSums;
  /** Highest quarter that all draw together from the grid, of those that were measured throughout. */
  readonly peak: { readonly kw: number; readonly index: number } | null;
  readonly limits: Readonly<Record<Direction, LimitFigures>>;
  readonly costs: YearCosts;
  readonly emissions: EmissionTotals;
  readonly duration: LoadDuration;
  /** Mean net import of each hour of the week, Monday first, kW. */
  readonly weekKw: Float64Array;
}
export interface ScenarioOutcome {
  readonly base: YearFigures;
  readonly scenario: YearFigures;
  readonly log: readonly StepLog[];
  readonly worth: Worth;
}
/** A battery as the solver has to see it: the net of its connection after the steps before it. */
export interface BatteryTask {
  readonly connection: number;
  readonly part: number;
  readonly netKwh: Float64Array;
}

/** Arrays of limits that are kept: base and the last group contracts. */
const LIMITS_MAX = 6;
const WEEK_HOURS = 168;

/** The dear hours of a working day. */
const HIGH = { fromMinute: 7 * 60, toMinute: 23 * 60 };

/** A measured year in the worker, filled month by month. */
export class KeptYear {
  readonly #facts: YearFacts;
  readonly #parts: Readonly<Record<ScenarioCarrier, Map<number, ConnectionQuarters>>> = { electricity: new Map(), gas: new Map() };
  readonly #ground: KeptGround = emptyGround();
  readonly #cheap: Uint8Array;
  readonly #hourOfWeek: Uint8Array;
  readonly #months: readonly number[];
  #base: { key: string; figures: YearFigures } | null = null;
  #untouched = new WeakSet<ConnectionQuarters>();
  readonly #loads = new WeakMap<ConnectionQuarters, Load>();
  readonly #limits = new Map<string, Float64Array>();

  constructor(facts: YearFacts) {
    this.#facts = facts;
    const { firstQuarter, quarters } = facts;
    this.#cheap = new Uint8Array(quarters);
    this.#hourOfWeek = new Uint8Array(quarters);
    for (let t = 0; t < quarters; t++) {
      const { minute, weekday } = wallClock(epochMs((firstQuarter + t) * QUARTER_MS));
      this.#cheap[t] = weekday >= 6 || minute < HIGH.fromMinute || minute >= HIGH.toMinute ? 1 : 0;
      this.#hourOfWeek[t] = (weekday - 1) * 24 + Math.floor(minute / 60);
    }
    const [from, to] = [firstQuarter * QUARTER_MS, (firstQuarter + quarters) * QUARTER_MS];
    this.#months = stepBounds(epochMs(from), epochMs(to), 'P1M').map((at) => Math.min(Math.max(at / QUARTER_MS - firstQuarter, 0), quarters));
  }

  /** Puts a stretch of quarters where it belongs. */
  add(carrier: ScenarioCarrier, job: GatherJob): void {
    this.#base = null;
    const { firstQuarter, quarters } = this.#facts;
    const at = job.firstQuarter - firstQuarter;
    for (const connection of gathered(job)) {
      const known = this.#parts[carrier].get(connection.id);
      const whole = { ...connection, registers: [...(known?.registers ?? [])] };
      for (const { flow, amounts, flags } of oncePerFlow(connection, job.quarters).registers) {
        const register = whole.registers.find((one) => one.flow === flow) ?? emptyRegister(flow, quarters);
        if (!whole.registers.includes(register)) whole.registers.push(register);
        register.amounts.set(amounts, at);
        register.flags.set(flags, at);
      }
      this.#parts[carrier].set(connection.id, whole);
    }
  }

  #year(): Year {
    const { firstQuarter, quarters } = this.#facts;
    const electricity = [...this.#parts.electricity.values()];
    for (const one of electricity) this.#untouched.add(one);
    return { firstQuarter, quarters, electricity, gas: [...this.#parts.gas.values()], group: null };
  }

  #groundFor({ links, solved }: ScenarioQuestion): StepGround {
    const { values, place, weather } = this.#facts;
    return { values, place, weather, cheap: this.#cheap, links, solved: new Map(solved.map(({ at, dispatches }) => [at, new Map(dispatches)])), kept: this.#ground };
  }

  /** Base and scenario, by the same sums. */
  answer(question: ScenarioQuestion): ScenarioOutcome {
    const year = this.#year();
    const key = JSON.stringify(question.limits);
    const base = this.#base?.key === key ? this.#base.figures : this.#figures(year, question.limits, []);
    this.#base = { key, figures: base };
    const { year: changed, costs, log } = applySteps(year, question, this.#groundFor(question));
    const scenario = changed === year ? base : this.#figures(changed, limitsOf(question.limits, changed), costs);
    const worth = worthOf(costs, {
      knownHours: base.electricity.quartersPresent / 4,
      baseEur: base.costs.totalEur,
      scenarioEur: scenario.costs.totalEur,
      values: this.#facts.values,
    });
    return { base, scenario, log, worth };
  }

  /** The batteries of a step, with what they would see. */
  tasks(question: ScenarioQuestion, at: number): BatteryTask[] {
    const ground = this.#groundFor(question);
    const { year } = applySteps(this.#year(), { ...question, until: at }, ground);
    const step = question.steps[at];
    if (step?.kind !== 'battery') return [];
    return targetsOf(year.electricity, ground.kept.drawn?.electricity ?? new Map(), step.company).map(({ connection, part }) => ({
      connection: connection.id,
      part,
      netKwh: netKwh(connection, year.quarters),
    }));
  }

  /** 1 in quarters with the low price. */
  get cheap(): Uint8Array {
    return this.#cheap;
  }

  #figures(year: Year, limits: ScenarioQuestion['limits'], costs: readonly Cost[]): YearFigures {
    const { quarters, firstQuarter } = year;
    const electricity = balanceOf(year.electricity, quarters);
    const gas = balanceOf(year.gas, quarters);
    const { loads } = measuredOnly({ loads: year.electricity.filter((one) => one.registers.length > 0).map((one) => this.#loadOf(one)), quarters });
    const power = powerOf(rootsOf(strictInGroups(loads, limits.import)), quarters);
    const over = (direction: Direction): UseOver => ({
      kw: direction === 'import' ? power.kw : turnedKw(power.kw),
      sure: power.sure,
      limitKw: this.#limitOf(limits[direction], { direction, loads }),
      firstQuarter,
    });
    return {
      electricity: sumsFromMicro(sumStep(electricity, 0, quarters)),
      gas: sumsFromMicro(sumStep(gas, 0, quarters)),
      peak: microPeak(peakOf(electricity)),
      limits: { import: useIn(over('import')), export: useIn(over('export')) },
      costs: this.#costs({ electricity, gas, loads }, costs),
      emissions: this.#emissions(electricity, gas),
      duration: loadDuration(power.kw, power.sure),
      weekKw: this.#weekOf(electricity),
    };
  }

  /** Of a connection that no step touched, as it was. */
  #loadOf(connection: ConnectionQuarters): Load {
    const known = this.#loads.get(connection);
    if (known !== undefined) return known;
    const load = loadOf(connection, this.#facts.quarters);
    if (this.#untouched.has(connection)) this.#loads.set(connection, load);
    return load;
  }

  /** Limits follow from rights and from who is measured, which no step changes but a group contract. */
  #limitOf(parts: readonly LimitPart[], { direction, loads }: { direction: Direction; loads: readonly Load[] }): Float64Array {
    const key = JSON.stringify([direction, parts]);
    const { firstQuarter, quarters } = this.#facts;
    const limits = this.#limits.get(key) ?? limitOf(parts, { direction, loads, firstQuarter, quarters });
    this.#limits.delete(key);
    this.#limits.set(key, limits);
    const [oldest] = this.#limits.keys();
    if (this.#limits.size > LIMITS_MAX && oldest !== undefined) this.#limits.delete(oldest);
    return limits;
  }

  #costs({ electricity, gas, loads }: { electricity: BalanceQuarters; gas: BalanceQuarters; loads: readonly Load[] }, costs: readonly Cost[]): YearCosts {
    const { values, quarters } = this.#facts;
    let [highMicro, lowMicro, exportMicro, gasMicro] = [0, 0, 0, 0];
    for (let t = 0; t < quarters; t++) {
      if (this.#cheap[t] === 1) lowMicro += electricity.import[t] ?? 0;
      else highMicro += electricity.import[t] ?? 0;
      exportMicro += electricity.export[t] ?? 0;
      gasMicro += (gas.import[t] ?? 0) - (gas.export[t] ?? 0);
    }
    return yearCosts({
      importEur: fromMicro(highMicro) * values.highEurPerKwh + fromMicro(lowMicro) * values.lowEurPerKwh,
      exportEur: fromMicro(exportMicro) * values.exportEurPerKwh,
      peakEur: this.#monthPeaksKw(loads.filter((load) => load.behind === null)) * values.peakEurPerKwMonth,
      gasEur: fromMicro(gasMicro) * values.gasEurPerM3,
      maintenanceEur: costs.reduce((sum, one) => sum + one.yearlyEur, 0),
    });
  }

  /** Highest measured quarter of each month and connection, added up: what kWmax is paid for. */
  #monthPeaksKw(roots: readonly Load[]): number {
    let total = 0;
    for (const { netMicro, sure } of roots)
      for (let month = 0; month + 1 < this.#months.length; month++) {
        let most = 0;
        for (let t = this.#months[month] ?? 0; t < (this.#months[month + 1] ?? 0); t++) if (sure[t] === 1 && (netMicro[t] ?? 0) > most) most = netMicro[t] ?? 0;
        total += fromMicro(most) * 4;
      }
    return total;
  }

  #emissions(electricity: BalanceQuarters, gas: BalanceQuarters): EmissionTotals {
    const { factors: lists, firstQuarter } = this.#facts;
    const months = this.#months.slice(1).map((to, index) => {
      const from = this.#months[index] ?? 0;
      const { year } = localDay(epochMs((firstQuarter + from) * QUARTER_MS));
      const [power, burnt] = [sumsFromMicro(sumStep(electricity, from, to)), sumsFromMicro(sumStep(gas, from, to))];
      const used = [
        { subject: 'electricity' as const, amount: power.import, unit: 'kWh' },
        { subject: 'gas' as const, amount: burnt.import - burnt.export, unit: 'm3' },
      ];
      const renewableExportKwh = Math.min(power.export, power.generation.sun + power.generation.wind);
      return { lines: inventoryOf(used, { lists, year, cover: NO_COVER }).lines, avoided: avoidedOf({ renewableExportKwh, residualHeatKwh: 0 }, { lists, year }) };
    });
    return emissionTotals(
      months.flatMap((month) => month.lines),
      months.flatMap((month) => month.avoided),
    );
  }

  #weekOf({ gridImport, gridExport, present }: BalanceQuarters): Float64Array {
    const [sum, count] = [new Float64Array(WEEK_HOURS), new Float64Array(WEEK_HOURS)];
    for (let t = 0; t < gridImport.length; t++) {
      if (present[t] === 0) continue;
      const hour = this.#hourOfWeek[t] ?? 0;
      sum[hour] = (sum[hour] ?? 0) + ((gridImport[t] ?? 0) - (gridExport[t] ?? 0)) * 4;
      count[hour] = (count[hour] ?? 0) + 1;
    }
    return sum.map((one, hour) => ((count[hour] ?? 0) > 0 ? fromMicro(one / (count[hour] ?? 1)) : Number.NaN));
  }
}

const emptyRegister = (flow: BalanceFlow, quarters: number): ConnectionQuarters['registers'][number] => ({
  flow,
  amounts: new Float64Array(quarters),
  flags: new Uint8Array(quarters).fill(NO_VALUE),
});

function balanceOf(connections: readonly ConnectionQuarters[], quarters: number): BalanceQuarters {
  const sum = new BalanceSum(quarters);
  for (const connection of connections) sum.add(connection);
  return sum.finish();
}

const microPeak = (peak: YearFigures['peak']): YearFigures['peak'] => (peak === null ? null : { ...peak, kw: fromMicro(peak.kw) });

function useIn(over: UseOver): LimitFigures {
  const { peak, runs, quartersAbove, aboveKwh, longestRunQuarters, quartersJudged } = limitUse(over);
  return { peakKw: peak?.kw ?? null, peakIndex: peak?.index ?? null, violations: runs.length, quartersAbove, aboveKwh, longestRunQuarters, quartersJudged };
}

function turnedKw(kw: Float64Array): Float64Array {
  const other = new Float64Array(kw.length);
  for (let t = 0; t < kw.length; t++) other[t] = 0 - (kw[t] ?? 0);
  return other;
}

/** A group contract counts instead of what everybody had. */
function limitsOf(limits: ScenarioQuestion['limits'], { group, electricity }: Year): ScenarioQuestion['limits'] {
  if (group === null) return limits;
  const members = electricity.filter((one) => one.behind === null && one.registers.length > 0).map((one) => one.id);
  const part = (direction: Direction, kw: number): LimitPart => ({
    of: 'group',
    group: SCENARIO_GROUP,
    members,
    rows: [{ direction, kind: 'firm', kw, from: epochMs(0), to: null, window: null }],
  });
  return { import: [part('import', group.limitKw)], export: group.limitExportKw === null ? limits.export : [part('export', group.limitExportKw)] };
}
/** No group of the registry. */
const SCENARIO_GROUP = -1;
