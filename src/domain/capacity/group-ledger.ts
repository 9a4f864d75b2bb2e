// The ledger of a group that shares one contract: who used what of it, quarter by quarter, and whose use passed the limit. Pure.
import { type Blame, NO_BLAME, blameOf, quarterKwh } from './blame.ts';
import { TOLERANCE_KW } from './limit-use.ts';
import { type SplitRule, servedBy } from './split-rules.ts';

/** A connection in the group. */
export interface Member {
  readonly id: number;
  /** kW drawn in each quarter, below 0 where it feeds in; NaN where nothing is known. */
  readonly kw: Float64Array;
  /** 1 where it was measured. */
  readonly sure: Uint8Array;
  /** Times in the group, by index of the quarter. */
  readonly terms: readonly Term[];
}
export interface Term {
  /** Indexes [from, to). */
  readonly from: number;
  readonly to: number;
  readonly shareKw: number;
  readonly priority: number;
}

export interface LedgerOver {
  readonly rule: SplitRule;
  /** What the group may draw in each quarter, kW; NaN where no limit holds. */
  readonly limitKw: Float64Array;
  readonly members: readonly Member[];
}

export interface Statement {
  /** In the order of the members. */
  readonly members: readonly MemberStatement[];
  readonly exceedances: readonly Exceedance[];
  readonly useKwh: number;
  readonly returnKwh: number;
  /** Highest quarter of the group that was measured throughout. */
  readonly peak: { readonly kw: number; readonly index: number } | null;
  readonly aboveKwh: number;
  readonly quartersAbove: number;
  /** Quarters in which a member is silent or estimated: the group's power is not known well enough to judge. */
  readonly quartersUnjudged: number;
  readonly quarters: number;
}
export interface MemberStatement {
  readonly id: number;
  readonly quartersMissing: number;
  readonly useKwh: number;
  readonly returnKwh: number;
  readonly kwMax: number | null;
  readonly kwMaxIndex: number | null;
  /** What it drew when the group was at its highest. */
  readonly coincidentKw: number | null;
  /** Under fixed shares: above its own share, also when the group had room. */
  readonly beyondShareKwh: number;
  /** Its part of the group's exceedances. */
  readonly aboveKwh: number;
  readonly aboveKwMax: number;
  readonly quartersAbove: number;
}
/** Quarters above the group's limit that follow each other, and who caused them. */
export interface Exceedance {
  /** Indexes [from, to). */
  readonly from: number;
  readonly to: number;
  readonly aboveKwMax: number;
  readonly aboveKwh: number;
  readonly causes: readonly { readonly id: number; readonly aboveKwMax: number; readonly aboveKwh: number }[];
}

/** One quarter as the ledger judged it. */
export interface LedgerQuarter {
  readonly index: number;
  /** Was everybody measured? Only then something is held against the limit. */
  readonly judged: boolean;
  /** Sum of the members; NaN where one of them is not known. */
  readonly totalKw: number;
  /** NaN where no limit holds. */
  readonly limitKw: number;
  /** limit + what members fed in. */
  readonly roomKw: number;
  readonly exceeds: boolean;
  readonly aboveKwh: number;
  readonly members: readonly LedgerShare[];
}
export interface LedgerShare {
  readonly id: number;
  /** NaN where nothing is known. */
  readonly kw: number;
  readonly sure: boolean;
  readonly shareKw: number;
  readonly priority: number;
  /** What it was served in the quarter before. */
  readonly heldKw: number;
  /** Its part of the room; what it drew where nothing was divided. */
  readonly servedKw: number;
  readonly aboveKw: number;
  /** Whole millionths: those of all members add up to those of the group. */
  readonly aboveKwh: number;
}

interface Account {
  quartersMissing: number;
  useKwh: number;
  returnKwh: number;
  kwMax: number | null;
  kwMaxIndex: number | null;
  beyondShareKwh: number;
  aboveKwh: number;
  aboveKwMax: number;
  quartersAbove: number;
  heldKw: number;
  /** Part of the exceedance that is open. */
  openKwh: number;
  openKwMax: number;
}
const newAccount = (): Account => ({
  quartersMissing: 0,
  useKwh: 0,
  returnKwh: 0,
  kwMax: null,
  kwMaxIndex: null,
  beyondShareKwh: 0,
  aboveKwh: 0,
  aboveKwMax: 0,
  quartersAbove: 0,
  heldKw: 0,
  openKwh: 0,
  openKwMax: 0,
});

