// How much of a balance was measured and how: what is listed gives the shares of the balance, for every reader, and whoever may not see the
// members gets one line.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURED_LINES_MAX, byFlagIn, qualityNamed, shareIn } from '../../src/api/measured-explain.ts';
import { simulatedEan } from '../../src/simulate/ean.ts';
import { drawNumbers } from './explained-draw.ts';
import { type Body, type ExplainedNumber, MEASURED, QUALITY_FLAGS, inside, numbersIn, reckonLevel, rows } from './explained-parts.ts';
import { DAY, type ExplainedRegion, randoms, startExplained } from './explained-region.ts';
import { BOOTSTRAP } from './small-region.ts';

const WANTED = 100;
const QUERY = `from=${DAY}&to=2026-10-07`;
const SHARES = QUALITY_FLAGS.map((flag) => `quality.${flag}`);
let region: ExplainedRegion;

beforeAll(async () => {
  region = await startExplained();
}, 60_000);
afterAll(() => region.small.stop());

type Reader = { key: string } | { cookie: string };
const ask = async (path: string, as: Reader): Promise<Body> => (await region.small.ask('GET', `/api/v1${path}`, as)).body;

describe('a share by quality', () => {
  it.each(['park', 'company', 'region', 'park as its manager', 'region as the region'])('of the %s is what is listed, of all of it and of its steps', async (whose) => {
    const as = whose.endsWith('manager') ? { cookie: region.manager } : whose.endsWith('the region') ? { cookie: region.region } : { key: BOOTSTRAP };
    const path = `${whose.startsWith('park') ? '/parks/park-a' : whose.startsWith('region') ? '/region' : `/companies/${region.companies[1]?.company}`}/balance`;
    const balance = await ask(`${path}?${QUERY}&step=PT1H`, as);
    const parts: Body[] = [balance, ...rows(balance['steps'])];
    const numbers = parts.flatMap((one) =>
      numbersIn(one, SHARES).map(([name, told]): ExplainedNumber => {
        const part = typeof one['start'] === 'string' ? `&start=${one['start']}&end=${String(one['end'])}` : '';
        return { name, told, explain: `${path}/explain?${QUERY}&step=PT1H&field=${name}${part}`, reckon: reckonLevel, lists: MEASURED };
      }),
    );
    const { drawn, moved, wrong } = await drawNumbers((explain) => ask(explain, as), numbers, { wanted: WANTED, below: randoms(whose.length) });

    expect(wrong).toEqual([]);
    expect([drawn > 20, moved > 0]).toEqual([true, true]);
    const lines = rows(inside(await ask(`${path}/explain?${QUERY}&field=quality.M`, as), 'measured.lines'));
    expect(lines.map((line) => line['of'])).toEqual(
      whose === 'region as the region' ? ['together'] : Array.from({ length: { company: 1, region: 8 }[whose] ?? 4 }, () => 'connection'),
    );
  });

  it('counts amounts for whoever sees the members, and connections for the others', async () => {
    const explain = `/region/balance/explain?${QUERY}&field=quality.E`;
    const [seen, together] = [await ask(explain, { key: BOOTSTRAP }), await ask(explain, { cookie: region.region })];

    expect([inside(seen, 'measured.counted'), inside(together, 'measured.counted')]).toEqual(['amounts', 'connections']);
    const [line] = rows(inside(together, 'measured.lines'));
    expect([line?.['park'], line?.['company'], line?.['connection']]).toEqual([null, null, null]);
    expect(QUALITY_FLAGS.reduce((sum, flag) => sum + Number(inside(line, `byFlag.${flag}`)), 0)).toBe(line?.['present']);
  });

  it('is of those connections only that are asked for, by whoever sees them', async () => {
    const { connection } = region.alone;
    const asked = `/parks/park-a/balance/explain?${QUERY}&field=quality.M&connections=${connection}`;
    const one = await ask(asked, { key: BOOTSTRAP });

    expect(rows(inside(one, 'measured.lines')).map((line) => line['connection'])).toEqual([connection]);
    expect(one['value']).toBe(inside(await ask(`/companies/${region.alone.company}/balance?${QUERY}`, { key: BOOTSTRAP }), 'quality.M'));
    expect((await ask(`/region/balance/explain?${QUERY}&field=quality.M&connections=${connection}`, { cookie: region.region }))['code']).toBe('invalid-request');
  });

  it('that is kept back is explained to nobody', async () => {
    const as = { cookie: region.region };

    expect((await ask(`/parks/park-a/balance?${QUERY}`, as))['code']).toBe('suppressed');
    expect((await ask(`/parks/park-a/balance/explain?${QUERY}&field=quality.M`, as))['code']).toBe('suppressed');
    const between = `start=${DAY}T06:15:00Z&end=${DAY}T07:15:00Z`;
    expect((await ask(`/region/balance/explain?${QUERY}&step=PT1H&field=quality.M&${between}`, as))['code']).toBe('bad-time');
  });
});

