// Kringstroom as a process of the import benchmark: a real, empty installation with connections and gateways, and its memory.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { App } from '../src/app.ts';
import { epochMs } from '../src/domain/units.ts';
import { hashSecret, makeSecret } from '../src/mqtt/credentials.ts';
import { readSettings } from '../src/settings.ts';
import { serveQuestions } from './child.ts';
import type { Login } from './mqtt-packets.ts';

export type ImportQuestion = { kind: 'start'; dir: string; root: string; apiKey: string; eans: readonly string[]; gateways: number } | { kind: 'memory' };
export type ImportAnswer =
  | { kind: 'start'; port: number; web: string; gateways: readonly (Login & { topic: string })[] }
  /** Highest since the start, of the whole process with its threads. */
  | { kind: 'memory'; peakMb: number };

async function start({ dir, root, apiKey, eans, gateways }: Extract<ImportQuestion, { kind: 'start' }>): Promise<ImportAnswer> {
  const settings = readSettings({ DATA_DIR: dir, PORT: '0', MQTT_PORT: '0', BOOTSTRAP_API_KEY: apiKey, LOG_LEVEL: 'error' });
  const app = await App.start({ settings, simulated: false, root, log: pino({ level: 'error' }, pino.destination(2)) });
  // As `npm run serve` does, which is where files are imported beside meters.
  app.letMetersGoFirst();
  const { directory, deps } = app.parts;
  await directory.addPark({ id: 'bench', name: 'Bench', municipality: 'Epe' });
  const company = await directory.addCompany({ park: 'bench', name: 'Bench', kvk: null, sbi: '17' });
  const kw = { contractedImportKw: null, contractedExportKw: null, physicalImportKw: null, physicalExportKw: null };
  const made = [];
  for (let index = 0; index < gateways; index++) {
    const password = makeSecret();
    const row = { name: `g${index}`, park: 'bench', company: company.id, profile: 'generic-json', username: `bench-${index}`, secretHash: hashSecret(password), revokedAt: null };
    const gateway = await directory.addGateway(row, []);
    await deps.credentialsChanged(gateway.id);
    made.push({ username: row.username, password, topic: `ks/${gateway.id % 64}/${row.username}/data` });
  }
  for (const [index, ean] of eans.entries()) {
    const connection = await directory.addConnection({
      ...kw,
      ean,
      company: company.id,
      carrier: 'electricity',
      behind: null,
      validFrom: epochMs(Date.UTC(2020, 0, 1)),
      validTo: null,
    });
    // Some of them speak for themselves meanwhile.
    const gateway = index < gateways ? ([...directory.gateways.values()][index]?.id ?? null) : null;
    await directory.addMeter({
      connection: connection.id,
      serial: `M${index}`,
      carrier: 'electricity',
      role: 'main',
      generationKind: null,
      gateway,
      validFrom: connection.validFrom,
      validTo: null,
    });
  }
  return { kind: 'start', port: app.parts.broker.port, web: app.parts.urls.web, gateways: made };
}

/** VmHWM of Linux, in MB. */
function peakMb(): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

serveQuestions<ImportQuestion, ImportAnswer>(async (question) => {
  switch (question.kind) {
    case 'start':
      return start(question);
    case 'memory':
      return { kind: 'memory', peakMb: peakMb() };
  }
});
