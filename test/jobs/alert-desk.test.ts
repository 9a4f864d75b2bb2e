// Findings in, alerts and messages out: once each, to those who may know.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { fits } from '../../src/jobs/alert-desk.ts';
import { type AlertStand, NOON, channel, messageOf, openStand, silent } from './alert-stand.ts';

const MINUTE = 60_000;
let stand: AlertStand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());
const messages = async (): Promise<string[]> => (await stand.alerts.due(epochMs(NOON + 1e9), 100)).map((one) => `${one.what} ${one.channel.target}`);

it('tells that something began and that it is over, once each, whatever it trembles between', async () => {
  await stand.alerts.addChannel(channel());
  const counts = [];
  for (const state of ['hold', 'raise', 'raise', 'hold', 'raise', 'clear', 'clear'] as const) counts.push(await stand.desk.report([silent(stand.company, state)]));

  expect(counts.map(({ opened, closed }) => `${opened}${closed}`)).toEqual(['00', '10', '00', '00', '00', '01', '00']);
  expect(await messages()).toEqual(['opened https://example.org/hook', 'closed https://example.org/hook']);
});

it('does not close what a rule did not look at', async () => {
  await stand.desk.report([silent(stand.company)]);
  await stand.desk.report([]);

  expect(await stand.alerts.allOpen()).toHaveLength(1);
});

it('goes on after a restart where it was', async () => {
  await stand.desk.report([silent(stand.company)]);
  stand = await stand.again();

  expect(await stand.desk.report([silent(stand.company)])).toEqual({ opened: 0, closed: 0 });
  expect(await stand.desk.report([silent(stand.company, 'clear')])).toEqual({ opened: 0, closed: 1 });
});

it('holds a warning of the night until the morning, and an urgent one not', async () => {
  await stand.alerts.addChannel(channel());
  stand.clock.atMs = Date.UTC(2026, 10, 25, 23);
  await stand.desk.report([silent(stand.company), { ...silent(stand.company), kind: 'peak-forecast', subject: 'connection 1' }]);

  expect((await stand.alerts.due(stand.now(), 10)).map((one) => one.alert.kind)).toEqual(['peak-forecast']);
  // 07:00 in Amsterdam.
  expect(await stand.alerts.due(epochMs(Date.UTC(2026, 10, 26, 6)), 10)).toHaveLength(2);
});

describe('what nobody acknowledges', () => {
  it('goes to the last resort after half an hour, once, which also hears when it is over', async () => {
    await stand.alerts.addChannel(channel({ target: 'https://example.org/boss', escalatesOnly: true }));
    await stand.desk.report([silent(stand.company)]);
    stand.clock.atMs = NOON + 29 * MINUTE;
    expect(await stand.desk.escalate()).toBe(0);
    stand.clock.atMs = NOON + 30 * MINUTE;
    expect([await stand.desk.escalate(), await stand.desk.escalate()]).toEqual([1, 0]);
    await stand.desk.report([silent(stand.company, 'clear')]);

    expect(await messages()).toEqual(['escalated https://example.org/boss', 'closed https://example.org/boss']);
  });

  it('does not when somebody did', async () => {
    await stand.alerts.addChannel(channel({ escalatesOnly: true }));
    await stand.desk.report([silent(stand.company)]);
    const [row] = await stand.alerts.allOpen();
    await stand.alerts.acknowledge(row?.id ?? 0, 'Els', stand.now());
    stand.clock.atMs = NOON + 60 * MINUTE;

    expect(await stand.desk.escalate()).toBe(0);
    await stand.desk.report([silent(stand.company, 'clear')]);
    expect(await messages()).toEqual([]);
  });
});

describe('a channel', () => {
  const { alert } = messageOf(silent(1));
  it.each([
    ['of the park, of a company that shares', {}, true, true],
    ['of the park, of a company that does not share', {}, false, false],
    ['of the company itself, shared or not', { company: 1 }, false, true],
    ['of another company', { company: 2 }, true, false],
    ['of another park', { park: 'de-mars' }, true, false],
    ['for urgent ones only', { leastSeverity: 'urgent' }, true, false],
  ] as const)('%s', (_, more, shares, told) => {
    expect(fits({ id: 1, ...channel(more) }, alert, { shares: () => shares, party: () => [] })).toBe(told);
  });

  it('of the park tells of the park itself, that of a company does not', () => {
    const about = { ...alert, company: null };

    const nobody = { shares: () => false, party: () => [] };
    expect([fits({ id: 1, ...channel() }, about, nobody), fits({ id: 1, ...channel({ company: 1 }) }, about, { ...nobody, shares: () => true })]).toEqual([true, false]);
  });

  it('of a member of a group tells of what is told of the group', () => {
    const about = { ...alert, company: null, subject: 'group 1' };
    const of = (company: number) => fits({ id: 1, ...channel({ company }) }, about, { shares: () => false, party: (subject) => (subject === 'group 1' ? [1, 2] : []) });

    expect([of(1), of(2), of(3)]).toEqual([true, true, false]);
  });
});
