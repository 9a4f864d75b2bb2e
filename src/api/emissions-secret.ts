// Which parts of emissions are kept back from a reader who may not see the companies behind them.
import type { Principal } from '../domain/access.ts';
import { keptRegionSteps, keptSteps } from '../domain/disclosure-fields.ts';
import { judgeMeasure } from '../domain/disclosure.ts';
import type { EmissionTotals } from '../domain/emissions.ts';
import { FUELS, fuelOf } from '../domain/fuel.ts';
import { untoldParts } from '../domain/kept-back-parts.ts';
import { stepBounds } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { FigureRow } from '../storage/imports-sql.ts';
import type { Deps } from './deps.ts';
import { type ParkContribution, REASONS, contributionOf, judgeMeasures, measuresByMonth, partsByPark } from './disclosure-query.ts';
import { seesMembers } from './members.ts';
import { type CarrierUse, type MonthUse, type Over, fuelRowsIn, overlapOf, wholeMonths } from './emissions-use.ts';
import { ApiError } from './errors.ts';
import { endTold, visibleCompanies } from './scope.ts';
import type { Emissions } from './shapes-emissions.ts';

/** Carriers, fuels, 'avoided' and 'guarantees' that are secret, with the reason. */
export type Secret = ReadonlyMap<string, string>;

/** What of an area's emissions is secret to this reader.
 *  @throws ApiError when all of it is */
export async function judgeSubjects(deps: Deps, principal: Principal, over: Over & { carriers: readonly CarrierUse[] }): Promise<Secret> {
  const { carriers } = over;
  const secret = new Map<string, string>();
  if (seesMembers(principal, over.area)) return secret;
  for (const { carrier, scope } of carriers) {
    const judged = await judgeMeasures(deps, principal, { ...over, scope });
    // Of what is passed on the amount is import less export: beside the import of the balance it tells the export.
    for (const one of carrier === 'electricity' ? [judged.import] : [judged.export, judged.import]) if (one.sign === 'x') secret.set(carrier, one.reason);
    for (const one of [judged.export, judged.generation]) if ((carrier === 'electricity' || carrier === 'heat') && one.sign === 'x') secret.set('avoided', one.reason);
  }
  for (const [fuel, reason] of await judgeFuels(deps, principal, over)) secret.set(fuel, reason);
  const subjects = carriers.filter(({ scope }) => scope.connections.some((one) => one.registers.length > 0));
  const reason = subjects.map(({ carrier }) => secret.get(carrier)).find((one) => one !== undefined);
  if (subjects.length > 0 && reason !== undefined && subjects.every(({ carrier }) => secret.has(carrier))) throw new ApiError('suppressed', `x (${reason}): ${sentenceOf(reason)}`);
  return secret;
}

const sentenceOf = (reason: string): string => Object.entries(REASONS).find(([name]) => name === reason)?.[1] ?? '';

/** What was entered is told of whole local months, each of which has to pass by itself: then so does what two periods differ by. Of the
 *  month that runs it is not told yet. */
async function judgeFuels(deps: Deps, principal: Principal, over: Over): Promise<[string, string][]> {
  const rows = await fuelsIn(deps, principal, over);
  const { from, to } = wholeMonths(over);
  const pieces = piecesOf(deps, principal, over);
  return Object.keys(FUELS).flatMap((fuel): [string, string][] => {
    const mine = rows.filter((row) => row.subject === fuel);
    if (mine.length > 0 && from >= to) return [[fuel, 'too-few']];
    const reason = pieces
      .map((piece) => {
        const some = mine.map((row) => contributionOf(deps, row.company, row.amount * overlapOf(row, piece))).filter((one) => one.amount !== 0);
        return some.length === 0 || piece.is === 'running' ? null : piece.is === 'part' ? 'too-few' : reasonOf(over, some);
      })
      .find((one) => one !== null);
    return reason === undefined || reason === null ? [] : [[fuel, reason]];
  });
}

interface MonthPiece {
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** running: it goes to the end of what is told by now. */
  readonly is: 'whole' | 'part' | 'running';
}

/** The local months of a period, as far as they lie in it. */
function piecesOf(deps: Pick<Deps, 'directory' | 'now'>, principal: Principal, over: Over): MonthPiece[] {
  const whole = wholeMonths(over);
  const told = endTold(deps, principal, { area: over.area, at: deps.now() });
  const bounds = stepBounds(over.from, over.to, 'P1M').map((at) => epochMs(Math.min(Math.max(at, over.from), over.to)));
  return bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? over.from;
    return { start, end, is: start >= whole.from && end <= whole.to ? 'whole' : start >= whole.from && end >= told ? 'running' : 'part' };
  });
}

async function fuelsIn(deps: Deps, principal: Principal, over: Over): Promise<FigureRow[]> {
  const companies = visibleCompanies(deps.directory, principal, { area: over.area, now: deps.now() }).map((company) => company.id);
  return fuelRowsIn(deps, companies, over);
}

