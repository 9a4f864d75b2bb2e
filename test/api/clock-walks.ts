// Every route that tells energy of a day or of its quarters, with what it has to say of 4 kW on the days on which the clock changes.
import { vi } from 'vitest';
import { BOOTSTRAP } from './small-region.ts';
import { type ClockDay, type ClockRegion, LATER, LIMIT_KW } from './clock-region.ts';

/** What was found, and what should be. */
type Walked = readonly [found: unknown, expected: unknown];
export type Walk = (at: ClockRegion, day: ClockDay) => Promise<Walked>;

/** What stands at a path; of a list, of each of its members. */
export function pick(value: unknown, path: string): unknown {
  const [key = '', ...rest] = path.split('.');
  if (key === '') return value;
  if (Array.isArray(value) && !/^\d+$/.test(key)) return value.map((one) => pick(one, path));
  const next: unknown = Object(value)[key];
  return pick(next, rest.join('.'));
}
const listOf = (value: unknown, path: string): unknown[] => [pick(value, path)].flat();
const where = (value: unknown, path: string, of: Record<string, unknown>): unknown =>
  listOf(value, path).find((one) => Object.entries(of).every(([key, wanted]) => pick(one, key) === wanted));
export const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
/** kWh of each day of the month. */
export const daysOf = ({ date, quarters }: ClockDay, kwh = 1): number[] => Array.from({ length: 31 }, (_, index) => (index === Number(date.slice(8)) - 1 ? quarters : 96) * kwh);
const hoursAbove = (quarters: number): number => quarters / 4;
const aboveKwh = (quarters: number): number => (quarters / 4) * (4 - LIMIT_KW);
const between = ({ date, next }: ClockDay): string => `from=${date}&to=${next}`;
const inMonth = ({ from, to }: ClockDay): string => `from=${from}&to=${to}`;

/** Company alone, its park, and the region with another company beside it. */
const AREAS = {
  '/companies/{id}': ({ alone }: ClockRegion): string => `/companies/${alone.company}`,
  '/parks/{park}': ({ alone }: ClockRegion): string => `/parks/${alone.park}`,
  '/region': (): string => '/region',
  '/connections/{id}': ({ alone }: ClockRegion): string => `/connections/${alone.connection}`,
} as const;
type Area = keyof typeof AREAS;
const over = (areas: readonly Area[], rest: string, walk: (path: string, area: Area) => Walk): [string, Walk][] =>
  areas.map((area) => [`${area}${rest}`, (at, day) => walk(AREAS[area](at) + rest, area)(at, day)]);
const metersIn = (area: Area): number => (area === '/region' ? 2 : 1);

const balance =
  (path: string, area: Area): Walk =>
  async ({ get }, day) => {
    const meters = metersIn(area);
    const steps = async (step: string, period: string, field = 'importKwh'): Promise<unknown> => pick(await get(`${path}?${period}&step=${step}`), `steps.${field}`);
    return [
      {
        quarters: await steps('PT15M', between(day)),
        hours: await steps('PT1H', between(day)),
        day: await steps('P1D', between(day)),
        used: await steps('P1D', between(day), 'consumptionKwh'),
        total: pick(await get(`${path}?${between(day)}&step=PT15M`), 'totals.importKwh'),
        days: await steps('P1D', inMonth(day)),
        month: await steps('P1M', inMonth(day)),
      },
      {
        quarters: many(day.quarters, meters),
        hours: many(day.quarters / 4, 4 * meters),
        day: [day.quarters * meters],
        used: [day.quarters * meters],
        total: day.quarters * meters,
        days: daysOf(day, meters),
        month: [day.monthKwh * meters],
      },
    ];
  };

const emissions =
  (path: string, area: Area): Walk =>
  async ({ get }, day) => {
    const used = async (period: string): Promise<unknown> => pick(where(await get(`${path}?${period}`), 'lines', { subject: 'electricity' }), 'amount');
    return [[await used(between(day)), await used(inMonth(day))], [day.quarters, day.monthKwh].map((kwh) => kwh * metersIn(area))];
  };

const energyFlows =
  (path: string): Walk =>
  async ({ get }, day) => {
    const told = async (period: string): Promise<unknown[]> => {
      const answer = await get(`${path}?${period}`);
      const flow = (from: string, to: string): unknown => pick(where(answer, 'flows', { from, to }), 'kwh');
      return [flow('carrier:electricity', 'conversion:boiler'), flow('conversion:boiler', 'carrier:heat')];
    };
    return [
      [await told(between(day)), await told(inMonth(day))],
      [many(2, day.quarters), many(2, day.monthKwh)],
    ];
  };

