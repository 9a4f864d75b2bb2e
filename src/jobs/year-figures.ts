// The figures of a year, measured or changed by steps: the sums of the balance, of room on the grid and of CO2, a local month at a time.
// A month of all connections fits where the processor is fast; a year of one does not.
import { Recent } from '../domain/recent.ts';
import { type BalanceQuarters, BalanceSum, type ConnectionQuarters } from '../domain/balance.ts';
import { type StepSums, addSums, peakOf, sumStep, sumsFromMicro } from '../domain/balance-steps.ts';
import type { Place } from '../domain/capacity/clear-sky.ts';
import { type UseOver, limitUse } from '../domain/capacity/limit-use.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { type LoadDuration, loadDuration } from '../domain/capacity/load-duration.ts';
import { type Load, loadOf } from '../domain/capacity/loads.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { type EmissionTotals, avoidedOf, emissionTotals, inventoryOf } from '../domain/emissions.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import { NO_COVER } from '../domain/guarantees.ts';
import { fromMicro } from '../domain/ledger.ts';
import { type YearCosts, yearCosts } from '../domain/scenario/costs.ts';
import { changedConnections } from '../domain/scenario/along.ts';
import type { Planned } from '../domain/scenario/apply.ts';
import { monthShare } from '../domain/scenario/month-share.ts';
import type { ScenarioValues } from '../domain/scenario/parameters.ts';
import { type Year, YEAR_QUARTERS } from '../domain/scenario/year.ts';
import { ScratchArrays } from '../domain/scratch-arrays.ts';
import { QUARTER_MS, localDay, stepBounds, wallClock } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { limitOf, strictInGroups } from './capacity-sums.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import { type Month, MonthLoads, placesOf } from './month-loads.ts';
import { measuredOnly } from './stretch-loads.ts';

/** What holds for all scenarios of a year. */
export interface YearFacts {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly place: Place;
  readonly weather: Weather | null;
  readonly values: ScenarioValues;
  readonly factors: readonly FactorList[];
}
export type YearLimits = Readonly<Record<Direction, readonly LimitPart[]>>;
export interface LimitFigures {
  readonly peakKw: number | null;
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
  /** What the prices of electricity are paid for: kWh by price, and the highest quarters of months and connections. */
  readonly priced: { readonly highKwh: number; readonly lowKwh: number; readonly peaksKw: number };
  readonly emissions: EmissionTotals;
  readonly duration: LoadDuration;
  /** Mean net import of each hour of the week, Monday first, kW. */
  readonly weekKw: Float64Array;
}

/** The group contract of a scenario; no group of the registry. */
export const SCENARIO_GROUP = -1;
const WEEK_HOURS = 168;
/** The dear hours of a working day. */
const HIGH = { fromMinute: 7 * 60, toMinute: 23 * 60 };
/** Arrays of limits that are kept: base and the last group contracts. */
const LIMITS_MAX = 6;

/** What a month adds to the figures of its year. */
class Collected {
  readonly sums: StepSums[] = [];
  peak: YearFigures['peak'] = null;
  readonly kw: Float64Array;
  readonly sure: Uint8Array;
  readonly #weekSum = new Float64Array(WEEK_HOURS);
  readonly #weekCount = new Float64Array(WEEK_HOURS);
  highMicro = 0;
  lowMicro = 0;
  /** Highest measured quarters of months and connections, added up: what kWmax is paid for. */
  peaksKw = 0;

  constructor(quarters: number) {
    this.kw = new Float64Array(quarters);
    this.sure = new Uint8Array(quarters);
  }

  balance(balance: BalanceQuarters, { from, to }: Month, { cheap, hourOfWeek }: { cheap: Uint8Array; hourOfWeek: Uint8Array }): void {
    this.sums.push(sumStep(balance, 0, to - from));
    const peak = peakOf(balance);
    if (peak !== null && (this.peak === null || peak.kw > this.peak.kw)) this.peak = { kw: peak.kw, index: peak.index + from };
    const { gridImport, gridExport, present } = balance;
    for (let t = 0; t < to - from; t++) {
      if (cheap[from + t] === 1) this.lowMicro += balance.import[t] ?? 0;
      else this.highMicro += balance.import[t] ?? 0;
      if (present[t] === 0) continue;
      const hour = hourOfWeek[from + t] ?? 0;
      this.#weekSum[hour] = (this.#weekSum[hour] ?? 0) + ((gridImport[t] ?? 0) - (gridExport[t] ?? 0)) * 4;
      this.#weekCount[hour] = (this.#weekCount[hour] ?? 0) + 1;
    }
  }

