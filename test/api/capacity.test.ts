// Room on the grid over the API: use against limits, peaks (O21), limits as a calendar, and what can join.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
const FROM = '2026-10-06T10:00:00Z';
const TO = '2026-10-06T10:30:00Z';
let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};
/** The last day that has ended, for what looks at the last twelve months. */
const yesterday = localFloor(epochMs(localFloor(epochMs(Date.now()), 'P1D') - 1), 'P1D');

const get = (path: string, as: { cookie?: string } = {}): Promise<Answer> =>
  region.ask('GET', `/api/v1${path}`, as.cookie === undefined ? { key: BOOTSTRAP } : { cookie: as.cookie });
const rows = (answer: Answer, name = 'items'): Record<string, unknown>[] => (Array.isArray(answer.body[name]) ? answer.body[name] : []);

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABC'[index]}`, ean, shares: true }));
  // O21: A (100, 20), B (60, 80), C (10, 90) kW in two quarters.
  const kw = [
    [100, 20],
    [60, 80],
    [10, 90],
  ];
  for (const [index, one] of companies.entries()) {
    await measure(region, one.meter, { from: FROM, kw: kw[index] ?? [] });
    await measure(region, one.meter, { from: toIso(yesterday), kw: Array.from({ length: 48 }, (_, t) => (t === 40 ? 300 : 100)) });
  }
  const people = {
    region: [{ role: 'region' }],
    manager: [{ role: 'parkmanager', parks: ['de-mars'] }],
    company: [{ role: 'company', company: companies[0]?.company ?? 0 }],
  } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
}, 60_000);
afterAll(() => region.stop());

describe('capacity of a park', () => {
  it('is the net of its connections against the sum of their contracts, quarter by quarter', async () => {
    const answer = await get(`/parks/de-mars/capacity?from=${FROM}&to=${TO}`, { cookie: cookies['manager'] ?? '' });

    expect(answer.status).toBe(200);
    expect(rows(answer)).toEqual([
      { start: FROM, end: '2026-10-06T10:15:00Z', usageKw: 170, limitKw: 1500, headroomKw: 1330, at: FROM, measured: true },
      { start: '2026-10-06T10:15:00Z', end: TO, usageKw: 190, limitKw: 1500, headroomKw: 1310, at: '2026-10-06T10:15:00Z', measured: true },
    ]);
    expect(answer.body).toMatchObject({ limitKind: 'sum-of-contracts', coverage: 1, quality: { M: 1 }, simulated: false, totals: { kwMax: 190, violations: 0, energyKwh: 90 } });
  });

  it('of a longer step is its fullest quarter, and of a quarter without values is unknown', async () => {
    const hour = await get(`/parks/de-mars/capacity?from=${FROM}&to=2026-10-06T12:00:00Z&step=PT1H`);

    expect(rows(hour)).toMatchObject([
      { usageKw: 190, at: '2026-10-06T10:15:00Z' },
      { usageKw: null, limitKw: null, headroomKw: null, measured: false },
    ]);
  });

  it('has no room where one of its connections is silent', async () => {
    await measure(region, companies[0]?.meter ?? 0, { from: '2026-10-07T10:00:00Z', kw: [40] });
    await measure(region, companies[1]?.meter ?? 0, { from: '2026-10-07T10:00:00Z', kw: [10, 10] });
    const answer = await get('/parks/de-mars/capacity?from=2026-10-07T10:00:00Z&to=2026-10-07T10:30:00Z');

    // C says nothing in all this time: it is left out with its contract, and the coverage tells. A is silent in the second.
    expect(rows(answer)).toMatchObject([
      { usageKw: 50, limitKw: 1000, headroomKw: 950 },
      { usageKw: 10, headroomKw: null, measured: false },
    ]);
    expect(answer.body['coverage']).toBe(0.5);
  });

  it('is answered for today without a period, and in the other direction', async () => {
    const answer = await get('/parks/de-mars/capacity?direction=export');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ direction: 'export', step: 'PT15M' });
  });

  it.each([
    ['from=2026-10-07&to=2026-10-06', 422, 'reversed-period'],
    ['from=yesterday&to=2026-10-06', 422, 'bad-time'],
    ['from=2023-10-06&to=2026-10-06&step=P1D', 422, 'period-too-long'],
    ['from=2026-10-06&to=2026-10-07&direction=up', 422, 'invalid-request'],
    ['from=2026-10-06&to=2026-10-07&step=PT5M', 422, 'invalid-request'],
  ])('asked with %s answers %i %s', async (query, status, code) => {
    const answer = await get(`/parks/de-mars/capacity?${query}`);

    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('is kept back from the region where fewer than five companies share', async () => {
    for (const path of ['capacity', 'capacity/year', 'capacity/now', 'capacity/join?kw=1', 'peaks'])
      expect((await get(`/parks/de-mars/${path}`, { cookie: cookies['region'] ?? '' })).body['code']).toBe('suppressed');
  });
});

