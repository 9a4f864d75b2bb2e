// Sending what is due: none lost, none twice, and never to whom it is no longer allowed.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ATTEMPTS_MAX } from '../../src/domain/alerts.ts';
import { type Deliver, DeliveryError, sendAlerts } from '../../src/jobs/send-alerts.ts';
import type { JobCounts } from '../../src/storage/job-runs.ts';
import { type AlertStand, NOON, channel, openStand, silent } from './alert-stand.ts';

let stand: AlertStand;
let arrived: string[];
let refuse: (() => Error) | null;
beforeEach(async () => {
  stand = await openStand();
  arrived = [];
  refuse = null;
  await stand.alerts.addChannel(channel());
});
afterEach(() => stand.close());

async function run(atMs = NOON): Promise<JobCounts> {
  stand.clock.atMs = atMs;
  const deliver: Deliver = async ({ id, what }) => {
    if (refuse !== null) throw refuse();
    arrived.push(`${id} ${what}`);
  };
  const { alerts, sharing, now } = stand;
  const job = sendAlerts({ alerts, deliver: { mail: deliver, webhook: deliver, mqtt: deliver }, shares: (company) => sharing.has(company), party: () => [], now });
  return job.run({ stopping: () => false });
}

it('sends each message once, also when it runs again', async () => {
  await stand.desk.report([silent(stand.company)]);

  expect([await run(), await run()]).toEqual([
    { sent: 1, retried: 0, givenUp: 0 },
    { sent: 0, retried: 0, givenUp: 0 },
  ]);
  expect(arrived).toHaveLength(1);
});

it('tries again later, after a restart as well, under the same id', async () => {
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new Error('no answer within 10 s');
  expect(await run()).toEqual({ sent: 0, retried: 1, givenUp: 0 });
  expect(await run(NOON + 59_999)).toEqual({ sent: 0, retried: 0, givenUp: 0 });
  expect(await run(NOON + 60_000)).toEqual({ sent: 0, retried: 1, givenUp: 0 });
  stand = await stand.again();
  refuse = null;

  expect(await run(NOON + 180_000)).toEqual({ sent: 1, retried: 0, givenUp: 0 });
  expect(arrived).toEqual([`message-${NOON}-0 opened`]);
});

it('gives up what can never arrive, and what did not in about a day', async () => {
  await stand.desk.report([silent(stand.company)]);
  refuse = () => new DeliveryError('the receiver answered 404', { retry: false });
  expect(await run()).toEqual({ sent: 0, retried: 0, givenUp: 1 });

  await stand.desk.report([silent(stand.company, 'clear')]);
  refuse = () => new Error('away');
  let atMs = NOON;
  for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt++, atMs += 3_600_000) expect((await run(atMs))['retried']).toBe(1);
  expect(await run(atMs)).toEqual({ sent: 0, retried: 0, givenUp: 1 });
  expect((await stand.alerts.givenUp(10)).map((one) => one.trouble)).toEqual(['away', 'the receiver answered 404']);
});

it('sends nothing of a company that took back its consent in the meantime', async () => {
  await stand.desk.report([silent(stand.company)]);
  stand.sharing.clear();

  expect(await run()).toEqual({ sent: 0, retried: 0, givenUp: 1 });
  expect(arrived).toEqual([]);
});
