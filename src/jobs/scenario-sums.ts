// What the worker makes of a scenario: the measured year is put together once and kept, and base and scenario go through the same sums.
import { type BalanceFlow, type ConnectionQuarters, NO_VALUE } from '../domain/balance.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { planSteps } from '../domain/scenario/apply.ts';
import { changedConnections } from '../domain/scenario/along.ts';
import { ScratchArrays } from '../domain/scratch-arrays.ts';
import type { Dispatch } from '../domain/scenario/battery.ts';
import { type Worth, worthOf } from '../domain/scenario/costs.ts';
import type { HeatLink } from '../domain/scenario/heat-steps.ts';
import type { OwnPrices } from '../domain/scenario/parameters.ts';
import { type KeptGround, type StepGround, type StepLog, emptyGround } from '../domain/scenario/step-ground.ts';
import type { ScenarioStep, StepOrder } from '../domain/scenario/steps.ts';
import { type Year, netKwh, oncePerFlow, targetsOf } from '../domain/scenario/year.ts';
import { epochMs } from '../domain/units.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import { type GatherJob, gathered } from './gathering.ts';
import { SCENARIO_GROUP, type YearFacts, type YearFigures, type YearLimits, YearSums } from './year-figures.ts';

/** The worker's answer about a year that it does not have, as after it had to be started anew. */
export const NOT_KEPT = 'this year is not kept here';

export type ScenarioCarrier = 'electricity' | 'gas';
export interface ScenarioQuestion {
  readonly steps: readonly ScenarioStep[];
  readonly order: StepOrder;
  /** Stops before the step at this place of the list: what the steps before it made. */
  readonly until?: number;
  readonly limits: YearLimits;
  readonly links: readonly HeatLink[];
  readonly solved: readonly SolvedStep[];
  /** Prices of the reader's own in place of the parameters'. */
  readonly prices?: OwnPrices;
}
/** What the solver found for the batteries of one step. */
export interface SolvedStep {
  readonly at: number;
  readonly dispatches: readonly (readonly [connection: number, dispatch: Dispatch])[];
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

/** A measured year in the worker, filled month by month. */
export class KeptYear {
  readonly #facts: YearFacts;
  readonly #parts: Readonly<Record<ScenarioCarrier, Map<number, ConnectionQuarters>>> = { electricity: new Map(), gas: new Map() };
  readonly #ground: KeptGround = emptyGround();
  readonly #sums: YearSums;
  readonly #pool = new ScratchArrays();
  #base: { key: string; figures: YearFigures } | null = null;

  constructor(facts: YearFacts) {
    this.#facts = facts;
    this.#sums = new YearSums(facts);
  }

  /** Puts a stretch of quarters where it belongs. */
  add(carrier: ScenarioCarrier, job: GatherJob): void {
    this.#base = null;
    this.#sums.forget();
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
    // What the run before made is not looked at any more.
    this.#pool.free();
    return { firstQuarter, quarters, electricity: [...this.#parts.electricity.values()], gas: [...this.#parts.gas.values()], group: null, pool: this.#pool };
  }

  #groundFor({ links, solved, prices }: ScenarioQuestion): StepGround {
    const { place, weather } = this.#facts;
    const values = { ...this.#facts.values, ...prices };
    return { values, place, weather, cheap: this.#sums.cheap, links, solved: new Map(solved.map(({ at, dispatches }) => [at, new Map(dispatches)])), kept: this.#ground };
  }

  /** Base and scenario, by the same sums. */
  answer(question: ScenarioQuestion): ScenarioOutcome {
    const year = this.#year();
    const values = { ...this.#facts.values, ...question.prices };
    const key = JSON.stringify([question.limits, question.prices ?? {}]);
    const base = this.#base?.key === key ? this.#base.figures : this.#sums.of(year, question.limits, { costs: [], adding: [], values });
    this.#base = { key, figures: base };
    const plan = planSteps(year, question, this.#groundFor(question));
    const { year: changed, adding, costs } = plan;
    const scenario = changed === year && adding.length === 0 ? base : this.#sums.of(changed, limitsOf(question.limits, changed), { costs, adding, values });
    const worth = worthOf(costs, {
      knownHours: Math.min(base.electricity.quartersPresent, touchesGas(question.steps) ? base.gas.quartersPresent : Infinity) / 4,
      baseEur: base.costs.totalEur - base.costs.maintenanceEur,
      scenarioEur: scenario.costs.totalEur - scenario.costs.maintenanceEur,
      values,
    });
    return { base, scenario, log: plan.log(), worth };
  }

  /** The batteries of a step, with what they would see. */
  tasks(question: ScenarioQuestion, at: number): BatteryTask[] {
    const ground = this.#groundFor(question);
    const { year, adding } = planSteps(this.#year(), { ...question, until: at }, ground);
    const step = question.steps[at];
    if (step?.kind !== 'battery') return [];
    const parts = new Map(targetsOf(year.electricity, ground.kept.drawn?.electricity ?? new Map(), step.company).map(({ connection, part }) => [connection.id, part]));
    const tasks: BatteryTask[] = [];
    for (const some of changedConnections(year, adding))
      for (const connection of some) {
        const part = parts.get(connection.id);
        if (part !== undefined) tasks.push({ connection: connection.id, part, netKwh: netKwh(connection, year.quarters) });
      }
    return tasks;
  }

  /** 1 in quarters with the low price. */
  get cheap(): Uint8Array {
    return this.#sums.cheap;
  }
}

/** Then a year is only known as far as the gas is. */
const touchesGas = (steps: readonly ScenarioStep[]): boolean => steps.some(({ kind }) => kind === 'electrification' || kind === 'heat-network');

const emptyRegister = (flow: BalanceFlow, quarters: number): ConnectionQuarters['registers'][number] => ({
  flow,
  amounts: new Float64Array(quarters),
  flags: new Uint8Array(quarters).fill(NO_VALUE),
});

/** A group contract counts instead of what everybody had. */
function limitsOf(limits: YearLimits, { group, electricity }: Year): YearLimits {
  if (group === null) return limits;
  // Who was silent all year is in no load, and a limit of the others all the same.
  const members = electricity.filter((one) => one.behind === null && one.registers.some(({ flags }) => flags.some((flag) => flag !== NO_VALUE))).map((one) => one.id);
  const part = (direction: Direction, kw: number): LimitPart => ({
    of: 'group',
    group: SCENARIO_GROUP,
    members,
    rows: [{ direction, kind: 'firm', kw, from: epochMs(0), to: null, window: null }],
  });
  return { import: [part('import', group.limitKw)], export: group.limitExportKw === null ? limits.export : [part('export', group.limitExportKw)] };
}