  loads(loads: MonthLoads, { from, share }: Month): void {
    const { kw, sure } = loads.power();
    this.kw.set(kw, from);
    this.sure.set(sure, from);
    for (const most of loads.mostMicro) this.peaksKw += fromMicro(most) * 4 * share;
  }

  get weekKw(): Float64Array {
    return this.#weekSum.map((sum, hour) => ((this.#weekCount[hour] ?? 0) > 0 ? fromMicro(sum / (this.#weekCount[hour] ?? 1)) : Number.NaN));
  }
}

export class YearSums {
  readonly #facts: YearFacts;
  readonly #months: readonly Month[];
  readonly #hourOfWeek: Uint8Array;
  #limits = new Recent<string, Float64Array>(LIMITS_MAX);
  /** When each connection begins to tell something, of those that tell anything at all; no step changes that. */
  #begins: readonly Load[] | null = null;
  /** Where sums are written; used again for the next question. */
  readonly #arrays = new ScratchArrays();
  /** Gas that no step touched. */
  #gas: { of: Year['gas']; sums: StepSums[] } | null = null;
  /** 1 in quarters with the low price. */
  readonly cheap: Uint8Array;

  constructor(facts: YearFacts) {
    this.#facts = facts;
    const { firstQuarter, quarters } = facts;
    [this.cheap, this.#hourOfWeek] = [new Uint8Array(quarters), new Uint8Array(quarters)];
    for (let t = 0; t < quarters; t++) {
      const { minute, weekday } = wallClock(epochMs((firstQuarter + t) * QUARTER_MS));
      this.cheap[t] = weekday >= 6 || minute < HIGH.fromMinute || minute >= HIGH.toMinute ? 1 : 0;
      this.#hourOfWeek[t] = (weekday - 1) * 24 + Math.floor(minute / 60);
    }
    const bounds = stepBounds(epochMs(firstQuarter * QUARTER_MS), epochMs((firstQuarter + quarters) * QUARTER_MS), 'P1M');
    const at = bounds.map((bound) => Math.min(Math.max(bound / QUARTER_MS - firstQuarter, 0), quarters));
    this.#months = at.slice(1).map((to, index) => {
      const from = at[index] ?? 0;
      const start = epochMs((firstQuarter + from) * QUARTER_MS);
      return { from, to, year: localDay(start).year, share: monthShare(start, to - from) };
    });
  }

  /** More was measured: what was made from less goes. */
  forget(): void {
    this.#begins = null;
    this.#gas = null;
    this.#limits = new Recent(LIMITS_MAX);
  }

  /** The same sums for the measured year and for what steps make of it.
   *  @param changes what steps still add along the connections, what all steps cost, and prices; without those, the parameters' own */
  of(year: Year, limits: YearLimits, { adding, costs, values = this.#facts.values }: Pick<Planned, 'adding' | 'costs'> & { values?: ScenarioValues }): YearFigures {
    const { quarters, firstQuarter } = this.#facts;
    const begins = (this.#begins ??= beginsOf(year.electricity, quarters));
    // A contract that is only thought of is judged where its members are measured, as what holds now is.
    const places = placesOf(
      year.electricity,
      strictInGroups(
        begins,
        limits.import.filter((part) => part.of !== 'group' || part.group !== SCENARIO_GROUP),
      ),
    );
    this.#arrays.free();
    const months = this.#months.map((month) => {
      const length = month.to - month.from;
      return { month, balance: new BalanceSum(length, [0, length], this.#arrays), loads: new MonthLoads(month, places.size) };
    });
    for (const some of adding.length > 0 ? changedConnections(year, adding) : [year.electricity])
      for (const { month, balance, loads } of months) {
        for (const connection of some) {
          const part = within(connection, month);
          balance.add(part);
          loads.add(part, places.get(connection.id));
        }
        balance.settle();
      }
    const whole = new Collected(quarters);
    for (const { month, balance, loads } of months) {
      whole.balance(balance.finish(), month, { cheap: this.cheap, hourOfWeek: this.#hourOfWeek });
      whole.loads(loads, month);
    }
    const electricity = sumsFromMicro(addSums(whole.sums));
    const gasMonths = this.#gasOf(year.gas);
    const gas = sumsFromMicro(addSums(gasMonths));
    const over = (direction: Direction): UseOver => ({
      kw: direction === 'import' ? whole.kw : turnedKw(whole.kw),
      sure: whole.sure,
      limitKw: this.#limitOf(limits[direction], direction, begins),
      firstQuarter,
    });
    const priced = { highKwh: fromMicro(whole.highMicro), lowKwh: fromMicro(whole.lowMicro), peaksKw: whole.peaksKw };
    return {
      electricity,
      gas,
      priced,
      peak: whole.peak === null ? null : { kw: fromMicro(whole.peak.kw), index: whole.peak.index },
      limits: { import: useIn(over('import')), export: useIn(over('export')) },
      costs: yearCosts({
        importEur: priced.highKwh * values.highEurPerKwh + priced.lowKwh * values.lowEurPerKwh,
        exportEur: electricity.export * values.exportEurPerKwh,
        peakEur: priced.peaksKw * values.peakEurPerKwMonth,
        gasEur: (gas.import - gas.export) * values.gasEurPerM3,
        // Of a shorter period so much less: the energy beside it is of that period too.
        maintenanceEur: costs.reduce((sum, one) => sum + one.yearlyEur, 0) * Math.min(quarters / YEAR_QUARTERS, 1),
      }),
      emissions: this.#emissions(whole.sums, gasMonths),
      duration: loadDuration(whole.kw, whole.sure),
      weekKw: whole.weekKw,
    };
  }

  /** Most steps leave the gas alone. */
  #gasOf(connections: Year['gas']): StepSums[] {
    const known = this.#gas;
    if (known !== null && known.of.length === connections.length && known.of.every((one, at) => one === connections[at])) return known.sums;
    const sums = this.#months.map((month) => {
      const length = month.to - month.from;
      const balance = balanceOf(
        connections.map((one) => within(one, month)),
        length,
        this.#arrays,
      );
      return sumStep(balance, 0, length);
    });
    this.#gas ??= { of: connections, sums };
    return sums;
  }

  /** Limits follow from rights and from who is measured, which no step changes but a group contract. */
  #limitOf(parts: readonly LimitPart[], direction: Direction, loads: readonly Load[]): Float64Array {
    const key = JSON.stringify([direction, parts]);
    const { firstQuarter, quarters } = this.#facts;
    return this.#limits.put(key, this.#limits.get(key) ?? limitOf(parts, { direction, loads, firstQuarter, quarters }));
  }

  #emissions(electricity: readonly StepSums[], gas: readonly StepSums[]): EmissionTotals {
    const { factors: lists } = this.#facts;
    const months = this.#months.map(({ year }, index) => {
      const [power, burnt] = [electricity[index], gas[index]].map((sums) => sumsFromMicro(addSums(sums === undefined ? [] : [sums])));
      const used = [
        { subject: 'electricity' as const, amount: power?.import ?? 0, unit: 'kWh' },
        { subject: 'gas' as const, amount: (burnt?.import ?? 0) - (burnt?.export ?? 0), unit: 'm3' },
      ];
      const renewableExportKwh = power === undefined ? 0 : Math.min(power.export, power.generation.sun + power.generation.wind);
      return { lines: inventoryOf(used, { lists, year, cover: NO_COVER }).lines, avoided: avoidedOf({ renewableExportKwh, residualHeatKwh: 0 }, { lists, year }) };
    });
    return emissionTotals(
      months.flatMap((month) => month.lines),
      months.flatMap((month) => month.avoided),
    );
  }
}

