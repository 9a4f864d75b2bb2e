// Files that people bring, kept in the data folder as evidence under the hash of what is in them, within a quota.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** All kept files together. */
export const FILES_QUOTA_BYTES = 5 * 1024 ** 3;
/** Files that are received at the same time. */
export const UPLOADS_MAX = 4;

export interface Kept {
  readonly hash: string;
  readonly bytes: number;
  /** The first bytes, to see what it is. */
  readonly head: Uint8Array;
}
export type Received = ({ readonly ok: true } & Kept) | { readonly ok: false; readonly reason: 'empty' | 'too-large' | 'quota' | 'busy' };

const HEAD_BYTES = 64;

export class KeptFiles {
  readonly #dir: string;
  readonly #quota: number;
  #bytes = 0;
  #receiving = 0;

  /** @param dir made when it is not there; what a crash left half received goes */
  constructor(dir: string, quota = FILES_QUOTA_BYTES) {
    [this.#dir, this.#quota] = [dir, quota];
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) {
      if (name.endsWith('.part')) void rm(join(dir, name));
      else this.#bytes += statSync(join(dir, name)).size;
    }
  }

  path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`'${hash}' is no hash of a file`);
    return join(this.#dir, hash);
  }

  /** The whole file; for documents, which are small. */
  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(this.path(hash)));
  }

  /** Writes a body to disk as it comes; never more than `limit` bytes of it. The same file again takes no more room. */
  async receive(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Received> {
    if (body === null) return { ok: false, reason: 'empty' };
    if (this.#receiving >= UPLOADS_MAX) return { ok: false, reason: 'busy' };
    this.#receiving += 1;
    const part = join(this.#dir, `${randomUUID()}.part`);
    try {
      const received = await this.#write(body, part, limit);
      if (!received.ok) return received;
      if (this.#has(received.hash)) return received;
      await rename(part, this.path(received.hash));
      this.#bytes += received.bytes;
      return received;
    } finally {
      this.#receiving -= 1;
      await rm(part, { force: true });
    }
  }

  async remove(hash: string): Promise<void> {
    if (!this.#has(hash)) return;
    this.#bytes -= statSync(this.path(hash)).size;
    await rm(this.path(hash), { force: true });
  }

  #has(hash: string): boolean {
    return statSync(this.path(hash), { throwIfNoEntry: false }) !== undefined;
  }

  async #write(body: ReadableStream<Uint8Array>, part: string, limit: number): Promise<Received> {
    const file = await open(part, 'wx', 0o600);
    const hash = createHash('sha256');
    let [bytes, head] = [0, new Uint8Array(0)];
    try {
      for await (const piece of body) {
        bytes += piece.length;
        if (bytes > limit) return { ok: false, reason: 'too-large' };
        if (this.#bytes + bytes > this.#quota) return { ok: false, reason: 'quota' };
        if (head.length < HEAD_BYTES) head = Uint8Array.from([...head, ...piece.subarray(0, HEAD_BYTES - head.length)]);
        hash.update(piece);
        await file.write(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return bytes === 0 ? { ok: false, reason: 'empty' } : { ok: true, hash: hash.digest('hex'), bytes, head };
  }
}
