// The segments of the journal, for the operator's key alone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
}, 60_000);
afterAll(() => small.stop());

it('are told with their messages, and nothing of what is in them', async () => {
  const { gateway } = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  for (let index = 0; index < 3; index++) await small.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body: { importKwh: index } });

  const answer = await small.ask('GET', '/api/v1/journal', { key: BOOTSTRAP });
  expect(answer.body['items']).toEqual([{ firstSeq: 1, lastSeq: 3, bytes: expect.any(Number), firstAt: expect.stringMatching(/^20.*Z$/), lastAt: null }]);
  expect((await small.ask('GET', '/api/v1/journal')).status).toBe(401);
});