describe('peaks of a park (O21)', () => {
  it('names each company with its own peak and its share of the common one', async () => {
    const answer = await get(`/parks/de-mars/peaks?from=${FROM}&to=${TO}`, { cookie: cookies['manager'] ?? '' });
    const [a, b, c] = companies.map((one) => one.company);

    expect(answer.body).toMatchObject({ kwMax: 190, kwMaxAt: '2026-10-06T10:15:00Z', ownPeaksKw: 270, benefitKw: 80, coincidence: 0.703704, companiesHidden: 0 });
    expect(rows(answer).map((one) => [one['company'], one['kwMax'], one['at'], one['coincidentShare']])).toEqual([
      [c, 90, '2026-10-06T10:15:00Z', 0.473684],
      [b, 80, '2026-10-06T10:15:00Z', 0.421053],
      [a, 100, FROM, 0.105263],
    ]);
  });

  it('names nobody who does not share with this reader', async () => {
    const [only] = companies;
    await region.ask('DELETE', `/api/v1/companies/${only?.company}/consents/${only?.consent}`, { key: BOOTSTRAP });
    const answer = await get(`/parks/de-mars/peaks?from=${FROM}&to=${TO}`, { cookie: cookies['manager'] ?? '' });
    await region.ask('POST', `/api/v1/companies/${only?.company}/consents`, { key: BOOTSTRAP, body: { audience: 'parkmanager' } });

    expect(rows(answer).map((one) => one['company'])).not.toContain(only?.company);
    expect(answer.body['kwMax']).toBe(170);
  });
});

describe('capacity of a company and a connection', () => {
  it('is against its own contract', async () => {
    const [one] = companies;
    const query = `capacity?from=${FROM}&to=${TO}`;
    const [mine, connection] = [
      await get(`/companies/${one?.company}/${query}`, { cookie: cookies['company'] ?? '' }),
      await get(`/connections/${one?.connection}/${query}`, { cookie: cookies['company'] ?? '' }),
    ];

    expect(rows(mine)).toMatchObject([
      { usageKw: 100, limitKw: 500, headroomKw: 400 },
      { usageKw: 20, limitKw: 500, headroomKw: 480 },
    ]);
    expect(rows(connection)).toEqual(rows(mine));
    expect(mine.body['limitKind']).toBe('contract');
  });

  it('is not for another company', async () => {
    for (const path of [
      `/companies/${companies[1]?.company}/capacity`,
      `/connections/${companies[1]?.connection}/capacity/join?kw=1`,
      '/parks/de-mars/capacity',
      '/parks/de-mars/peaks',
    ])
      expect((await get(path, { cookie: cookies['company'] ?? '' })).status).toBe(404);
  });

  it('follows its limits as a calendar, and counts what passes them', async () => {
    const [one] = companies;
    const post = (body: unknown): Promise<Answer> => region.ask('POST', `/api/v1/connections/${one?.connection}/limits`, { cookie: cookies['company'] ?? '', body });
    const firm = await post({ kw: 50, validFrom: '2026-10-01', validTo: '2026-10-20', note: 'lowered' });
    // 12:00 to 12:15 local, in summer time: the first of the two quarters.
    const block = await post({ kind: 'block', kw: 30, validFrom: '2026-10-01', window: { fromMinute: 720, toMinute: 735, weekdays: [2] } });
    const answer = await get(`/connections/${one?.connection}/capacity?from=${FROM}&to=${TO}`);

    expect([firm.status, block.status]).toEqual([201, 201]);
    expect(rows(answer)).toMatchObject([
      { usageKw: 100, limitKw: 80, headroomKw: -20 },
      { usageKw: 20, limitKw: 50, headroomKw: 30 },
    ]);
    expect(answer.body['totals']).toMatchObject({ violations: 1, quartersAbove: 1, hoursAbove: 0.25, aboveKwh: 5, longestRunMinutes: 15 });
    expect(rows(answer, 'above')).toEqual([{ start: FROM, end: '2026-10-06T10:15:00Z', aboveKwMax: 20, aboveKwh: 5 }]);

    for (const made of [firm, block]) expect((await region.ask('DELETE', `/api/v1/limits/${Number(made.body['id'])}`, { cookie: cookies['company'] ?? '' })).status).toBe(204);
    expect(rows(await get(`/connections/${one?.connection}/limits`))).toEqual([]);
    expect(rows(await get(`/connections/${one?.connection}/capacity?from=${FROM}&to=${TO}`))[0]?.['limitKw']).toBe(500);
  });

  it.each([
    [{ kw: -1, validFrom: '2026-10-01' }, 'invalid-request'],
    [{ kw: 1, validFrom: '2026-10-02', validTo: '2026-10-01' }, 'reversed-period'],
    [{ kw: 1, validFrom: 'soon' }, 'bad-time'],
    [{ kw: 1, validFrom: '2026-10-01', kind: 'soft' }, 'invalid-request'],
    [{ kw: 1, validFrom: '2026-10-01', window: { fromMinute: 0, toMinute: 1500, weekdays: [1] } }, 'invalid-request'],
  ])('refuses a limit %j', async (body, code) => {
    const answer = await region.ask('POST', `/api/v1/connections/${companies[0]?.connection}/limits`, { key: BOOTSTRAP, body });

    expect([answer.status, answer.body['code']]).toEqual([422, code]);
  });
});

