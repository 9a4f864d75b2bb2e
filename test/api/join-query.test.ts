// A group of one connection under the limit of its contract has the room that the connection has.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MeasuredDay, measuredDay } from './explained-capacity.ts';
import { BOOTSTRAP } from './small-region.ts';

const CONTRACT_KW = 500;
let made: MeasuredDay;
let group = 0;
const post = async (path: string, body: object): Promise<number> => Number((await made.region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);

beforeAll(async () => {
  made = await measuredDay();
  group = await post('/groups', { park: 'de-mars', name: 'of one', rule: 'pro-rata', limitImportKw: CONTRACT_KW, limitExportKw: CONTRACT_KW, validFrom: '2026-01-01' });
  await post(`/groups/${group}/members`, { connection: made.one.connection, validFrom: '2026-01-01' });
  await post(`/connections/${made.one.connection}/limits`, { direction: 'export', kw: CONTRACT_KW, validFrom: '2026-01-01' });
}, 60_000);
afterAll(() => made.region.stop());

it.each(['kw=150', 'kw=250', 'kwp=900', 'trucks=9'])('asked for %s', async (wish) => {
  const [alone, together] = [await made.get(`/connections/${made.one.connection}/capacity/join?${wish}`), await made.get(`/groups/${group}/join?${wish}`)];

  expect(alone).toMatchObject({ quartersJudged: expect.any(Number), limitKind: 'contract' });
  expect({ ...together, limitKind: null, asOf: null }).toEqual({ ...alone, limitKind: null, asOf: null });
});
