// Explains a figure of a scenario: what was measured, and what each step changes, found by applying the steps one more at a time.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type StepSums, supplyOf, useOf } from '../domain/balance-steps.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { scenarioValues } from '../domain/scenario/parameters.ts';
import { type ScenarioStep, orderedSteps } from '../domain/scenario/steps.ts';
import { toIso } from '../domain/time.ts';
import type { ScenarioOutcome, SolvedStep } from '../jobs/scenario-sums.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { SCENARIO_FACTORS } from './scenario-ground.ts';
import { type ScenarioAsked, checkedGround, figuresOf, moneyOf, parametersOf, questionOf } from './scenario-query.ts';
import type { ScenarioExplainQuery, ScenarioExplanation } from './shapes-scenarios-explained.ts';

type Answer = Omit<ScenarioExplanation, 'simulated'>;
type Part = Answer['parts'][number];
type Made = Pick<Answer, 'level' | 'base' | 'steps' | 'parts'>;
interface Question {
  /** Its number. */
  readonly scenario: number;
  readonly asked: ScenarioAsked;
  readonly solved: readonly SolvedStep[];
  readonly query: ScenarioExplainQuery;
}
/** What there is before the steps and after each of them. */
interface Staged {
  readonly outcomes: readonly [ScenarioOutcome, ...ScenarioOutcome[]];
  readonly steps: readonly { readonly step: ScenarioStep; readonly at: number }[];
}
interface Seen {
  readonly deps: Deps;
  readonly scenario: number;
  readonly question: Question;
  readonly staged: Staged;
}

/** @throws ApiError when there is no such figure, or it is kept back from this reader */
export async function explainScenario(deps: Deps, principal: Principal, question: Question): Promise<Answer> {
  const { asked, query, scenario } = question;
  const staged = await stagesOf(deps, principal, question);
  const seen = { deps, scenario, question, staged };
  const value = toldValue(seen);
  return {
    scenario,
    ...query,
    unit: unitOf(query.field),
    value,
    ...madeOf(seen),
    order: asked.order,
    from: toIso(asked.from),
    to: toIso(asked.to),
    parameters: parametersOf(deps, asked),
    factors: SCENARIO_FACTORS,
    asOf: toIso(deps.now()),
  };
}

/** The steps are pure: one more of them at a time says what each changes. Of what was measured none is needed. */
async function stagesOf(deps: Deps, principal: Principal, { asked, solved, query }: Question): Promise<Staged> {
  const ground = await checkedGround(deps, principal, asked);
  const { turns, years } = deps.scenarios;
  const whole = questionOf(asked, ground, solved);
  const answer = (until?: number): Promise<ScenarioOutcome> => turns.take(principal, () => years.answer(ground.year, until === undefined ? whole : { ...whole, until }));
  const steps = orderedSteps(asked.steps, asked.order);
  const first = await answer(steps[0]?.at);
  const after: ScenarioOutcome[] = [];
  for (const [index] of query.of === 'base' ? [] : steps.entries()) after.push(await answer(steps[index + 1]?.at));
  return { outcomes: [first, ...after], steps };
}

/** Figures of the results, what the money of the steps is called there, and what the shares are made of. */
function toldBy({ scenario, worth }: ScenarioOutcome): object {
  const made = SHARE_FIELDS.map((name) => [name, published(amountOf(scenario.electricity, name))] as const);
  return { ...figuresOf(scenario), money: moneyOf(worth), ...Object.fromEntries(made) };
}

const SHARE_FIELDS = ['supplyKwh', 'useKwh', 'ownUseKwh', 'collectiveUseKwh'] as const;
type ShareField = (typeof SHARE_FIELDS)[number];

function amountOf(sums: StepSums, name: ShareField): number {
  switch (name) {
    case 'supplyKwh':
      return supplyOf(sums);
    case 'useKwh':
      return useOf(sums);
    case 'ownUseKwh':
      return sums.ownUse;
    case 'collectiveUseKwh':
      return sums.collectiveUse;
  }
}

const inside = (of: unknown, field: string): unknown =>
  field.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? new Map<string, unknown>(Object.entries(at)).get(key) : undefined), of);

/** @throws ApiError when there is no such number */
function numberOf(outcome: ScenarioOutcome, field: string): number {
  const value = inside(toldBy(outcome), field);
  if (typeof value === 'number') return value;
  if (value === null) throw new ApiError('invalid-request', `field: '${field}' is not known in this scenario.`);
  throw new ApiError(
    'invalid-request',
    `field: a figure of the results can be explained, as importKwh, selfConsumption.collective, totalEur or money.capexEur; '${field}' is none.`,
  );
}

