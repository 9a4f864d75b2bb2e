// The numbers of each route that can be explained, where each is explained, and what a reader adds up from what is listed.
import { EXCHANGE_FIELDS } from '../../src/api/exchange-explain.ts';
import { EXPLAINED_NOW } from '../../src/api/now-explain.ts';
import { REGION_NOW_FIELDS } from '../../src/api/region-now-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { GROUP_FIELDS, LINE_FIELDS } from '../../src/domain/capacity/statement-terms.ts';
import { DECOMPOSED } from '../../src/domain/emission-trend.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { joinNumbers, peakNumbers, totalsNumbers, yearNumbers } from './explained-capacity.ts';
import { conversionNumbers, crossChecks } from './explained-meters.ts';
import { type Body, type ExplainedNumber, type Get, inside, numbersIn, objectIn, rows, total } from './explained-parts.ts';

/** Ids for the paths of the routes. */
export interface Places {
  readonly park: string;
  readonly company: number;
  readonly connection: number;
  readonly meter: number;
  readonly group: number;
  readonly from: string;
  readonly to: string;
  /** From where all was measured: with `to` a month. */
  readonly measuredFrom: string;
  readonly month: string;
  /** A company with meters behind its main one, and a boiler. */
  readonly checked: { readonly company: number; readonly connection: number };
}
type Numbers = (get: Get, path: string, at: Places) => Promise<ExplainedNumber[]>;

const BALANCE = ['import', 'export', 'generation', 'consumption', 'charge', 'discharge', 'localExchange', 'gridImport', 'gridExport', 'residual'].map((name) => `${name}Kwh`);
const RATIOS = ['selfConsumption.individual', 'selfConsumption.collective', 'selfSufficiency.individual', 'selfSufficiency.collective', 'coverage'];
/** Of the change and of the way to the goal; those of `years` by their year. */
const CHANGE = [...DECOMPOSED];
const WAY = ['base.kg', 'gapKg', 'requiredKgPerYear', 'requiredYearlyRate'];
const OF_YEAR = ['actualKg', 'targetKg', 'forecast.kg', 'forecast.lowKg', 'forecast.highKg'];
const CO2_LEVELS = ['terms', 'carriers', 'parts'];
const CO2 = ['scope1Kg', 'scope2.locationBasedKg', 'scope2.marketBasedKg', 'upstream.locationBasedKg', 'upstream.marketBasedKg', 'avoidedKg', 'biogenicKg'];

const LEVELS = ['steps', 'shares', 'quarters', 'parts'];

/** Of rows, steps, shares or parts, by what the level says. */
function reckonLevel(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((part) => part['role'] === role)?.['value']);
  const weight = (part: Body): number => Number(part['weight'] ?? 1);
  switch (body['level']) {
    case 'ratio':
      return of('numerator') / of('denominator');
    case 'sum':
      return total(parts, 'value');
    case 'product':
      return published(parts.reduce((product, part) => product * Number(part['value']), 1));
    case 'mean':
      return published(parts.reduce((sum, part) => sum + weight(part) * Number(part['value']), 0) / parts.reduce((sum, part) => sum + weight(part), 0));
    default:
      return total([...rows(body['steps']), ...rows(body['shares']), ...rows(body['quarters'])]);
  }
}

const balance: Numbers = async (get, path, { from, to }) => {
  const query = `from=${from}&to=${to}&step=PT1H`;
  const body = await get(`${path}?${query}`);
  const whole = numbersIn({ ...body, ...objectIn(body['totals']) }, [...BALANCE, ...RATIOS]).map(([field, told]) => ({
    name: field,
    told,
    explain: `${path}/explain?${query}&field=${field}`,
    reckon: reckonLevel,
    lists: LEVELS,
  }));
  const steps = rows(body['steps']).flatMap((step) =>
    numbersIn(step, BALANCE).map(([field, told]) => ({
      name: `${field} of a step`,
      told,
      explain: `${path}/explain?${query}&field=${field}&start=${String(step['start'])}&end=${String(step['end'])}`,
      reckon: reckonLevel,
      lists: LEVELS,
    })),
  );
  return [...whole, ...steps];
};

