// Lines that InfluxDB refuses for good are kept in a file beside the journal, with the reason: they hold nothing up.
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Then the file is put aside as `.1`, in place of the one before: a flood takes twice this at most. */
export const REFUSED_BYTES_MAX = 50 * 1024 * 1024;

export interface RefusedLine {
  readonly database: string;
  readonly line: string;
  readonly status: number;
  readonly reason: string;
}

export class RefusedLines {
  readonly path: string;
  readonly #bytesMax: number;
  readonly #onRefused: (line: RefusedLine) => void;
  count = 0;

  constructor(over: { path: string; onRefused?: (line: RefusedLine) => void; bytesMax?: number }) {
    this.path = over.path;
    this.#bytesMax = over.bytesMax ?? REFUSED_BYTES_MAX;
    this.#onRefused = over.onRefused ?? ((): void => {});
  }

  keep(line: RefusedLine): void {
    mkdirSync(dirname(this.path), { recursive: true });
    if (existsSync(this.path) && statSync(this.path).size > this.#bytesMax) renameSync(this.path, `${this.path}.1`);
    appendFileSync(this.path, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`, { mode: 0o600, flush: true });
    this.count += 1;
    this.#onRefused(line);
  }
}
