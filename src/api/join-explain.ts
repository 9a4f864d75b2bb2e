// Explains an answer to "can it join": the quarters, days and nights that it rests on.
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Wish } from '../domain/capacity/joining.ts';
import { COUNT_FIELDS, DAY_FIELDS, type JoinField, type JoinQuarter, type JoinTerms, QUARTER_FIELDS, shortKw } from '../domain/capacity/joining-terms.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import type { QuarterAnswer } from '../jobs/capacity-sums.ts';
import { type FigureAnswer, explainPath, fieldAmong, framed, part, quarterOf } from './capacity-figures.ts';
import { dateOf, dayOf } from './capacity-query.ts';
import { scopeTerms, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type JoinGround, type JoinPlace, answerJoin, joinGround } from './join-query.ts';
import type { JoinAnswer } from './shapes-capacity.ts';
import { connectionResource } from './views.ts';

interface Asked {
  readonly place: JoinPlace;
  readonly wish: Wish;
  readonly field: string;
  /** Of a figure of one day. */
  readonly date?: string;
}
type Told = Omit<JoinAnswer, 'simulated'>;
const FIELDS: readonly JoinField[] = [...QUARTER_FIELDS, ...COUNT_FIELDS, ...DAY_FIELDS];

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainJoin(deps: Deps, principal: Principal, asked: Asked): Promise<FigureAnswer> {
  const { place, wish } = asked;
  const field = fieldAmong(FIELDS, asked.field, 'what can join');
  const told = await answerJoin(deps, principal, { place, wish });
  const day = told.days.find((one) => one.date === asked.date);
  const isOfDay = DAY_FIELDS.some((one) => one === field);
  if (isOfDay && day === undefined) throw new ApiError('invalid-request', 'date: one of the days of the answer, as it says them.');
  const { direction } = told;
  const { scope, parts, ...ground } = await joinGround(deps, principal, { place, direction });
  const period = { direction, from: ground.from, to: ground.to };
  const { stretches } = await loadsIn(deps, scope, period);
  const terms = await deps.compute.capacity(stretches, {
    kind: 'join-terms',
    direction,
    parts,
    wish,
    field,
    day: isOfDay ? dayOf(day?.date ?? '') : null,
    ...scopeTerms(scope),
  });
  const frame = framed(deps, { ...period, field, unit: unitOf(field), value: valueOf(told, field, day) });
  const rounded = roundedParts();
  const quarters = terms.quarters.map((one, at) =>
    quarterOf(
      { ...ground, index: one.index },
      {
        ...(place.kind === 'group' && { members: membersOf(deps, principal, { ...ground, index: one.index, counted: terms.counted[at] ?? [] }) }),
        usageKw: published(one.usageKw),
        limitKw: published(one.limitKw),
        extraKw: published(one.extraKw),
        contribution: field === 'days.shortKwh' ? fromMicro(rounded(shortKw(one) / 4)) : contributionOf(one, field),
      },
    ),
  );
  return { ...frame, quarters, ...levelOf(terms, field), ...rankedBy(terms) };
}

/** Whoever is asked about a group sees what each member drew, and goes on to its registers where the member lets it. */
function membersOf(
  deps: Deps,
  principal: Principal,
  { counted, ...at }: Pick<JoinGround, 'direction' | 'from'> & { index: number; counted: QuarterAnswer['counted'] },
): NonNullable<FigureAnswer['quarters'][number]['members']> {
  return counted.map(({ connection, company, kw }) => {
    const resource = connectionResource(deps, connection);
    const open = resource !== null && decide(principal, 'see', resource) === 'allow';
    return { connection, company, usageKw: published(kw), explain: open ? explainPath({ ...at, place: { kind: 'connection', connection } }) : null };
  });
}

function unitOf(field: JoinField): FigureAnswer['unit'] {
  if (field === 'shareThatFits') return 'share';
  if (field.startsWith('nights')) return 'nights';
  if (field === 'failingDays') return 'days';
  return field === 'quartersFailing' || field === 'days.quarters' ? 'quarters' : field.endsWith('Kwh') ? 'kWh' : 'kW';
}

function valueOf(told: Told, field: JoinField, day: Told['days'][number] | undefined): number | null {
  const { roomAlwaysKw, roomUsualKw, shareThatFits, quartersFailing, failingDays, nights, nightsTooShort, binding } = told;
  const values: Record<JoinField, number | null> = {
    roomAlwaysKw,
    roomUsualKw,
    shareThatFits,
    quartersFailing,
    failingDays,
    nights,
    nightsTooShort,
    'binding.usageKw': binding?.usageKw ?? null,
    'binding.extraKw': binding?.extraKw ?? null,
    'binding.limitKw': binding?.limitKw ?? null,
    'binding.shortKw': binding?.shortKw ?? null,
    'days.quarters': day?.quarters ?? null,
    'days.shortKwMax': day?.shortKwMax ?? null,
    'days.shortKwh': day?.shortKwh ?? null,
  };
  return values[field];
}

function contributionOf(one: JoinQuarter, field: JoinField): number {
  switch (field) {
    case 'binding.usageKw':
      return published(one.usageKw);
    case 'binding.extraKw':
      return published(one.extraKw);
    case 'binding.limitKw':
      return published(one.limitKw);
    case 'binding.shortKw':
    case 'days.shortKwMax':
      return published(Math.max(shortKw(one), 0));
    case 'days.quarters':
      return 1;
    case 'roomAlwaysKw':
    case 'roomUsualKw':
    case 'shareThatFits':
    case 'quartersFailing':
    case 'failingDays':
    case 'nights':
    case 'nightsTooShort':
    case 'days.shortKwh':
      return published(one.limitKw - one.usageKw);
  }
}

function levelOf({ quarters, days, nights }: JoinTerms, field: JoinField): Pick<FigureAnswer, 'level' | 'parts' | 'days' | 'nights'> {
  const none = { parts: [], days: [], nights: [] };
  const [first] = quarters;
  switch (field) {
    case 'shareThatFits': {
      const parts =
        first === undefined
          ? []
          : // Unrounded, or their ratio would not come out to the last digit.
            [part('roomKw', 'numerator', { value: Math.max(first.limitKw - first.usageKw, 0) }), part('extraKw', 'denominator', { value: first.extraKw })];
      return { ...none, level: 'ratio', parts };
    }
    case 'quartersFailing':
    case 'failingDays':
      return {
        ...none,
        level: 'days',
        days: days.map(({ day, shortKwMax, shortKwh, ...rest }) => ({ date: dateOf(day), ...rest, shortKwMax: published(shortKwMax), shortKwh: published(shortKwh) })),
      };
    case 'nights':
    case 'nightsTooShort':
      return { ...none, level: 'nights', nights: nights.map(({ day, ...rest }) => ({ date: dateOf(day), ...rest })) };
    case 'days.quarters':
    case 'days.shortKwh':
      return { ...none, level: 'quarters' };
    case 'roomAlwaysKw':
    case 'roomUsualKw':
    case 'binding.usageKw':
    case 'binding.extraKw':
    case 'binding.limitKw':
    case 'binding.shortKw':
    case 'days.shortKwMax':
      return { ...none, level: 'quarter' };
  }
}

const rankedBy = ({ rank, of, below, equal }: JoinTerms): Pick<FigureAnswer, 'rank' | 'of' | 'before' | 'equal'> => ({ rank, of, before: below, equal });
