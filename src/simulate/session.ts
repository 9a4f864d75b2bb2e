// The running meters of a region: counts each firm on, and says what a gateway sends. Knows no clock and no network.
import { advance, type AdvanceOptions, type Counters, resumeCounters, saveCounters, type SavedCounters, startCounters, type TrueQuarter } from './counters.ts';
import { type Fault, faultsAt, miscountBounds, miscountingAt, restartsBetween } from './faults.ts';
import { messageOf } from './message.ts';
import { makeLattice, seedFor } from './noise.ts';
import type { PlanCompany, PlanGateway, RegionPlan } from './plan.ts';
import { counterKey } from './registers.ts';

/** Messages of one gateway that a late burst holds back at most; the oldest go first. */
const HELD_MAX = 5000;

/** Everything a restart needs: counters of each firm and messages that wait for the end of a late burst. */
export interface SimulationState {
  readonly version: 1;
  readonly seed: number;
  readonly companies: Readonly<Record<string, SavedCounters>>;
  /** Base64 by gateway. */
  readonly held: Readonly<Record<string, readonly string[]>>;
}

export interface SessionInput {
  readonly plan: RegionPlan;
  readonly companies: readonly PlanCompany[];
  readonly startMs: number;
  readonly state: SimulationState | null;
  readonly faults: readonly Fault[];
  readonly onTruth?: (quarter: TrueQuarter) => void;
}

/** Count a firm on to an instant; `coarse` by the minute instead of the second, to make up for days. */
export interface CountOn {
  readonly company: PlanCompany;
  readonly atMs: number;
  readonly coarse?: boolean;
}

export interface Session {
  /** True when the firm's counters did not come from a saved state. */
  isFresh(company: PlanCompany): boolean;
  /** How far a firm is counted. */
  countedTo(company: PlanCompany): number;
  /** Payloads that leave the gateway at this instant: none in a gap, more than one after a late burst. */
  send(message: CountOn & { gateway: PlanGateway }): readonly Uint8Array[];
  countOn(count: CountOn): void;
  save(): SimulationState;
}

/** Opens the counters of the given firms, from the saved state or from the seed at `startMs`. */
export function openSession(input: SessionInput): Session {
  const { plan, companies, startMs, state, faults } = input;
  const fresh = new Set<string>();
  const counters = new Map<string, Counters>();
  for (const company of companies) {
    const saved = state?.companies[company.key];
    if (saved === undefined) fresh.add(company.key);
    counters.set(company.key, saved === undefined ? startCounters({ plan, company, atMs: startMs }) : resumeCounters({ plan, company, saved }));
  }
  const held = new Map<string, readonly Uint8Array[]>(
    Object.entries(state?.held ?? {}).map(([gateway, texts]) => [gateway, texts.map((text) => new Uint8Array(Buffer.from(text, 'base64')))]),
  );
  const of = (company: PlanCompany): Counters => {
    const found = counters.get(company.key);
    if (found === undefined) throw new RangeError(`company ${company.key} is not in this session`);
    return found;
  };
  const countOn = ({ company, atMs, coarse = false }: CountOn): void => countWithRestarts({ counters: of(company), atMs, coarse, input });
  return {
    isFresh: (company) => fresh.has(company.key),
    countedTo: (company) => of(company).atMs,
    countOn,
    send: ({ company, gateway, atMs, coarse = false }) => {
      const now = faultsAt({ faults, gateway: gateway.key, atMs });
      if (now.gap) return [];
      countOn({ company, atMs, coarse });
      const payload = messageOf({ counters: of(company), gateway, faults });
      const copies = now.duplicate ? [payload, payload] : [payload];
      const waiting = held.get(gateway.key) ?? [];
      if (now.releaseMs !== null) {
        held.set(gateway.key, [...waiting, ...copies].slice(-HELD_MAX));
        return [];
      }
      held.delete(gateway.key);
      return [...waiting, ...copies];
    },
    save: () => ({
      version: 1,
      seed: plan.seed,
      companies: { ...state?.companies, ...Object.fromEntries([...counters].map(([key, one]) => [key, saveCounters(one)])) },
      held: Object.fromEntries([...held].map(([gateway, payloads]) => [gateway, payloads.map((payload) => Buffer.from(payload).toString('base64'))])),
    }),
  };
}

