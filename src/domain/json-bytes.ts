// Writes JSON of many numbers as bytes: a string of each number, and of all of them together, costs several times the sums that the
// numbers come from. Pure.
import { published } from './balance-rows.ts';
import { fromMicro } from './ledger.ts';

const MICRO = 1_000_000;
/** Below this, whole millionths written digit by digit are what JavaScript writes: doubles lie closer together than a millionth. */
const DIGITS_MAX = 1e15;
const [ZERO, DOT, MINUS] = [48, 46, 45];
/** A number takes at most this. */
const NUMBER_BYTES = 32;

/** ASCII as it stands in the text, made once. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export class JsonBytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacityBytes: number) {
    this.#bytes = new Uint8Array(capacityBytes);
  }

  /** A piece made by `ascii`. */
  put(piece: Uint8Array): void {
    this.#reserve(piece.length);
    const bytes = this.#bytes;
    let at = this.#length;
    // Pieces are a few letters: a loop is quicker than `set`.
    for (let index = 0; index < piece.length; index++) bytes[at++] = piece[index] ?? 0;
    this.#length = at;
  }

  /** Text of ASCII letters. */
  text(letters: string): void {
    this.#reserve(letters.length);
    for (let index = 0; index < letters.length; index++) this.#bytes[this.#length++] = letters.charCodeAt(index);
  }

  /** An amount as it is published, of whole millionths: the same digits as `JSON.stringify(published(fromMicro(micro)))`. */
  micro(micro: number): void {
    if (!Number.isInteger(micro) || Math.abs(micro) >= DIGITS_MAX) return this.text(JSON.stringify(published(fromMicro(micro))));
    this.#reserve(NUMBER_BYTES);
    if (micro < 0) this.#bytes[this.#length++] = MINUS;
    const size = Math.abs(micro);
    const whole = Math.floor(size / MICRO);
    this.#whole(whole);
    const rest = size - whole * MICRO;
    if (rest > 0) this.#fraction(rest);
  }

  #whole(value: number): void {
    const bytes = this.#bytes;
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    let left = value;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = Math.floor(left / 10);
      bytes[at] = ZERO + left - next * 10;
      left = next;
    }
    this.#length += digits;
  }

  /** @param rest millionths, 1 to 999,999; zeros at the end are left out */
  #fraction(rest: number): void {
    const bytes = this.#bytes;
    bytes[this.#length++] = DOT;
    for (let left = rest, unit = MICRO / 10; left > 0; unit /= 10) {
      const digit = Math.floor(left / unit);
      bytes[this.#length++] = ZERO + digit;
      left -= digit * unit;
    }
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** What was written since the last time, in memory of its own. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
