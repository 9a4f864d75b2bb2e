// Where series files lie. One that is made anew takes a place of its own beside the old one, so that whoever reads the old one may go
// on; of two, the one made later counts.
import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file as often made anew as its making says. */
export interface Making {
  readonly name: string;
  readonly making: number;
}

/** 'raw_2026_11.2.duckdb', or what the database or we keep beside it. */
const FILE = /^(?<name>[a-z]+(?:_\d+)*)(?:\.(?<making>[1-9]\d*))?\.duckdb(?:\.(?<beside>.+))?$/;
/** A file that is being made; it counts for nothing until it is renamed. */
const UNFINISHED = 'rewriting';

/** The first making has no number in its name. */
export const pathOf = (dir: string, { name, making }: Making): string => join(dir, `${name}${making === 0 ? '' : `.${making}`}.duckdb`);
export const unfinishedPathOf = (dir: string, name: string): string => `${pathOf(dir, { name, making: 0 })}.${UNFINISHED}`;
export const walOf = (path: string): string => `${path}.wal`;

/** The series files of a folder, by name, and the paths of what a crash left of earlier or unfinished ones. */
export function seriesFilesIn(dir: string): { newest: Making[]; left: string[] } {
  const seen = readdirSync(dir).flatMap((file) => {
    const { name, making = '0', beside } = FILE.exec(file)?.groups ?? {};
    return name === undefined ? [] : [{ path: join(dir, file), name, making: Number(making), beside }];
  });
  const newest = new Map<string, number>();
  for (const { name, making, beside } of seen) if (beside === undefined) newest.set(name, Math.max(making, newest.get(name) ?? 0));
  return {
    newest: [...newest].map(([name, making]) => ({ name, making })).sort((a, b) => a.name.localeCompare(b.name)),
    left: seen.filter(({ name, making, beside }) => beside?.startsWith(UNFINISHED) === true || making < (newest.get(name) ?? 0)).map(({ path }) => path),
  };
}

/** Removes a file with its log; the log first, which alone would be read as one of another file. */
export function removeFile(path: string): void {
  for (const one of [walOf(path), path]) rmSync(one, { force: true });
}

/** Waits until a file, or the names in a folder, are on disk. */
export function flush(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
