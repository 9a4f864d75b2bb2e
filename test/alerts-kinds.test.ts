// Each kind of alert through the running product, from what makes it begin to who is told: over MQTT, by a signed webhook and by
// mail, once each, also in quiet hours, when nobody takes it up, and over a restart.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALERT_KINDS, type AlertKind, SEVERITY_OF } from '../src/domain/alerts.ts';
import { localAdd, localFloor } from '../src/domain/time.ts';
import { epochMs } from '../src/domain/units.ts';
import { type Login, type Receiver, headerOf, listenAs, mailId, openHook, openMailbox } from './alert-receivers.ts';
import { CAUSES, type Place, type Stage, quietNow } from './alert-causes.ts';
import { type Answer, BOOTSTRAP, type SmallRegion, signIn, startApp } from './api/small-region.ts';
import { gs1CheckDigit } from '../src/simulate/ean.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Readings, jobs and messages of one kind take a second; a machine that does much else takes longer. */
const SLOWLY_MS = 120_000;
const WAYS = ['mqtt', 'webhook', 'mail', 'boss'] as const;
type Way = (typeof WAYS)[number];

interface Arrival {
  readonly way: Way;
  readonly kind: AlertKind;
  readonly id: string;
  readonly what: string;
  readonly title: string;
  readonly isTaken: boolean;
}

interface Watched extends Place {
  readonly login: Login;
  readonly channels: readonly number[];
  readonly secrets: Readonly<Record<string, string>>;
}

const dataDir = mkdtempSync(join(tmpdir(), 'kringstroom-kinds-'));
const arrivals: Arrival[] = [];
const unsigned: string[] = [];
const clients: MqttClient[] = [];
const places = new Map<AlertKind, Watched>();
let isThere = true;
let hook: Receiver;
let mailbox: Receiver;
let region: SmallRegion;
let cookie = '';
let passedMs = 0;
const realNow = Date.now.bind(Date);

const kindIn = (text: string): AlertKind => ALERT_KINDS.find((kind) => text.includes(kind)) ?? expect.fail(`for nobody: ${text}`);
const jsonOf = (body: string): { id: string; what: string; title: string } => JSON.parse(body);

function takePost({ path, id, body, isSignedWith }: Parameters<Parameters<typeof openHook>[0]>[0]): number {
  const kind = kindIn(path);
  if (!isSignedWith(places.get(kind)?.secrets[path] ?? '')) unsigned.push(body);
  arrivals.push({ way: path.endsWith('/boss') ? 'boss' : 'webhook', kind, isTaken: isThere, ...jsonOf(body), id });
  return isThere ? 204 : 503;
}

function takeMail(mail: string): number | null {
  const title = headerOf(mail, 'Subject');
  const what = title.startsWith('Over: ') ? 'closed' : title.startsWith('Not taken up yet: ') ? 'escalated' : 'opened';
  arrivals.push({ way: 'mail', kind: kindIn(headerOf(mail, 'To')), id: mailId(mail), what, title, isTaken: isThere });
  return isThere ? null : 451;
}

async function listen(): Promise<void> {
  for (const [kind, { login }] of places)
    clients.push(await listenAs(login, region.app.parts.urls.mqtt, (payload) => arrivals.push({ way: 'mqtt', kind, isTaken: true, ...jsonOf(payload) })));
}

async function goAway(): Promise<void> {
  isThere = false;
  for (const client of clients.splice(0)) await client.endAsync();
}

const start = (): Promise<SmallRegion> => startApp({ dataDir, env: { WEBHOOK_PRIVATE: '1', SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } });

async function post(path: string, body: unknown): Promise<Answer['body'] & { id: number }> {
  const answer = await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { ...answer.body, id: Number(answer.body['id']) };
}

