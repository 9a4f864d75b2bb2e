// The limit of the running quarter: the page of this moment and the room that is left say the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limitNow } from '../../src/api/limit-now.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Answer, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
const made: Objects[] = [];
const ask = (method: string, path: string, body?: unknown): Promise<Answer> => region.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
/** By the page of this moment, and by the one about room. */
async function limits(place: string): Promise<unknown[]> {
  const [now, room] = [await ask('GET', `/${place}/now`), await ask('GET', `/${place}/capacity/now`)];
  const { quarter } = now.body;
  const { own, limitKind } = room.body;
  return [quarter, { ...(typeof own === 'object' && own), limitKind }];
}
const both = (limitKw: number, limitKind: string): unknown[] => [expect.objectContaining({ limitKw, limitKind }), expect.objectContaining({ limitKw, limitKind })];

beforeAll(async () => {
  region = await startApp();
  await ask('POST', '/parks', { id: 'park-a', name: 'Park A', municipality: 'Zutphen' });
  for (const ean of ['871999900000000011', '871999900000000028', '871999900000000035'])
    made.push(await makeCompany(region, { park: 'park-a', name: `Company ${ean}`, ean, shares: true }));
  for (const { meter } of made) await measure(region, meter, { from: '2026-10-05T22:00:00Z', kw: [10, 10] });
}, 60_000);
afterAll(() => region.stop());

it('is the sum of the contracts where each has its own, and what was agreed for a connection instead of its contract', async () => {
  expect(await limits('parks/park-a')).toEqual(both(1500, 'sum-of-contracts'));

  await ask('POST', `/connections/${made[0]?.connection}/limits`, { kw: 100, validFrom: '2026-01-01' });

  expect(await limits(`companies/${made[0]?.company}`)).toEqual(both(100, 'contract'));
  expect(await limits('parks/park-a')).toEqual(both(1100, 'sum-of-contracts'));
});

it('is what a group shares instead of the contracts of its members, beside the contracts of the others', async () => {
  const group = await ask('POST', '/groups', { park: 'park-a', name: 'Samen', rule: 'pro-rata', limitImportKw: 180, validFrom: '2026-01-01' });
  for (const { connection } of made.slice(1)) await ask('POST', `/groups/${Number(group.body['id'])}/members`, { connection, validFrom: '2026-01-01' });

  expect(await limits('parks/park-a')).toEqual(both(280, 'group-and-contracts'));

  await ask('POST', `/groups/${Number(group.body['id'])}/members`, { connection: made[0]?.connection, validFrom: '2026-01-01' });

  expect(await limits('parks/park-a')).toEqual(both(180, 'group'));
});

it('is the one at the start of the quarter, and none where none is known', () => {
  const start = Date.parse('2026-11-03T12:00:00Z');
  const after = (minutes: number) => ({ now: () => epochMs(start + minutes * 60_000) });
  const limit = { direction: 'import', kind: 'firm', kw: 70, from: epochMs(start), to: null, window: null } as const;

  expect(limitNow(after(5), [limit], { direction: 'import', contractKw: 500 })).toBe(70);
  expect(limitNow(after(-5), [limit], { direction: 'import', contractKw: 500 })).toBe(500);
  expect(limitNow(after(5), [], { direction: 'import', contractKw: null })).toBeNull();
});
