// Alerts of the running product: a meter that falls silent, told on the API, to whom it may concern.
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { alertRegion } from './alert-region.ts';
import type { Objects } from './small-region.ts';

const HOUR = 3_600_000;
const region = await alertRegion();
const { small, open, shut, manager, company, run } = region;

const listed = (cookie: string, query = ''): Promise<Record<string, unknown>[]> => region.items(cookie, `/alerts${query}`);

/** A last value so long ago. */
function heard(of: Objects, agoMs: number): void {
  const { directory, deps } = small.app.parts;
  const at = epochMs(Date.now() - agoMs);
  for (const register of directory.registersOf(of.meter)) deps.last.put({ register: register.id, at, value: 1 });
}

describe('a meter that falls silent', () => {
  it('is told to the park manager where its company shares, and to the company itself', async () => {
    for (const of of [open, shut])
      await small.app.parts.directory.addRegisters([{ meter: of.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    heard(open, 3 * HOUR);
    heard(shut, 3 * HOUR);
    expect(await run('watch-meters')).toMatchObject({ outcome: 'done', counts: { opened: 2, closed: 0 } });

    expect((await listed(manager)).map((one) => [one['kind'], one['companyName'], one['meter']])).toEqual([['silent-meter', 'Open BV', open.meter]]);
    expect((await listed(company)).map((one) => one['companyName'])).toEqual(['Dicht BV']);
    // Of one company, as far as the reader may know of it.
    expect((await listed(manager, `?company=${open.company}`)).map((one) => one['companyName'])).toEqual(['Open BV']);
    expect(await listed(manager, `?company=${shut.company}`)).toEqual([]);
  });

  it('is acknowledged by one, with a name; the second is told so', async () => {
    const [{ id } = { id: 0 }] = await listed(manager);
    const first = await small.ask('POST', `/api/v1/alerts/${String(id)}/acknowledgement`, { cookie: manager });

    expect([first.status, first.body['acknowledgedBy']]).toEqual([200, 'Els']);
    expect((await small.ask('POST', `/api/v1/alerts/${String(id)}/acknowledgement`, { cookie: manager })).status).toBe(409);
  });

  it('is over when it speaks, and stays in the list of all', async () => {
    heard(open, 0);
    await run('watch-meters');

    expect(await listed(manager)).toEqual([]);
    expect((await listed(manager, '?state=all')).map((one) => one['closedAt'] !== null)).toEqual([true]);
    expect(await listed(manager, '?state=all&park=another')).toEqual([]);
  });
});
