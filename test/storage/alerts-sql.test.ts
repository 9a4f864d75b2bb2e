// Alerts and their messages in a real registry: each change once, and nothing forgotten by a restart.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { Outgoing } from '../../src/storage/alerts.ts';
import { type AlertStand, NOON, channel, openStand, silent } from '../jobs/alert-stand.ts';

let stand: AlertStand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const due = async (atMs = NOON): Promise<string[]> => (await stand.alerts.due(epochMs(atMs), 10)).map((one) => `${one.id} ${one.what}`);

it('opens an alert once, however many find it at the same time', async () => {
  const { id } = await stand.alerts.addChannel(channel());
  const finding = { ...silent(stand.company), severity: 'warning' } as const;
  const opening = ['a', 'b', 'c'].map((message) => stand.alerts.open(finding, epochMs(NOON), [{ id: message, channel: id, dueAt: epochMs(NOON) }]));
  const opened = (await Promise.all(opening)).filter((row) => row !== null);

  expect(opened).toHaveLength(1);
  expect(await due()).toHaveLength(1);
  expect(await stand.alerts.allOpen()).toEqual(opened);
});

it('opens it anew after it was closed, and knows both', async () => {
  const finding = { ...silent(stand.company), severity: 'warning' } as const;
  const first = await stand.alerts.open(finding, epochMs(NOON), []);

  expect(await stand.alerts.close(first?.id ?? 0, epochMs(NOON + 1), [])).toBe(true);
  expect(await stand.alerts.close(first?.id ?? 0, epochMs(NOON + 2), [])).toBe(false);
  const second = await stand.alerts.open(finding, epochMs(NOON + 3), []);
  expect((await stand.alerts.latest(10)).map(({ id, closedAt }) => [id, closedAt])).toEqual([
    [second?.id, null],
    [first?.id, NOON + 1],
  ]);
});

it('lets one person acknowledge it, while it is open', async () => {
  const row = await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), []);

  expect(await Promise.all(['Els', 'Jan'].map((who) => stand.alerts.acknowledge(row?.id ?? 0, who, epochMs(NOON + 1))))).toEqual([true, false]);
  expect(await stand.alerts.byId(row?.id ?? 0)).toMatchObject({ acknowledgedBy: 'Els', acknowledgedAt: NOON + 1 });
});

it('keeps a message until it is sent, over a restart, and gives it again when it was put off', async () => {
  const { id } = await stand.alerts.addChannel(channel());
  await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), [{ id: 'm', channel: id, dueAt: epochMs(NOON + 10) }]);

  expect(await due(NOON + 9)).toEqual([]);
  stand = await stand.again();
  expect(await due(NOON + 10)).toEqual(['m opened']);
  await stand.alerts.failed('m', { at: epochMs(NOON + 10), next: epochMs(NOON + 20), trouble: 'no answer' });
  expect(await due(NOON + 19)).toEqual([]);
  expect((await stand.alerts.due(epochMs(NOON + 20), 10))[0]?.attempts).toBe(1);
  await stand.alerts.sent('m', epochMs(NOON + 20));
  expect(await due(NOON + 1000)).toEqual([]);
});

it('gives up for good, and says why', async () => {
  const { id } = await stand.alerts.addChannel(channel());
  await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), [{ id: 'm', channel: id, dueAt: epochMs(NOON) }]);
  await stand.alerts.failed('m', { at: epochMs(NOON + 1), next: null, trouble: 'the receiver answered 404' });

  expect(await due(NOON + 1e9)).toEqual([]);
  expect(await stand.alerts.deliveries()).toEqual([{ channel: id, sentAt: null, waiting: 0, attempts: 0, nextAt: null, trouble: 'the receiver answered 404' }]);
});

it('forgets the messages of a channel that is removed, and no others', async () => {
  const channels = await Promise.all([channel(), channel({ target: 'https://example.org/other' })].map((one) => stand.alerts.addChannel(one)));
  const messages = channels.map(({ id }) => ({ id: `to ${id}`, channel: id, dueAt: epochMs(NOON) }));
  await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), messages);
  await stand.alerts.removeChannel(channels[0]?.id ?? 0, { by: 'Els', at: epochMs(NOON) });

  expect(await due()).toEqual([`to ${channels[1]?.id} opened`]);
  expect(await stand.alerts.channels()).toEqual([channels[1]]);
});

it('knows of each channel what arrived last, what waits, and why it does', async () => {
  const [first, second] = await Promise.all([channel(), channel({ target: 'https://example.org/other' })].map((one) => stand.alerts.addChannel(one)));
  const [a, b] = [first?.id ?? 0, second?.id ?? 0];
  const to = (id: string, channelId: number): Outgoing[number] => ({ id, channel: channelId, dueAt: epochMs(NOON) });
  await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), [to('m1', a), to('m2', b)]);
  await stand.alerts.open({ ...silent(stand.company), subject: 'meter 2', severity: 'warning' }, epochMs(NOON), [to('m3', a)]);
  await stand.alerts.failed('m1', { at: epochMs(NOON), next: null, trouble: 'the receiver answered 404' });
  await stand.alerts.sent('m3', epochMs(NOON + 5));
  await stand.alerts.failed('m2', { at: epochMs(NOON), next: epochMs(NOON + 60), trouble: 'no answer' });

  // What was given up before something arrived is no trouble any more.
  expect(await stand.alerts.deliveries()).toEqual([
    { channel: a, sentAt: NOON + 5, waiting: 0, attempts: 0, nextAt: null, trouble: null },
    { channel: b, sentAt: null, waiting: 1, attempts: 1, nextAt: NOON + 60, trouble: 'no answer' },
  ]);
});

it('hurries what waits for a gateway that did not take it, and nothing else', async () => {
  const channels = await Promise.all([channel({ kind: 'mqtt', target: '7' }), channel({ kind: 'mqtt', target: '8' })].map((one) => stand.alerts.addChannel(one)));
  const messages = channels.map(({ id, target }) => ({ id: target, channel: id, dueAt: epochMs(NOON) }));
  await stand.alerts.open({ ...silent(stand.company), severity: 'warning' }, epochMs(NOON), messages);
  for (const { id } of messages) await stand.alerts.failed(id, { at: epochMs(NOON), next: epochMs(NOON + 1000), trouble: 'away' });

  expect([await stand.alerts.hurryGateway(7, epochMs(NOON + 1)), await stand.alerts.hurryGateway(7, epochMs(NOON + 1))]).toEqual([1, 0]);
  expect(await due(NOON + 1)).toEqual(['7 opened']);
});

it('hands out the first of every channel before the second of one, however many wait for that', async () => {
  const [dead, other] = [await stand.alerts.addChannel(channel()), await stand.alerts.addChannel(channel({ target: 'https://example.org/other' }))];
  const told = (subject: string, to: number, dueAt: number): Promise<unknown> =>
    stand.alerts.open({ ...silent(stand.company), subject, severity: 'warning' }, epochMs(NOON), [{ id: subject, channel: to, dueAt: epochMs(dueAt) }]);
  for (const meter of [1, 2, 3]) await told(`meter ${meter}`, dead.id, NOON - 10 + meter);
  await told('meter 4', other.id, NOON);

  expect((await stand.alerts.due(epochMs(NOON), 3)).map((one) => one.id)).toEqual(['meter 1', 'meter 4', 'meter 2']);
});
