// `npm run migrate -- --to influx`: moves the series of the data folder into the InfluxDB of INFLUX_URL, checked;
// `--to duckdb`: back into files of the data folder.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshot } from './app-data.ts';
import { runCommand } from './command-line.ts';
import { holderOf, keepToOneself, kindOf, takeFolder } from './data-folder.ts';
import { Registers } from './ingest/registers.ts';
import { loadParks } from './parks.ts';
import { StartError, readSettings } from './settings.ts';
import { Directory } from './storage/directory.ts';
import { openRegistry } from './storage/registry-sql.ts';
import { checkInflux } from './storage/series-influx-check.ts';
import { SeriesDuckdb } from './storage/series-duckdb.ts';
import { fetchSeries } from './storage/series-fetch.ts';
import { SeriesInflux } from './storage/series-influx.ts';
import { moveSeries } from './storage/series-move.ts';
import type { InfluxServer } from './storage/series.ts';

/** Where the files stand afterwards, inside `series`. */
const MOVED = 'moved-to-influx';
const MARKS = 'influx-marks.json';
/** Pieces that are over: what was cut short goes on behind them. */
const PROGRESS = 'moving.json';
const root = join(import.meta.dirname, import.meta.filename.endsWith('.js') ? '../..' : '..');

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** The folder for as long as it takes, with what its registry says. */
async function withFolder(dataDir: string, work: (over: { dir: string; registers: Registers; progress: Progress }) => Promise<void>): Promise<void> {
  const holder = holderOf(dataDir);
  if (holder !== null) throw new StartError(`The monitor runs on ${dataDir} (process ${holder.pid}): stop it first, nothing was changed.`);
  const kind = kindOf(dataDir);
  const dir = join(dataDir, 'series');
  if (kind === null || !existsSync(dir)) throw new StartError(`${dataDir} holds no series: set DATA_DIR to the folder of the installation.`);
  const folder = takeFolder(dataDir, kind);
  const { registry } = await openRegistry(join(dataDir, 'registry.db'));
  try {
    const directory = await Directory.load(registry, loadParks(join(root, 'config/parks')));
    const registers = new Registers();
    registers.replace(snapshot(directory));
    await work({ dir, registers, progress: progressIn(dir) });
  } finally {
    await registry.close();
    folder.release();
  }
}

interface Progress {
  readonly done: ReadonlySet<string>;
  readonly finished: (piece: string) => void;
  readonly forget: () => void;
}

/** What an earlier try has done, and where this one writes it down. */
function progressIn(dir: string): Progress {
  const path = join(dir, PROGRESS);
  const done = new Set(existsSync(path) ? textsIn(readFileSync(path, 'utf8')) : []);
  return { done, finished: (piece) => writeFileSync(path, JSON.stringify([...done.add(piece)])), forget: () => rmSync(path, { force: true }) };
}

const toInflux = (dataDir: string, server: InfluxServer): Promise<void> =>
  withFolder(dataDir, async ({ dir, registers, progress }) => {
    const target = await openInflux(server, dir, registers);
    const differing = await moveSeries(dir, { target, ...progress, tell });
    await target.close();
    progress.forget();
    refuseDifferences(differing, 'InfluxDB');
    setAside(dir, (name) => name.endsWith('.duckdb'));
    tell(`the series are in InfluxDB at ${server.url}; start with the same INFLUX_URL. The files stand in ${join(dir, MOVED)}.`);
  });

const toDuckdb = (dataDir: string, server: InfluxServer): Promise<void> =>
  withFolder(dataDir, async ({ dir, registers, progress }) => {
    const here = readdirSync(dir).filter((name) => name.endsWith('.duckdb'));
    if (here.length > 0 && progress.done.size === 0) throw new StartError(`${dir} holds series in files already (${here.join(', ')}): set them aside first, nothing was changed.`);
    const source = await openInflux(server, dir, registers);
    // From here on a second try goes on.
    progress.finished('begun');
    const target = await SeriesDuckdb.open(dir);
    const differing = await fetchSeries({ source, target, registers: registers.all().map((one) => one.id), ...progress, tell });
    await target.close();
    progress.forget();
    refuseDifferences(differing, 'the folder');
    setAside(dir, (name) => name === MARKS);
    tell(`the series are in files in ${dir}; start without INFLUX_URL. InfluxDB still holds them; its marks stand in ${join(dir, MOVED)}.`);
  });

/** @throws StartError when the server is not there or not of this folder */
async function openInflux(server: InfluxServer, dir: string, registers: Registers): Promise<SeriesInflux> {
  const wrong = await checkInflux(server, dir);
  if (wrong !== null) throw new StartError(wrong);
  return SeriesInflux.open({ server, dir, tagsOf: (register) => registers.tagsOf(register) });
}

function refuseDifferences(differing: readonly string[], where: string): void {
  if (differing.length > 0)
    throw new StartError(`${where} holds something else in ${differing.length} registers and months; everything stays where it was:\n${differing.slice(0, 20).join('\n')}`);
}

function textsIn(json: string): string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [];
}

function setAside(dir: string, isMoved: (name: string) => boolean): void {
  mkdirSync(join(dir, MOVED), { recursive: true });
  for (const name of readdirSync(dir).filter(isMoved)) renameSync(join(dir, name), join(dir, MOVED, name));
}

const USAGE = 'npm run migrate -- --to influx, or --to duckdb, with INFLUX_URL set (and --demo for the demo)';
await runCommand(USAGE, { options: { to: { type: 'string' }, demo: { type: 'boolean', default: false } }, names: 0 }, async ({ values }) => {
  keepToOneself();
  const { dataDir, influx } = readSettings(process.env);
  if (values.to !== 'influx' && values.to !== 'duckdb') throw new StartError(`Say where to: ${USAGE}.`);
  if (influx === null) throw new StartError('Set INFLUX_URL (and INFLUX_USER, INFLUX_PASSWORD) to the InfluxDB that the series go to, or come from.');
  const folder = values.demo ? join(dataDir, 'demo') : dataDir;
  await (values.to === 'influx' ? toInflux(folder, influx) : toDuckdb(folder, influx));
});
