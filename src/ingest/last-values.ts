// Last value of every register and what came of every gateway's messages, in memory, for screens and health.
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { FromStoreThread, LastValue } from './store-protocol.ts';

export interface GatewayState {
  readonly lastMessageAt: EpochMs | null;
  readonly accepted: number;
  readonly refused: number;
  readonly profile: string | null;
}

export interface RegisterState {
  readonly at: EpochMs;
  readonly value: number;
  /** The value before it: for counters, what flowed in between is the power now. */
  readonly before: { readonly at: EpochMs; readonly value: number } | null;
  /** Usual time between values, smoothed. */
  readonly intervalMs: number | null;
  readonly skewMs: number | null;
}

const SMOOTHING = 0.2;

export class LastValues {
  readonly #registers = new Map<number, RegisterState>();
  readonly #gateways = new Map<number, GatewayState>();

  take(message: Extract<FromStoreThread, { kind: 'projected' }>): void {
    for (const value of message.last) this.put(value);
    for (const { register, skewMs } of message.skews) {
      const state = this.#registers.get(register);
      if (state !== undefined) this.#registers.set(register, { ...state, skewMs });
    }
    for (const tally of message.gateways) {
      const before = this.gateway(tally.gateway);
      this.#gateways.set(tally.gateway, {
        lastMessageAt: epochMs(Math.max(tally.lastMessageAt, before.lastMessageAt ?? 0)),
        accepted: before.accepted + tally.accepted,
        refused: before.refused + tally.refused,
        profile: tally.profile ?? before.profile,
      });
    }
  }

  put({ register, at, value }: LastValue): void {
    const state = this.#registers.get(register);
    if (state === undefined || at <= state.at) {
      if (state === undefined || at === state.at)
        this.#registers.set(register, { at, value, before: state?.before ?? null, intervalMs: state?.intervalMs ?? null, skewMs: state?.skewMs ?? null });
      return;
    }
    const passedMs = at - state.at;
    const intervalMs = state.intervalMs === null ? passedMs : state.intervalMs + SMOOTHING * (passedMs - state.intervalMs);
    this.#registers.set(register, { at, value, before: { at: state.at, value: state.value }, intervalMs, skewMs: state.skewMs });
  }

  register(id: number): RegisterState | null {
    return this.#registers.get(id) ?? null;
  }

  gateway(id: number): GatewayState {
    return this.#gateways.get(id) ?? { lastMessageAt: null, accepted: 0, refused: 0, profile: null };
  }
}
