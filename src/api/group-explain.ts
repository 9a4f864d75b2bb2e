// Explains a figure in the statement of a group: its quarters, the registers of one of them, the rule and the limit that held.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { LedgerShare } from '../domain/capacity/group-ledger.ts';
import { loadTerms } from '../domain/capacity/load-terms.ts';
import type { SplitRule } from '../domain/capacity/split-rules.ts';
import { GROUP_FIELDS, type GroupField, LINE_FIELDS, type LineField, type StatementTerm, TERMS_SHOWN_MAX, memberMicro } from '../domain/capacity/statement-terms.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, type Step, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { LedgerAnswer } from '../jobs/capacity-sums.ts';
import { overlap } from '../storage/capacity.ts';
import { loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { explainedTerms } from './explain-terms.ts';
import { type StatementGround, type StatementOver, companyOf, statementGround } from './group-query.ts';
import { limitView } from './limits.ts';
import { instant } from './period.ts';
import type { StatementExplanation } from './shapes-explained.ts';

/** kWh of a quarter-hour x this = mean power in kW. */
const QUARTERS_PER_HOUR = 4;
/** What a member's line says without saying anything of the others. */
const OWN_FIELDS: ReadonlySet<LineField> = new Set<LineField>(['useKwh', 'returnKwh', 'kwMax', 'beyondShareKwh', 'quartersMissing']);

type Answer = Omit<StatementExplanation, 'simulated'>;
interface Asked extends StatementOver {
  readonly field: string;
  readonly connection?: number;
  readonly start?: string;
  readonly end?: string;
}
interface Figure {
  readonly field: LineField | GroupField;
  /** null: of the group. */
  readonly connection: number | null;
}
interface Part {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainStatement(deps: Deps, principal: Principal, asked: Asked): Promise<Answer> {
  const { group, direction } = asked;
  const ground = statementGround(deps, principal, asked);
  const { field, connection } = figureOf(deps, ground, asked);
  const part = partOf(ground, asked, field);
  const borders = bordersIn(part);
  const indexes = borders.map((at) => (at - ground.period.from) / QUARTER_MS);
  const { stretches } = await loadsIn(deps, ground.scope, ground.period);
  const ledger = await deps.compute.capacity(stretches, { kind: 'ledger', ...ground.question, field, connection, borders: indexes });
  const highest = field === 'kwMax' || field === 'coincidentKw' || field === 'aboveKwMax';
  if (highest && ledger.terms.length === 0) throw new ApiError('invalid-request', `field: this time has no quarter that ${field} could be of.`);
  const terms = ledger.terms.map((term) => termView(deps, ground, { term, field, connection }));
  const [only] = terms;
  return {
    group: group.id,
    rule: group.rule,
    direction,
    month: ground.month.name,
    field,
    unit: field.endsWith('Kwh') ? 'kWh' : field.startsWith('quarters') ? 'quarters' : 'kW',
    connection,
    start: toIso(part.start),
    end: toIso(part.end),
    value: fromMicro(ledger.sumsMicro.reduce((sum, one) => sum + one, 0)),
    level: highest ? 'highest' : ledger.terms.length > 0 || !isLong(ledger) ? 'terms' : 'steps',
    terms,
    steps: ledger.terms.length > 0 ? [] : stepsOf(borders, ledger),
    quarters: terms.length === 1 && only !== undefined ? await registersOf(deps, principal, { ground, direction, connection, at: epochMs(Date.parse(only.start)) }) : [],
    limits: ground.judged ? limitsIn(deps, group.id, { direction, ...part }) : [],
    memberships: membershipsIn(deps, ground, { direction, connection, ...part }),
    asOf: toIso(deps.now()),
  };
}

const isLong = ({ terms, sumsMicro }: LedgerAnswer): boolean => terms.length === 0 && sumsMicro.some((one) => one !== 0);

/** @throws ApiError when there is none of that name, or it would say what others drew */
function figureOf(deps: Deps, { held, seen, open }: StatementGround, asked: Asked): Figure {
  const { connection = null } = asked;
  const names: readonly (LineField | GroupField)[] = connection === null ? GROUP_FIELDS : LINE_FIELDS;
  const field = names.find((one) => one === asked.field);
  if (field === undefined) throw new ApiError('invalid-request', `field: of ${connection === null ? 'a group' : 'a member'} one of ${names.join(', ')} can be explained.`);
  if (connection !== null && !held.some((row) => row.connection === connection && seen.has(companyOf(deps, row))))
    throw new ApiError('invalid-request', 'connection: this statement has no such line.');
  const own = connection !== null && LINE_FIELDS.some((one) => one === field && OWN_FIELDS.has(one));
  if (!own && !open) throw new ApiError('suppressed', `x: the quarters of ${field} would say what members drew that you may not see.`);
  return { field, connection };
}

/** @throws ApiError when it does not lie in the month */
function partOf({ period }: StatementGround, asked: Asked, field: string): Part {
  const start = asked.start === undefined ? period.from : instant(asked.start, 'start');
  const end = asked.end === undefined ? period.to : instant(asked.end, 'end');
  if (end <= start) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (start < period.from || end > period.to) throw new ApiError('bad-time', `'start' and 'end' must lie within the month, ${toIso(period.from)} to ${toIso(period.to)}.`);
  if (start % QUARTER_MS !== 0 || end % QUARTER_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole quarter-hours.");
  // When the group was at its highest is a matter of the whole month.
  return field === 'coincidentKw' ? { start: period.from, end: period.to } : { start, end };
}

function bordersIn({ start, end }: Part): EpochMs[] {
  const step: Step = (end - start) / QUARTER_MS > TERMS_SHOWN_MAX ? 'P1D' : 'PT15M';
  return stepBounds(start, end, step).map((at) => epochMs(Math.min(Math.max(at, start), end)));
}

const stepsOf = (borders: readonly EpochMs[], { sumsMicro }: LedgerAnswer): Answer['steps'] =>
  sumsMicro.flatMap((micro, index) => {
    const [start, end] = [borders[index], borders[index + 1]];
    return micro === 0 || start === undefined || end === undefined ? [] : [{ start: toIso(start), end: toIso(end), contribution: fromMicro(micro) }];
  });

const orNull = (kw: number): number | null => (Number.isNaN(kw) ? null : published(kw));

function termView(deps: Deps, { period, open, question }: StatementGround, over: Figure & { term: StatementTerm }): Answer['terms'][number] {
  const { quarter, contributionMicro } = over.term;
  const start = epochMs(period.from + quarter.index * QUARTER_MS);
  const mine = quarter.members.find((one) => one.id === over.connection);
  const shown = open ? quarter.members : quarter.members.filter((one) => one === mine);
  return {
    start: toIso(start),
    end: toIso(epochMs(start + QUARTER_MS)),
    kw: over.connection === null ? orNull(quarter.totalKw) : orNull(mine?.kw ?? Number.NaN),
    totalKw: open ? orNull(quarter.totalKw) : null,
    limitKw: orNull(quarter.limitKw),
    roomKw: open ? orNull(quarter.roomKw) : null,
    contribution: fromMicro(contributionMicro),
    members: shown.map((one) => divisionOf(deps, one, { ...over, open, rule: question.rule })),
  };
}

function divisionOf(deps: Deps, one: LedgerShare, of: Figure & { term: StatementTerm; open: boolean; rule: SplitRule }): Answer['terms'][number]['members'][number] {
  const company = deps.directory.connections.get(one.id)?.company ?? 0;
  const exceeds = of.open && of.term.quarter.exceeds;
  return {
    connection: one.id,
    company,
    name: deps.directory.companies.get(company)?.name ?? '',
    kw: orNull(one.kw),
    shareKw: published(one.shareKw),
    priority: one.priority,
    // Both follow from what the others drew.
    heldKw: of.open ? published(one.heldKw) : null,
    servedKw: exceeds ? orNull(one.servedKw) : null,
    contribution: fromMicro(of.connection === one.id ? of.term.contributionMicro : memberMicro(one, of)),
  };
}

/** The registers whose amounts x 4 are the power of the quarter. */
async function registersOf(
  deps: Deps,
  principal: Principal,
  { ground, direction, connection, at }: { ground: StatementGround; direction: StatementOver['direction']; connection: number | null; at: EpochMs },
): Promise<Answer['quarters']> {
  const from = at / QUARTER_MS;
  // Whoever was no member in that quarter is in no sum of it.
  const there = new Set(ground.question.members.filter((one) => one.terms.some((term) => from >= term.from && from < term.to)).map((one) => one.connection));
  const connections = ground.scope.connections.filter((one) => there.has(one.id) && (connection === null || one.id === connection));
  const over = { principal, scope: { connections }, from, to: from + 1, asOf: null, figureAt: deps.now(), power: QUARTERS_PER_HOUR };
  return (await explainedTerms(deps, { ...over, termsOf: (parts) => loadTerms(parts, direction) })).quarters;
}

const limitsIn = (deps: Deps, group: number, { direction, start, end }: Part & { direction: StatementOver['direction'] }): Answer['limits'] =>
  deps.capacity
    .limitsOfGroup(group)
    .filter((row) => row.direction === direction && overlap(row, { from: start, to: end }))
    .map((row) => ({ ...limitView(deps, row), writtenAt: toIso(row.at) }));

function membershipsIn(deps: Deps, { held, seen }: StatementGround, over: Part & { direction: StatementOver['direction']; connection: number | null }): Answer['memberships'] {
  return held
    .filter((row) => seen.has(companyOf(deps, row)) && (over.connection === null || row.connection === over.connection) && overlap(row, { from: over.start, to: over.end }))
    .map((row) => ({
      connection: row.connection,
      shareKw: over.direction === 'import' ? row.shareImportKw : row.shareExportKw,
      priority: row.priority,
      validFrom: toIso(row.from),
      validTo: row.to === null ? null : toIso(row.to),
    }));
}
