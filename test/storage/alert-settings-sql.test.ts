// Channels that change, and who changed them, in a real registry.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { ChannelRow } from '../../src/storage/alerts.ts';
import { type AlertStand, NOON, channel, openStand, silent } from '../jobs/alert-stand.ts';

let stand: AlertStand;
let made: ChannelRow;
beforeEach(async () => {
  stand = await openStand();
  made = await stand.alerts.addChannel(channel());
});
afterEach(() => stand.close());
const stamp = { by: 'Els', at: epochMs(NOON + 5) };
const due = async (): Promise<string[]> => (await stand.alerts.due(epochMs(NOON + 5), 10)).map((one) => `${one.id} ${one.channel.target}`);

it('keeps the id and secret of a channel that changes, over a restart', async () => {
  const change = { name: 'Wacht', target: 'https://example.org/new', kinds: ['silent-meter'], quiet: { fromHour: 0, toHour: 6 }, lang: 'en' } as const;
  const changed = await stand.alerts.changeChannel(made.id, change, stamp);
  stand = await stand.again();

  expect(changed).toEqual({ ...made, ...change });
  expect(await stand.alerts.channels()).toEqual([changed]);
  expect(await stand.alerts.changeChannel(99, {}, stamp)).toBeNull();
});

it('notes who added, changed and removed it, field by field, and no secret', async () => {
  await stand.alerts.changeChannel(made.id, {}, stamp);
  await stand.alerts.changeChannel(made.id, { lang: 'en', secret: 'another' }, stamp);
  await stand.alerts.removeChannel(made.id, stamp);

  const changes = await stand.alerts.changes(10);
  expect(changes.map(({ what, by, at, fields }) => ({ what, by, at, fields }))).toEqual([
    { what: 'channel-removed', ...stamp, fields: [{ field: 'target', from: 'https://example.org/hook', to: '' }] },
    {
      what: 'channel-changed',
      ...stamp,
      fields: [
        { field: 'secret', from: '', to: '' },
        { field: 'lang', from: 'nl', to: 'en' },
      ],
    },
    { what: 'channel-added', by: 'somebody', at: NOON, fields: [{ field: 'target', from: '', to: 'https://example.org/hook' }] },
  ]);
});

it('what waits goes to the new address at once, and what it no longer hears of goes nowhere', async () => {
  for (const subject of ['meter 1', 'connection 2']) {
    const kind = subject === 'meter 1' ? 'silent-meter' : 'weekend-gas';
    await stand.alerts.open({ ...silent(stand.company), kind, subject, severity: 'warning' }, epochMs(NOON), [{ id: kind, channel: made.id, dueAt: epochMs(NOON) }]);
    await stand.alerts.failed(kind, { at: epochMs(NOON), next: epochMs(NOON + 1000), trouble: 'no answer' });
  }
  expect(await due()).toEqual([]);
  await stand.alerts.changeChannel(made.id, { target: 'https://example.org/new', kinds: ['silent-meter'] }, stamp);

  expect(await due()).toEqual(['silent-meter https://example.org/new']);
});
