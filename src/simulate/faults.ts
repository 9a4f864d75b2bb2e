// Faults on request: what goes wrong with one gateway in one span of time, the same on every run.
import { makeLattice, seedFor } from './noise.ts';

interface FaultSpan {
  /** Key of the gateway in the plan. */
  readonly gateway: string;
  readonly fromMs: number;
  /** Not included; a reset or swap happens at `fromMs` and does not end. */
  readonly toMs: number;
}

export type Fault =
  /** Nothing is sent. */
  | ({ readonly kind: 'gap' } & FaultSpan)
  /** Everything is sent twice. */
  | ({ readonly kind: 'duplicate' } & FaultSpan)
  /** Everything is held back and sent at the end of the span, with the old stamps. */
  | ({ readonly kind: 'late-burst' } & FaultSpan)
  /** Payloads arrive broken: cut off, overwritten or empty. */
  | ({ readonly kind: 'garbage' } & FaultSpan)
  /** The device's clock is off. */
  | ({ readonly kind: 'clock-skew'; readonly skewS: number } & FaultSpan)
  /** Counters of one meter stand still while its load goes on; `reversed` counts import as export and export as
   *  import. Both count on from where they are when the span ends. */
  | ({ readonly kind: 'frozen' | 'reversed'; readonly meter?: string } & FaultSpan)
  /** Counters are sent in Wh where kWh belong; of gateways that send JSON, as a telegram prints its unit. */
  | ({ readonly kind: 'unit-slip' } & FaultSpan)
  /** Counters of one meter (the first when not named) fall back to 0; swap also brings another serial. */
  | ({ readonly kind: 'reset' | 'swap'; readonly meter?: string } & FaultSpan);

const WH_PER_KWH = 1000;

export interface GatewayFaults {
  readonly gap: boolean;
  readonly duplicate: boolean;
  readonly garbage: boolean;
  readonly skewMs: number;
  /** What the counters are multiplied with. */
  readonly unitFactor: number;
  /** When held-back messages go out; null when nothing is held back. */
  readonly releaseMs: number | null;
}

const faultsOf = (faults: readonly Fault[], gateway: string): readonly Fault[] => faults.filter((fault) => fault.gateway === gateway);

/** What is wrong with a gateway at an instant. */
export function faultsAt({ faults, gateway, atMs }: { faults: readonly Fault[]; gateway: string; atMs: number }): GatewayFaults {
  const now = faultsOf(faults, gateway).filter((fault) => atMs >= fault.fromMs && atMs < fault.toMs);
  const has = (kind: Fault['kind']): boolean => now.some((fault) => fault.kind === kind);
  let skewMs = 0;
  let releaseMs: number | null = null;
  for (const fault of now) {
    if (fault.kind === 'clock-skew') skewMs += fault.skewS * 1000;
    if (fault.kind === 'late-burst') releaseMs = Math.max(releaseMs ?? 0, fault.toMs);
  }
  return { gap: has('gap'), duplicate: has('duplicate'), garbage: has('garbage'), skewMs, unitFactor: has('unit-slip') ? WH_PER_KWH : 1, releaseMs };
}

/** Resets and swaps of meters of a gateway with `afterMs < instant <= untilMs`, oldest first. */
export function restartsBetween({
  faults,
  gateway,
  afterMs,
  untilMs,
}: {
  faults: readonly Fault[];
  gateway: { readonly key: string; readonly meters: readonly string[] };
  afterMs: number;
  untilMs: number;
}): { meter: string; atMs: number }[] {
  return faultsOf(faults, gateway.key)
    .flatMap((fault) => {
      if (fault.kind !== 'reset' && fault.kind !== 'swap') return [];
      const meter = fault.meter ?? gateway.meters[0];
      return meter === undefined || fault.fromMs <= afterMs || fault.fromMs > untilMs ? [] : [{ meter, atMs: fault.fromMs }];
    })
    .sort((left, right) => left.atMs - right.atMs);
}

/** Meters of a gateway whose counters do not count what flows, right after an instant. */
export function miscountingAt({
  faults,
  gateway,
  atMs,
}: {
  faults: readonly Fault[];
  gateway: { readonly key: string; readonly meters: readonly string[] };
  atMs: number;
}): { meter: string; kind: 'frozen' | 'reversed' }[] {
  return faultsOf(faults, gateway.key).flatMap((fault) => {
    if ((fault.kind !== 'frozen' && fault.kind !== 'reversed') || atMs < fault.fromMs || atMs >= fault.toMs) return [];
    const meter = fault.meter ?? gateway.meters[0];
    return meter === undefined ? [] : [{ meter, kind: fault.kind }];
  });
}

/** Instants with `afterMs < instant < untilMs` at which a meter begins or ends to miscount. */
export const miscountBounds = ({ faults, gateway, afterMs, untilMs }: { faults: readonly Fault[]; gateway: string; afterMs: number; untilMs: number }): number[] =>
  faultsOf(faults, gateway).flatMap((fault) =>
    fault.kind === 'frozen' || fault.kind === 'reversed' ? [fault.fromMs, fault.toMs].filter((at) => at > afterMs && at < untilMs) : [],
  );

/** Serial that a meter shows: the planned one until it is swapped. */
export function serialAt({
  faults,
  gateway,
  meter,
  atMs,
}: {
  faults: readonly Fault[];
  gateway: { readonly key: string; readonly meters: readonly string[] };
  meter: { readonly key: string; readonly serial: string };
  atMs: number;
}): string {
  const swaps = faultsOf(faults, gateway.key).filter((fault) => fault.kind === 'swap' && (fault.meter ?? gateway.meters[0]) === meter.key && fault.fromMs <= atMs).length;
  return swaps === 0 ? meter.serial : `${meter.serial.slice(0, -2)}X${swaps % 10}`;
}

/** Breaks a payload in one of four ways, drawn from the gateway and the instant. */
export function breakPayload({ payload, gateway, atMs }: { payload: Uint8Array; gateway: string; atMs: number }): Uint8Array {
  const draw = makeLattice(seedFor(Math.floor(atMs / 1000), `garbage ${gateway}`));
  const way = draw(0);
  if (way < 0.1) return new Uint8Array(0);
  if (way < 0.4) return payload.slice(0, Math.floor(payload.length * (0.1 + 0.8 * draw(1))));
  if (way < 0.7) return payload.map((byte, at) => (at === 0 ? 0xfe : draw(at + 2) < 0.05 ? Math.floor(256 * draw(-at - 1)) : byte));
  return Uint8Array.from({ length: 1 + Math.floor(200 * draw(1)) }, (_, at) => Math.floor(256 * draw(at + 2)));
}
