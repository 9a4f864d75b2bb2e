// What a backup must hold: its manifest, the bytes of each file, and the totals of each register and month. Used by
// the commands that make one and put one back.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type BackupFile, MANIFEST, type Manifest, describeFile } from './jobs/backup.ts';
import { StartError } from './settings.ts';
import { totalsInFolder } from './storage/duckdb-totals.ts';
import type { MonthTotal } from './storage/series-keeping.ts';

const Total = z.strictObject({
  register: z.int(),
  month: z.string(),
  readings: z.int(),
  readingsHash: z.string(),
  quarters: z.array(z.int()),
  amountMicro: z.array(z.int()),
});
/** A path below the folder: never out of it. */
const FileName = z.string().regex(/^(?!.*\.\.)[\w-]+([./][\w-]+)*$/);
const ManifestShape = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['simulated', 'real']),
  madeAt: z.string(),
  files: z.array(z.strictObject({ name: FileName, bytes: z.int(), sha256: z.string() })),
  totals: z.array(Total),
});

export type Tell = (line: string) => void;

/** @throws StartError when the folder holds no whole backup */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new StartError(`${folder} holds no backup: there is no ${MANIFEST}, which is written last.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new StartError(`${path} is not JSON: this backup is damaged, take another one.`, { cause });
  }
  const parsed = ManifestShape.safeParse(json);
  if (!parsed.success) throw new StartError(`${path} is not a manifest of this version: ${parsed.error.issues[0]?.message ?? ''}.`);
  return parsed.data;
}

/** Copies the files of a backup, those that are there already excepted: a copy that was cut short goes on.
 *  @throws StartError when a file arrives with other bytes than the manifest says */
export async function copyFiles(over: { from: string; to: string; files: readonly BackupFile[]; tell: Tell }): Promise<void> {
  for (const [index, file] of over.files.entries()) {
    const target = join(over.to, file.name);
    const place = `${index + 1}/${over.files.length} ${file.name}`;
    if (existsSync(target) && statSync(target).size === file.bytes && (await describeFile(over.to, file.name)).sha256 === file.sha256) {
      over.tell(`${place} is there already`);
      continue;
    }
    if (!existsSync(join(over.from, file.name))) throw new StartError(`${file.name} is missing from ${over.from}: this backup is damaged, take another one.`);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(over.from, file.name), target);
    if ((await describeFile(over.to, file.name)).sha256 !== file.sha256) throw new StartError(`${file.name} came over with other bytes: the backup or a disk is damaged.`);
    over.tell(`${place}, ${Math.ceil(file.bytes / 1000)} kB`);
  }
}

/** Reads the copy itself and compares it with what the source held.
 *  @throws StartError that names what differs */
export async function checkTotals(folder: string, manifest: Manifest, tell: Tell): Promise<void> {
  const found = await totalsInFolder(join(folder, 'series'));
  for (const line of tableOf(found)) tell(line);
  const differing = mismatches(manifest.totals, found);
  if (differing.length > 0) throw new StartError(`The copy differs from its source in ${differing.length} registers and months:\n${differing.slice(0, 20).join('\n')}`);
  tell(`equal to the source: ${found.length} registers and months, hash ${hashOf(found)}`);
}

export const hashOf = (totals: readonly MonthTotal[]): string => createHash('sha256').update(JSON.stringify(totals)).digest('hex').slice(0, 16);

/** One line for each register and month that is not the same on both sides. */
export function mismatches(expected: readonly MonthTotal[], found: readonly MonthTotal[]): string[] {
  const key = (one: MonthTotal): string => `register ${one.register}, ${one.month}`;
  const theirs = new Map(found.map((one) => [key(one), one]));
  const lines = expected.flatMap((one) => {
    const other = theirs.get(key(one));
    theirs.delete(key(one));
    if (other === undefined) return [`${key(one)}: missing`];
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [`${key(one)}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`];
  });
  return [...lines, ...[...theirs.keys()].map((name) => `${name}: surplus`)];
}

/** Months with their sums, for people to read. */
export function tableOf(totals: readonly MonthTotal[]): string[] {
  const months = [...new Set(totals.map((one) => one.month))].sort();
  const head = ['month  ', 'registers', '    readings', '    quarters', '            amount', 'hash'].join('  ');
  return [
    head,
    ...months.map((month) => {
      const rows = totals.filter((one) => one.month === month);
      const sum = (of: (one: MonthTotal) => number): number => rows.reduce((total, one) => total + of(one), 0);
      const whole = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
      const columns = [
        month,
        String(rows.length).padStart(9),
        String(sum((one) => one.readings)).padStart(12),
        String(sum((one) => whole(one.quarters))).padStart(12),
        (sum((one) => whole(one.amountMicro)) / 1e6).toFixed(3).padStart(18),
        hashOf(rows),
      ];
      return columns.join('  ');
    }),
  ];
}
