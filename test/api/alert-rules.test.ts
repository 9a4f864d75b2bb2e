// The rules of alerts in the running product: what they say, who switches them, and what is then told and shown.
import { beforeAll, describe, expect, it } from 'vitest';
import { ALERT_KINDS } from '../../src/domain/alerts.ts';
import { epochMs } from '../../src/domain/units.ts';
import { alertRegion } from './alert-region.ts';
import type { Answer } from './small-region.ts';

const region = await alertRegion();
const { small, open, shut, manager, company, run } = region;

describe('the rules', () => {
  const rules = async (cookie: string): Promise<Map<unknown, Record<string, unknown>>> => {
    const { items } = (await small.ask('GET', '/api/v1/alert-rules', { cookie })).body;
    return new Map(Array.isArray(items) ? items.map((one: Record<string, unknown>) => [one['kind'], one]) : []);
  };
  const channel = async (cookie: string, over: object): Promise<number> =>
    Number((await small.ask('POST', '/api/v1/alert-channels', { cookie, body: { kind: 'mail', target: 'a@b.nl', park: 'park-a', ...over } })).body['id']);

  it('say from when they tell, when it is over, and whether it waits for the morning', async () => {
    const all = await rules(manager);

    expect([...all.keys()]).toEqual([...ALERT_KINDS]);
    expect(all.get('peak-forecast')).toMatchObject({ begins: 100, ends: 95, unit: '% of limit', at: null, waitsInQuietHours: false, escalatesAfterMin: 30 });
    expect(all.get('weekend-gas')).toMatchObject({ begins: 60, ends: 45, least: { value: 5, unit: 'm3' }, at: '06:20', waitsInQuietHours: true });
  });

  it('name the channels that hear of them, of those that the reader may see', async () => {
    const [warned, urged] = [await channel(manager, { leastSeverity: 'warning' }), await channel(manager, { leastSeverity: 'urgent' })];
    const own = await channel(company, { company: shut.company, leastSeverity: 'notice' });
    const [of, theirs] = [await rules(manager), await rules(company)];
    const told = (all: typeof of, kind: string): unknown[] => [all.get(kind)?.['channels']].flat().filter((id) => id === warned || id === urged || id === own);

    expect([told(of, 'peak-forecast'), told(of, 'silent-meter'), told(of, 'weekend-gas')]).toEqual([[warned, urged], [warned], []]);
    // What is the park's alone goes to no company.
    expect([told(theirs, 'weekend-gas'), told(theirs, 'coverage-falling')]).toEqual([[own], []]);
  });
});

describe('a rule that is switched', () => {
  const turn = (cookie: string, kind: string, body: object): Promise<Answer> => region.ask(cookie, 'PATCH', `/alert-rules/${kind}`, { park: 'park-a', ...body });
  const found = async (cookie: string): Promise<unknown[]> => (await region.items(cookie, '/alerts')).map((one) => `${String(one['kind'])} ${String(one['companyName'])}`);

  beforeAll(async () => {
    const { directory, deps } = small.app.parts;
    for (const of of [open, shut]) {
      await directory.addRegisters([{ meter: of.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
      for (const register of directory.registersOf(of.meter)) deps.last.put({ register: register.id, at: epochMs(Date.now() - 10_800_000), value: 1 });
    }
    await run('watch-meters');
  });

  it('off by a company closes its alert, and on again raises it where it is still so', async () => {
    expect(await found(company)).toEqual(['silent-meter Dicht BV']);
    const off = await turn(company, 'silent-meter', { company: shut.company, on: false });

    expect([off.status, off.body['switches']]).toEqual([200, [{ park: 'park-a', company: shut.company, on: false, changedBy: 'Dicht', changedAt: expect.any(String) }]]);
    expect(await found(company)).toEqual([]);
    expect((await region.items(company, '/alerts?state=all')).map((one) => one['closedBecause'])).toEqual(['switched-off']);
    expect(await run('watch-meters')).toMatchObject({ counts: { opened: 0 } });
    await turn(company, 'silent-meter', { company: shut.company, on: true });
    expect(await run('watch-meters')).toMatchObject({ counts: { opened: 1 } });
    const switched = (await region.items(company, '/alert-changes')).filter((one) => one['kind'] !== null);
    expect(switched.map((one) => [one['what'], one['kind'], one['by']])).toEqual([
      ['rule-on', 'silent-meter', 'Dicht'],
      ['rule-off', 'silent-meter', 'Dicht'],
    ]);
  });

  it('off by a park manager hides what is open of companies from the park, and from nobody else', async () => {
    expect(await found(manager)).toEqual(['silent-meter Open BV']);
    await turn(manager, 'silent-meter', { on: false });

    expect([await found(manager), await found(company)]).toEqual([[], ['silent-meter Dicht BV']]);
    await turn(manager, 'silent-meter', { on: true });
    expect(await found(manager)).toEqual(['silent-meter Open BV']);
  });

  it('is set by whose it is, and a company has no rule about the park', async () => {
    const statuses = [
      await turn(manager, 'silent-meter', { company: open.company, on: false }),
      await turn(company, 'silent-meter', { on: false }),
      await turn(company, 'coverage-falling', { company: shut.company, on: false }),
      await turn(manager, 'no-such-rule', { on: false }),
      await turn(manager, 'silent-meter', {}),
    ].map((one) => one.status);

    expect(statuses).toEqual([404, 404, 409, 404, 422]);
  });
});