const lastOf = ({ outcomes: [first, ...after] }: Staged): ScenarioOutcome => after.at(-1) ?? first;
const isMoney = (field: string): boolean => field.startsWith('money.');

function toldValue({ question: { query }, staged }: Seen): number {
  const [first] = staged.outcomes;
  const { field, of } = query;
  if (isMoney(field) && of !== 'scenario') throw new ApiError('invalid-request', `of: '${field}' is of the scenario as a whole.`);
  const [before, after] = [of === 'scenario' ? 0 : numberOf(first, field), of === 'base' ? 0 : numberOf(lastOf(staged), field)];
  if (of === 'base') return before;
  return of === 'scenario' ? after : published(after - before);
}

const SHARES: Readonly<Record<string, { readonly part: ShareField; readonly whole: ShareField }>> = {
  'selfConsumption.individual': { part: 'ownUseKwh', whole: 'supplyKwh' },
  'selfConsumption.collective': { part: 'collectiveUseKwh', whole: 'supplyKwh' },
  'selfSufficiency.individual': { part: 'ownUseKwh', whole: 'useKwh' },
  'selfSufficiency.collective': { part: 'collectiveUseKwh', whole: 'useKwh' },
};

function madeOf(seen: Seen): Made {
  const { question, staged } = seen;
  const { field, of } = question.query;
  if (of === 'base') return baseMade(seen);
  const share = SHARES[field];
  // Steps change what a share is made of: where nothing was generated before, there is no share to begin with.
  if (share !== undefined) return of === 'difference' ? lessBase(seen) : shareMade(seen, share);
  if (field === 'money.paybackYears') {
    const { capexEur, savedEurPerYear } = lastOf(staged).worth;
    return bare('ratio', [
      partAs(seen, { role: 'numerator', field: 'money.capexEur', value: capexEur }),
      partAs(seen, { role: 'denominator', field: 'money.savedEurPerYear', value: savedEurPerYear ?? 0 }),
    ]);
  }
  return { ...bare('steps', []), base: of === 'scenario' ? baseOf(seen, field) : null, steps: stepsOf(staged, field) };
}

const bare = (level: Made['level'], parts: Part[]): Made => ({ level, base: null, steps: [], parts });

/** Each figure is told in whole millionths, so what the steps change adds up to the last one. */
function stepsOf({ outcomes, steps }: Staged, field: string): Answer['steps'] {
  const figures = outcomes.map((one) => toMicro(numberOf(one, field)));
  return steps.map(({ step: { kind }, at }, index) => {
    const [before = 0, after = 0] = [figures[index], figures[index + 1]];
    return { at, kind, contribution: fromMicro(after - before), after: fromMicro(after) };
  });
}

/** Before the first step nothing is invested and nothing saved. */
function baseOf(seen: Seen, field: string): Answer['base'] {
  const [first] = seen.staged.outcomes;
  return { value: numberOf(first, field), explain: isMoney(field) ? null : (measuredLink(seen.question.asked, field) ?? selfLink(seen, { field, of: 'base' })) };
}

function baseMade(seen: Seen): Made {
  const { field } = seen.question.query;
  if (measuredLink(seen.question.asked, field) !== null) return { ...bare('base', []), base: baseOf(seen, field) };
  return bare('sum', pricedParts(seen, field));
}

function shareMade(seen: Seen, { part, whole }: { part: ShareField; whole: ShareField }): Made {
  const { electricity } = lastOf(seen.staged).scenario;
  return bare('ratio', [
    partAs(seen, { role: 'numerator', field: part, value: amountOf(electricity, part) }),
    partAs(seen, { role: 'denominator', field: whole, value: amountOf(electricity, whole) }),
  ]);
}

function lessBase(seen: Seen): Made {
  const { question, staged } = seen;
  const { field } = question.query;
  const [first] = staged.outcomes;
  return bare('sum', [
    partAs(seen, { role: 'term', field, value: numberOf(lastOf(staged), field) }),
    { role: 'term', field, weight: -1, value: numberOf(first, field), explain: measuredLink(question.asked, field) },
  ]);
}

/** Of the scenario as a whole. */
const partAs = (seen: Seen, { role, field, value }: Pick<Part, 'role' | 'field' | 'value'>): Part => ({
  role,
  field,
  weight: 1,
  value,
  explain: selfLink(seen, { field, of: 'scenario' }),
});

