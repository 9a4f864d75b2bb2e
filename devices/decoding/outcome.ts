// What profiles hand back: gathers readings, refused entries and notes of one message. No vendor knowledge here.
import type { Decoded, DecodeNote, Reading, Refused, RefusedReason } from '../../src/domain/reading.ts';

/** Above this a number is no meter reading; it also keeps later conversions (GJ to kWh) finite. */
const VALUE_MAX = 1e12;

export const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= VALUE_MAX;
export const isSigned = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= VALUE_MAX;

export const rejected = (reason: RefusedReason, detail: string): Decoded => ({ ok: false, reason, detail });

/** Collects what one message yields; `finish` decides whether the message as a whole counts as accepted. */
export class Findings {
  readonly #readings: Reading[] = [];
  readonly #refused: Refused[] = [];
  readonly #notes = new Set<DecodeNote>();

  read(reading: Reading): void {
    this.#readings.push(reading);
    if (reading.timeSource === 'arrival') this.#notes.add('arrival-time');
  }

  refuse(reason: RefusedReason, detail: string): void {
    this.#refused.push({ reason, detail });
  }

  note(note: DecodeNote): void {
    this.#notes.add(note);
  }

  /** Takes over what another message (one telegram of several) yielded. */
  include(decoded: Decoded): void {
    if (!decoded.ok) return this.refuse(decoded.reason, decoded.detail);
    this.#readings.push(...decoded.readings);
    this.#refused.push(...decoded.refused);
    for (const note of decoded.notes) this.#notes.add(note);
  }

  /** A message without any usable reading is rejected, with the first reason found. */
  finish(nothing: string): Decoded {
    const first = this.#refused[0];
    if (this.#readings.length > 0) return { ok: true, readings: this.#readings, refused: this.#refused, notes: [...this.#notes] };
    return first === undefined ? rejected('no-reading', nothing) : rejected(first.reason, first.detail);
  }
}
