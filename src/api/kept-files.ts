// Files that people bring, kept in the data folder as evidence under the hash of what is in them, within a quota.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** All kept files together, and those that one person brought. */
export const FILES_QUOTA_BYTES = 5 * 1024 ** 3;
export const AUTHOR_QUOTA_BYTES = 2 * 1024 ** 3;
/** Files that are received at the same time. */
export const UPLOADS_MAX = 4;

export interface Kept {
  readonly hash: string;
  readonly bytes: number;
  /** The first bytes, to see what it is. */
  readonly head: Uint8Array;
}
export interface NotKept {
  readonly ok: false;
  readonly reason: 'empty' | 'too-large' | 'quota' | 'own-quota' | 'busy';
}
export type Received<T> = { readonly ok: true; readonly value: T } | NotKept;

const HEAD_BYTES = 64;
/** Goes to disk at once. Of a whole upload left to its end, readings that are to be acknowledged would wait for every byte: the file system
 *  writes what is new in one file before it confirms another. */
const FLUSH_BYTES = 4 * 1024 ** 2;

export class KeptFiles {
  readonly #dir: string;
  readonly #quota: number;
  #bytes = 0;
  #receiving = 0;
  /** Files come and go one after the other: what is named meanwhile is not taken away, and none is counted twice. */
  #turn: Promise<unknown> = Promise.resolve();

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

  /** Is it still there? Somebody may have emptied the folder. */
  holds(hash: string): boolean {
    return this.#has(hash);
  }

  stream(hash: string): ReadableStream<Uint8Array> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's own type of the same stream
    return Readable.toWeb(createReadStream(this.path(hash))) as ReadableStream<Uint8Array>;
  }

  /** Writes a body to disk as it comes; never more than the limit of it. The same file again takes no more room.
   *  @param room what its author may still bring
   *  @param name writes down whose it is, before anybody may take it away again */
  async receive<T>(body: ReadableStream<Uint8Array> | null, { limit, room }: { limit: number; room: number }, name: (kept: Kept) => Promise<T>): Promise<Received<T>> {
    if (body === null) return { ok: false, reason: 'empty' };
    if (this.#receiving >= UPLOADS_MAX) return { ok: false, reason: 'busy' };
    this.#receiving += 1;
    const part = join(this.#dir, `${randomUUID()}.part`);
    try {
      const received = await this.#write(body, part, { limit, room });
      if ('ok' in received) return received;
      return await this.#inTurn(async () => {
        if (!this.#has(received.hash)) {
          await rename(part, this.path(received.hash));
          this.#bytes += received.bytes;
        }
        return { ok: true, value: await name(received) };
      });
    } finally {
      this.#receiving -= 1;
      await rm(part, { force: true });
    }
  }

  /** Takes a file away unless something still names it. */
  async release(hash: string, isNamed: () => Promise<boolean>): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#has(hash) || (await isNamed())) return;
      this.#bytes -= statSync(this.path(hash)).size;
      await rm(this.path(hash), { force: true });
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  #has(hash: string): boolean {
    return statSync(this.path(hash), { throwIfNoEntry: false }) !== undefined;
  }

  async #write(body: ReadableStream<Uint8Array>, part: string, { limit, room }: { limit: number; room: number }): Promise<Kept | NotKept> {
    const file = await open(part, 'wx', 0o600);
    const hash = createHash('sha256');
    let [bytes, head, unflushed] = [0, new Uint8Array(0), 0];
    try {
      for await (const piece of body) {
        bytes += piece.length;
        if (bytes > limit) return { ok: false, reason: 'too-large' };
        if (this.#bytes + bytes > this.#quota) return { ok: false, reason: 'quota' };
        if (bytes > room) return { ok: false, reason: 'own-quota' };
        if (head.length < HEAD_BYTES) head = Uint8Array.from([...head, ...piece.subarray(0, HEAD_BYTES - head.length)]);
        hash.update(piece);
        await file.write(piece);
        unflushed += piece.length;
        if (unflushed >= FLUSH_BYTES) {
          await file.datasync();
          unflushed = 0;
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return bytes === 0 ? { ok: false, reason: 'empty' } : { hash: hash.digest('hex'), bytes, head };
  }
}
