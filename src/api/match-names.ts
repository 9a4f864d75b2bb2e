// Names of matches that say nothing of who is in them: two matches with the same unknown party have nothing in common.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const NUMBER_BYTES = 6;
const BLOCK_BYTES = 16;
const NUMBER_MAX = 2 ** (8 * NUMBER_BYTES) - 1;
/** What stands after the two numbers: a name that somebody made up has something else there. */
const CHECK = Buffer.alloc(BLOCK_BYTES - 2 * NUMBER_BYTES);
/** A name as it stands in an address. */
export const MATCH_NAME = /^[0-9a-f]{32}$/;

/** One block of AES over both numbers: the same pair has the same name for as long as the folder keeps its secret, and
 *  without the secret a name can be neither read nor made.
 *  @see docs/residual-heat.md#heat-disclosure */
export class MatchNames {
  readonly #key: Uint8Array;

  /** @param secret of the data folder
   *  @param of what the matches are; another kind has other names */
  constructor(secret: string, of: 'heat' | 'materials') {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', `match names ${of}`, BLOCK_BYTES));
  }

  /** @throws RangeError when a number does not fit in six bytes */
  nameOf(first: number, second: number): string {
    if (first > NUMBER_MAX || second > NUMBER_MAX) throw new RangeError('a match is of two numbers of at most six bytes');
    const block = Buffer.alloc(BLOCK_BYTES);
    block.writeUIntBE(first, 0, NUMBER_BYTES);
    block.writeUIntBE(second, NUMBER_BYTES, NUMBER_BYTES);
    const cipher = createCipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]).toString('hex');
  }

  /** The two numbers of a name; null when it is none of ours. */
  numbersOf(name: string): readonly [first: number, second: number] | null {
    if (!MATCH_NAME.test(name)) return null;
    const decipher = createDecipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false);
    const block = Buffer.concat([decipher.update(Buffer.from(name, 'hex')), decipher.final()]);
    if (!block.subarray(2 * NUMBER_BYTES).equals(CHECK)) return null;
    return [block.readUIntBE(0, NUMBER_BYTES), block.readUIntBE(NUMBER_BYTES, NUMBER_BYTES)];
  }
}
