// The ways out for alerts in the running product: over MQTT to a gateway and nobody else, tried, changed, and whose they are.
import mqtt from 'mqtt';
import { describe, expect, it, vi } from 'vitest';
import type { Finding } from '../../src/domain/alerts.ts';
import type { ChannelRow } from '../../src/storage/alerts.ts';
import { alertRegion } from './alert-region.ts';
import type { Answer, SmallRegion } from './small-region.ts';

const region = await alertRegion();
const { small, open, shut, manager, company, run } = region;

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

  it('that is a webhook needs https, when it is added and when it is changed', async () => {
    const place = { kind: 'webhook', park: 'park-a', company: shut.company };
    const [plain, made] = [await post(company, { ...place, target: 'http://hooks.example.org/a' }), await post(company, { ...place, target: 'https://hooks.example.org/a' })];
    const changed = await small.ask('PATCH', `/api/v1/alert-channels/${String(made.body['id'])}`, { cookie: company, body: { target: 'http://hooks.example.org/b' } });
    const kept = await small.ask('GET', '/api/v1/alert-channels', { cookie: company });

    expect([plain.status, plain.body['detail']]).toEqual([422, 'target: a webhook needs https.']);
    expect([changed.status, changed.body['detail']]).toEqual([422, 'target: a webhook needs https.']);
    expect(JSON.stringify(kept.body['items'])).toContain('"https://hooks.example.org/a"');
    expect(JSON.stringify(kept.body['items'])).not.toContain('"http://hooks.example.org');
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

describe('a channel that changes', () => {
  const add = (cookie: string, body: object): Promise<Answer> => region.ask(cookie, 'POST', '/alert-channels', { park: 'park-a', ...body });
  const change = (cookie: string, id: unknown, body: object): Promise<Answer> => region.ask(cookie, 'PATCH', `/alert-channels/${String(id)}`, body);
  const stored = async (id: unknown): Promise<ChannelRow | undefined> => (await small.app.parts.deps.alerts.channels()).find((one) => one.id === id);

  it('keeps its id and its secret, and says who changed what', async () => {
    const { body: made } = await add(manager, { kind: 'webhook', target: 'https://example.org/hook' });
    const to = { name: 'Wachtdienst', target: 'https://example.org/new', lang: 'en', quietFromHour: 1, kinds: ['silent-meter'] };
    const changed = await change(manager, made['id'], to);

    expect([changed.status, changed.body]).toMatchObject([200, { id: made['id'], ...to, quietToHour: 7, leastSeverity: 'notice', secret: null }]);
    expect((await stored(made['id']))?.secret).toBe(made['secret']);
    const [last] = await region.items(manager, '/alert-changes');
    expect(last).toMatchObject({ what: 'channel-changed', channel: made['id'], by: 'Els', park: 'park-a', company: null });
    expect(last?.['fields']).toContainEqual({ field: 'target', from: 'https://example.org/hook', to: 'https://example.org/new' });
    expect((await region.items(company, '/alert-changes')).filter((one) => one['channel'] === made['id'])).toEqual([]);
  });

  it('has another secret when that is asked for, which is shown once', async () => {
    const { body: made } = await add(manager, { kind: 'webhook', target: 'https://example.org/hook' });
    const { body: changed } = await change(manager, made['id'], { newSecret: true });

    expect(String(changed['secret'])).toMatch(/^[\w-]{43}$/);
    expect([changed['secret'] === made['secret'], (await stored(made['id']))?.secret]).toEqual([false, changed['secret']]);
    expect((await change(manager, made['id'], { name: 'X' })).body['secret']).toBeNull();
  });

  it.each([[{ target: 'https://example.org' }], [{ newSecret: true }], [{ quietFromHour: 24 }], [{ kinds: [] }], [{ park: 'de-mars' }]])('of mail is refused %o', async (body) => {
    const { body: made } = await add(manager, { kind: 'mail', target: 'a@b.nl' });

    expect((await change(manager, made['id'], body)).status).toBe(422);
    expect(await stored(made['id'])).toMatchObject({ target: 'a@b.nl', name: '' });
  });

  it('is changed by whose it is only, and not to a gateway of somebody else', async () => {
    const { body: made } = await add(company, { kind: 'mqtt', target: shut.gateway, company: shut.company });

    expect((await change(manager, made['id'], { name: 'X' })).status).toBe(404);
    expect((await change(company, made['id'], { target: open.gateway })).status).toBe(404);
    expect((await change(company, made['id'], { target: shut.gateway, name: 'X' })).status).toBe(200);
  });
});
