// Explains a figure of emissions: the amounts of each month, the factors they are multiplied by, and what the amounts are sums of.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type Avoided, type EmissionLine, type EmissionTerm, type EmissionTotals, countsBy, emissionTotals, kgOf } from '../domain/emissions.ts';
import { type UncertaintyPart, uncertaintyShare } from '../domain/emission-uncertainty.ts';
import { fuelOf } from '../domain/fuel.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { type EmittedMonth, addLines, emitted, listsAsked, periodAsked, uncertaintyIn } from './emissions-query.ts';
import { judgeCover, judgeSubjects, withoutSecret } from './emissions-secret.ts';
import { type CarrierUse, type Over, carriersUsed, fuelRowsIn, monthsUsed, overlapOf, scopelessIn } from './emissions-use.ts';
import { AMOUNT_TIMES_FACTOR, TREND_FIELDS, explainTrend, keptBack, madeOf } from './emission-trend-explain.ts';
import { ApiError } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { seesMembers } from './members.ts';
import { type Area, visibleCompanies } from './scope.ts';
import type { EmissionsExplainQuery, EmissionsExplanation } from './shapes-emissions-explained.ts';
import { WAY_FIELDS, explainWay } from './trajectory-explain.ts';

type Stage = Parameters<typeof kgOf>[1];
type Method = Parameters<typeof countsBy>[1];
interface Figure {
  readonly stage: Stage;
  readonly method: Method;
  /** Whose direct emissions: those of fuels or those of what was bought. */
  readonly scope?: 1 | 2;
}
const FIGURES: ReadonlyMap<string, Figure> = new Map<string, Figure>([
  ['scope1Kg', { stage: 'direct', method: 'location', scope: 1 }],
  ['scope2.locationBasedKg', { stage: 'direct', method: 'location', scope: 2 }],
  ['scope2.marketBasedKg', { stage: 'direct', method: 'market', scope: 2 }],
  ['upstream.locationBasedKg', { stage: 'chain', method: 'location' }],
  ['upstream.marketBasedKg', { stage: 'chain', method: 'market' }],
  ['biogenicKg', { stage: 'biogenic', method: 'location' }],
]);
const AVOIDED = 'avoidedKg';
const UNCERTAINTY = 'uncertaintyShare';
const INFRASTRUCTURE = 'infrastructureKg';
/** Of the plants that made it: told of one thing, and in no total. */
const OF_LINES: ReadonlyMap<string, Figure> = new Map<string, Figure>([...FIGURES, [INFRASTRUCTURE, { stage: 'infrastructure', method: 'location' }]]);

/** Figures that read years of history. */
const HISTORY = [
  { fields: TREND_FIELDS, explain: explainTrend },
  { fields: WAY_FIELDS, explain: explainWay },
] as const;
/** What an explanation leaves empty where it does not say. */
const NOTHING_MORE = { unit: 'kg', terms: [], uses: [], carriers: [], parts: [], connections: null } satisfies Partial<Answer>;

interface Asked {
  readonly area: Area;
  readonly query: EmissionsExplainQuery;
}
type Answer = Omit<EmissionsExplanation, 'simulated'>;
type TermView = Answer['terms'][number];
type UseView = Answer['uses'][number];