/** In whole watts or watt-hours, as figures of a moment are told. */
const thousandths = (body: Body): number => Math.round(rows(body['rows']).reduce((sum, row) => sum + Number(row['contribution']), 0) * 1e3) / 1e3;

/** Each park's figure, and what the screen adds up of them. */
const regionNow: Numbers = async (get, path) => {
  const parks = rows((await get(path))['parks']);
  return REGION_NOW_FIELDS.flatMap((field) => {
    const told = parks.flatMap((one) => numbersIn(one, [field]).map(([, value]) => ({ park: String(one['park']), value })));
    const number = (value: number, more: string): ExplainedNumber => ({
      name: field,
      told: value,
      explain: `${path}/explain?field=${field}${more}`,
      reckon: thousandths,
      lists: ['rows'],
    });
    const all = thousandths({ rows: told.map((one) => ({ contribution: one.value })) });
    return [number(all, ''), ...told.map((one) => number(one.value, `&park=${one.park}`))];
  });
};

const now: Numbers = async (get, path, at) => {
  if (path === '/region/now') return regionNow(get, path, at);
  if (path.endsWith('/capacity/now')) return runningNow(get, path, at);
  return path.startsWith('/groups') ? groupNow(get, path, at) : placeNow(get, path, at);
};
/** What was used stays the same while nothing arrives; where it will end moves with the clock. */
const runningNow: Numbers = async (get, path) =>
  Promise.all(
    ['import', 'export'].map(async (direction): Promise<ExplainedNumber> => ({
      name: `usedKwh of ${direction}`,
      told: Number(inside(await get(`${path}?direction=${direction}`), 'own.usedKwh') ?? 0),
      explain: `${path}/explain?field=usedKwh&direction=${direction}`,
      reckon: (body) => total(rows(body['terms'])),
      lists: ['terms'],
    })),
  );
/** A quarter that has just begun has nothing yet, and nothing is listed of it. */
const groupNow: Numbers = async (get, path) => {
  const { total: whole, members } = await get(path);
  const number = (name: string, used: unknown, more: string): ExplainedNumber => ({
    name,
    told: Number(inside(used, 'usedKwh') ?? 0),
    explain: `${path}/explain?field=usedKwh${more}`,
    reckon: (body) => total(rows(body['terms'])),
    lists: ['terms'],
  });
  return [number('usedKwh', whole, ''), ...rows(members).map((one) => number('usedKwh of a member', one, `&connection=${String(one['connection'])}`))];
};
const placeNow: Numbers = async (get, path) =>
  numbersIn(await get(path), EXPLAINED_NOW).map(([field, told]) => ({
    name: field,
    told,
    explain: `${path}/explain?field=${field}`,
    reckon: thousandths,
    lists: ['rows'],
  }));

const emissions: Numbers = async (get, path, { from, to }) => {
  const query = `from=${from}&to=${to}`;
  const { totals, duties } = await get(`${path}?${query}`);
  const figures = numbersIn(objectIn(totals), CO2).map(([field, told]) => ({
    name: field,
    told,
    explain: `${path}/explain?${query}&field=${field}`,
    reckon: (body: Body) => total(rows(body['terms'])),
    lists: ['terms'],
  }));
  const used = rows(duties).map((one) => ({
    name: 'a duty',
    told: Number(one['electricityKwh']),
    explain: String(inside(one['explain'], 'electricityKwh')),
    reckon: reckonLevel,
    lists: LEVELS,
  }));
  return [...figures, ...used];
};