interface Present {
  readonly member: Member;
  readonly account: Account;
  readonly term: Term;
  readonly kw: number;
}

/** Replays a group quarter by quarter. What members draw above the limit together is divided by the rule, so that the parts add
 *  up to the exceedance; what a member feeds in is room for the others. kWh are whole millionths in each quarter.
 *  @param watch is told of every quarter in which somebody is a member
 *  @see docs/methods.md#group-ledger */
export function replay(over: LedgerOver, watch?: (quarter: LedgerQuarter) => void): Statement {
  return new Replay(over, watch).run();
}

class Replay {
  readonly #over: LedgerOver;
  readonly #watch: ((quarter: LedgerQuarter) => void) | undefined;
  readonly #accounts: readonly Account[];
  readonly #exceedances: Exceedance[] = [];
  #open: { from: number; aboveKwMax: number; aboveKwh: number } | null = null;
  #peak: Statement['peak'] = null;
  #unjudged = 0;

  constructor(over: LedgerOver, watch?: (quarter: LedgerQuarter) => void) {
    this.#over = over;
    this.#watch = watch;
    this.#accounts = over.members.map(newAccount);
  }

  run(): Statement {
    const { limitKw, members } = this.#over;
    for (let t = 0; t < limitKw.length; t++) this.#quarter(t);
    this.#close(limitKw.length);
    const sum = (of: (account: Account) => number): number => this.#accounts.reduce((total, one) => total + of(one), 0);
    return {
      members: this.#accounts.map((account, index) => this.#statementOf(account, index)),
      exceedances: this.#exceedances,
      useKwh: sum((one) => one.useKwh),
      returnKwh: sum((one) => one.returnKwh),
      peak: this.#peak,
      aboveKwh: this.#exceedances.reduce((total, one) => total + one.aboveKwh, 0),
      quartersAbove: this.#exceedances.reduce((total, one) => total + one.to - one.from, 0),
      quartersUnjudged: members.length === 0 ? 0 : this.#unjudged,
      quarters: limitKw.length,
    };
  }

