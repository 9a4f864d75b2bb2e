// `npm run doctor`: what is wrong with the data folder, a sentence for each finding. A running monitor is asked over its
// API; files are opened only when none runs. Exit code 0 when all is well, 1 when something is not.
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from './command-line.ts';
import { type Holder, holderOf, kindOf, lockFolder } from './data-folder.ts';
import { checkFolder } from './doctor-checks.ts';
import { StartError, readSettings } from './settings.ts';

const Health = z.object({ parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })) });
const Jobs = z.object({ items: z.array(z.object({ name: z.string(), lastOutcome: z.string().nullable(), lastTrouble: z.string().nullable() })) });

async function examine(dataDir: string, key: string | null): Promise<string[]> {
  const holder = holderOf(dataDir);
  if (holder !== null) return askMonitor(holder, key);
  if (kindOf(dataDir) === null) throw new StartError(`${dataDir} holds no data: set DATA_DIR to the folder of the installation (the demo's is DATA_DIR/demo: add --demo).`);
  const release = lockFolder(dataDir);
  try {
    return await checkFolder(dataDir);
  } finally {
    release();
  }
}

/** Health is told to everybody, the jobs to the operator. */
async function askMonitor({ pid, url }: Holder, key: string | null): Promise<string[]> {
  if (url === null) throw new StartError(`Process ${pid} holds the data folder and answers nobody yet: try again in a moment.`);
  const health = Health.parse(await (await fetch(`${url}/healthz`)).json());
  const findings = Object.entries(health.parts).flatMap(([part, { ok, detail }]) => (ok ? [] : [`The ${part} is not well: ${detail ?? 'no reason given'}.`]));
  if (key === null) return [...findings, 'The jobs were not looked at: set BOOTSTRAP_API_KEY to the operator key of the monitor.'];
  const response = await fetch(`${url}/api/v1/jobs`, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new StartError(`The monitor at ${url} answered ${response.status}: is BOOTSTRAP_API_KEY the one it was started with?`);
  const failed = Jobs.parse(await response.json()).items.filter((job) => job.lastOutcome === 'failed');
  return [...findings, ...failed.map((job) => `The job ${job.name} failed the last time: ${job.lastTrouble ?? 'no reason given'}.`)];
}

const USAGE = 'npm run doctor (with -- --demo for the demo): what is wrong with the data folder';
await runCommand(USAGE, { options: { demo: { type: 'boolean', default: false } }, names: 0, wrong: 2 }, async ({ values }) => {
  const { dataDir, bootstrapKey } = readSettings(process.env);
  const folder = values.demo ? join(dataDir, 'demo') : dataDir;
  const findings = await examine(folder, bootstrapKey);
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.stderr.write(findings.length === 0 ? `${folder}: all is well\n` : `${folder}: ${findings.length} findings\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
});
