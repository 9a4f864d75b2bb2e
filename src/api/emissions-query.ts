// Answers the emissions of an area for a reader: what it may see, by which factors, how sure, and against which year.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type FactorList, type FoundFactor, listsNamed } from '../domain/emission-factors.ts';
import { type Avoided, type EmissionLine, type Inventory, type NotCounted, avoidedOf, emissionTotals, inventoryOf } from '../domain/emissions.ts';
import { closedBeforeQuarter } from '../domain/closing.ts';
import { type UncertaintyPart, uncertaintyParts, uncertaintyShare } from '../domain/emission-uncertainty.ts';
import { GAS_HHV_MJ_PER_M3, GAS_LHV_MJ_PER_M3, gasEnergy } from '../domain/gas-energy.ts';
import { NO_COVER, addCover } from '../domain/guarantees.ts';
import { QUARTER_MS, localDay, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { bandsOf, doubtsOf, shareOf } from './balance-bands.ts';
import { checkPeriod } from './balance-query.ts';
import type { Deps } from './deps.ts';
import { seesMembers } from './members.ts';
import { dutiesOf } from './duties-query.ts';
import { answerTrend } from './emission-trend-query.ts';
import { answerTrajectory } from './trajectory-query.ts';
import { type CarrierUse, type Measured, type MonthUse, type Over, carriersUsed, measuredOf, monthsUsed, scopelessIn } from './emissions-use.ts';
import { type Secret, judgeCover, judgeMonths, judgeSubjects, withoutSecret } from './emissions-secret.ts';
import { ApiError } from './errors.ts';
import { endWithin, instant, toldField } from './period.ts';
import { type Area, endTold } from './scope.ts';
import type { Emissions, EmissionsQuery } from './shapes-emissions.ts';

/** A month with what it emitted. */
export interface EmittedMonth extends MonthUse {
  readonly inventory: Inventory;
  readonly avoided: readonly Avoided[];
}

/** The lists that a query names.
 *  @throws ApiError that names those there are */
export function listsAsked(deps: Pick<Deps, 'factors'>, name: string): FactorList[] {
  const lists = listsNamed(deps.factors, name);
  if (lists.length > 0) return lists;
  const names = [...new Set(deps.factors.flatMap(({ set, id }) => [set, id]))].sort();
  throw new ApiError('invalid-request', `factors: there is no set or list '${name}'; there is ${names.join(', ')}.`);
}

interface AskedPeriod {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** End of what is told of it. */
  readonly until: EpochMs;
  /** The end of what this reader is told by now. */
  readonly told: { readonly end: EpochMs; readonly at: EpochMs };
}

/** The period of a query: since the first of January, up to now, where it does not say.
 *  @throws ApiError when it does not fit, or nothing of it is told yet */
export function periodAsked(deps: Pick<Deps, 'now' | 'directory'>, principal: Principal, { area, query }: { area: Area; query: { from?: string; to?: string } }): AskedPeriod {
  const at = deps.now();
  const now = quarterStart(at);
  const to = query.to === undefined ? now : instant(query.to, 'to');
  const from = query.from === undefined ? localFloor(epochMs(Math.min(to - 1, now)), 'P1Y') : instant(query.from, 'from');
  checkPeriod({ from, to, step: 'P1M' });
  const told = { end: endTold(deps, principal, { area, at }), at };
  return { from, to, until: endWithin({ from, to }, told), told };
}

/** Emissions by month, with the factors of each month's year. */
export const emitted = (months: readonly MonthUse[], lists: readonly FactorList[]): EmittedMonth[] =>
  months.map((month) => {
    const { year } = localDay(month.start);
    return { ...month, inventory: inventoryOf(month.used, { lists, year, cover: month.cover }), avoided: avoidedOf(month, { lists, year }) };
  });

export async function answerEmissions(deps: Deps, principal: Principal, { area, query }: { area: Area; query: EmissionsQuery }): Promise<Omit<Emissions, 'simulated'>> {
  const lists = listsAsked(deps, query.factors);
  const { from, to, until, told } = periodAsked(deps, principal, { area, query });
  const over: Over = { area, from, to: until };
  const carriers = await carriersUsed(deps, principal, over);
  const used = await monthsUsed(deps, principal, { ...over, carriers });
  const secret = new Map([...(await judgeSubjects(deps, principal, { ...over, carriers })), ...judgeCover(deps, principal, { ...over, months: used })]);
  const secretMonths = await judgeMonths(deps, principal, { ...over, carriers, months: used, secret });
  const months = emitted(used, lists);
  const measured = measuredOf(carriers);
  const [lines, avoided] = [addLines(months.flatMap((month) => month.inventory.lines)), addAvoided(months.flatMap((month) => month.avoided))];
  const factors = factorsOf(lines);
  const scopeless = scopelessIn(lists);
  // Every further figure says something of what is kept back.
  const open = [...secret.keys()].every((one) => one === 'guarantees');
  const history = query.parts === 'all' ? closedBy(secret, scopeless) : NOT_ASKED;
  const trend = history ?? (await answerTrend(deps, principal, { over, carriers, lists, query }));
  const trajectory = history ?? (await answerTrajectory(deps, principal, { area, lists, query }));
  return {
    from: toIso(from),
    to: toIso(to),
    totals: withoutSecret(emissionTotals(lines, avoided), secret, scopeless),
    steps: months.map((month, index) => ({
      start: toIso(month.start),
      end: toIso(month.end),
      ...withoutSecret(emissionTotals(month.inventory.lines, month.avoided), secretMonths[index] ?? secret, scopeless),
    })),
    lines: lines.map((line) => lineView(line, secret)),
    avoided: open ? avoided.map(({ reason, amountKwh, baseline, kg }) => ({ reason, baseline, amountKwh: published(amountKwh), kg: published(kg) })) : [],
    notCounted: open ? addNotCounted(months.flatMap((month) => month.inventory.notCounted)) : [],
    signs: [
      ...[...secret, ...secretParts({ decomposition: trend, trajectory })].map(([figure, reason]) => ({ figure, sign: 'x' as const, reason })),
      ...signsOfPeriod(deps, measured, until),
    ],
    factors: factorsView(lists, factors, query.factors),
    ...electricityViews(months, secret),
    gas: gasView(carriers, secret),
    measured: measured.map(({ expected: _, generationKwh: __, ...one }) => one),
    decomposition: trend.told,
    trajectory: trajectory.told,
    duties: query.parts === 'all' ? await dutiesOf(deps, principal, { area, until }) : [],
    uncertaintyShare: published(uncertaintyShare(await uncertaintyIn(deps, principal, { area, carriers, lines }))),
    ...allMeasured(measured),
    ...toldField({ to }, told),
    asOf: toIso(epochMs(Math.min(until, deps.now()))),
  };
}

const NOT_ASKED = { told: null, secret: null } as const;

/** A change and a way to the goal are of all that enters a scope: where some of that is kept back they are too. */
function closedBy(secret: Secret, scopeless: ReadonlySet<string>): { told: null; secret: string } | null {
  const reason = [...secret].find(([subject]) => subject !== 'guarantees' && !scopeless.has(subject))?.[1];
  return reason === undefined ? null : { told: null, secret: reason };
}

/** Figures of other periods that are kept back, with the reason. */
const secretParts = (parts: Readonly<Record<string, { readonly secret: string | null }>>): [string, string][] =>
  Object.entries(parts).flatMap(([figure, { secret }]): [string, string][] => (secret === null ? [] : [[figure, secret]]));

/** One line a thing; of all months together. */
export function addLines(lines: readonly EmissionLine[]): EmissionLine[] {
  const sums = new Map<string, EmissionLine>();
  for (const line of lines) {
    const known = sums.get(line.subject);
    sums.set(line.subject, known === undefined ? line : addLine(known, line));
  }
  return [...sums.values()];
}

const addBoth = (a: EmissionLine['scope2'], b: EmissionLine['scope2']): EmissionLine['scope2'] => ({
  locationBasedKg: a.locationBasedKg + b.locationBasedKg,
  marketBasedKg: a.marketBasedKg + b.marketBasedKg,
});
const nameOf = ({ list, factor }: FoundFactor): string => `${list.id} ${factor.code}`;

function addLine(one: EmissionLine, other: EmissionLine): EmissionLine {
  const factors = new Map([...one.factors, ...other.factors].map((found) => [nameOf(found), found]));
  return {
    ...one,
    amount: one.amount + other.amount,
    scope1Kg: one.scope1Kg + other.scope1Kg,
    scope2: addBoth(one.scope2, other.scope2),
    upstream: addBoth(one.upstream, other.upstream),
    biogenicKg: one.biogenicKg + other.biogenicKg,
    infrastructureKg: one.infrastructureKg + other.infrastructureKg,
    terms: [...one.terms, ...other.terms],
    factors: [...factors.values()],
  };
}

function addAvoided(all: readonly Avoided[]): Avoided[] {
  const sums = new Map<string, Avoided>();
  for (const one of all) {
    const known = sums.get(one.reason);
    sums.set(one.reason, known === undefined ? one : { ...known, amountKwh: known.amountKwh + one.amountKwh, kg: known.kg + one.kg });
  }
  return [...sums.values()];
}

function addNotCounted(all: readonly NotCounted[]): NotCounted[] {
  const sums = new Map<string, NotCounted>();
  for (const one of all) sums.set(one.subject, { ...one, amount: (sums.get(one.subject)?.amount ?? 0) + one.amount });
  return [...sums.values()];
}

function lineView(line: EmissionLine, secret: Secret): Emissions['lines'][number] {
  const reason = secret.get(line.subject) ?? null;
  const kg = (value: number): number | null => (reason === null ? published(value) : null);
  const byContract = line.subject === 'electricity' && secret.has('guarantees');
  const both = ({ locationBasedKg, marketBasedKg }: EmissionLine['scope2']): Emissions['lines'][number]['scope2'] => ({
    locationBasedKg: kg(locationBasedKg),
    marketBasedKg: byContract ? null : kg(marketBasedKg),
  });
  return {
    subject: line.subject,
    unit: line.unit,
    amount: kg(line.amount),
    scope1Kg: kg(line.scope1Kg),
    scope2: both(line.scope2),
    upstream: both(line.upstream),
    biogenicKg: kg(line.biogenicKg),
    infrastructureKg: kg(line.infrastructureKg),
    sign: reason === null ? null : 'x',
    reason,
    factors: line.factors.map(({ factor, list, borrowed }) => ({
      code: factor.code,
      name: factor.name,
      unit: factor.unit,
      directKg: factor.direct,
      chainKg: factor.chain,
      biogenicKg: factor.biogenic,
      infrastructureKg: factor.infrastructure,
      list: list.id,
      certainty: factor.certainty,
      borrowed,
    })),
  };
}

function factorsView(lists: readonly FactorList[], used: readonly FoundFactor[], asked: string): Emissions['factors'] {
  const [first] = lists;
  const mine = [...new Set(used.map((found) => found.list))].sort((a, b) => b.year - a.year);
  const named = mine.length > 0 ? mine : lists.slice(-1);
  return {
    set: first?.set ?? '',
    name: first?.name ?? '',
    basis: first?.basis ?? 'footprint',
    edition: named[0]?.edition ?? '',
    pinned: lists.some((list) => list.id === asked),
    lists: named.map(({ id, edition, year, source, url }) => ({ id, edition, year, source, url })),
  };
}

function electricityViews(months: readonly EmittedMonth[], secret: Secret): Pick<Emissions, 'guarantees' | 'localExchange'> {
  const hidden = secret.has('electricity');
  const known = (value: number): number | null => (hidden ? null : published(value));
  const covered = (value: number): number | null => (secret.has('guarantees') ? null : known(value));
  const cover = months.map((month) => month.cover).reduce(addCover, NO_COVER);
  const bought = (month: EmittedMonth): EmissionLine | undefined => month.inventory.lines.find((line) => line.subject === 'electricity');
  const importKwh = months.reduce((sum, month) => sum + (bought(month)?.amount ?? 0), 0);
  const exchangedKg = months.reduce((sum, month) => {
    const line = bought(month);
    return sum + (line === undefined || line.amount <= 0 ? 0 : (line.scope2.locationBasedKg / line.amount) * month.localExchangeKwh);
  }, 0);
  return {
    guarantees: {
      coveredKwh: covered(cover.coveredKwh),
      uncoveredKwh: covered(Math.max(0, importKwh - cover.coveredKwh)),
      soldOwnUseKwh: covered(cover.soldOwnUseKwh),
    },
    localExchange: {
      kwh: secret.has('avoided') ? null : known(months.reduce((sum, month) => sum + month.localExchangeKwh, 0)),
      locationBasedKg: secret.has('avoided') ? null : known(exchangedKg),
    },
  };
}

function gasView(carriers: readonly CarrierUse[], secret: Secret): Emissions['gas'] {
  const total = carriers.find((one) => one.carrier === 'gas')?.summed.total;
  if (total === undefined || secret.has('gas')) return null;
  const { m3, hhvKwh, lhvKwh } = gasEnergy(total.import - total.export);
  return { m3: published(m3), kwhHhv: published(hhvKwh), kwhLhv: published(lhvKwh), mjPerM3Hhv: GAS_HHV_MJ_PER_M3, mjPerM3Lhv: GAS_LHV_MJ_PER_M3 };
}

const factorsOf = (lines: readonly EmissionLine[]): FoundFactor[] => lines.filter((line) => line.amount !== 0).flatMap((line) => line.factors);

interface UncertainOver {
  readonly area: Area;
  readonly carriers: readonly CarrierUse[];
  readonly lines: readonly EmissionLine[];
}

/** What the emissions may be off by. Of the bands of amounts for whoever may see the members: each carrier's by what it emits. */
export async function uncertaintyIn(deps: Deps, principal: Principal, { area, carriers, lines }: UncertainOver): Promise<UncertaintyPart[]> {
  const substitutedShare = Math.max(0, ...measuredOf(carriers).map((one) => one.quality.S ?? 0));
  const parts = uncertaintyParts({ substitutedShare, recalled: factorsOf(lines).some(({ factor }) => factor.certainty === 'recalled' && factor.direct + factor.chain > 0) });
  if (!seesMembers(principal, area)) return parts;
  const kgOf = (line: EmissionLine): number => line.scope1Kg + line.scope2.locationBasedKg;
  const all = lines.reduce((sum, line) => sum + kgOf(line), 0);
  for (const { carrier, scope, summed } of carriers) {
    const kg = lines.filter(({ subject }) => subject === carrier).reduce((sum, line) => sum + kgOf(line), 0);
    const [first, last] = [summed.steps[0], summed.steps.at(-1)];
    if (kg === 0 || all <= 0 || first === undefined || last === undefined) continue;
    const bands = bandsOf(await doubtsOf(deps, scope, summed), { start: first.start, end: last.end, sums: summed.total });
    parts.push({ field: `activity.${carrier}`, weight: kg / all, value: shareOf(summed.total.import, bands.import) });
  }
  return parts;
}

/** '.' where nobody measures, '*' while a month of the period is not closed. */
function signsOfPeriod(deps: Deps, measured: readonly Measured[], until: EpochMs): Emissions['signs'] {
  if (!measured.some((one) => one.quartersPresent > 0)) return [{ figure: 'totals', sign: '.', reason: 'not-measured' }];
  const provisional = until / QUARTER_MS > closedBeforeQuarter(deps.now(), deps.closeAfterWorkingDays);
  return provisional ? [{ figure: 'totals', sign: '*', reason: 'provisional' }] : [];
}

/** Coverage and quality of all carriers together, by connections and quarters. */
function allMeasured(measured: readonly Measured[]): Pick<Emissions, 'coverage' | 'quality'> {
  const expected = measured.reduce((sum, one) => sum + one.expected, 0);
  if (expected === 0) return { coverage: 0, quality: {} };
  const quality: Emissions['quality'] = {};
  for (const flag of ['M', 'I', 'E', 'S', 'X', 'C'] as const) {
    const share = measured.reduce((sum, one) => sum + (one.quality[flag] ?? 0) * one.expected, 0) / expected;
    if (share > 0) quality[flag] = published(share);
  }
  return { coverage: measured.reduce((sum, one) => sum + one.coverage * one.expected, 0) / expected, quality };
}
