// Who of a group may use how much of the shared room in one quarter-hour, by the rule the group agreed. Pure.

/** fixed: each its own kW; pro-rata: all give way in the same proportion; priority: the first is served first; first-come:
 *  who already drew keeps drawing, who draws more comes last. */
export const SPLIT_RULES = ['fixed', 'pro-rata', 'priority', 'first-come'] as const;
export type SplitRule = (typeof SPLIT_RULES)[number];

export interface Claim {
  /** What the member draws, kW, at least 0. */
  readonly useKw: number;
  /** Its own share under `fixed`. */
  readonly shareKw: number;
  /** 1 is served first under `priority`. */
  readonly priority: number;
  /** What it was served in the quarter before, under `first-come`. */
  readonly heldKw: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);
/** What each gets of an amount that is not enough for all, in proportion to what it asks. */
const inProportion = (asked: readonly number[], roomKw: number): number[] => {
  const sum = sumOf(asked);
  return sum <= roomKw || sum === 0 ? [...asked] : asked.map((one) => (one * Math.max(roomKw, 0)) / sum);
};

/** Divides the room over members that together may draw more than there is. What a member draws beyond its part is its share of
 *  the exceedance: the parts and these add up to the use, whatever the rule.
 *  @param roomKw what the group may draw, with what its members feed in added
 *  @returns the part of each member's use that fits, kW
 *  @see docs/methods.md#group-ledger */
export function servedBy(rule: SplitRule, roomKw: number, claims: readonly Claim[]): number[] {
  const uses = claims.map((one) => one.useKw);
  if (sumOf(uses) <= roomKw) return uses;
  const room = Math.max(roomKw, 0);
  switch (rule) {
    case 'fixed':
      return byShare(room, claims);
    case 'pro-rata':
      return inProportion(uses, room);
    case 'priority':
      return byPriority(room, claims);
    case 'first-come':
      return byArrival(room, claims);
  }
}

/** Who is above its own share pays for the whole, in proportion to how far: a share that another left unused is a loan. */
function byShare(roomKw: number, claims: readonly Claim[]): number[] {
  const within = claims.map((one) => Math.min(one.useKw, one.shareKw));
  const above = claims.map((one, index) => one.useKw - (within[index] ?? 0));
  // Shares that together are more than there is (a limit that fell): they shrink in proportion.
  const own = inProportion(within, roomKw);
  const lent = inProportion(above, roomKw - sumOf(own));
  return own.map((one, index) => one + (lent[index] ?? 0));
}

function byPriority(roomKw: number, claims: readonly Claim[]): number[] {
  const served = claims.map(() => 0);
  let left = roomKw;
  for (const priority of [...new Set(claims.map((one) => one.priority))].sort((a, b) => a - b)) {
    const parts = inProportion(
      claims.map((one) => (one.priority === priority ? one.useKw : 0)),
      left,
    );
    parts.forEach((part, index) => {
      served[index] = (served[index] ?? 0) + part;
    });
    left -= sumOf(parts);
  }
  return served;
}

function byArrival(roomKw: number, claims: readonly Claim[]): number[] {
  const kept = inProportion(
    claims.map((one) => Math.min(one.useKw, one.heldKw)),
    roomKw,
  );
  const more = inProportion(
    claims.map((one, index) => one.useKw - (kept[index] ?? 0)),
    roomKw - sumOf(kept),
  );
  return kept.map((one, index) => one + (more[index] ?? 0));
}
