// The state of the latest months over the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp({ env: { CLOSE_AFTER_WORKING_DAYS: '3' } });
}, 60_000);
afterAll(() => small.stop());

async function months(query = ''): Promise<Record<string, unknown>[]> {
  const items: unknown = (await small.ask('GET', `/api/v1/months${query}`, { key: BOOTSTRAP })).body['items'];
  return Array.isArray(items) ? items : [];
}

describe('months', () => {
  it('begin with the running one, and those before the last are closed', async () => {
    const now = small.app.parts.deps.now();
    const list = await months();

    expect(list).toHaveLength(13);
    expect(list[0]).toMatchObject({ state: 'running', start: toIso(localFloor(now, 'P1M')), end: toIso(localAdd(localFloor(now, 'P1M'), 'P1M', 1)) });
    expect(list.slice(2).every((one) => one['state'] === 'closed')).toBe(true);
  });

  it('close after the number of working days that is set', async () => {
    for (const one of await months('?count=2')) expect(Date.parse(String(one['closesAt'])) - Date.parse(String(one['end']))).toBeLessThanOrEqual(9 * 86_400_000);
    expect((await small.ask('GET', '/api/v1/months?count=1000', { key: BOOTSTRAP })).status).toBe(422);
  });
});