/** @throws ApiError when there is no such figure, or when it is kept back */
export async function explainEmissions(deps: Deps, principal: Principal, asked: Asked): Promise<Answer> {
  const { area, query } = asked;
  const lists = listsAsked(deps, query.factors);
  const { from, to, until } = periodAsked(deps, principal, { area, query });
  const over: Over = { area, from, to: until };
  const known = { field: query.field, asOf: toIso(epochMs(Math.min(until, deps.now()))) };
  const history = HISTORY.find((one) => one.fields.some((field) => field === query.field));
  const { subject, name } = history === undefined && query.field !== UNCERTAINTY ? fieldOf(query.field) : { subject: null, name: query.field };
  const carriers = await carriersUsed(deps, principal, over);
  if (history !== undefined) {
    // As in the answer: where something of the period itself is kept back, so is what it is compared with.
    if ((await judgeSubjects(deps, principal, { ...over, carriers })).size > 0) throw keptBack(query.field);
    return { ...known, ...NOTHING_MORE, ...(await history.explain(deps, principal, { area, query, lists, over, until: to, carriers })) };
  }
  const used = await monthsUsed(deps, principal, { ...over, carriers });
  if (query.field === UNCERTAINTY) {
    const lines = addLines(emitted(used, lists).flatMap((month) => month.inventory.lines));
    return { ...known, ...NOTHING_MORE, start: toIso(from), end: toIso(to), ...quadrature(await uncertaintyIn(deps, principal, { area, carriers, lines })) };
  }
  const secret = new Map([...(await judgeSubjects(deps, principal, { ...over, carriers })), ...judgeCover(deps, principal, { ...over, months: used })]);
  const months = emitted(used, lists);
  const lines = addLines(months.flatMap((month) => month.inventory.lines)).filter((line) => subject === null || line.subject === subject);
  const shown = withoutSecret(
    emissionTotals(
      lines,
      months.flatMap((month) => month.avoided),
    ),
    secret,
    scopelessIn(lists),
  );
  const value = subject !== null && secret.has(subject) ? null : name === INFRASTRUCTURE ? infrastructureOf(lines) : figureIn(shown, name);
  if (value === null) throw keptBack(query.field);
  const made = { months, subject, name };
  // By month and factor it says more than the answer itself does: whoever may not see the members gets what stands there.
  const members = seesMembers(principal, area);
  const terms = members ? termsByMonth(made) : termsOfPeriod(made, { start: from, end: until });
  const named = new Set(terms.map((term) => term.subject));
  return {
    ...known,
    ...NOTHING_MORE,
    start: toIso(from),
    end: toIso(to),
    value,
    level: 'terms',
    formula: AMOUNT_TIMES_FACTOR,
    terms,
    uses: members ? (await usesOf(deps, principal, { ...made, over, carriers })).filter((use) => named.has(use.subject)) : [],
  };
}

/** How far the totals may be off: what meters, factors, substituted amounts and the bands of amounts make of them. */
const quadrature = (parts: readonly UncertaintyPart[]): Pick<Answer, 'unit' | 'value' | 'level' | 'formula' | 'parts'> => ({
  unit: 'ratio',
  value: published(uncertaintyShare(parts)),
  level: 'quadrature',
  formula: 'root of the sum of (weight x value)^2',
  parts: parts.map((one) => ({ ...one, role: 'term', year: null, explain: null })),
});

/** 'scope1Kg' of everything, or 'lines.gas.scope1Kg' of one thing. */
function fieldOf(field: string): { subject: string | null; name: string } {
  const [, subject, name] = /^lines\.([a-z0-9-]+)\.([A-Za-z0-9.]+)$/.exec(field) ?? [];
  const asked = { subject: subject ?? null, name: name ?? field };
  if ((asked.subject === null ? FIGURES : OF_LINES).has(asked.name) || (asked.name === AVOIDED && asked.subject === null)) return asked;
  const names = [...FIGURES.keys(), AVOIDED, UNCERTAINTY, ...HISTORY.flatMap((one) => one.fields)];
  throw new ApiError('invalid-request', `field: one of ${names.join(', ')} can be explained; of one thing as lines.gas.scope1Kg.`);
}

const infrastructureOf = (lines: readonly EmissionLine[]): number => published(lines.reduce((sum, line) => sum + line.infrastructureKg, 0));

type Totals = ReturnType<typeof withoutSecret> | EmissionTotals;
function figureIn(totals: Totals, name: string): number | null {
  const [first, second] = name.split('.');
  const found: unknown = new Map<string, unknown>(Object.entries(totals)).get(first ?? '');
  if (typeof found === 'number') return found;
  if (found === null || typeof found !== 'object' || second === undefined) return null;
  const inside: unknown = new Map<string, unknown>(Object.entries(found)).get(second);
  return typeof inside === 'number' ? inside : null;
}