/** A month of a connection: views, not copies. */
const within = (connection: ConnectionQuarters, { from, to }: Month): ConnectionQuarters => ({
  ...connection,
  registers: connection.registers.map(({ flow, amounts, flags }) => ({ flow, amounts: amounts.subarray(from, to), flags: flags.subarray(from, to) })),
});

/** @returns what holds until the next one is made in the same arrays */
function balanceOf(connections: readonly ConnectionQuarters[], quarters: number, arrays: ScratchArrays): BalanceQuarters {
  arrays.free();
  const sum = new BalanceSum(quarters, [0, quarters], arrays);
  for (const connection of connections) sum.add(connection);
  return sum.finish();
}

/** Connections that tell anything, with the quarter in which each begins to, and without their loads. */
function beginsOf(connections: readonly ConnectionQuarters[], quarters: number): Load[] {
  const loads = connections.filter((one) => one.registers.length > 0).map((one) => loadOf(one, quarters));
  return measuredOnly({ loads, quarters }).loads.map((load) => ({ ...load, netMicro: new Float64Array(0), sure: new Uint8Array(0) }));
}

function useIn(over: UseOver): LimitFigures {
  const { peak, runs, quartersAbove, aboveKwh, longestRunQuarters, quartersJudged } = limitUse(over);
  return { peakKw: peak?.kw ?? null, violations: runs.length, quartersAbove, aboveKwh, longestRunQuarters, quartersJudged };
}

function turnedKw(kw: Float64Array): Float64Array {
  const other = new Float64Array(kw.length);
  for (let t = 0; t < kw.length; t++) other[t] = 0 - (kw[t] ?? 0);
  return other;
}