  #statementOf({ heldKw: _held, openKwh: _kwh, openKwMax: _kw, ...account }: Account, index: number): MemberStatement {
    const member = this.#over.members[index];
    const at = this.#peak?.index;
    const there = at !== undefined && member !== undefined && member.terms.some((term) => at >= term.from && at < term.to);
    return { id: member?.id ?? 0, ...account, coincidentKw: there ? (member.kw[at] ?? null) : null };
  }

  #quarter(t: number): void {
    const present = this.#presentAt(t);
    let [totalKw, judged] = [0, present.length > 0];
    for (const { kw, member } of present) {
      if (member.sure[t] !== 1 || Number.isNaN(kw)) judged = false;
      else totalKw += kw;
    }
    if (!judged) {
      if (present.length > 0) this.#unjudged += 1;
      this.#tell(t, { present, held: present.map(({ account }) => account.heldKw), totalKw: null });
      // Nobody holds what was not measured.
      for (const { account } of present) account.heldKw = 0;
      this.#close(t);
      return;
    }
    if (this.#peak === null || totalKw > this.#peak.kw) this.#peak = { kw: totalKw, index: t };
    this.#divide(t, { present, totalKw });
  }

  /** Books what each member drew. @returns who is in the group in this quarter */
  #presentAt(t: number): Present[] {
    const present: Present[] = [];
    this.#over.members.forEach((member, index) => {
      const account = this.#accounts[index];
      const term = member.terms.find((one) => t >= one.from && t < one.to);
      if (account === undefined) return;
      if (term === undefined) {
        account.heldKw = 0;
        return;
      }
      const kw = member.kw[t] ?? Number.NaN;
      present.push({ member, account, term, kw });
      book(account, { kw, term, t, sure: member.sure[t] === 1, fixed: this.#over.rule === 'fixed' });
    });
    return present;
  }

  #divide(t: number, { present, totalKw }: { present: readonly Present[]; totalKw: number }): void {
    const limit = this.#over.limitKw[t] ?? Number.NaN;
    const claims = present.map(({ kw, term, account }) => ({ useKw: Math.max(kw, 0), shareKw: term.shareKw, priority: term.priority, heldKw: account.heldKw }));
    const returnedKw = present.reduce((sum, { kw }) => sum + Math.max(-kw, 0), 0);
    const aboveKw = totalKw - limit;
    const exceeds = aboveKw > TOLERANCE_KW;
    const served = exceeds ? servedBy(this.#over.rule, limit + returnedKw, claims) : claims.map((claim) => claim.useKw);
    const blamed = exceeds
      ? blameOf(
          aboveKw,
          claims.map((claim, index) => claim.useKw - (served[index] ?? 0)),
        )
      : [];
    this.#tell(t, { present, held: claims.map((claim) => claim.heldKw), totalKw, divided: { served, blamed, aboveKw: exceeds ? aboveKw : 0, returnedKw } });
    present.forEach(({ account }, index) => {
      account.heldKw = served[index] ?? 0;
    });
    if (!exceeds) {
      this.#close(t);
      return;
    }
    this.#open ??= { from: t, aboveKwMax: 0, aboveKwh: 0 };
    this.#open = { from: this.#open.from, aboveKwMax: Math.max(this.#open.aboveKwMax, aboveKw), aboveKwh: this.#open.aboveKwh + quarterKwh(aboveKw) };
    present.forEach(({ account }, index) => blame(account, blamed[index] ?? NO_BLAME));
  }

  #tell(
    t: number,
    of: {
      present: readonly Present[];
      held: readonly number[];
      totalKw: number | null;
      divided?: { served: readonly number[]; blamed: readonly Blame[]; aboveKw: number; returnedKw: number };
    },
  ): void {
    if (this.#watch === undefined || of.present.length === 0) return;
    const limitKw = this.#over.limitKw[t] ?? Number.NaN;
    const { divided } = of;
    this.#watch({
      index: t,
      judged: of.totalKw !== null,
      totalKw: of.totalKw ?? Number.NaN,
      limitKw,
      roomKw: limitKw + (divided?.returnedKw ?? Number.NaN),
      exceeds: divided !== undefined && divided.aboveKw > 0,
      aboveKwh: quarterKwh(divided?.aboveKw ?? 0),
      members: of.present.map(({ member, term, kw }, index) => ({
        id: member.id,
        kw,
        sure: member.sure[t] === 1,
        shareKw: term.shareKw,
        priority: term.priority,
        heldKw: of.held[index] ?? 0,
        servedKw: divided?.served[index] ?? Number.NaN,
        ...(divided?.blamed[index] ?? NO_BLAME),
      })),
    });
  }

  #close(to: number): void {
    if (this.#open === null) return;
    const causes = this.#accounts.flatMap((account, index) => {
      const cause = { id: this.#over.members[index]?.id ?? 0, aboveKwMax: account.openKwMax, aboveKwh: account.openKwh };
      [account.openKwh, account.openKwMax] = [0, 0];
      return cause.aboveKwh > 0 ? [cause] : [];
    });
    this.#exceedances.push({ ...this.#open, to, causes: causes.sort((a, b) => b.aboveKwh - a.aboveKwh) });
    this.#open = null;
  }
}

function book(account: Account, of: { kw: number; term: Term; t: number; sure: boolean; fixed: boolean }): void {
  if (Number.isNaN(of.kw)) {
    account.quartersMissing += 1;
    return;
  }
  account.useKwh += Math.max(of.kw, 0) / 4;
  account.returnKwh += Math.max(-of.kw, 0) / 4;
  if (of.fixed) account.beyondShareKwh += quarterKwh(Math.max(of.kw - of.term.shareKw, 0));
  if (of.sure && (account.kwMax === null || of.kw > account.kwMax)) [account.kwMax, account.kwMaxIndex] = [of.kw, of.t];
}

function blame(account: Account, { aboveKw, aboveKwh }: Blame): void {
  if (aboveKw === 0) return;
  account.quartersAbove += 1;
  account.aboveKwh += aboveKwh;
  account.aboveKwMax = Math.max(account.aboveKwMax, aboveKw);
  account.openKwh += aboveKwh;
  account.openKwMax = Math.max(account.openKwMax, aboveKw);
}
