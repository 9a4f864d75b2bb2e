// `npm run restore -- FROM`: puts a backup back into an empty data folder, checked before it takes its place.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkTotals, copyFiles, readManifest } from './backup-check.ts';
import { runCommand } from './command-line.ts';
import { holderOf, keepToOneself, lockFolder } from './data-folder.ts';
import { StartError, readSettings } from './settings.ts';

/** Where it is put together, inside the data folder: the last step is renaming. */
const UNFINISHED = 'restoring';
const HELD = ['journal', 'series', 'registry.db', 'registry.db-wal', 'registry.db-shm', 'auth-secret', 'kind'];

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Nobody else fills or opens the folder meanwhile. */
async function restoreAlone(from: string, dataDir: string, replace: boolean): Promise<void> {
  const holder = holderOf(dataDir);
  if (holder !== null) throw new StartError(`The monitor runs on ${dataDir} (process ${holder.pid}): stop it first, nothing was changed.`);
  const release = lockFolder(dataDir);
  try {
    await restore(from, dataDir, replace);
  } finally {
    release();
  }
}

async function restore(from: string, dataDir: string, replace: boolean): Promise<void> {
  const present = HELD.filter((name) => existsSync(join(dataDir, name)));
  if (present.length > 0 && !replace)
    throw new StartError(`${dataDir} holds data (${present.join(', ')}): choose an empty DATA_DIR, or add --replace to set the present data aside.`);
  const unfinished = join(dataDir, UNFINISHED);
  mkdirSync(unfinished, { recursive: true });
  const folder = statSync(from).isDirectory() ? from : unpack(from, join(dataDir, `${UNFINISHED}-from`));
  const manifest = readManifest(folder);
  // What is there already of an earlier try is kept.
  await copyFiles({ from: folder, to: unfinished, files: manifest.files, tell });
  await checkTotals(unfinished, manifest, tell);
  if (present.length > 0) setAside(dataDir, present);
  // The mark of its kind comes last: without it no start takes a half-filled folder.
  const names = readdirSync(unfinished).sort((a, b) => Number(a === 'kind') - Number(b === 'kind'));
  for (const name of names) renameSync(join(unfinished, name), join(dataDir, name));
  for (const name of [UNFINISHED, `${UNFINISHED}-from`]) rmSync(join(dataDir, name), { recursive: true, force: true });
  tell(`${dataDir} holds the backup of ${manifest.madeAt} (${manifest.kind} data); start the monitor.`);
}

function setAside(dataDir: string, present: readonly string[]): void {
  const aside = join(dataDir, `replaced-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
  mkdirSync(aside);
  for (const name of present) renameSync(join(dataDir, name), join(aside, name));
  tell(`the data that was there stands in ${aside}`);
}

function unpack(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const { status, error } = spawnSync('tar', ['-xf', file, '-C', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new StartError(`tar could not unpack ${file} (${error?.message ?? `status ${status}`}).`);
  return folder;
}

const USAGE = 'npm run restore -- FOLDER (or FILE.tar), with --demo for the demo and --replace to set present data aside';
const options = { demo: { type: 'boolean', default: false }, replace: { type: 'boolean', default: false } } as const;
await runCommand(USAGE, { options, names: 1 }, async ({ positionals, values }) => {
  keepToOneself();
  const [from] = positionals;
  if (from === undefined || !existsSync(from)) throw new StartError(`Say from where: ${USAGE}.`);
  const { dataDir } = readSettings(process.env);
  await restoreAlone(resolve(from), values.demo ? join(dataDir, 'demo') : dataDir, values.replace);
});
