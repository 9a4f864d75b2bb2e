// Sending what is due: none lost, none twice, and never to whom it is no longer allowed.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ATTEMPTS_MAX } from '../../src/domain/alerts.ts';
import { type Deliver, DeliveryError, type Letter, sendAlerts } from '../../src/jobs/send-alerts.ts';
import type { MessageRow } from '../../src/storage/alerts.ts';
import type { JobCounts } from '../../src/storage/job-runs.ts';
import { type AlertStand, NOON, channel, openStand, silent } from './alert-stand.ts';

const HOUR_MS = 3_600_000;
let stand: AlertStand;
let arrived: string[];
let refuse: (() => Error) | null;
/** By target: what it waits for before it answers. */
let hold: Map<string, Promise<void>>;
beforeEach(async () => {
  stand = await openStand();
  arrived = [];
  refuse = null;
  hold = new Map();
  await stand.alerts.addChannel(channel());
});
afterEach(() => stand.close());

async function run(atMs = NOON): Promise<JobCounts> {
  stand.clock.atMs = atMs;
  const deliver: Deliver = async ({ id, body, channel: { target } }) => {
    await hold.get(target);
    if (refuse !== null) throw refuse();
    arrived.push(`${id} ${body}`);
  };
  const { alerts, sharing, now } = stand;
  const write = (message: MessageRow): Letter => ({ id: message.id, channel: message.channel, mail: { subject: '', text: '' }, body: message.what });
  const job = sendAlerts({ alerts, deliver: { mail: deliver, webhook: deliver, mqtt: deliver }, write, shares: (company) => sharing.has(company), party: () => [], now });
  return job.run({ stopping: () => false });
}

it('sends each message once, also when it runs again', async () => {
  await stand.desk.report([silent(stand.company)]);

  expect([await run(), await run()]).toEqual([
    { sent: 1, retried: 0, givenUp: 0, held: 0 },
    { sent: 0, retried: 0, givenUp: 0, held: 0 },
  ]);
  expect(arrived).toHaveLength(1);
});

it('tries again later, after a restart as well, under the same id', async () => {
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new Error('no answer within 10 s');
  expect(await run()).toEqual({ sent: 0, retried: 1, givenUp: 0, held: 0 });
  expect(await run(NOON + 59_999)).toEqual({ sent: 0, retried: 0, givenUp: 0, held: 0 });
  expect(await run(NOON + 60_000)).toEqual({ sent: 0, retried: 1, givenUp: 0, held: 0 });
  stand = await stand.again();
  refuse = null;

  expect(await run(NOON + 180_000)).toEqual({ sent: 1, retried: 0, givenUp: 0, held: 0 });
  expect(arrived).toEqual([`message-${NOON}-0 opened`]);
});

it('gives up what can never arrive, and what did not in about a day', async () => {
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new DeliveryError('the receiver answered 404', { retry: false });
  expect(await run()).toEqual({ sent: 0, retried: 0, givenUp: 1, held: 0 });

  await stand.desk.report([silent(stand.company, 'clear')]);
  refuse = () => new Error('away');
  let atMs = NOON;
  // Of a channel without quiet hours, or it would wait for the morning in between.
  const always = await stand.alerts.addChannel(channel({ target: 'https://example.org/always', quiet: { fromHour: 0, toHour: 0 } }));
  await stand.desk.report([silent(stand.company)]);
  for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt++, atMs += 3_600_000) await run(atMs);
  await run(atMs);
  expect((await stand.alerts.deliveries()).find((one) => one.channel === always.id)).toEqual({
    channel: always.id,
    sentAt: null,
    waiting: 0,
    attempts: 0,
    nextAt: null,
    trouble: 'away',
  });
});

it('sends nothing of a company that took back its consent in the meantime', async () => {
  await stand.desk.report([silent(stand.company)]);
  stand.sharing.clear();

  expect(await run()).toEqual({ sent: 0, retried: 0, givenUp: 1, held: 0 });
  expect(arrived).toEqual([]);
});

it('keeps still in quiet hours, also with what should have gone before them', async () => {
  await stand.desk.report([silent(stand.company), { ...silent(stand.company), kind: 'peak-forecast', subject: 'connection 1' }]);
  const [night, morning] = [NOON + 11 * HOUR_MS, NOON + 19 * HOUR_MS];

  // 23:00 in Amsterdam: the monitor was away since noon.
  expect(await run(night)).toEqual({ sent: 1, retried: 0, givenUp: 0, held: 1 });
  expect(await run(morning - 1)).toEqual({ sent: 0, retried: 0, givenUp: 0, held: 0 });
  expect(await run(morning)).toEqual({ sent: 1, retried: 0, givenUp: 0, held: 0 });
});

it('does not try again in quiet hours what failed just before them', async () => {
  const evening = NOON + 10 * HOUR_MS - 30_000;
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new Error('no answer');
  expect(await run(evening)).toMatchObject({ retried: 1 });
  refuse = null;

  expect(await run(NOON + 12 * HOUR_MS)).toEqual({ sent: 0, retried: 0, givenUp: 0, held: 0 });
  expect(await run(NOON + 19 * HOUR_MS)).toMatchObject({ sent: 1 });
});

it('does not keep others waiting for a receiver that does not answer', async () => {
  await stand.alerts.addChannel(channel({ target: 'https://example.org/other' }));
  await stand.desk.report([silent(stand.company)]);
  let answer = (): void => {};
  hold.set('https://example.org/hook', new Promise((resolve) => (answer = resolve)));
  const running = run();

  await vi.waitFor(() => expect(arrived).toHaveLength(1));
  answer();
  expect(await running).toMatchObject({ sent: 2 });
});

it('says that it is over after it said that it began, not before', async () => {
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new Error('no answer');
  await run();
  refuse = null;
  await stand.desk.report([silent(stand.company, 'clear')]);

  expect(await run(NOON + 1000)).toMatchObject({ sent: 0 });
  await run(NOON + 60_000);
  await run(NOON + 60_001);
  expect(arrived.map((one) => one.split(' ')[1])).toEqual(['opened', 'closed']);
});

it('leaves the rest for the next run where a receiver takes long, so that what is urgent to others waits for no more than one', async () => {
  await stand.desk.report([1, 2, 3].map((meter) => ({ ...silent(stand.company), subject: `meter ${meter}` })));
  const slow: Deliver = ({ id }) => {
    arrived.push(id);
    stand.clock.atMs += 10_000;
    return Promise.resolve();
  };
  const { alerts, now } = stand;
  const write = (message: MessageRow): Letter => ({ id: message.id, channel: message.channel, mail: { subject: '', text: '' }, body: message.what });
  const job = sendAlerts({ alerts, deliver: { mail: slow, webhook: slow, mqtt: slow }, write, shares: () => true, party: () => [], now });

  expect([await job.run({ stopping: () => false }), await job.run({ stopping: () => false }), arrived.length]).toMatchObject([{ sent: 1 }, { sent: 1 }, 2]);
});
