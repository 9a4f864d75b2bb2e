// So many requests a window from one address, then none until the window is over; and each monitor counts for itself.
import { expect, it } from 'vitest';
import { RequestCounts } from '../../src/api/request-counts.ts';
import { startApp } from './small-region.ts';

const RULE = { window: 60, max: 3 };

it('lets so many through in a window and says when the next may come', async () => {
  let now = 0;
  const counts = new RequestCounts(() => now);
  const ask = (key = 'a'): ReturnType<RequestCounts['consume']> => counts.consume(key, RULE);

  for (const at of [0, 10_000, 20_000]) {
    now = at;
    expect(await ask()).toEqual({ allowed: true, retryAfter: null });
  }
  now = 25_500;
  expect(await ask()).toEqual({ allowed: false, retryAfter: 35 });
  expect(await ask('b')).toEqual({ allowed: true, retryAfter: null });
  expect(await new RequestCounts(() => now).consume('a', RULE)).toEqual({ allowed: true, retryAfter: null });

  now = 59_999;
  expect(await ask()).toEqual({ allowed: false, retryAfter: 1 });
  now = 60_000;
  expect(await ask()).toEqual({ allowed: true, retryAfter: null });
});

it('counts requests that come at the same moment one by one', async () => {
  const counts = new RequestCounts(() => 0);
  const answers = await Promise.all(Array.from({ length: 5 }, () => counts.consume('a', RULE)));

  expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false]);
});

it('holds for signing in', async () => {
  const small = await startApp();
  const { web } = small.app.parts.urls;
  const attempt = async (): Promise<number> =>
    (await fetch(`${web}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: web }, body: '{}' })).status;
  const answers = await Promise.all(Array.from({ length: 32 }, attempt));
  await small.stop();

  expect(answers.filter((status) => status === 400)).toHaveLength(30);
  expect(answers.filter((status) => status === 429)).toHaveLength(2);
}, 60_000);