/** What was measured, times the prices in use. */
function pricedParts(seen: Seen, field: string): Part[] {
  const { deps, question, staged } = seen;
  const { asked } = question;
  const [{ scenario: base }] = staged.outcomes;
  const values = { ...scenarioValues(deps.scenarios.parameters), ...asked.prices };
  const { priced, costs, emissions, gas, electricity } = base;
  const term = (name: string, value: number, weight = 1): Part => ({ role: 'term', field: name, weight, value, explain: measuredLink(asked, name) });
  const own = (name: string, value: number, weight = 1): Part => ({ ...term(name, value, weight), explain: selfLink(seen, { field: name, of: 'base' }) });
  const burnt = (price: number): Part[] => [term('gasImportM3', gas.import, price), term('gasExportM3', gas.export, -price)];
  switch (field) {
    case 'gasM3':
      return burnt(1);
    case 'importEur':
      return [term('highKwh', priced.highKwh, values.highEurPerKwh), term('lowKwh', priced.lowKwh, values.lowEurPerKwh)];
    case 'exportEur':
      return [term('exportKwh', electricity.export, values.exportEurPerKwh)];
    case 'peakEur':
      return [term('peaksKw', priced.peaksKw, values.peakEurPerKwMonth)];
    case 'gasEur':
      return burnt(values.gasEurPerM3);
    case 'totalEur':
      return [own('importEur', costs.importEur), own('exportEur', costs.exportEur, -1), own('peakEur', costs.peakEur), own('gasEur', costs.gasEur)];
    case 'co2Kg':
      return [term('scope1Kg', emissions.scope1Kg), term('scope2Kg', emissions.scope2.locationBasedKg), term('upstreamKg', emissions.upstream.locationBasedKg)];
    default:
      // Maintenance: before the steps there is none.
      return [];
  }
}

const selfLink = ({ scenario }: Pick<Seen, 'scenario'>, asked: { readonly field: string; readonly of: string }): string =>
  `/scenarios/${scenario}/results/explain?${new URLSearchParams(asked)}`;

/** What each measured figure is called by the route that explains it. */
const BALANCE: ReadonlySet<string> = new Set([
  ...['import', 'export', 'generation', 'consumption', 'charge', 'discharge', 'localExchange', 'gridImport', 'gridExport'].map((name) => `${name}Kwh`),
  ...SHARE_FIELDS,
  ...Object.keys(SHARES),
]);
const CAPACITY: Readonly<Record<string, { readonly direction: string; readonly field: string }>> = {
  violations: { direction: 'import', field: 'violations' },
  hoursAbove: { direction: 'import', field: 'hoursAbove' },
  aboveKwh: { direction: 'import', field: 'aboveKwh' },
  exportViolations: { direction: 'export', field: 'violations' },
  exportHoursAbove: { direction: 'export', field: 'hoursAbove' },
  exportAboveKwh: { direction: 'export', field: 'aboveKwh' },
};
const EMISSIONS: Readonly<Record<string, string>> = {
  scope1Kg: 'scope1Kg',
  scope2Kg: 'scope2.locationBasedKg',
  upstreamKg: 'upstream.locationBasedKg',
  avoidedKg: 'avoidedKg',
};

/** @returns the route below /api/v1 that explains what was measured; null where it is made of more than one */
function measuredLink({ place, from, to }: Pick<ScenarioAsked, 'place' | 'from' | 'to'>, field: string): string | null {
  const owner = place.company === null ? `/parks/${place.park}` : `/companies/${place.company}`;
  const link = (route: string, query: Readonly<Record<string, string>>): string =>
    `${owner}/${route}/explain?${new URLSearchParams({ from: toIso(from), to: toIso(to), ...query })}`;
  if (BALANCE.has(field)) return link('balance', { carrier: 'electricity', field });
  if (field === 'peakKw') return link('balance', { carrier: 'electricity', field: 'peakImportKw' });
  if (field === 'gasImportM3' || field === 'gasExportM3') return link('balance', { carrier: 'gas', field: field === 'gasImportM3' ? 'importM3' : 'exportM3' });
  const room = CAPACITY[field];
  if (room !== undefined) return link('capacity/totals', room);
  const kg = EMISSIONS[field];
  return kg === undefined ? null : link('emissions', { factors: SCENARIO_FACTORS, field: kg });
}

function unitOf(field: string): Answer['unit'] {
  if (field in SHARES) return 'share';
  if (field.includes('Eur')) return 'EUR';
  if (field.endsWith('Years')) return 'years';
  if (field.endsWith('Kwh')) return 'kWh';
  if (field.endsWith('Kg')) return 'kg';
  if (field.endsWith('Kw')) return 'kW';
  if (field.endsWith('M3')) return 'm3';
  return /[hH]ours/.test(field) ? 'hours' : 'times';
}
