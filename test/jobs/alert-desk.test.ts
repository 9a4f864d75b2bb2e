// Findings in, alerts and messages out: once each, to those who may know.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { RuleSwitches } from '../../src/domain/alert-switches.ts';
import { fits } from '../../src/jobs/alert-desk.ts';
import { type AlertStand, NOON, channel, messageOf, openStand, silent } from './alert-stand.ts';

const MINUTE = 60_000;
const NONE = new RuleSwitches([]);
let stand: AlertStand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());
/** Everything that goes out, in its order. */
async function messages(): Promise<string[]> {
  const gone = [];
  for (let due = await stand.alerts.due(epochMs(NOON + 1e9), 100); due.length > 0; due = await stand.alerts.due(epochMs(NOON + 1e9), 100)) {
    for (const { id, what, channel: to } of due) {
      gone.push(`${what} ${to.target}`);
      await stand.alerts.sent(id, stand.now());
    }
  }
  return gone;
}

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
    expect(await messages()).toEqual(['escalated https://example.org/boss']);
    await stand.desk.report([silent(stand.company, 'clear')]);

    expect(await messages()).toEqual(['closed https://example.org/boss']);
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

describe('in the quiet hours of who is told first', () => {
  const NIGHT = Date.UTC(2026, 10, 25, 23);
  const SEVEN = Date.UTC(2026, 10, 26, 6);

  it('nobody could take it up: half an hour is counted from when they are told', async () => {
    await stand.alerts.addChannel(channel());
    await stand.alerts.addChannel(channel({ target: 'https://example.org/boss', escalatesOnly: true }));
    stand.clock.atMs = NIGHT;
    await stand.desk.report([silent(stand.company)]);
    const escalated = [];
    for (const atMs of [NIGHT + 30 * MINUTE, SEVEN, SEVEN + 29 * MINUTE, SEVEN + 30 * MINUTE]) {
      stand.clock.atMs = atMs;
      escalated.push(await stand.desk.escalate());
    }

    expect(escalated).toEqual([0, 0, 0, 1]);
  });

  it.each(['acknowledge', 'clear'] as const)('the last resort that is still asleep is not told of what was settled meanwhile: %s', async (how) => {
    await stand.alerts.addChannel(channel({ quiet: { fromHour: 0, toHour: 0 } }));
    await stand.alerts.addChannel(channel({ target: 'https://example.org/boss', escalatesOnly: true }));
    stand.clock.atMs = NIGHT;
    await stand.desk.report([silent(stand.company)]);
    stand.clock.atMs = NIGHT + 30 * MINUTE;
    expect(await stand.desk.escalate()).toBe(1);
    const [row] = await stand.alerts.allOpen();
    if (how === 'acknowledge') await stand.alerts.acknowledge(row?.id ?? 0, 'Els', stand.now());
    await stand.desk.report([silent(stand.company, 'clear')]);

    expect(await messages()).toEqual(['opened https://example.org/hook', 'closed https://example.org/hook']);
  });
});

it('does not say that something is over to who was not told that it began', async () => {
  await stand.alerts.addChannel(channel());
  await stand.desk.report([silent(stand.company)]);
  await stand.alerts.addChannel(channel({ target: 'https://example.org/later' }));
  await stand.desk.report([silent(stand.company, 'clear')]);

  expect(await messages()).toEqual(['opened https://example.org/hook', 'closed https://example.org/hook']);
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
    ['for other rules', { kinds: ['weekend-gas'] }, true, false],
    ['for this rule', { kinds: ['weekend-gas', 'silent-meter'] }, true, true],
  ] as const)('%s', (_, more, shares, told) => {
    expect(fits({ id: 1, ...channel(more) }, alert, { shares: () => shares, party: () => [], switches: NONE })).toBe(told);
  });

  it('of the park tells of the park itself, that of a company does not', () => {
    const about = { ...alert, company: null };

    const nobody = { shares: () => false, party: () => [], switches: NONE };
    expect([fits({ id: 1, ...channel() }, about, nobody), fits({ id: 1, ...channel({ company: 1 }) }, about, { ...nobody, shares: () => true })]).toEqual([true, false]);
  });

  it('of a member of a group tells of what is told of the group', () => {
    const about = { ...alert, company: null, subject: 'group 1' };
    const of = (company: number) =>
      fits({ id: 1, ...channel({ company }) }, about, { shares: () => false, party: (subject) => (subject === 'group 1' ? [1, 2] : []), switches: NONE });

    expect([of(1), of(2), of(3)]).toEqual([true, true, false]);
  });
});

describe('a rule that is switched off', () => {
  const turn = (on: boolean, company: number | null = stand.company): Promise<void> =>
    stand.desk.switchRule({ kind: 'silent-meter', park: 'eerbeek', company, on, by: 'Els', at: stand.now() });

  it('for a company closes what is open of it, tells so whoever was told, and raises nothing', async () => {
    await stand.alerts.addChannel(channel());
    await stand.desk.report([silent(stand.company)]);
    expect(await messages()).toEqual(['opened https://example.org/hook']);
    await turn(false);

    expect((await stand.alerts.latest(10)).map((row) => row.closedBecause)).toEqual(['switched-off']);
    expect(await messages()).toEqual(['closed https://example.org/hook']);
    expect(await stand.desk.report([silent(stand.company)])).toEqual({ opened: 0, closed: 0 });
    stand = await stand.again();
    expect(await stand.desk.report([silent(stand.company)])).toEqual({ opened: 0, closed: 0 });
  });

  it('drops what nobody was told yet, and says nothing of its end', async () => {
    await stand.alerts.addChannel(channel());
    await stand.desk.report([silent(stand.company)]);
    await turn(false);

    expect(await messages()).toEqual([]);
  });

  it('and on again raises only what is true then', async () => {
    await stand.desk.report([silent(stand.company), { ...silent(stand.company), subject: 'meter 2' }]);
    await turn(false);
    await turn(true);

    expect(await stand.desk.report([silent(stand.company), { ...silent(stand.company, 'hold'), subject: 'meter 2' }])).toEqual({ opened: 1, closed: 0 });
  });

  it('for a park leaves the alerts of its companies, of which the channels of the park hear nothing but their end', async () => {
    await stand.alerts.addChannel(channel());
    await stand.alerts.addChannel(channel({ target: 'https://example.org/own', company: stand.company }));
    await stand.desk.report([silent(stand.company)]);
    expect(await messages()).toEqual(['opened https://example.org/hook', 'opened https://example.org/own']);
    await turn(false, null);
    await stand.desk.report([silent(stand.company), { ...silent(stand.company), subject: 'meter 2' }]);
    expect(await messages()).toEqual(['opened https://example.org/own']);
    await stand.desk.report([silent(stand.company, 'clear'), { ...silent(stand.company, 'clear'), subject: 'meter 2' }]);

    expect((await messages()).sort()).toEqual(['closed https://example.org/hook', 'closed https://example.org/own', 'closed https://example.org/own']);
  });

  it('is noted once, with who and when', async () => {
    await turn(true);
    await turn(false);
    await turn(false);

    expect(await stand.alerts.changes(10)).toMatchObject([{ what: 'rule-off', kind: 'silent-meter', company: stand.company, by: 'Els', at: NOON }]);
  });
});
