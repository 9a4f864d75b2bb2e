// The simulator as a process: `node main.ts --config FILE`. Speaks only MQTT, and ends with its parent.
import { setMaxListeners } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readConfig, readState, type SimulatorConfig, writeState } from './config.ts';
import { type GatewayClient, openGateway } from './gateway-client.ts';
import { runLive } from './live.ts';
import { makePlan, type PlanCompany } from './plan.ts';
import { openSession, type Session } from './session.ts';

const USAGE = 'npm run simulate -- --config FILE';
const SAVE_EVERY_MS = 10_000;
const CONNECT_EVERY_MS = 15;
/** What the connections get to say goodbye. */
const LEAVE_MS = 500;
/** Errors of connections are told once in this time; a broker that is away makes hundreds. */
const TELL_ERRORS_EVERY_MS = 30_000;

const say = (line: Readonly<Record<string, unknown>>): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function main(config: SimulatorConfig): Promise<void> {
  // The monitor comes first on a shared machine.
  setPriority(10);
  const plan = makePlan({ seed: config.seed, parks: config.parks });
  const truth = makeTruth(config.truthPath);
  const companies = plan.companies.filter((company) => company.gateways.some((gateway) => config.gateways[gateway.key] !== undefined));
  const session = openSession({
    plan,
    companies,
    startMs: config.startAtMs,
    state: readState({ path: config.statePath, seed: config.seed }),
    faults: config.faults,
    ...(config.truthPath === null ? {} : { onTruth: (quarter) => truth.add(quarter) }),
  });
  const stop = new AbortController();
  // Every gateway may wait for this one signal.
  setMaxListeners(0, stop.signal);
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => stop.abort());
  if (process.send !== undefined && !process.connected) return;
  const clients = openClients({ config, companies, signal: stop.signal });
  const saving = setInterval(() => save({ config, session, truth }), SAVE_EVERY_MS);
  await Promise.all([connectAll({ clients, signal: stop.signal }), runLive({ plan, companies, session, clients, now: Date.now, signal: stop.signal })]);
  clearInterval(saving);
  save({ config, session, truth });
  for (const client of clients.values()) client.end();
  if (process.connected) process.disconnect();
  // mqtt 5.16.0 (seen 2026-11-26) goes on reconnecting for ever when it is ended while it connects; all is written by now.
  setTimeout(() => process.exit(), LEAVE_MS).unref();
}

interface Truth {
  add(quarter: unknown): void;
  flush(): void;
}

function makeTruth(path: string | null): Truth {
  let lines = '';
  return {
    add: (quarter) => {
      lines += `${JSON.stringify(quarter)}\n`;
    },
    flush: () => {
      if (path !== null && lines !== '') appendFileSync(path, lines);
      lines = '';
    },
  };
}

/** Truth first: after a crash a quarter may stand there twice, with the same amount, but never not at all. */
function save({ config, session, truth }: { config: SimulatorConfig; session: Session; truth: Truth }): void {
  truth.flush();
  writeState(config.statePath, session.save());
}

/** One client per gateway with a login; a line on stdout when the last of them has connected. */
function openClients({ config, companies, signal }: { config: SimulatorConfig; companies: readonly PlanCompany[]; signal: AbortSignal }): ReadonlyMap<string, GatewayClient> {
  const clients = new Map<string, GatewayClient>();
  const waiting = new Set<string>();
  let toldMs = 0;
  for (const gateway of companies.flatMap((company) => company.gateways)) {
    const login = config.gateways[gateway.key];
    if (login === undefined) continue;
    waiting.add(gateway.key);
    const onConnected = (): void => {
      if (waiting.delete(gateway.key) && waiting.size === 0) say({ simulator: 'connected', gateways: clients.size, companies: companies.length });
    };
    const onError = (error: Error): void => {
      if (signal.aborted || Date.now() - toldMs < TELL_ERRORS_EVERY_MS) return;
      toldMs = Date.now();
      process.stderr.write(`simulator: ${gateway.key}: ${error.message}\n`);
    };
    clients.set(gateway.key, openGateway({ url: config.mqttUrl, login, onConnected, onError }));
  }
  return clients;
}

async function connectAll({ clients, signal }: { clients: ReadonlyMap<string, GatewayClient>; signal: AbortSignal }): Promise<void> {
  for (const client of clients.values()) {
    if (signal.aborted) return;
    client.connect();
    await sleep(CONNECT_EVERY_MS);
  }
}

/** @returns the file that is named, or what to say to whoever started it otherwise */
function configIn(args: readonly string[]): { file: string } | { says: string; exit: 0 | 2 } {
  if (args.includes('--help') || args.includes('-h')) return { says: USAGE, exit: 0 };
  try {
    const { config } = parseArgs({ args: [...args], options: { config: { type: 'string' } } }).values;
    return config === undefined ? { says: `Say which regions to simulate: ${USAGE}.`, exit: 2 } : { file: config };
  } catch (error) {
    return { says: `${error instanceof Error ? error.message : String(error)}; ${USAGE}`, exit: 2 };
  }
}

const asked = configIn(process.argv.slice(2));
if ('file' in asked) await main(readConfig(asked.file));
else {
  process.stderr.write(`${asked.says}\n`);
  process.exitCode = asked.exit;
}
