// What profiles hand back: gathers readings, refused entries and notes of one message. No vendor knowledge here.
import type { Decoded, DecodeNote, Reading, Refused, RefusedReason, TotalMismatch, Weighing } from '../../src/domain/reading.ts';

/** Above this a number is no meter reading; it also keeps later conversions (GJ to kWh) finite. */
const VALUE_MAX = 1e12;
/** Each tariff is cut off at its last digit, and the total may count on between the two lines. */
const TOTAL_ROUNDING_KWH = 0.01;

export const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= VALUE_MAX;
export const isSigned = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= VALUE_MAX;

export const rejected = (reason: RefusedReason, detail: string): Decoded => ({ ok: false, reason, detail });

/** Collects what one message yields; `finish` decides whether the message as a whole counts as accepted. */
export class Findings {
  readonly #readings: Reading[] = [];
  readonly #refused: Refused[] = [];
  readonly #notes: DecodeNote[] = [];
  readonly #mismatches: TotalMismatch[] = [];
  readonly #weighings: Weighing[] = [];

  read(reading: Reading): void {
    this.#readings.push(reading);
    if (reading.timeSource === 'arrival') this.note('arrival-time');
  }

  weigh(load: Weighing): void {
    this.#weighings.push(load);
  }

  refuse(reason: RefusedReason, detail: string): void {
    this.#refused.push({ reason, detail });
  }

  note(note: DecodeNote): void {
    // At most five kinds: a set for each message costs more than looking through it.
    if (!this.#notes.includes(note)) this.#notes.push(note);
  }

  /** A total beside its tariffs: told when it is not their sum. */
  compare(told: TotalMismatch): void {
    if (Math.abs(told.totalKwh - told.tariffsKwh) <= TOTAL_ROUNDING_KWH) return;
    this.#mismatches.push(told);
    this.note('total-mismatch');
  }

  /** Takes over what another message (one telegram of several) yielded. */
  include(decoded: Decoded): void {
    if (!decoded.ok) return this.refuse(decoded.reason, decoded.detail);
    this.#readings.push(...decoded.readings);
    this.#refused.push(...decoded.refused);
    for (const note of decoded.notes) this.note(note);
    this.#mismatches.push(...(decoded.mismatches ?? []));
  }

  /** A message without any usable reading is rejected, with the first reason found. */
  finish(nothing: string): Decoded {
    const first = this.#refused[0];
    if (this.#readings.length > 0 || this.#weighings.length > 0) {
      const mismatches = this.#mismatches.length > 0 ? { mismatches: this.#mismatches } : {};
      return { ok: true, readings: this.#readings, refused: this.#refused, notes: this.#notes, ...mismatches, ...(this.#weighings.length > 0 && { weighings: this.#weighings }) };
    }
    return first === undefined ? rejected('no-reading', nothing) : rejected(first.reason, first.detail);
  }
}
