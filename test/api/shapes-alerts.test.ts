// What the API takes of a way out for alerts.
import { expect, it } from 'vitest';
import { NewChannel, targetOf } from '../../src/api/shapes-alerts.ts';

const given = { kind: 'webhook', target: 'https://example.org/hook', park: 'eerbeek-loenen' };

it('fills in what is not said: the park, everything, quiet from ten to seven', () => {
  expect(NewChannel.parse(given)).toEqual({
    ...given,
    name: '',
    company: null,
    kinds: null,
    leastSeverity: 'notice',
    quietFromHour: 22,
    quietToHour: 7,
    escalatesOnly: false,
    lang: 'nl',
  });
  expect(NewChannel.parse({ kind: 'mqtt', target: '12', park: 'p' }).target).toBe(12);
});

it.each([
  { target: 'http://' },
  { target: 'https://a:b@example.org' },
  { target: 'file:///etc/passwd' },
  { kind: 'mail' },
  { kind: 'mqtt' },
  { quietToHour: -1 },
  { leastSeverity: 'loud' },
  { kinds: [] },
  { kinds: ['no-such-rule'] },
])('refuses %j', (over) => {
  expect(NewChannel.safeParse({ ...given, ...over }).success).toBe(false);
});

it('takes as another target what fits the channel', () => {
  expect([targetOf('mail', 'a@b.nl'), targetOf('webhook', 'https://example.org/'), targetOf('mqtt', '12'), targetOf('mqtt', 12)]).toEqual([
    'a@b.nl',
    'https://example.org/',
    '12',
    '12',
  ]);
  expect([targetOf('mail', 'https://example.org'), targetOf('webhook', 'a@b.nl'), targetOf('mqtt', 'a')]).toEqual([null, null, null]);
});
