// Alerts of the running product: a meter that falls silent, told over MQTT and on the API, to whom it may concern.
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALERT_KINDS, type Finding } from '../../src/domain/alerts.ts';
import { epochMs } from '../../src/domain/units.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const HOUR = 3_600_000;
let small: SmallRegion;
let open: Objects;
let shut: Objects;
let manager = '';
let company = '';

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  open = await makeCompany(small, { park: 'park-a', name: 'Open BV', ean: '871999900000000011', shares: true });
  shut = await makeCompany(small, { park: 'park-a', name: 'Dicht BV', ean: '871999900000000028', shares: false });
  const { auth } = small.app.parts;
  await auth.ensureAccount({ email: 'els@test.nl', password: 'a long password', name: 'Els', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  await auth.ensureAccount({ email: 'dicht@test.nl', password: 'a long password', name: 'Dicht', roles: [{ role: 'company', company: shut.company }] });
  manager = await signIn(small, 'els@test.nl', 'a long password');
  company = await signIn(small, 'dicht@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

/** Starts a job by hand and waits for its end. */
async function run(name: string): Promise<unknown> {
  await small.ask('POST', `/api/v1/jobs/${name}/runs`, { key: BOOTSTRAP });
  await small.app.parts.deps.jobs.ended(name);
  return small.app.parts.deps.jobs.states().find((one) => one.name === name)?.last;
}

const listed = async (cookie: string, query = ''): Promise<Record<string, unknown>[]> => {
  const { items } = (await small.ask('GET', `/api/v1/alerts${query}`, { cookie })).body;
  return Array.isArray(items) ? items : [];
};

/** A last value so long ago. */
function heard(of: Objects, agoMs: number): void {
  const { directory, deps } = small.app.parts;
  const at = epochMs(Date.now() - agoMs);
  for (const register of directory.registersOf(of.meter)) deps.last.put({ register: register.id, at, value: 1 });
}

describe('a meter that falls silent', () => {
  it('is told to the park manager where its company shares, and to the company itself', async () => {
    for (const of of [open, shut])
      await small.app.parts.directory.addRegisters([{ meter: of.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    heard(open, 3 * HOUR);
    heard(shut, 3 * HOUR);
    expect(await run('watch-meters')).toMatchObject({ outcome: 'done', counts: { opened: 2, closed: 0 } });

    expect((await listed(manager)).map((one) => [one['kind'], one['companyName'], one['meter']])).toEqual([['silent-meter', 'Open BV', open.meter]]);
    expect((await listed(company)).map((one) => one['companyName'])).toEqual(['Dicht BV']);
    // Of one company, as far as the reader may know of it.
    expect((await listed(manager, `?company=${open.company}`)).map((one) => one['companyName'])).toEqual(['Open BV']);
    expect(await listed(manager, `?company=${shut.company}`)).toEqual([]);
  });

  it('is acknowledged by one, with a name; the second is told so', async () => {
    const [{ id } = { id: 0 }] = await listed(manager);
    const first = await small.ask('POST', `/api/v1/alerts/${String(id)}/acknowledgement`, { cookie: manager });

    expect([first.status, first.body['acknowledgedBy']]).toEqual([200, 'Els']);
    expect((await small.ask('POST', `/api/v1/alerts/${String(id)}/acknowledgement`, { cookie: manager })).status).toBe(409);
  });

  it('is over when it speaks, and stays in the list of all', async () => {
    heard(open, 0);
    await run('watch-meters');

    expect(await listed(manager)).toEqual([]);
    expect((await listed(manager, '?state=all')).map((one) => one['closedAt'] !== null)).toEqual([true]);
    expect(await listed(manager, '?state=all&park=another')).toEqual([]);
  });
});

describe('a channel', () => {
  const post = (cookie: string, body: unknown): ReturnType<SmallRegion['ask']> => small.ask('POST', '/api/v1/alert-channels', { cookie, body });

  it('over MQTT reaches the gateway of the company, and nobody else', async () => {
    const made = await post(company, { kind: 'mqtt', target: shut.gateway, park: 'park-a', company: shut.company, quietFromHour: 0, quietToHour: 0 });
    const finding: Finding = { kind: 'weekend-gas', subject: 'connection 1', park: 'park-a', company: shut.company, value: 70, limit: 60, unit: '%', state: 'raise' };
    const { alerts, now } = small.app.parts.deps;
    const got = { own: [] as string[], other: [] as string[] };
    const clients = await Promise.all(
      [['own', shut] as const, ['other', open] as const].map(async ([who, { username, password }]) => {
        const client = await mqtt.connectAsync(small.app.parts.urls.mqtt, { username, password, clientId: username });
        client.on('message', (topic, payload) => got[who].push(`${topic} ${payload.toString()}`));
        await client.subscribeAsync('#', { qos: 1 });
        return client;
      }),
    );
    await alerts.open({ ...finding, severity: 'notice' }, now(), [{ id: 'a-message', channel: Number(made.body['id']), dueAt: now() }]);
    expect(await run('send-alerts')).toMatchObject({ outcome: 'done', counts: { sent: 1 } });
    await vi.waitFor(() => expect(got.own).toHaveLength(1));
    for (const client of clients) await client.endAsync();

    expect(made.status).toBe(201);
    expect(got.own[0]).toMatch(/^alerts \{"id":"a-message","what":"opened"/);
    expect(got.other).toEqual([]);
  });

  it('says whether a test arrives, to its owner, and not too often', async () => {
    const made = await post(company, { kind: 'mqtt', target: shut.gateway, park: 'park-a', company: shut.company });
    const test = (cookie: string): ReturnType<SmallRegion['ask']> => small.ask('POST', `/api/v1/alert-channels/${String(made.body['id'])}/tests`, { cookie });
    const { username, password } = shut;
    expect((await test(manager)).status).toBe(404);
    const away = await test(company);

    expect([away.status, away.body['arrived'], away.body['trouble']]).toEqual([200, false, 'the gateway is not connected']);
    expect((await test(company)).status).toBe(429);

    const other = await post(company, { kind: 'mqtt', target: shut.gateway, park: 'park-a', company: shut.company });
    const client = await mqtt.connectAsync(small.app.parts.urls.mqtt, { username, password, clientId: username });
    const got: string[] = [];
    client.on('message', (_topic, payload) => got.push(payload.toString()));
    await client.subscribeAsync('alerts', { qos: 1 });
    const there = await small.ask('POST', `/api/v1/alert-channels/${String(other.body['id'])}/tests`, { cookie: company });
    await client.endAsync();

    expect([there.body['arrived'], there.body['trouble']]).toEqual([true, null]);
    expect(got).toEqual([expect.stringContaining('"what":"test"')]);
  });

  it('that waits for its gateway says so, and is told as soon as that listens', async () => {
    const { alerts, now } = small.app.parts.deps;
    const { body: made } = await post(company, { kind: 'mqtt', target: shut.gateway, park: 'park-a', company: shut.company, quietFromHour: 0, quietToHour: 0 });
    const finding: Finding = { kind: 'weekend-gas', subject: 'connection 2', park: 'park-a', company: shut.company, value: 70, limit: 60, unit: '%', state: 'raise' };
    await alerts.open({ ...finding, severity: 'notice' }, now(), [{ id: 'waiting', channel: Number(made['id']), dueAt: now() }]);
    await run('send-alerts');
    const stateOf = async (): Promise<unknown> => {
      const { items } = (await small.ask('GET', '/api/v1/alert-channels', { cookie: company })).body;
      return Array.isArray(items) ? items.find((one) => one.id === made['id']) : null;
    };
    expect(await stateOf()).toMatchObject({
      targetName: 'gateway of Dicht BV',
      sentAt: null,
      waiting: 1,
      attempts: 1,
      nextAt: expect.any(String),
      trouble: 'the gateway is not connected',
    });

    const { username, password } = shut;
    const client = await mqtt.connectAsync(small.app.parts.urls.mqtt, { username, password, clientId: username });
    await client.subscribeAsync('alerts', { qos: 1 });
    await vi.waitFor(async () => expect(await stateOf()).toMatchObject({ sentAt: expect.any(String), waiting: 0, trouble: null }), 10_000);
    await client.endAsync();
  });

  it('shows the secret of a webhook once', async () => {
    const made = await post(manager, { kind: 'webhook', target: 'https://example.org/hook', park: 'park-a' });
    const { items } = (await small.ask('GET', '/api/v1/alert-channels', { cookie: manager })).body;

    expect(String(made.body['secret'])).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(items)).not.toContain(String(made.body['secret']));
    expect((await small.ask('DELETE', `/api/v1/alert-channels/${String(made.body['id'])}`, { cookie: manager })).status).toBe(204);
  });

  it.each([
    [{ kind: 'mail', target: 'no address' }, 422],
    [{ kind: 'webhook', target: 'ftp://example.org' }, 422],
    [{ kind: 'webhook', target: 'https://me:secret@example.org' }, 422],
    [{ kind: 'mail', target: 'a@b.nl', quietFromHour: 24 }, 422],
    [{ kind: 'pigeon', target: 'a@b.nl' }, 422],
  ])('%o is refused', async (body, status) => {
    expect((await post(manager, { ...body, park: 'park-a' })).status).toBe(status);
  });

  it('of the park cannot be set by a company, nor that of a company by its manager, nor to a gateway of somebody else', async () => {
    const statuses = [
      await post(company, { kind: 'mail', target: 'a@b.nl', park: 'park-a' }),
      await post(manager, { kind: 'mail', target: 'a@b.nl', park: 'park-a', company: open.company }),
      await post(company, { kind: 'mqtt', target: open.gateway, park: 'park-a', company: shut.company }),
    ].map((one) => one.status);

    expect(statuses).toEqual([404, 404, 404]);
  });
});

describe('the rules', () => {
  const rules = async (cookie: string): Promise<Map<unknown, Record<string, unknown>>> => {
    const { items } = (await small.ask('GET', '/api/v1/alert-rules', { cookie })).body;
    return new Map(Array.isArray(items) ? items.map((one: Record<string, unknown>) => [one['kind'], one]) : []);
  };
  const channel = async (cookie: string, over: object): Promise<number> =>
    Number((await small.ask('POST', '/api/v1/alert-channels', { cookie, body: { kind: 'mail', target: 'a@b.nl', park: 'park-a', ...over } })).body['id']);

  it('say from when they tell, when it is over, and whether it waits for the morning', async () => {
    const all = await rules(manager);

    expect([...all.keys()]).toEqual([...ALERT_KINDS]);
    expect(all.get('peak-forecast')).toMatchObject({ begins: 100, ends: 95, unit: '% of limit', at: null, waitsInQuietHours: false, escalatesAfterMin: 30 });
    expect(all.get('weekend-gas')).toMatchObject({ begins: 60, ends: 45, least: { value: 5, unit: 'm3' }, at: '06:20', waitsInQuietHours: true });
  });

  it('name the channels that hear of them, of those that the reader may see', async () => {
    const [warned, urged] = [await channel(manager, { leastSeverity: 'warning' }), await channel(manager, { leastSeverity: 'urgent' })];
    const own = await channel(company, { company: shut.company, leastSeverity: 'notice' });
    const [of, theirs] = [await rules(manager), await rules(company)];
    const told = (all: typeof of, kind: string): unknown[] => [all.get(kind)?.['channels']].flat().filter((id) => id === warned || id === urged || id === own);

    expect([told(of, 'peak-forecast'), told(of, 'silent-meter'), told(of, 'weekend-gas')]).toEqual([[warned, urged], [warned], []]);
    // What is the park's alone goes to no company.
    expect([told(theirs, 'weekend-gas'), told(theirs, 'coverage-falling')]).toEqual([[own], []]);
  });
});