/** A company with a connection, and three who are told of it at once, and one when nobody takes it up. */
async function place(kind: AlertKind): Promise<Watched> {
  const [park, validFrom] = [`park-${kind}`, '2026-01-01'];
  const carrier = CAUSES[kind].carrier ?? 'electricity';
  await post('/parks', { id: park, name: park, municipality: 'Zutphen' });
  const company = (await post('/companies', { park, name: 'A', kvk: '12345678', sbi: '17.21' })).id;
  const number = `87199990000000${100 + ALERT_KINDS.indexOf(kind)}`;
  const contract = { contractedImportKw: 5000, physicalImportKw: 9000 };
  const connection = (await post('/connections', { ean: `${number}${gs1CheckDigit(number)}`, company, carrier, validFrom, ...(carrier === 'electricity' && contract) })).id;
  const meter = (await post('/meters', { connection, serial: `M-${kind}`, carrier, role: 'main', validFrom })).id;
  const made = await post('/gateways', { name: kind, park, company, profile: 'generic-json', meters: [meter] });
  // What a park is told is of companies that share with it.
  const isPark = kind === 'coverage-falling';
  if (isPark) await post(`/companies/${company}/consents`, { audience: 'parkmanager' });
  const common = { park, company: isPark ? null : company, quietFromHour: 0, quietToHour: 0, lang: 'en', kinds: [kind] };
  const url = `http://127.0.0.1:${hook.port}`;
  const channels = [
    await post('/alert-channels', { ...common, kind: 'mqtt', target: made.id }),
    await post('/alert-channels', { ...common, kind: 'webhook', target: `${url}/${kind}` }),
    await post('/alert-channels', { ...common, kind: 'mail', target: `${kind}@example.org` }),
    await post('/alert-channels', { ...common, kind: 'webhook', target: `${url}/${kind}/boss`, escalatesOnly: true }),
  ];
  const login: Login = Object(made['mqtt']);
  const secrets = { [`/${kind}`]: String(channels[1]?.['secret']), [`/${kind}/boss`]: String(channels[3]?.['secret']) };
  return { park, company, connection, meter, gateway: made.id, login, channels: channels.map(({ id }) => id), secrets };
}

/** Half an hour after the night that is judged: what goes by below ends before midnight, whenever the tests run. */
function untilMorning(): number {
  const now = epochMs(realNow());
  return localAdd(localFloor(now, 'P1D'), 'P1D', 1) + 5.5 * HOUR_MS - now;
}

beforeAll(async () => {
  passedMs = untilMorning();
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + passedMs);
  hook = await openHook(takePost);
  mailbox = await openMailbox(takeMail);
  region = await start();
  for (const kind of ALERT_KINDS) places.set(kind, await place(kind));
  const roles = [...places.values()].flatMap(({ park, company }) => [{ role: 'company', company } as const, { role: 'parkmanager', parks: [park] } as const]);
  await region.app.parts.auth.ensureAccount({ email: 'all@test.nl', password: 'a long password', name: 'Els', roles });
  cookie = await signIn(region, 'all@test.nl', 'a long password');
  await listen();
}, 120_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await goAway();
  await region.stop();
  await hook.close();
  await mailbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const placeOf = (kind: AlertKind): Watched => places.get(kind) ?? expect.fail();
const passMs = (ms: number): void => void (passedMs += ms);
const bring = (kind: AlertKind, stage: Stage): Promise<void> => CAUSES[kind].bring({ region, place: placeOf(kind), passMs }, stage);

/** A whole run, begun after this was asked. */
async function run(job: string): Promise<void> {
  const { jobs } = region.app.parts.deps;
  await vi.waitFor(async () => {
    await jobs.ended(job);
    expect(jobs.run(job)).toBe('started');
  });
  await jobs.ended(job);
  expect(jobs.states().find(({ name }) => name === job)?.last).toMatchObject({ outcome: 'done' });
}

/** Twice, so that what is told twice is seen. */
async function look(kind: AlertKind): Promise<void> {
  for (const job of [CAUSES[kind].job, CAUSES[kind].job, 'send-alerts', 'send-alerts']) await run(job);
}

const since = (kind: AlertKind, from: number): string[] =>
  arrivals
    .slice(from)
    .filter((one) => one.kind === kind && one.isTaken)
    .map(({ way, what }) => `${way} ${what}`)
    .sort((a, b) => a.localeCompare(b));

/** What arrives while something is done. */
async function told(kind: AlertKind, act: () => Promise<unknown>): Promise<string[]> {
  const from = arrivals.length;
  await act();
  await look(kind);
  return since(kind, from);
}

const openOf = async (kind: AlertKind): Promise<Record<string, unknown>[]> => {
  const { items } = (await region.ask('GET', '/api/v1/alerts', { cookie })).body;
  return Array.isArray(items) ? items.filter((one) => one.park === placeOf(kind).park && one.kind === kind) : [];
};

async function quiet(kind: AlertKind, hours: { quietFromHour: number; quietToHour: number }): Promise<void> {
  for (const id of placeOf(kind).channels.slice(0, 3)) expect((await region.ask('PATCH', `/api/v1/alert-channels/${id}`, { cookie, body: hours })).status).toBe(200);
}