describe('what is counted by flag', () => {
  const sums = { byFlag: [0, 0.000_003, 0, 0.000_001, 0, 0], present: 4, expected: 5 };

  it('is whole connections where sums hold them in millionths', () => {
    expect(byFlagIn(sums, 'connections')).toEqual({ C: 0, M: 3, I: 0, E: 1, S: 0, X: 0 });
    expect(byFlagIn(sums, 'amounts')['M']).toBe(0.000_003);
    expect([shareIn(sums, null), shareIn(sums, 'M'), shareIn(sums, 'X'), shareIn(sums, 'C')]).toEqual([0.8, 0.6, 0.2, 0]);
    expect([qualityNamed('quality.X'), qualityNamed('quality.Z'), qualityNamed('coverage')]).toEqual(['X', null, null]);
  });
});

it('lists companies where there are many connections, each with the way to its own, and of one company all of them', async () => {
  const { company } = region.alone;
  for (let sequence = 1; sequence <= MEASURED_LINES_MAX; sequence++) {
    const body = { ean: simulatedEan({ parkNumber: 9, sequence }), company, carrier: 'electricity', validFrom: '2026-01-01' };
    await region.small.ask('POST', '/api/v1/connections', { key: BOOTSTRAP, body });
  }
  const as = { key: BOOTSTRAP };
  const explain = `/parks/park-a/balance/explain?${QUERY}&field=quality.X`;
  const explained = await ask(explain, as);
  const lines = rows(inside(explained, 'measured.lines'));
  const mine = lines.find((line) => line['company'] === company);
  const own = await ask(String(mine?.['explain']), as);

  expect(lines.map((line) => line['of'])).toEqual(['company', 'company', 'company', 'company']);
  expect([explained['value'], reckonLevel(explained)]).toEqual([inside(await ask(`/parks/park-a/balance?${QUERY}`, as), 'quality.X'), explained['value']]);
  expect(rows(inside(own, 'measured.lines'))).toHaveLength(MEASURED_LINES_MAX + 1);
  expect(own['value']).toBe(reckonLevel({ ...own, measured: { lines: [mine] } }));
});

it('tells of a company that shares no longer only that its connection is there', async () => {
  const { company } = region.alone;
  const as = { cookie: region.manager };
  for (const { id } of rows((await ask(`/companies/${company}/consents`, { key: BOOTSTRAP }))['items']))
    await region.small.ask('DELETE', `/api/v1/companies/${company}/consents/${String(id)}`, { key: BOOTSTRAP });
  const told = inside(await ask(`/parks/park-a/balance?${QUERY}`, as), 'quality.X');
  const explained = await ask(`/parks/park-a/balance/explain?${QUERY}&field=quality.X`, as);
  const lines = rows(inside(explained, 'measured.lines'));

  expect(lines.some((line) => line['company'] === company)).toBe(false);
  expect(lines.at(-1)).toEqual({ of: 'withheld', park: null, company: null, connection: null, byFlag: null, present: 0, expected: 96 * (1 + MEASURED_LINES_MAX), explain: null });
  expect([explained['value'], reckonLevel(explained)]).toEqual([told, told]);
});
