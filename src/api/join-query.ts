// Whether something more can join a place or a group, by the quarters of the last twelve months.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Wish } from '../domain/capacity/joining.ts';
import { shortKw } from '../domain/capacity/joining-terms.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import { type GroupRow, overlap } from '../storage/capacity.ts';
import { type Unmarked, dateOf, instantOf, known, lastMonths, monthsTo, orNull, overMonths } from './capacity-query.ts';
import { type Place, capacityScope, limitParts, scopeTerms } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { membersNow, scopeOfMembers } from './group-query.ts';
import type { Scope } from './scope.ts';
import type { JoinAnswer, LimitSource } from './shapes-capacity.ts';

const DAYS_SHOWN_MAX = 366;

/** Where something may join. */
export type JoinPlace = Place | { readonly kind: 'group'; readonly group: GroupRow };
export interface JoinGround {
  readonly direction: Direction;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly scope: Scope;
  readonly parts: readonly LimitPart[];
  readonly source: LimitSource | null;
  /** Whose routes explain a quarter of it; null: the connections one by one. */
  readonly place: Place | null;
}

/** @throws ApiError when it is kept back from this reader */
export async function joinGround(deps: Deps, principal: Principal, { place, direction }: { place: JoinPlace; direction: Direction }): Promise<JoinGround> {
  if (place.kind === 'group') return groupGround(deps, principal, { group: place.group, direction });
  const period = { place, direction, ...lastMonths(deps, principal, place) };
  const scope = await capacityScope(deps, principal, period);
  return { ...period, scope, ...limitParts(deps, scope, period) };
}

/** Those who are in it now, all twelve months, under the limits that hold now: what would have been if the group had always been what it is.
 *  @throws ApiError when one of them is hidden from this reader: room is the limit less what they drew */
function groupGround(deps: Deps, principal: Principal, { group, direction }: { group: GroupRow; direction: Direction }): JoinGround {
  const now = deps.now();
  const { rows, open } = membersNow(deps, principal, group.id);
  if (!open) throw new ApiError('suppressed', 'x: what can join a group would say what members drew that you may not see.');
  const period = monthsTo(now);
  const limits = deps.capacity.limitsOfGroup(group.id).filter((row) => overlap(row, { from: now, to: epochMs(now + 1) }));
  const always = limits.map((row) => ({ ...row, from: epochMs(0), to: null }));
  return {
    direction,
    ...period,
    scope: scopeOfMembers(deps, rows, period),
    // A member that was not measured draws all the same: nothing is judged without it.
    parts: [{ of: 'group', group: group.id, members: [...new Set(rows.map((row) => row.connection))], rows: always }],
    source: rows.length === 0 ? null : 'group',
    place: null,
  };
}

/** Can something more join, by the quarters of the last twelve months? */
export async function answerJoin(deps: Deps, principal: Principal, over: { place: JoinPlace; wish: Wish }): Promise<Unmarked<JoinAnswer>> {
  const direction = over.wish.kind === 'sun' ? 'export' : 'import';
  const { scope, parts, source, ...period } = await joinGround(deps, principal, { place: over.place, direction });
  const question = { kind: 'join', direction, parts, wish: over.wish, ...scopeTerms(scope) } as const;
  const { answer, sums } = await overMonths(deps, scope, { ...period, question, ask: (stretches) => deps.compute.capacity(stretches, question) });
  const { binding } = answer;
  return {
    direction,
    from: toIso(period.from),
    to: toIso(period.to),
    limitKind: source,
    fits: answer.fits,
    quartersJudged: answer.quartersJudged,
    quartersFailing: answer.quartersFailing,
    binding:
      binding === null
        ? null
        : {
            at: instantOf(period.from, binding.index),
            usageKw: published(binding.usageKw),
            extraKw: published(binding.extraKw),
            limitKw: published(binding.limitKw),
            shortKw: published(Math.max(shortKw(binding), 0)),
          },
    roomAlwaysKw: orNull(answer.roomAlwaysKw),
    roomUsualKw: orNull(answer.roomUsualKw),
    shareThatFits: orNull(answer.shareThatFits),
    failingDays: answer.days.length,
    days: answer.days
      .toSorted((a, b) => b.shortKwMax - a.shortKwMax)
      .slice(0, DAYS_SHOWN_MAX)
      .map(({ day, quarters, shortKwMax, shortKwh }) => ({ date: dateOf(day), quarters, shortKwMax: published(shortKwMax), shortKwh: published(shortKwh) })),
    nights: answer.nights,
    nightsTooShort: answer.nightsTooShort,
    ...known(deps, sums, { scope, over: period }),
  };
}