describe('the last twelve months', () => {
  it('have month peaks, utilization and a load-duration curve', async () => {
    const answer = await get(`/companies/${companies[1]?.company}/capacity/year`);

    expect(answer.body['utilization']).toMatchObject({ kwMax: 300, limitKw: 500, share: 0.6, unusedKw: 200, atRisk: false });
    expect(rows(answer, 'months').at(-1)).toMatchObject({ kwMax: 300, at: toIso(epochMs(yesterday + 40 * QUARTER_MS)), utilization: 0.6 });
    expect(answer.body['duration']).toMatchObject({
      ranks: expect.arrayContaining([
        { rank: 1, kw: 300 },
        { rank: 10, kw: 100 },
      ]),
    });
  });

  it('hold the peak against what is contracted now: not what was, nor what holds in some hours only', async () => {
    const path = `/connections/${companies[1]?.connection}/limits`;
    const noon = epochMs(yesterday + 48 * QUARTER_MS);
    const limits = [
      { kind: 'firm', kw: 400, validFrom: toIso(noon) },
      { kind: 'block', kw: 300, validFrom: '2026-01-01', window: { fromMinute: 22 * 60, toMinute: 6 * 60, weekdays: [1, 2, 3, 4, 5, 6, 7] } },
      { kind: 'tdtr', kw: 600, validFrom: '2026-01-01' },
    ];
    const ids: number[] = [];
    for (const body of limits) ids.push(Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']));

    const { body } = await get(`/companies/${companies[1]?.company}/capacity/year`);
    expect(body['utilization']).toMatchObject({ kwMax: 300, limitKw: 400, share: 0.75, unusedKw: 100 });
    for (const id of ids) await region.ask('DELETE', `/api/v1/limits/${id}`, { key: BOOTSTRAP });
  });

  it('used nothing of the right to feed in where nothing was fed in, and not less than that', async () => {
    const last = rows(await get(`/companies/${companies[1]?.company}/capacity/year?direction=export`), 'months').at(-1);

    expect(last).toMatchObject({ limitKw: 100, utilization: 0 });
    expect(Number(last?.['kwMax'])).toBeLessThan(0);
  });

  it('answer whether something more can join, with the quarter that binds', async () => {
    const path = `/companies/${companies[1]?.company}/capacity/join`;
    const [fits, fails] = [await get(`${path}?kw=200`), await get(`${path}?kw=250`)];

    expect(fits.body).toMatchObject({ fits: true, roomAlwaysKw: 200, shareThatFits: 1, failingDays: 0 });
    expect(fails.body).toMatchObject({
      fits: false,
      shareThatFits: 0.8,
      quartersFailing: 1,
      failingDays: 1,
      binding: { at: toIso(epochMs(yesterday + 40 * QUARTER_MS)), usageKw: 300, extraKw: 250, limitKw: 500, shortKw: 50 },
    });
    // Half of 250 kW above the limit for a quarter-hour.
    expect(rows(fails, 'days')).toMatchObject([{ quarters: 1, shortKwMax: 50, shortKwh: 12.5 }]);
  });

  it('answer panels against the room to feed in, and trucks at night', async () => {
    const path = `/companies/${companies[1]?.company}/capacity/join`;
    const [sun, trucks] = [await get(`${path}?kwp=10`), await get(`${path}?trucks=2`)];

    expect(sun.body).toMatchObject({ direction: 'export', fits: true });
    expect(trucks.body).toMatchObject({ direction: 'import', fits: true });
  });

  it.each(['', '?kw=1&kwp=1', '?kw=0', '?trucks=1.5'])('refuse a wish %s', async (query) => {
    expect((await get(`/companies/${companies[1]?.company}/capacity/join${query}`)).status).toBe(422);
  });
});

describe('the running quarter', () => {
  it('has what was used and says nothing of a silent meter', async () => {
    const answer = await get('/parks/de-mars/capacity/now');

    expect(answer.status).toBe(200);
    expect(answer.body['own']).toEqual({
      usedKwh: null,
      projectedKw: null,
      unknown: expect.stringMatching(/^(early|silent)$/),
      limitKw: 1500,
      headroomKw: null,
      comeOffKw: null,
      lost: false,
    });
  });
});
