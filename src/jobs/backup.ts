// Makes a consistent copy of the data folder beside it, while the monitor runs or not: series first, the registry
// they refer to after them, and the journal from where the series are. A manifest says what must be in it.
import { createHash } from 'node:crypto';
import {
  constants,
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MonthTotal } from '../storage/series-keeping.ts';
import type { Job } from './schedule.ts';

export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}
export interface Manifest {
  readonly version: 1;
  readonly kind: 'simulated' | 'real';
  readonly madeAt: string;
  readonly files: readonly BackupFile[];
  /** Of each register and month, as the source held them when it was copied. */
  readonly totals: readonly MonthTotal[];
}

export interface BackupPorts {
  readonly dataDir: string;
  readonly kind: 'simulated' | 'real';
  readonly copySeries: (folder: string) => Promise<{ totals: readonly MonthTotal[] }>;
  readonly copyRegistry: (target: string) => Promise<void>;
  /** Sequence up to which a copy of the series holds everything. */
  readonly storedSeq: () => number;
}

export const MANIFEST = 'manifest.json';
/** Where the newest copy stands, below the data folder. */
export const LATEST = join('backups', 'latest');
const UNFINISHED = join('backups', 'unfinished');
const SEGMENT = /^journal-(\d{16})\.seg$/;

export const backupJob = (ports: BackupPorts): Job => ({ name: 'backup', schedule: null, run: () => makeBackup(ports) });

/** @returns what it copied. @throws Error when the copy would not be whole; the newest whole one stays */
export async function makeBackup(ports: BackupPorts): Promise<{ files: number; megabytes: number; registerMonths: number }> {
  const folder = join(ports.dataDir, UNFINISHED);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'series'), { recursive: true });
  mkdirSync(join(folder, 'journal'));
  const storedSeq = ports.storedSeq();
  const { totals } = await ports.copySeries(join(folder, 'series'));
  await ports.copyRegistry(join(folder, 'registry.db'));
  copyJournal(join(ports.dataDir, 'journal'), join(folder, 'journal'), storedSeq);
  for (const name of ['auth-secret', 'kind']) if (existsSync(join(ports.dataDir, name))) copyFileSync(join(ports.dataDir, name), join(folder, name));
  const files: BackupFile[] = [];
  for (const name of filesBelow(folder)) files.push(await describeFile(folder, name));
  const manifest: Manifest = { version: 1, kind: ports.kind, madeAt: new Date().toISOString(), files, totals };
  writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));
  for (const name of [...filesBelow(folder), '.']) flush(join(folder, name));
  const latest = join(ports.dataDir, LATEST);
  rmSync(latest, { recursive: true, force: true });
  renameSync(folder, latest);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files: files.length, megabytes: Math.ceil(bytes / 1e6), registerMonths: totals.length };
}

/** Segments are only appended to: a copy of one is a whole beginning of it, and a torn end is cut at the next start. */
function copyJournal(from: string, to: string, storedSeq: number): void {
  const names = existsSync(from) ? readdirSync(from).filter((name) => SEGMENT.test(name)) : [];
  for (const name of names.sort()) {
    try {
      copyFileSync(join(from, name), join(to, name), constants.COPYFILE_FICLONE);
    } catch (error) {
      // Let go of while we copied; whether it is missed is judged below.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  const first = Math.min(...readdirSync(to).map((name) => Number(SEGMENT.exec(name)?.[1] ?? 0)));
  if (first !== Infinity && first > storedSeq + 1) throw new Error(`the journal let go of messages ${storedSeq + 1} to ${first - 1} during the copy: run it again`);
}

/** Every file below a folder by its path in it, the manifest excepted; with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name !== MANIFEST && statSync(join(folder, name)).isFile())
    .sort();
}

export async function describeFile(folder: string, name: string): Promise<BackupFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, name)), hash);
  return { name, bytes: statSync(join(folder, name)).size, sha256: hash.digest('hex') };
}

function flush(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
