// Published chains over HTTP: the broken link is marked, and no figure of the monitor stands in it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
}, 60_000);
afterAll(() => small.stop());

it('shows the chain of Eerbeek with the links that ended', async () => {
  const { body } = await small.ask('GET', '/api/v1/cases?park=eerbeek-loenen', { key: BOOTSTRAP });

  expect(body).toMatchObject({ next: null, items: [{ id: 'eerbeek-water', published: true }] });
  expect(JSON.stringify(body)).toContain('"validTo":"2023-12","holds":false');
  expect((await small.ask('GET', '/api/v1/cases?park=de-mars', { key: BOOTSTRAP })).body).toMatchObject({ items: [] });
});