/** Counts on, and notes at its very second what a meter showed when it was reset or swapped. */
function countWithRestarts({ counters, atMs, coarse, input }: { counters: Counters; atMs: number; coarse: boolean; input: SessionInput }): void {
  const options = { stepMs: coarse ? 60_000 : 1000, ...(input.onTruth === undefined ? {} : { onQuarter: input.onTruth }) } as const;
  const restarts =
    input.faults.length === 0
      ? []
      : counters.company.gateways
          .flatMap((gateway) => restartsBetween({ faults: input.faults, gateway, afterMs: counters.atMs, untilMs: atMs }))
          .sort((left, right) => left.atMs - right.atMs);
  for (const restart of restarts) {
    countPieces({ counters, atMs: restart.atMs, input, options });
    counters.specs.forEach((spec, at) => {
      if (spec.meter === restart.meter) counters.offsets.set(counterKey(spec), counters.amounts[at] ?? 0);
    });
  }
  countPieces({ counters, atMs, input, options });
}

/** Counts on from one begin or end of a miscount to the next; what a meter miscounts is taken off what it shows. */
function countPieces({ counters, atMs, input, options }: { counters: Counters; atMs: number; input: SessionInput; options: AdvanceOptions }): void {
  const { faults } = input;
  const gateways = faults.length === 0 ? [] : counters.company.gateways;
  const bounds = gateways.flatMap((gateway) => miscountBounds({ faults, gateway: gateway.key, afterMs: counters.atMs, untilMs: atMs }));
  for (const untilMs of [...bounds.sort((left, right) => left - right), atMs]) {
    const wrong = gateways.flatMap((gateway) => miscountingAt({ faults, gateway, atMs: counters.atMs }));
    const before = wrong.length === 0 ? null : counters.amounts.slice();
    advance(counters, untilMs, options);
    if (before !== null) for (const one of wrong) miscount(counters, before, one);
  }
}

function miscount(counters: Counters, before: Float64Array, { meter, kind }: { meter: string; kind: 'frozen' | 'reversed' }): void {
  const flowed = (register: string): number => {
    const at = counters.specs.findIndex((spec) => spec.meter === meter && spec.register === register);
    return (counters.amounts[at] ?? 0) - (before[at] ?? 0);
  };
  for (const spec of counters.specs) {
    if (spec.meter !== meter) continue;
    const shown = kind === 'frozen' ? 0 : flowed(opposite(spec.register));
    const key = counterKey(spec);
    counters.offsets.set(key, (counters.offsets.get(key) ?? 0) + flowed(spec.register) - shown);
  }
}

/** import-t1 -> export-t1; other registers are their own opposite. */
const opposite = (register: string): string =>
  register.startsWith('import') ? register.replace('import', 'export') : register.startsWith('export') ? register.replace('export', 'import') : register;

/** True when the gateway's own rhythm has a message at this whole second. */
export function isDue({ seed, gateway, atMs }: { seed: number; gateway: PlanGateway; atMs: number }): boolean {
  return (Math.floor(atMs / 1000) - phaseOf(seed, gateway)) % gateway.cadenceS === 0;
}

const phases = new WeakMap<PlanGateway, number>();

function phaseOf(seed: number, gateway: PlanGateway): number {
  const known = phases.get(gateway);
  if (known !== undefined) return known;
  const phase = Math.floor(makeLattice(seedFor(seed, `phase ${gateway.key}`))(0) * gateway.cadenceS);
  phases.set(gateway, phase);
  return phase;
}