/** Of terms, carriers or parts, by what the level says. */
function reckonKg(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((part) => part['role'] === role)?.['value']);
  const terms = (): number => parts.filter((part) => part['role'] === 'term').reduce((sum, part) => sum + Number(part['weight']) * Number(part['value']), 0);
  switch (body['level']) {
    case 'terms':
      return total(rows(body['terms']));
    case 'carriers':
      return total(rows(body['carriers']));
    case 'sum':
      return published(String(body['field']).includes('forecast') ? Math.max(terms(), 0) : terms());
    case 'product':
      return published(parts.reduce((product, part) => product * Number(part['value']), 1));
    case 'quotient':
      return published(terms() / of('denominator'));
    case 'rate':
      return 1 - (of('numerator') / of('denominator')) ** (1 / of('exponent'));
    default:
      throw new Error(`${String(body['level'])} is no level of CO2`);
  }
}

/** What of the CO2 of a place reads years of history: why it changed, and the way to the goal.
 *  @param query of the answer */
export async function historyNumbers(get: Get, path: string, query: string): Promise<ExplainedNumber[]> {
  const { decomposition, trajectory } = await get(`${path}?${query}`);
  const number = (name: string, told: number, more = ''): ExplainedNumber => ({
    name,
    told,
    explain: `${path}/explain?${query}&field=${name}${more}`,
    reckon: reckonKg,
    lists: CO2_LEVELS,
  });
  const change = numbersIn(objectIn(decomposition), CHANGE).map(([name, told]) => number(`decomposition.${name}`, told));
  const way = numbersIn(objectIn(trajectory), WAY).map(([name, told]) => number(`trajectory.${name}`, told));
  const years = rows(objectIn(trajectory)['years']).flatMap((one) =>
    numbersIn(one, OF_YEAR).map(([name, told]) => number(`trajectory.years.${name}`, told, `&year=${String(one['year'])}`)),
  );
  return [...change, ...way, ...years];
}

const capacity: Numbers = async (get, path, { from, to }) => {
  const items = rows((await get(`${path}?from=${from}&to=${to}`))['items']);
  const power = (body: Body): number => total(rows(body['quarters']));
  const quarters = items.flatMap((item) => {
    const explain = `${path}/explain?from=${from}&to=${to}&at=${String(item['start'])}`;
    return [
      ...numbersIn(item, ['usageKw']).map(([name, told]) => ({ name, told, explain, reckon: power, lists: ['quarters'] })),
      ...numbersIn(item, ['limitKw']).map(([name, told]) => ({ name, told, explain, reckon: (body: Body) => total(rows(body['limits']), 'kw'), lists: ['limits'] })),
    ];
  });
  const peak = (name: string, at: string, { told, place }: { told: unknown; place: string }): ExplainedNumber => ({
    name,
    told: Number(told),
    explain: `${place}/explain?at=${at}`,
    reckon: power,
    lists: ['quarters'],
  });
  const months = rows((await get(`${path}/year`))['months']).map((one) => peak('month peak', String(one['at']), { told: one['kwMax'], place: path }));
  return [...quarters, ...months, ...(path.startsWith('/parks') ? await parkPeaks(get, path, { from, to, peak }) : [])];
};

/** The peak of a park, and of each company its own highest quarter. */
async function parkPeaks(
  get: Get,
  path: string,
  { from, to, peak }: { from: string; to: string; peak: (name: string, at: string, of: { told: unknown; place: string }) => ExplainedNumber },
): Promise<ExplainedNumber[]> {
  const body = await get(`${path.replace(/capacity$/, 'peaks')}?from=${from}&to=${to}`);
  return [
    peak('peak of a park', String(body['kwMaxAt']), { told: body['kwMax'], place: path }),
    ...rows(body['items']).map((one) => peak('own peak in a park', String(one['at']), { told: one['kwMax'], place: `/companies/${String(one['company'])}/capacity` })),
  ];
}

const forecast: Numbers = async (get, path) =>
  rows((await get(path))['steps']).flatMap((step) =>
    numbersIn(step, ['p10Kw', 'p50Kw', 'p90Kw']).map(([name, told]) => ({
      name,
      told,
      explain: `${path}/explain?at=${String(step['start'])}`,
      reckon: (body) => (toMicro(total(rows(body['terms']), 'kw')) + toMicro(Number(inside(body['spread'], name)))) / 1e6,
      lists: ['terms'],
    })),
  );

