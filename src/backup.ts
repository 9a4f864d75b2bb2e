// `npm run backup -- FOLDER`: a whole, checked copy of the data folder, while the monitor runs or not. FILE.tar packs it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { checkTotals, copyFiles, readManifest } from './backup-check.ts';
import { runCommand } from './command-line.ts';
import { type Holder, holderOf, kindOf, keepToOneself, takeFolder } from './data-folder.ts';
import { LATEST, MANIFEST, makeBackup } from './jobs/backup.ts';
import { StartError, readSettings } from './settings.ts';
import { copyRegistry } from './storage/registry-sql.ts';
import { SeriesDuckdb } from './storage/series-duckdb.ts';

const POLL_MS = 500;
const Listed = z.object({
  items: z.array(
    z.object({ name: z.string(), running: z.boolean(), lastStartedAt: z.string().nullable(), lastOutcome: z.string().nullable(), lastTrouble: z.string().nullable() }),
  ),
});
type JobSeen = z.infer<typeof Listed>['items'][number];

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function backup(target: string, dataDir: string): Promise<void> {
  const kind = kindOf(dataDir);
  if (kind === null) throw new StartError(`${dataDir} holds no data: set DATA_DIR to the folder of the installation (the demo's is DATA_DIR/demo: add --demo).`);
  const holder = holderOf(dataDir);
  if (holder === null) await copyStopped(dataDir, kind);
  else await askMonitor(holder);
  const latest = join(dataDir, LATEST);
  const packed = target.endsWith('.tar');
  const folder = packed ? `${target}.unpacked` : target;
  mkdirSync(folder, { recursive: true });
  const manifest = readManifest(latest);
  // Written last: a folder without it is not a backup.
  rmSync(join(folder, MANIFEST), { force: true });
  await copyFiles({ from: latest, to: folder, files: manifest.files, tell });
  await checkTotals(folder, manifest, tell);
  copyFileSync(join(latest, MANIFEST), join(folder, MANIFEST));
  rmSync(latest, { recursive: true });
  if (packed) pack(folder, target);
  tell(`backup of ${manifest.madeAt} in ${target}`);
}

/** Nobody holds the folder: the command takes it for as long as it copies. */
async function copyStopped(dataDir: string, kind: 'simulated' | 'real'): Promise<void> {
  const folder = takeFolder(dataDir, kind);
  try {
    const series = await SeriesDuckdb.open(join(dataDir, 'series'));
    try {
      const storedSeq = (await series.position())?.seq ?? 0;
      await makeBackup({
        dataDir,
        kind,
        copySeries: (target) => series.keeping.copyTo(target),
        copyRegistry: (target) => Promise.resolve(copyRegistry(join(dataDir, 'registry.db'), target)),
        storedSeq: () => storedSeq,
      });
    } finally {
      await series.close();
    }
  } finally {
    folder.release();
  }
}

/** The monitor alone may open its files: it makes the copy, asked over its API. */
async function askMonitor(holder: Holder): Promise<void> {
  const { bootstrapKey } = readSettings(process.env);
  if (holder.url === null) throw new StartError(`Process ${holder.pid} holds the data folder and answers nobody yet: try again in a moment.`);
  if (bootstrapKey === null) throw new StartError(`The monitor runs (process ${holder.pid}): set BOOTSTRAP_API_KEY to its operator key, or stop it first.`);
  const ask = async (method: string, path: string): Promise<Response> => fetch(`${holder.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${bootstrapKey}` } });
  const seen = async (): Promise<JobSeen> => {
    const response = await ask('GET', '/jobs');
    if (!response.ok) throw new StartError(`The monitor at ${holder.url} answered ${response.status}: is BOOTSTRAP_API_KEY the one it was started with?`);
    const job = Listed.parse(await response.json()).items.find((one) => one.name === 'backup');
    if (job === undefined) throw new StartError('This monitor keeps its series on a server: copy them there.');
    return job;
  };
  const ended = async (): Promise<JobSeen> => {
    for (;;) {
      const job = await seen();
      if (!job.running) return job;
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  };
  // A run that somebody else asked for began before we did.
  await ended();
  const started = await ask('POST', '/jobs/backup/runs');
  if (!started.ok) throw new StartError(`The monitor did not begin: it answered ${started.status}.`);
  tell('the monitor makes the copy …');
  const job = await ended();
  if (job.lastOutcome !== 'done') throw new StartError(`The monitor could not make the copy: ${job.lastTrouble ?? job.lastOutcome ?? 'no reason given'}.`);
}

function pack(folder: string, target: string): void {
  const { status, error } = spawnSync('tar', ['-cf', target, '-C', folder, '.'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new StartError(`tar could not pack ${folder} (${error?.message ?? `status ${status}`}); the backup stands there, whole.`);
  rmSync(folder, { recursive: true });
}

const USAGE = 'npm run backup -- FOLDER (or FILE.tar), with --demo for the demo';
await runCommand(USAGE, { options: { demo: { type: 'boolean', default: false } }, names: 1 }, async ({ positionals, values }) => {
  keepToOneself();
  const [target] = positionals;
  if (target === undefined) throw new StartError(`Say where: ${USAGE}.`);
  const { dataDir } = readSettings(process.env);
  if (existsSync(target) && target.endsWith('.tar')) throw new StartError(`${target} exists already: choose another name.`);
  await backup(resolve(target), values.demo ? join(dataDir, 'demo') : dataDir);
});