const capacity =
  (path: string): Walk =>
  async ({ get }, day) => {
    const quarters = await get(`${path}?${between(day)}&step=PT15M`);
    const days = await get(`${path}?${inMonth(day)}&step=P1D`);
    const totals = (answer: unknown): unknown[] => ['energyKwh', 'hoursAbove', 'aboveKwh'].map((field) => pick(answer, `totals.${field}`));
    return [
      [pick(quarters, 'items.usageKw'), totals(quarters), pick(days, 'items.usageKw'), totals(days)],
      [many(day.quarters, 4), [day.quarters, hoursAbove(day.quarters), aboveKwh(day.quarters)], many(31, 4), [day.monthKwh, hoursAbove(day.monthKwh), aboveKwh(day.monthKwh)]],
    ];
  };

/** Both months lie in the last twelve, and nothing else does. */
const lastTwelve =
  (path: string): Walk =>
  async ({ get }) => {
    const told = await get(path);
    return [['months.kwMax', 'duration.quarters', 'hoursAbove', 'aboveKwh'].map((field) => pick(told, field)), [[4, 4], 2972 + 2980, hoursAbove(5952), aboveKwh(5952)]];
  };

/** 1 kW more on top of 4 where 3 is the limit: 2 kW short all day. */
const joining =
  (path: string): Walk =>
  async ({ get }, { date, quarters }) => {
    const day = where(await get(`${path}?kw=1`), 'days', { date });
    return [
      [pick(day, 'quarters'), pick(day, 'shortKwh')],
      [quarters, (quarters / 4) * 2],
    ];
  };

const conversions =
  (path: string): Walk =>
  async ({ get }, day) => {
    const told = await get(`${path}?${between(day)}`);
    return [['inputKwh', 'outputKwh', 'lossKwh'].map((field) => pick(told, `items.0.${field}`)), [day.quarters, day.quarters, 0]];
  };

/** The sub-meter counts what its main meter does. */
const crossChecks =
  (path: string): Walk =>
  async ({ get }, day) => {
    const parts = where(await get(`${path}?${between(day)}`), 'items', { check: 'parts' });
    return [['expectedAmount', 'foundAmount', 'quarters'].map((field) => pick(parts, field)), many(3, day.quarters)];
  };

/** A minute before midnight: all quarters of the day but the running one are over. */
async function lastMinute<T>(day: ClockDay, ask: () => Promise<T>): Promise<T> {
  const offset = day.date < '2026-10' ? '+02:00' : '+01:00';
  vi.setSystemTime(new Date(`${day.date}T23:59:00${offset}`));
  try {
    return await ask();
  } finally {
    vi.setSystemTime(new Date(LATER));
  }
}
const now =
  (path: string): Walk =>
  async ({ get }, day) => [pick(where(await lastMinute(day, () => get(path)), 'carriers', { carrier: 'heat' }), 'todayAmount'), day.quarters - 1];

/** Of the 24 hours before the running quarter, as the clock on the wall does not count them. */
const lastDay =
  (path: string): Walk =>
  async ({ get, alone }, day) => {
    const told = where(await lastMinute(day, () => get(path)), 'items', { meter: alone.meter });
    return [
      [pick(told, 'flows.0.amounts'), pick(told, 'measured')],
      [many(96, 1), 96],
    ];
  };

const oneScenario = async ({ post, alone }: ClockRegion, day: ClockDay): Promise<number> =>
  post('/scenarios', { company: alone.company, name: day.date, steps: [], from: day.date, to: day.next });
const FIGURES = ['importKwh', 'consumptionKwh', 'hoursAbove', 'aboveKwh'] as const;
const scenarioSays = (results: unknown): unknown[] => FIGURES.map((field) => pick(results, `base.${field}`));
const scenarioShould = ({ quarters }: ClockDay): number[] => [quarters, quarters, hoursAbove(quarters), aboveKwh(quarters)];

