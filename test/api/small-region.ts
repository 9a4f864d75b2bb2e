// A real app on free ports with two parks, three companies and an account for each role.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { App } from '../../src/app.ts';
import { readSettings } from '../../src/settings.ts';

export const BOOTSTRAP = 'bootstrap-key-of-the-tests';
const root = join(import.meta.dirname, '../..');

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

export interface SmallRegion {
  readonly app: App;
  readonly ask: (method: string, path: string, as?: { key?: string; cookie?: string; basic?: string; body?: unknown }) => Promise<Answer>;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

export async function startApp(over: { simulated?: boolean; dataDir?: string; env?: Record<string, string> } = {}): Promise<SmallRegion> {
  const dataDir = over.dataDir ?? mkdtempSync(join(tmpdir(), 'kringstroom-test-'));
  const settings = readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, BOOTSTRAP_API_KEY: BOOTSTRAP, ...over.env });
  const app = await App.start({ settings, simulated: over.simulated ?? false, root, log: pino({ level: 'silent' }) });
  const ask: SmallRegion['ask'] = async (method, path, as = {}) => {
    const headers: Record<string, string> = {};
    if (as.key !== undefined) headers['authorization'] = `Bearer ${as.key}`;
    if (as.basic !== undefined) headers['authorization'] = `Basic ${Buffer.from(as.basic).toString('base64')}`;
    if (as.cookie !== undefined) headers['cookie'] = as.cookie;
    if (as.body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(app.parts.urls.web + path, { method, headers, ...(as.body !== undefined && { body: JSON.stringify(as.body) }) });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: text.startsWith('{') ? JSON.parse(text) : { text } };
  };
  const stop = async (): Promise<void> => {
    await app.close();
    if (over.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  return { app, ask, dataDir, stop };
}

/** Signs in as a browser does. @returns the cookie */
export async function signIn(region: SmallRegion, email: string, password: string): Promise<string> {
  const { web } = region.app.parts.urls;
  const response = await fetch(`${web}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: web },
    body: JSON.stringify({ email, password }),
  });
  if (response.status !== 200) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export interface Objects {
  readonly park: string;
  readonly company: number;
  readonly connection: number;
  readonly meter: number;
  readonly gateway: number;
  readonly consent: number;
  readonly username: string;
  readonly password: string;
}

const idOf = (answer: Answer): number => {
  if (answer.status !== 201) throw new Error(`expected 201, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return Number(answer.body['id']);
};

/** A company with a connection, a meter and a gateway, made over the API with the bootstrap key.
 *  @param over validFrom of the connection and its meter */
export async function makeCompany(region: SmallRegion, over: { park: string; name: string; ean: string; shares: boolean; validFrom?: string }): Promise<Objects> {
  const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  const validFrom = over.validFrom ?? '2026-01-01';
  const company = idOf(await post('/companies', { park: over.park, name: over.name, kvk: over.ean.slice(-8), sbi: '17.21' }));
  const connection = idOf(
    await post('/connections', {
      ean: over.ean,
      company,
      carrier: 'electricity',
      contractedImportKw: 500,
      contractedExportKw: 100,
      physicalImportKw: 630,
      physicalExportKw: 630,
      validFrom,
    }),
  );
  const meter = idOf(await post('/meters', { connection, serial: `M-${company}`, carrier: 'electricity', role: 'main', validFrom }));
  const answer = await post('/gateways', { name: `gateway of ${over.name}`, park: over.park, company, meters: [meter] });
  const consent = idOf(await post(`/companies/${company}/consents`, { audience: 'parkmanager' }));
  if (over.shares) await post(`/companies/${company}/consents`, { audience: 'region' });
  else await region.ask('DELETE', `/api/v1/companies/${company}/consents/${consent}`, { key: BOOTSTRAP });
  const mqtt: unknown = answer.body['mqtt'];
  const [username, password] = typeof mqtt === 'object' && mqtt !== null && 'username' in mqtt && 'password' in mqtt ? [String(mqtt.username), String(mqtt.password)] : ['', ''];
  return { park: over.park, company, connection, meter, gateway: idOf(answer), consent, username, password };
}

/** A file with figures of a company that somebody brought. @returns its id */
export async function bringFile(region: SmallRegion, company: number): Promise<number> {
  const { rows } = region.app.parts.deps.imports;
  const row = await rows.add({ kind: 'file', author: 'bootstrap', author_name: 'key', name: 'x.csv', hash: '0'.repeat(64), bytes: 1, at: Date.now(), state: 'uploaded' });
  await rows.touch(row.id, [company]);
  return row.id;
}

/** A figure without a wire, with the document it was read from. @returns its id */
export async function bringFigure(region: SmallRegion, company: number): Promise<number> {
  const post = async (path: string, body: BodyInit): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${region.app.parts.urls.web}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${BOOTSTRAP}` }, body });
    return answer.json();
  };
  const { document } = await post('/documents?name=bon.pdf', '%PDF-1.4 a receipt');
  const figure = await post('/figures', JSON.stringify({ kind: 'fuel', company, fuel: 'diesel', amount: 10, from: '2026-01-01', to: '2026-02-01', document }));
  return Number(figure['id']);
}