/** Why a figure to which some contribute is secret; of the region also where it would tell what is kept back of a park. */
function reasonOf({ area }: Pick<Over, 'area'>, contributions: readonly ParkContribution[]): string | null {
  const some = contributions.filter((one) => one.amount !== 0);
  const judged = judgeMeasure(some);
  if (judged.sign === 'x') return judged.reason;
  return area.kind === 'region' && untoldParts(partsByPark(some)).size > 0 ? 'too-few' : null;
}

/** Guarantees tell of the companies that have any: of the electricity they cover, and of the emissions by contract. Each month has to pass
 *  by itself, and those in which the period begins or ends are told as far as the running one is. */
export function judgeCover(deps: Deps, principal: Principal, over: Over & { months: readonly Pick<MonthUse, 'covers' | 'start' | 'end'>[] }): [string, string][] {
  const { area, months } = over;
  if (seesMembers(principal, area)) return [];
  const pieces = new Map(piecesOf(deps, principal, over).map((piece) => [piece.start, piece.is]));
  for (const field of ['coveredKwh', 'soldOwnUseKwh'] as const)
    for (const { start, covers } of months) {
      const some = [...covers].map(([company, cover]) => contributionOf(deps, company, cover[field])).filter((one) => one.amount !== 0);
      const reason = some.length > 0 && pieces.get(start) === 'part' ? 'too-few' : reasonOf({ area }, some);
      if (reason !== null) return [['guarantees', reason]];
    }
  return [];
}

/** What is secret in each month by itself; and in as many more that the whole period less the open months tells nothing.
 *  @param secret what is secret in the whole period, and so in each month */
export async function judgeMonths(
  deps: Deps,
  principal: Principal,
  over: Over & { carriers: readonly CarrierUse[]; months: readonly MonthUse[]; secret: Secret },
): Promise<Secret[]> {
  const { area, carriers, months, secret } = over;
  const found = months.map(() => new Map(secret));
  if (seesMembers(principal, area) || months.length === 1) return found;
  const keep = (subject: string, steps: readonly (readonly ParkContribution[])[]): void => {
    if (secret.has(subject)) return;
    const kept = area.kind === 'region' ? keptRegionSteps(steps) : keptSteps(steps);
    for (const index of kept) found[index]?.set(subject, 'one-month');
  };
  const nonzero = (contributions: readonly ParkContribution[]): ParkContribution[] => contributions.filter((one) => one.amount !== 0);
  const starts = months.map((month) => month.start);
  for (const { carrier, scope } of carriers) {
    const byMonth = await measuresByMonth(deps, { ...over, scope }, starts);
    keep(
      carrier,
      byMonth.map((of) => of('import')),
    );
    if (carrier !== 'electricity')
      keep(
        carrier,
        byMonth.map((of) => nonzero(of('export'))),
      );
    if (carrier !== 'electricity' && carrier !== 'heat') continue;
    for (const measure of ['export', 'generation'] as const)
      keep(
        'avoided',
        byMonth.map((of) => nonzero(of(measure))),
      );
  }
  const fuels = await fuelsIn(deps, principal, over);
  for (const fuel of Object.keys(FUELS)) {
    const mine = fuels.filter((row) => row.subject === fuel);
    keep(
      fuel,
      months.map((month) => nonzero(mine.map((row) => contributionOf(deps, row.company, row.amount * overlapOf(row, month))))),
    );
  }
  for (const field of ['coveredKwh', 'soldOwnUseKwh'] as const)
    keep(
      'guarantees',
      months.map(({ covers }) => nonzero([...covers].map(([company, cover]) => contributionOf(deps, company, cover[field])))),
    );
  return found;
}

const SCOPE_2: ReadonlySet<string> = new Set(['electricity', 'heat', 'cold', 'steam']);
const BIOGENIC: ReadonlySet<string> = new Set(['biogas', 'diesel', 'wood-chips']);

/** Totals without what a secret part enters: what is left of a total less its open parts would be the secret one.
 *  @param scopeless carriers that enter no scope */
export function withoutSecret(totals: EmissionTotals, secret: Secret, scopeless: ReadonlySet<string>): Emissions['totals'] {
  const subjects = [...secret.keys()].filter((one) => one !== 'avoided' && one !== 'guarantees');
  const scoped = subjects.filter((subject) => !scopeless.has(subject));
  const [one, two] = [scoped.some((subject) => !SCOPE_2.has(subject) || fuelOf(subject) !== null), scoped.some((subject) => SCOPE_2.has(subject))];
  const hide = <T extends object>(hidden: boolean, of: T): { [K in keyof T]: T[K] | null } | Record<keyof T, null> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys, each null
    hidden ? (Object.fromEntries(Object.keys(of).map((key) => [key, null])) as Record<keyof T, null>) : of;
  const byContract = <T extends { marketBasedKg: number | null }>(of: T): T => (secret.has('guarantees') ? { ...of, marketBasedKg: null } : of);
  return {
    scope1Kg: one ? null : totals.scope1Kg,
    scope2: byContract(hide(two, totals.scope2)),
    upstream: byContract(hide(one || two, totals.upstream)),
    avoidedKg: secret.has('avoided') || two ? null : totals.avoidedKg,
    biogenicKg: subjects.some((subject) => BIOGENIC.has(subject)) ? null : totals.biogenicKg,
  };
}
