// The broker as it runs: in a thread of its own, with a journal on disk, and three gateways that may log in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MqttClient, connectAsync } from 'mqtt';
import { type FlushGate, Journal } from '../../src/ingest/journal.ts';
import { JournalReader } from '../../src/ingest/journal-files.ts';
import { Broker } from '../../src/mqtt/broker.ts';
import { hashSecret } from '../../src/mqtt/credentials.ts';
import { GATEWAYS, passwordOf } from './gateways.ts';

export interface ThreadedBroker {
  readonly broker: Broker;
  readonly journal: Journal;
  readonly outcomes: string[];
  readonly connect: (login: { username: string; password: string }) => Promise<MqttClient>;
  /** Payloads in the files, flushed or not. */
  readonly written: () => string[];
  readonly withhold: () => void;
  readonly release: () => void;
  /** As the application stops. */
  readonly stop: () => Promise<void>;
}

export async function startThreadedBroker(): Promise<ThreadedBroker> {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-broker-'));
  const gate: FlushGate = { cell: new Int32Array(new SharedArrayBuffer(4)), waitMs: 60_000 };
  const journal = await Journal.open(dir, { flushGate: gate });
  const outcomes: string[] = [];
  const logins = GATEWAYS.map((username, index) => ({ gateway: index + 1, username, secretHash: hashSecret(passwordOf(username)) }));
  const broker = await Broker.start({ port: 0, tls: null, logins, journal: journal.connect(), onLogin: (outcome) => outcomes.push(outcome) });
  const release = (): void => {
    gate.cell[0] = 0;
    Atomics.notify(gate.cell, 0);
  };
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await broker.stopAccepting();
    release();
    await journal.close();
    await broker.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return {
    broker,
    journal,
    outcomes,
    connect: (login) => connectAsync(`mqtt://127.0.0.1:${broker.port}`, { ...login, clientId: login.username, reconnectPeriod: 0 }),
    written: () => {
      const reader = new JournalReader(dir, 1);
      const texts = reader.read(1e9, 1e9).map(({ payload }) => payload.toString());
      reader.close();
      return texts;
    },
    withhold: () => void (gate.cell[0] = 1),
    release,
    stop: () => (stopped ??= stop()),
  };
}
