// Draws what goes wrong in a run of a simulated park: which faults, when and for how long, the same for the same seed.
import type { EpochMs } from '../../src/domain/units.ts';
import type { Fault } from '../../src/simulate/faults.ts';
import { makeDraws, seedFor } from '../../src/simulate/noise.ts';
import type { RegionPlan } from '../../src/simulate/plan.ts';

const HOUR_MS = 3_600_000;
export type FaultKind = Fault['kind'];
const MIXED: readonly FaultKind[] = ['gap', 'gap', 'duplicate', 'late-burst', 'garbage', 'clock-skew', 'reset', 'swap'];
/** What readings tell of, and what they do not: a counter that stands still or counts the wrong way. */
export const TOLD: readonly FaultKind[] = ['gap', 'duplicate', 'late-burst', 'garbage', 'clock-skew', 'reset', 'swap', 'unit-slip'];
export const SILENT: readonly FaultKind[] = ['frozen', 'reversed'];
/** Hours that faults last at most; a reset or swap takes none. */
const HOURS_MIN = 0.3;
const HOURS_MAX: Readonly<Partial<Record<FaultKind, number>>> = { gap: 14, 'unit-slip': 14, frozen: 14, reversed: 14 };
const OTHERS_HOURS_MAX = 5;
const SKEW_S_MAX = 200;

export interface RunOver {
  readonly seed: number;
  /** Local midnight of the first day. */
  readonly from: EpochMs;
  readonly days: number;
  readonly firms: number;
  /** Faults of each gateway; 0: none. */
  readonly faultsEach: number;
  /** The only kind of fault of a firm, by its place in the plan; absent: each fault has a kind of its own. */
  readonly kindOf?: (firm: number) => FaultKind;
}

/** Faults of each gateway at any hour, nearly all of them over before the end. */
export function drawFaults(plan: RegionPlan, { seed, from, days, faultsEach, kindOf }: RunOver): Fault[] {
  const draws = makeDraws(seedFor(seed, 'faults of a run'));
  const to = from + days * 24 * HOUR_MS;
  return plan.companies.flatMap((firm, place) =>
    firm.gateways.flatMap((gateway) =>
      Array.from({ length: faultsEach }, (): Fault => {
        const drawn = MIXED[draws.whole([0, MIXED.length - 1])] ?? 'gap';
        const kind = kindOf?.(place) ?? drawn;
        const fromMs = from + Math.floor(draws.between([0, to - from - HOUR_MS]));
        const toMs = Math.min(fromMs + Math.floor(draws.between([HOURS_MIN, HOURS_MAX[kind] ?? OTHERS_HOURS_MAX]) * HOUR_MS), to + HOUR_MS);
        const span = { gateway: gateway.key, fromMs, toMs };
        return kind === 'clock-skew' ? { kind, ...span, skewS: Math.round(draws.between([-SKEW_S_MAX, SKEW_S_MAX])) } : { kind, ...span };
      }),
    ),
  );
}

const QUARTER_MS = 900_000;
/** Nearer than this to the end of a quarter a reading decides what the quarter holds. */
const NEAR_MS = 3 * 60_000;
const BEFORE_MS = QUARTER_MS;
const AFTER_MS = 2 * HOUR_MS;

/** Whether a message can matter to any quarter: far from a fault only those do that lie around the end of one. */
export function matters(faults: readonly Fault[], { gateway, at }: { gateway: string; at: EpochMs }): boolean {
  const past = at % QUARTER_MS;
  if (past < NEAR_MS || past > QUARTER_MS - NEAR_MS) return true;
  return faults.some((fault) => fault.gateway === gateway && at > fault.fromMs - BEFORE_MS && at < fault.toMs + AFTER_MS);
}