interface Made {
  readonly months: readonly EmittedMonth[];
  readonly subject: string | null;
  readonly name: string;
}
const wanted = ({ subject }: Made, line: EmissionLine): boolean => subject === null || line.subject === subject;

function termsByMonth(made: Made): TermView[] {
  const figure = OF_LINES.get(made.name);
  return made.months.flatMap((month) => {
    const period = { start: toIso(month.start), end: toIso(month.end) };
    if (figure === undefined) return month.avoided.map((one): TermView => ({ ...period, ...avoidedView(one) }));
    return month.inventory.lines.flatMap((line) =>
      wanted(made, line) ? termsIn(line, figure).map((term): TermView => ({ ...period, subject: line.subject, ...termView(term, figure.stage) })) : [],
    );
  });
}

/** The terms of a line that enter a figure, without those that bring nothing. */
function termsIn(line: EmissionLine, { stage, method, scope }: Figure): EmissionTerm[] {
  const mine = scope === undefined || scope === line.scope;
  return mine ? line.terms.filter((term) => countsBy(term, method) && kgOf(term, stage) !== 0) : [];
}

const termView = (term: EmissionTerm, stage: Stage): Omit<TermView, 'start' | 'end' | 'subject'> => ({
  amount: term.amount,
  unit: term.found.factor.unit,
  factor: { code: term.found.factor.code, stage, kg: term.found.factor[stage], list: term.found.list.id },
  contribution: kgOf(term, stage),
});
const avoidedView = ({ reason, amountKwh, kg }: Avoided): Omit<TermView, 'start' | 'end'> => ({ subject: reason, amount: amountKwh, unit: 'kWh', factor: null, contribution: kg });

function termsOfPeriod(made: Made, { start, end }: { start: EpochMs; end: EpochMs }): TermView[] {
  const sums = new Map<string, TermView>();
  for (const term of termsByMonth(made)) {
    const known = sums.get(term.subject);
    const sum = { subject: term.subject, start: toIso(start), end: toIso(end), unit: term.unit, factor: null };
    // The amounts of one thing may stand in several units of factors: only what it emitted is told.
    sums.set(term.subject, { ...sum, amount: null, contribution: published((known?.contribution ?? 0) + term.contribution) });
  }
  return [...sums.values()];
}

/** What the amounts are sums of: figures of the balance by their names, or what somebody entered. */
async function usesOf(deps: Deps, principal: Principal, made: Made & { over: Over; carriers: readonly CarrierUse[] }): Promise<UseView[]> {
  const { over } = made;
  const companies = visibleCompanies(deps.directory, principal, { area: over.area, now: deps.now() }).map((company) => company.id);
  const fuels = await fuelRowsIn(deps, companies, over);
  const seen = companiesOpen(deps, principal);
  return made.months.flatMap((month, index) =>
    month.inventory.lines.flatMap((line): UseView[] => {
      if (!wanted(made, line) || line.amount === 0) return [];
      const known = { start: toIso(month.start), end: toIso(month.end), subject: line.subject, unit: line.unit, amount: line.amount };
      const carrier = made.carriers.find((one) => one.carrier === line.subject);
      if (carrier !== undefined) return [{ ...known, made: ofBalance(over.area, carrier, index) }];
      const rows = fuels.filter((row) => fuelOf(row.subject) === line.subject && overlapOf(row, month) > 0);
      return [{ ...known, made: rows.map((row) => ({ field: null, figure: seen(row.company) ? row.id : null, weight: overlapOf(row, month), value: row.amount, explain: null })) }];
    }),
  );
}

function ofBalance(area: Area, { carrier, summed }: CarrierUse, month: number): UseView['made'] {
  const step = summed.steps[month];
  return step === undefined ? [] : madeOf({ area, connections: null }, { carrier, ...step });
}