const exchange: Numbers = async (get, path, { from, to }) => {
  const query = `from=${from}&to=${to}`;
  const body = await get(`${path}?${query}`);
  const cells = rows(body['items']).flatMap((item) =>
    numbersIn(item, ['kwh', 'eur', 'co2Kg']).map(([name, told]) => ({
      name: `items.${name}`,
      told,
      explain: `${path}/explain?${query}&field=items.${name}&giver=${String(item['from'])}&taker=${String(item['to'])}`,
      reckon: reckonLevel,
      lists: LEVELS,
    })),
  );
  const margins = rows(body['companies']).flatMap((one) => [
    {
      name: 'givenKwh',
      told: Number(one['givenKwh']),
      explain: `${path}/explain?${query}&field=companies.givenKwh&giver=${String(one['company'])}`,
      reckon: reckonLevel,
      lists: LEVELS,
    },
    {
      name: 'takenKwh',
      told: Number(one['takenKwh']),
      explain: `${path}/explain?${query}&field=companies.takenKwh&taker=${String(one['company'])}`,
      reckon: reckonLevel,
      lists: LEVELS,
    },
  ]);
  // A ratio here is published, and so is what a reader divides.
  const others = numbersIn(body, EXCHANGE_FIELDS).map(([field, told]) => ({
    name: field,
    told: published(told),
    explain: `${path}/explain?${query}&field=${field}`,
    reckon: (why: Body) => published(reckonLevel(why)),
    lists: LEVELS,
  }));
  return [...cells, ...margins, ...others];
};

const statement: Numbers = async (get, path, { month }) => {
  const body = await get(`${path}?month=${month}`);
  const reckon = (why: Body): number => total([...rows(why['terms']), ...rows(why['steps'])]);
  const group = numbersIn(body, GROUP_FIELDS).map(([field, told]) => ({
    name: `group ${field}`,
    told,
    explain: `${path}/explain?month=${month}&field=${field}`,
    reckon,
    lists: ['terms', 'steps'],
  }));
  const lines = rows(body['members']).flatMap((line) =>
    numbersIn(line, LINE_FIELDS).map(([field, told]) => ({
      name: field,
      told,
      explain: `${path}/explain?month=${month}&field=${field}&connection=${String(line['connection'])}`,
      reckon,
      lists: ['terms', 'steps'],
    })),
  );
  // A month without a quarter above the limit has no highest one.
  return [...group, ...lines].filter(({ name, told }) => !(name === 'aboveKwMax' && told === 0));
};

const quarters: Numbers = async (get, path, { from, to }) => {
  const items = rows((await get(`${path}?from=${from}&to=${to}`))['items']);
  return items.map((row) => {
    const start = String(row['start']);
    const end = new Date(Date.parse(start) + 900_000).toISOString();
    return {
      name: 'amount',
      told: Number(row['amount']),
      explain: `${path}/explain?from=${start}&to=${end}&register=${String(row['register'])}&source=${String(row['source'])}`,
      reckon: reckonLevel,
      lists: LEVELS,
    };
  });
};

/** By the end of the path that has the number. A route that explains and is not here fails the test. */
export const NUMBERS: Readonly<Record<string, Numbers>> = {
  balance,
  now,
  emissions,
  capacity,
  forecast,
  exchange,
  statement,
  quarters,
  peaks: (get, path, { from, to }) => peakNumbers(get, path, `from=${from}&to=${to}`),
  year: (get, path) => yearNumbers(get, path),
  totals: (get, path, { measuredFrom, to }) => totalsNumbers(get, path, `from=${measuredFrom}&to=${to}`),
  join: (get, path) => joinNumbers(get, path, ['kw=480', 'kwp=900', 'trucks=9']),
  'cross-checks': (get, path) => crossChecks(get, path),
  conversions: (get, path) => conversionNumbers(get, path),
};
