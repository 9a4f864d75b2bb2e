// `npm run migrate -- --to influx`: moves the series of the data folder into the InfluxDB of INFLUX_URL, checked.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { snapshot } from './app-data.ts';
import { holderOf, kindOf, takeFolder } from './data-folder.ts';
import { Registers } from './ingest/registers.ts';
import { loadParks } from './parks.ts';
import { StartError, readSettings } from './settings.ts';
import { Directory } from './storage/directory.ts';
import { openRegistry } from './storage/registry-sql.ts';
import { checkInflux } from './storage/series-influx-check.ts';
import { SeriesInflux } from './storage/series-influx.ts';
import { moveSeries } from './storage/series-move.ts';
import type { InfluxServer } from './storage/series.ts';

/** Where the files stand afterwards, inside `series`. */
const MOVED = 'moved-to-influx';
/** Pieces that are over: what was cut short goes on behind them. */
const PROGRESS = 'moving.json';
const root = join(import.meta.dirname, '..');

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function migrate(dataDir: string, server: InfluxServer): Promise<void> {
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
    const wrong = await checkInflux(server, dir);
    if (wrong !== null) throw new StartError(wrong);
    const target = await SeriesInflux.open({ server, dir, tagsOf: (register) => registers.tagsOf(register) });
    const progress = join(dir, PROGRESS);
    const done = new Set(existsSync(progress) ? textsIn(readFileSync(progress, 'utf8')) : []);
    const finished = (piece: string): void => writeFileSync(progress, JSON.stringify([...done.add(piece)]));
    const differing = await moveSeries(dir, { target, done, finished, tell });
    await target.close();
    rmSync(progress, { force: true });
    if (differing.length > 0)
      throw new StartError(`InfluxDB holds something else in ${differing.length} registers and months; the files stay:\n${differing.slice(0, 20).join('\n')}`);
    setAside(dir);
    tell(`the series are in InfluxDB at ${server.url}; start with the same INFLUX_URL. The files stand in ${join(dir, MOVED)}.`);
  } finally {
    await registry.close();
    folder.release();
  }
}

function textsIn(json: string): string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [];
}

function setAside(dir: string): void {
  mkdirSync(join(dir, MOVED), { recursive: true });
  for (const name of readdirSync(dir).filter((one) => one.endsWith('.duckdb'))) renameSync(join(dir, name), join(dir, MOVED, name));
}

const { values } = parseArgs({ options: { to: { type: 'string' }, demo: { type: 'boolean', default: false } } });
try {
  const { dataDir, influx } = readSettings(process.env);
  if (values.to === 'duckdb') throw new StartError('Moving the series from InfluxDB back into files is not supported by this version yet: nothing was changed.');
  if (values.to !== 'influx') throw new StartError('Say where to: npm run migrate -- --to influx, with INFLUX_URL set.');
  if (influx === null) throw new StartError('Set INFLUX_URL (and INFLUX_USER, INFLUX_PASSWORD) to the InfluxDB that is to hold the series.');
  await migrate(values.demo ? join(dataDir, 'demo') : dataDir, influx);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