const ALL = (what: string): string[] => ['mail', 'mqtt', 'webhook'].map((way) => `${way} ${what}`);

describe.each(ALERT_KINDS)('%s', { timeout: SLOWLY_MS }, (kind) => {
  it('arrives each way once, whatever it trembles, and again when it is over', async () => {
    const from = arrivals.length;
    expect(await told(kind, () => bring(kind, 'begins'))).toEqual(ALL('opened'));
    expect(await told(kind, () => bring(kind, 'trembles'))).toEqual([]);
    expect(await openOf(kind)).toHaveLength(1);
    expect(await told(kind, () => bring(kind, 'ends'))).toEqual(ALL('closed'));
    expect(await told(kind, () => bring(kind, 'trembles'))).toEqual([]);

    const own = arrivals.slice(from).filter((one) => one.kind === kind);
    expect(new Set(own.map(({ id }) => id)).size).toBe(6);
    // One title, whichever way.
    expect(new Set(own.map(({ title }) => title.replace('Over: ', ''))).size).toBe(1);
    expect(unsigned).toEqual([]);
  });

  it('goes to the last resort once when nobody takes it up within half an hour, which hears the end too', async () => {
    await told(kind, () => bring(kind, 'begins'));
    passMs(31 * MINUTE_MS);
    // Goes on: a peak is one of each quarter.
    await bring(kind, 'begins');
    expect(await told(kind, () => run('watch-meters'))).toEqual(['boss escalated']);

    expect(await told(kind, () => bring(kind, 'ends'))).toEqual(['boss closed', ...ALL('closed')]);
  });

  it('waits for the end of quiet hours unless it is urgent, and goes no further when somebody takes it up', async () => {
    await quiet(kind, quietNow());
    const isUrgent = SEVERITY_OF[kind] === 'urgent';
    expect(await told(kind, () => bring(kind, 'begins'))).toEqual(isUrgent ? ALL('opened') : []);
    expect(await told(kind, () => quiet(kind, { quietFromHour: 0, quietToHour: 0 }))).toEqual(isUrgent ? [] : ALL('opened'));

    const [alert] = await openOf(kind);
    expect((await region.ask('POST', `/api/v1/alerts/${String(alert?.['id'])}/acknowledgement`, { cookie })).status).toBe(200);
    passMs(31 * MINUTE_MS);
    await bring(kind, 'begins');
    expect(await told(kind, () => run('watch-meters'))).toEqual([]);
    expect(await told(kind, () => bring(kind, 'ends'))).toEqual(ALL('closed'));
  });
});

it('what could not be told before a restart is told after it, each once and under the id that was tried', { timeout: SLOWLY_MS }, async () => {
  // Since it last spoke, hours went by.
  await told('silent-meter', () => bring('silent-meter', 'ends'));
  const from = arrivals.length;
  await goAway();
  // First what takes hours.
  for (const kind of ['silent-meter', ...ALERT_KINDS.filter((one) => one !== 'silent-meter')] as const) await bring(kind, 'begins');
  for (const kind of ALERT_KINDS) await run(CAUSES[kind].job);
  await run('send-alerts');
  expect((await Promise.all(ALERT_KINDS.map(openOf))).map((open) => open.length)).toEqual(ALERT_KINDS.map(() => 1));
  const tried = arrivals.slice(from);
  for (const kind of ALERT_KINDS)
    expect([kind, tried.filter((one) => one.kind === kind).map(({ way, isTaken }) => `${way} ${isTaken}`)]).toEqual([
      kind,
      expect.arrayContaining(['mail false', 'webhook false']),
    ]);
  expect(tried).toHaveLength(2 * ALERT_KINDS.length);

  await region.app.close();
  isThere = true;
  region = await start();
  passMs(2 * MINUTE_MS);
  await listen();
  for (const kind of ALERT_KINDS) await bring(kind, 'begins');
  for (const kind of ALERT_KINDS) await look(kind);

  for (const kind of ALERT_KINDS) expect([kind, since(kind, from)]).toEqual([kind, ALL('opened')]);
  const ids = new Set(
    arrivals
      .slice(from)
      .filter(({ isTaken, way }) => isTaken && way !== 'mqtt')
      .map(({ id }) => id),
  );
  expect(ids).toEqual(new Set(tried.map(({ id }) => id)));
});
