// A page of another site, or of another port of this host, sends what a signed-in browser would: nothing changes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, signIn, startApp } from './small-region.ts';

const PASSWORD = 'a long password';
let region: SmallRegion;
let cookie: string;

beforeAll(async () => {
  region = await startApp();
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: PASSWORD, name: 'region', roles: [{ role: 'region' }] });
  cookie = await signIn(region, 'region@test.nl', PASSWORD);
}, 60_000);
afterAll(() => region.stop());

/** Makes a key of one's own. */
const change = async (headers: Record<string, string>): Promise<number> =>
  (
    await fetch(`${region.app.parts.urls.web}/api/v1/me/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ name: 'a key' }),
    })
  ).status;

it('is refused by what the browser says of the site', async () => {
  for (const site of ['cross-site', 'same-site']) expect([site, await change({ 'sec-fetch-site': site })]).toEqual([site, 404]);
  expect(await change({ 'sec-fetch-site': 'same-origin' })).toBe(201);
});

it('and over plain http, where a browser says nothing of the site, by where the page came from', async () => {
  const { host, hostname } = new URL(region.app.parts.urls.web);
  for (const origin of ['https://evil.example', 'null', `http://${hostname}:1`]) expect([origin, await change({ origin })]).toEqual([origin, 404]);
  // Behind a proxy the page came over https.
  for (const origin of [`http://${host}`, `https://${host}`]) expect([origin, await change({ origin })]).toEqual([origin, 201]);
  // A program with a key sends no cookie that somebody else's page could use.
  expect(await change({ origin: 'https://evil.example', authorization: `Bearer ${BOOTSTRAP}`, cookie: '' })).not.toBe(404);
});
