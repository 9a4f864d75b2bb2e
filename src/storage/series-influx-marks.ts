// How far the series in InfluxDB are, kept in the data folder beside the journal: the marks move after the write.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cursor } from './series.ts';

const DAY_MS = 86_400_000;
const CursorMark = z.strictObject({ journalId: z.string(), seq: z.number() });
const SpanMark = z.strictObject({ fromMs: z.number(), toMs: z.number() });
const MarksFile = z.strictObject({
  /** A number that the database holds as well: two folders never share a database. */
  owner: z.number(),
  position: CursorMark.nullable(),
  /** The last batch of raw readings. */
  appended: CursorMark.nullable(),
  /** Days that hold anything: queries without an end stay inside. */
  raw: SpanMark.nullable(),
  quarters: SpanMark.nullable(),
});
type MarksFile = z.infer<typeof MarksFile>;

export class Marks {
  readonly #path: string;
  #now: MarksFile;

  /** @throws Error when the file is there and cannot be read */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#path = join(dir, 'influx-marks.json');
    this.#now = existsSync(this.#path)
      ? MarksFile.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
      : { owner: randomInt(1, 2 ** 47), position: null, appended: null, raw: null, quarters: null };
    this.#save({});
  }

  get owner(): number {
    return this.#now.owner;
  }
  get position(): Cursor | null {
    return this.#now.position;
  }
  get appended(): Cursor | null {
    return this.#now.appended;
  }

  span(kind: 'raw' | 'quarters'): { fromMs: number; toMs: number } {
    return this.#now[kind] ?? { fromMs: 0, toMs: 0 };
  }

  moveTo(position: Cursor): void {
    const { journalId, seq } = this.#now.position ?? {};
    if (journalId !== position.journalId || seq !== position.seq) this.#save({ position });
  }

  appendedUpTo(cursor: Cursor): void {
    const { appended } = this.#now;
    if (appended?.journalId === cursor.journalId && appended.seq >= cursor.seq) return;
    this.#save({ appended: cursor });
  }

  /** Before the write, so that nothing is ever outside. */
  widen(kind: 'raw' | 'quarters', fromMs: number, toMs: number): void {
    const before = this.#now[kind];
    const fromDay = Math.floor(fromMs / DAY_MS) * DAY_MS;
    const toDay = (Math.floor(toMs / DAY_MS) + 1) * DAY_MS;
    if (before !== null && before.fromMs <= fromDay && before.toMs >= toDay) return;
    const span = { fromMs: Math.min(fromDay, before?.fromMs ?? Infinity), toMs: Math.max(toDay, before?.toMs ?? -Infinity) };
    this.#save(kind === 'raw' ? { raw: span } : { quarters: span });
  }

  #save(changes: Partial<MarksFile>): void {
    const next = { ...this.#now, ...changes };
    const fd = openSync(`${this.#path}.new`, 'w', 0o600);
    try {
      writeSync(fd, JSON.stringify(next));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${this.#path}.new`, this.#path);
    this.#now = next;
  }
}
