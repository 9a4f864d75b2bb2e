// The API's part of the benchmark of figures: a park with a year in its store, asked cold and again.
import { pino } from 'pino';
import { App } from '../src/app.ts';
import type { ConnectionQuarters } from '../src/domain/balance.ts';
import { epochMs } from '../src/domain/units.ts';
import { readSettings } from '../src/settings.ts';
import { emptyColumns, flagCode } from '../src/storage/series.ts';
import { FIRST } from './balance-data.ts';

const KEY = 'bootstrap-key-of-the-bench';
const PARK = 'de-mars';
/** Quarters written in one go: a quarter of a year of two counters for each company. */
const CHUNK = 8_760;
const MICRO = 1e6;

export interface Asked {
  readonly sumsCold: number[];
  readonly sumsWarm: number[];
  readonly matrixCold: number[];
  readonly matrixWarm: number[];
  readonly co2Cold: number[];
  readonly co2Warm: number[];
  readonly capacityCold: number[];
  readonly capacityWarm: number[];
}

const started = ({ root, dir }: { root: string; dir: string }): Promise<App> =>
  App.start({ settings: readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dir, BOOTSTRAP_API_KEY: KEY }), simulated: false, root, log: pino({ level: 'silent' }) });

async function filled(app: App, connections: readonly ConnectionQuarters[]): Promise<void> {
  const { directory, store } = app.parts;
  const registers: number[] = [];
  const since = epochMs(FIRST * 900_000);
  const shared = { carrier: 'electricity' as const, validFrom: since, validTo: null };
  await directory.registry.together(async (registry) => {
    for (const { id } of connections) {
      const company = await registry.insertCompany({ park: PARK, name: `Bench ${id}`, kvk: String(10_000_000 + id), sbi: '00' });
      const limits = { contractedImportKw: 500, contractedExportKw: 200, physicalImportKw: 630, physicalExportKw: 630 };
      const ean = `8719999000${String(id).padStart(8, '0')}`;
      const connection = await registry.insertConnection({ ean, company: company.id, behind: null, ...limits, ...shared });
      await registry.insertMeter({ connection: connection.id, serial: `B-${id}`, role: 'main', generationKind: null, gateway: null, ...shared });
    }
  });
  await directory.reload();
  for (const meter of [...directory.meters.keys()].sort((a, b) => a - b)) {
    const wanted = (['import', 'export'] as const).map((flow) => ({ meter, name: flow, carrier: 'electricity' as const, flow, kind: 'counter' as const, unit: 'kWh' as const }));
    for (const row of await directory.addRegisters(wanted)) registers.push(row.id);
  }
  const series = connections.flatMap((connection) => connection.registers);
  for (let from = 0; from < (series[0]?.amounts.length ?? 0); from += CHUNK) {
    const columns = emptyColumns(series.length * CHUNK);
    columns.flags.fill(flagCode('M'));
    columns.sources.fill(1);
    series.forEach(({ amounts }, index) => {
      const at = index * CHUNK;
      columns.registers.fill(registers[index] ?? 0, at, at + CHUNK);
      for (let t = 0; t < CHUNK; t++) {
        columns.quarters[at + t] = FIRST + from + t;
        columns.amounts[at + t] = (amounts[from + t] ?? 0) / MICRO;
      }
    });
    await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 }, 600_000);
  }
}

/** Fills a store, opens it again for each round, and asks. */
export async function askApi({ root, dir, connections, quick }: { root: string; dir: string; connections: readonly ConnectionQuarters[]; quick: boolean }): Promise<Asked> {
  process.stderr.write('filling a store with the year\n');
  const first = await started({ root, dir });
  await filled(first, connections);
  // As in a store that was not filled in one go: the job does this every five minutes.
  first.parts.deps.jobs.run('roll-up');
  await first.parts.deps.jobs.ended('roll-up');
  await first.close();
  const asked: Asked = { sumsCold: [], sumsWarm: [], matrixCold: [], matrixWarm: [], co2Cold: [], co2Warm: [], capacityCold: [], capacityWarm: [] };
  const year = 'from=2025-01-01&to=2026-01-01';
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const app = await started({ root, dir });
    // As `npm start` does.
    await app.warmUp();
    const ask = async (path: string): Promise<number> => {
      const before = performance.now();
      const response = await fetch(`${app.parts.urls.web}/api/v1/parks/${PARK}/${path}`, { headers: { authorization: `Bearer ${KEY}` } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`);
      return performance.now() - before;
    };
    // The first request of a process is for the compiler and for threads that still load; it asks for nothing of the year.
    await ask('balance?carrier=electricity&from=2026-01-02&to=2026-01-03&step=P1D');
    const twice = async (path: string, cold: number[], warm: number[]): Promise<void> => {
      cold.push(await ask(path));
      warm.push(await ask(path));
    };
    await twice(`balance?carrier=electricity&${year}&step=P1M`, asked.sumsCold, asked.sumsWarm);
    await twice(`exchange?${year}`, asked.matrixCold, asked.matrixWarm);
    await twice(`emissions?${year}`, asked.co2Cold, asked.co2Warm);
    await twice(`capacity?${year}&step=P1M`, asked.capacityCold, asked.capacityWarm);
    await app.close();
  }
  return asked;
}