export const reportFile = async ({ region }: ClockRegion, id: number, query: string): Promise<Buffer> => {
  const response = await fetch(`${region.app.parts.urls.web}/api/v1/reports/${id}/file?${query}`, { headers: { authorization: `Bearer ${BOOTSTRAP}` } });
  if (response.status !== 200) throw new Error(`the file of report ${id} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
};

/** By route below the prefix, without its method: that is GET. */
export const WALKS: ReadonlyMap<string, Walk> = new Map<string, Walk>([
  ...over(['/companies/{id}', '/parks/{park}', '/region'], '/balance', balance),
  ...over(['/companies/{id}', '/parks/{park}', '/region'], '/emissions', emissions),
  ...over(['/companies/{id}', '/parks/{park}', '/region'], '/energy-flows', energyFlows),
  ...over(['/companies/{id}', '/parks/{park}', '/connections/{id}'], '/capacity', capacity),
  ...over(['/companies/{id}', '/parks/{park}', '/connections/{id}'], '/capacity/year', lastTwelve),
  ...over(['/companies/{id}', '/parks/{park}', '/connections/{id}'], '/capacity/join', joining),
  ...over(['/companies/{id}', '/parks/{park}'], '/conversions', conversions),
  ...over(['/companies/{id}', '/parks/{park}', '/connections/{id}'], '/cross-checks', crossChecks),
  ...over(['/companies/{id}', '/parks/{park}'], '/now', now),
  ...over(['/companies/{id}', '/parks/{park}'], '/meters/last-day', lastDay),
  ['/region/now', async ({ get, alone }, day) => [pick(where(await lastMinute(day, () => get('/region/now')), 'parks', { park: alone.park }), 'todayImportKwh'), day.quarters - 1]],
  [
    '/parks/{park}/exchange',
    async ({ get, taker }, day) => {
      const told = await get(`/parks/${taker.park}/exchange?${between(day)}`);
      const month = await get(`/parks/${taker.park}/exchange?${inMonth(day)}`);
      return [
        [pick(told, 'items.kwh'), pick(told, 'totals.localExchangeKwh'), pick(month, 'totals.localExchangeKwh')],
        [[day.quarters], day.quarters, day.monthKwh],
      ];
    },
  ],
  ['/groups/{id}/join', async (region, day) => joining(`/groups/${region.alone.group}/join`)(region, day)],
  [
    '/groups/{id}/statement',
    async ({ get, alone }, { month, monthKwh }) => {
      const told = await get(`/groups/${alone.group}/statement?month=${month}`);
      const line = ['days', 'useKwh', 'aboveKwh', 'quartersAbove'].map((field) => pick(told, `members.0.${field}`));
      return [
        [...line, pick(told, 'useKwh'), pick(told, 'exceedances.aboveKwh')],
        [31, monthKwh, aboveKwh(monthKwh), monthKwh, monthKwh, [aboveKwh(monthKwh)]],
      ];
    },
  ],
  [
    '/meters/{id}/quarters',
    async ({ get, alone }, day) => {
      const amounts = listOf(await get(`/meters/${alone.sub}/quarters?${between(day)}`), 'items.amount').map(Number);
      // The sub-meter tells what it fed in as well: nothing.
      return [
        [amounts.length, amounts.reduce((sum, amount) => sum + amount, 0)],
        [2 * day.quarters, day.quarters],
      ];
    },
  ],
  ['/meters/{id}/days', async ({ get, alone }, day) => [pick(await get(`/meters/${alone.meter}/days?${inMonth(day)}`), 'items.measured'), daysOf(day)]],
  ['/scenarios/{id}/results', async (at, day) => [scenarioSays(await at.get(`/scenarios/${await oneScenario(at, day)}/results`)), scenarioShould(day)]],
  [
    '/scenarios/comparison',
    async (at, day) => {
      const ids = [await oneScenario(at, day), await oneScenario(at, day)];
      return [listOf(await at.get(`/scenarios/comparison?ids=${ids.join(',')}`), 'items.results').map(scenarioSays), many(2, scenarioShould(day))];
    },
  ],
  [
    '/reports/{id}',
    async ({ get, post, alone }, day) => {
      const id = await post('/reports', { kind: 'park-month', park: alone.park, period: day.month });
      const year = await post('/reports', { kind: 'company-year', company: alone.company, period: '2026' });
      const told = await get(`/reports/${id}`);
      const months = listOf(await get(`/reports/${year}`), 'figures.steps.importKwh');
      return [
        [pick(told, 'figures.steps.importKwh'), pick(told, 'figures.energy.0.importAmount'), pick(told, 'figures.capacity.0.hoursAbove'), months[Number(day.month.slice(5)) - 1]],
        [daysOf(day), day.monthKwh, hoursAbove(day.monthKwh), day.monthKwh],
      ];
    },
  ],
]);
