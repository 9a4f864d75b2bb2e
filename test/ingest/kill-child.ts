// The process that kill.slow.test.ts kills: the whole application, or the broker and the journal alone with a slow
// disk, acknowledging on time or (the negative control) too early. Prints its port, and stops cleanly on a line.
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pino } from 'pino';
import { App } from '../../src/app.ts';
import { localDate } from '../../src/domain/time.ts';
import { type FlushGate, Journal } from '../../src/ingest/journal.ts';
import { Credentials, hashSecret } from '../../src/mqtt/credentials.ts';
import { EmbeddedBroker } from '../../src/mqtt/embedded.ts';
import { readSettings } from '../../src/settings.ts';
import { GATEWAYS, passwordOf } from './kill-gateways.ts';

const [dir = '', mode = ''] = process.argv.slice(2);
/** Seen from dist/test/ingest, where it runs. */
const ROOT = join(import.meta.dirname, '../../..');
/** What each flush takes when the disk is slow: what waits behind it is nowhere but in memory. */
const SLOW_FLUSH_MS = 30;

async function wholeApp(): Promise<{ port: number; stop: () => Promise<void> }> {
  const settings = readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dir, BOOTSTRAP_API_KEY: 'bootstrap-key-of-the-kill-test' });
  const app = await App.start({ settings, simulated: false, root: ROOT, log: pino({ level: 'error' }, pino.destination(2)) });
  if (app.parts.directory.gateways.size === 0) await provision(app);
  return { port: app.parts.broker.port, stop: () => app.close() };
}

async function provision({ parts }: App): Promise<void> {
  const { directory } = parts;
  const validFrom = localDate('2026-01-01');
  for (const [index, username] of GATEWAYS.entries()) {
    const company = await directory.addCompany({ park: 'eerbeek-loenen', name: `Bedrijf ${index}`, kvk: null, sbi: '17' });
    const ean = `87168700000000${String(index).padStart(4, '0')}`;
    const connection = await directory.addConnection({
      ean,
      company: company.id,
      carrier: 'electricity',
      contractedImportKw: null,
      contractedExportKw: null,
      physicalImportKw: 5000,
      physicalExportKw: 5000,
      behind: null,
      validFrom,
      validTo: null,
    });
    const meter = await directory.addMeter({
      connection: connection.id,
      serial: `E${index}`,
      carrier: 'electricity',
      role: 'main',
      generationKind: null,
      gateway: null,
      validFrom,
      validTo: null,
    });
    const secretHash = hashSecret(passwordOf(username));
    const gateway = await directory.addGateway({ name: username, park: 'eerbeek-loenen', company: company.id, profile: 'generic-json', username, secretHash, revokedAt: null }, [
      meter.id,
    ]);
    await parts.deps.credentialsChanged(gateway.id);
  }
}

async function journalAlone(early: boolean): Promise<{ port: number; stop: () => Promise<void> }> {
  const gate: FlushGate = { cell: new Int32Array(new SharedArrayBuffer(4)), waitMs: SLOW_FLUSH_MS };
  gate.cell[0] = 1;
  const journal = await Journal.open(join(dir, 'journal'), { flushGate: gate });
  const credentials = new Credentials();
  GATEWAYS.forEach((username, index) => credentials.put({ gateway: index + 1, username, secretHash: hashSecret(passwordOf(username)) }));
  const broker = await EmbeddedBroker.start({
    port: 0,
    tls: null,
    credentials,
    accept: (message, durable) => {
      journal.append(message, early ? () => {} : durable);
      if (early) durable();
    },
  });
  const stop = async (): Promise<void> => {
    await broker.stopAccepting();
    await journal.close();
    await broker.close();
  };
  return { port: broker.port, stop };
}

const { port, stop } = mode === 'app' ? await wholeApp() : await journalAlone(mode === 'early');
createInterface({ input: process.stdin }).once('line', () => {
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.stdout.write(`${JSON.stringify({ port })}\n`);
