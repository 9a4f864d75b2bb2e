// The numbers of each route that can be explained, where each is explained, and what a reader adds up from what is listed.
import { BANDED } from '../../src/api/balance-bands.ts';
import { EXCHANGE_FIELDS } from '../../src/api/exchange-explain.ts';
import { EXPLAINED_NOW } from '../../src/api/now-explain.ts';
import { REGION_NOW_FIELDS, SELF_TODAY } from '../../src/api/region-now-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { GROUP_FIELDS, LINE_FIELDS } from '../../src/domain/capacity/statement-terms.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { joinNumbers, peakNumbers, totalsNumbers, yearNumbers } from './explained-capacity.ts';
import { backtestNumbers } from './explained-backtest.ts';
import { heatNetworkNumbers, pinchNumbers, regionHeatNumbers } from './explained-heat-park.ts';
import { heatListNumbers, heatMapNumbers, heatNumbers, heatTrialNumbers } from './explained-heat.ts';
import { circularityNumbers, flowNumbers, matchNumbers, productNumbers } from './explained-materials.ts';
import { conversionNumbers, crossChecks } from './explained-meters.ts';
import { reportNumbers } from './explained-reports.ts';
import { scenarioNumbers } from './explained-scenarios.ts';
import { groupNow, runningNow } from './explained-running.ts';
import { emissions } from './explained-emissions.ts';
import { energyNumbers } from './explained-energy.ts';
import {
  type Body,
  type ExplainedNumber,
  type Get,
  LEVELS,
  MEASURED,
  type Numbers,
  type Places,
  QUALITY_FLAGS,
  inside,
  numbersIn,
  objectIn,
  reckonLevel,
  reckonMeasured,
  rows,
  total,
} from './explained-parts.ts';

const BALANCE = ['import', 'export', 'generation', 'consumption', 'charge', 'discharge', 'localExchange', 'gridImport', 'gridExport', 'residual'].map((name) => `${name}Kwh`);
const RATIOS = ['selfConsumption.individual', 'selfConsumption.collective', 'selfSufficiency.individual', 'selfSufficiency.collective', 'coverage', 'peakImportKw'];
const QUALITY = QUALITY_FLAGS.map((flag) => `quality.${flag}`);
const BAND_ENDS = [...BANDED.map((one) => `uncertaintyKwh.${one}`), 'uncertaintyKw.peakImport'].flatMap((one) => [`${one}.low`, `${one}.high`]);
const balance: Numbers = async (get, path, { from, to }) => {
  const query = `from=${from}&to=${to}&step=PT1H`;
  const body = await get(`${path}?${query}`);
  const number = (name: string, told: number, asked: string): ExplainedNumber => ({
    name,
    told,
    explain: `${path}/explain?${query}&field=${asked}`,
    reckon: reckonLevel,
    lists: LEVELS,
  });
  const whole = numbersIn({ ...body, ...objectIn(body['totals']) }, [...BALANCE, ...RATIOS]).map(([field, told]) => number(field, told, field));
  const partOf = (step: Body): string => `&start=${String(step['start'])}&end=${String(step['end'])}`;
  const steps = rows(body['steps']).flatMap((step) => [
    ...numbersIn(step, [...BALANCE, 'coverage']).map(([field, told]) => number(`${field} of a step`, told, field + partOf(step))),
    ...numbersIn(step, QUALITY).map(([field, told]) => ({ ...number(`${field} of a step`, told, field + partOf(step)), lists: MEASURED })),
  ]);
  const qualities = numbersIn(body, QUALITY).map(([field, told]) => ({ ...number(field, told, field), lists: MEASURED }));
  // Bands are in steps of a day and longer.
  const daily = `from=${from}&to=${to}&step=P1D`;
  const days = await get(`${path}?${daily}`);
  const bands = [days['totals'], ...rows(days['steps'])].flatMap((one) =>
    numbersIn(objectIn(one), BAND_ENDS).map(([field, told]) => {
      const step = objectIn(one);
      const part = typeof step['start'] === 'string' ? `&start=${step['start']}&end=${String(step['end'])}` : '';
      return { ...number(field, told, field), explain: `${path}/explain?${daily}&field=${field}${part}`, lists: told === 0 || field.endsWith('peakImport.high') ? [] : ['band'] };
    }),
  );
  const flows = rows(body['flows']).map((flow) => number('a flow', Number(flow['amount']), `flow:${String(flow['from'])}:${String(flow['to'])}`));
  return [...whole, ...qualities, ...steps, ...bands, ...flows];
};

/** In whole watts or watt-hours, as figures of a moment are told. */
const thousandths = (body: Body): number => Math.round(rows(body['rows']).reduce((sum, row) => sum + Number(row['contribution']), 0) * 1e3) / 1e3;

/** Each park's figure, and what the screen adds up of them. */
const regionNow: Numbers = async (get, path) => {
  const body = await get(path);
  const parks = rows(body['parks']);
  const figures = REGION_NOW_FIELDS.flatMap((field) => {
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
  const partsIn = (of: Body, role: string): number => rows(of['parts']).reduce((sum, one) => sum + (one['role'] === role ? Number(one['value']) : 0), 0);
  const self = numbersIn(body, [SELF_TODAY]).map(([name, told]) => ({
    name,
    told,
    explain: `${path}/explain?field=${name}`,
    reckon: (of: Body) => partsIn(of, 'numerator') / partsIn(of, 'denominator'),
    lists: ['parts'],
  }));
  return [...figures, ...self, ...measuredNow(path, body), ...parks.flatMap((one) => measuredNow(path, { coverage: one['coverage'] }, `&park=${String(one['park'])}`))];
};

/** How much was measured today, and how. Of what has no connection at all nothing is listed that could be off. */
const measuredNow = (path: string, body: Body, more = ''): ExplainedNumber[] =>
  numbersIn(body, ['coverage', ...QUALITY]).map(([name, told]) => ({
    name,
    told,
    explain: `${path}/explain?field=${name}${more}`,
    reckon: reckonMeasured,
    lists: told === 0 ? [] : MEASURED,
  }));

const now: Numbers = async (get, path, at) => {
  if (path === '/region/now') return regionNow(get, path, at);
  if (path.endsWith('/capacity/now')) return runningNow(get, path, at);
  return path.startsWith('/groups') ? groupNow(get, path, at) : placeNow(get, path, at);
};
const placeNow: Numbers = async (get, path) => {
  const body = await get(path);
  const figures = numbersIn(body, EXPLAINED_NOW).map(([field, told]) => ({
    name: field,
    told,
    explain: `${path}/explain?field=${field}`,
    reckon: thousandths,
    lists: ['rows'],
  }));
  return [...figures, ...otherNow(path, body), ...measuredNow(path, body)];
};

/** Own generation over use, each kind of it, and the other carriers today and at this moment. */
function otherNow(path: string, body: Body): ExplainedNumber[] {
  const explained = (name: string, field: string, told: unknown): Omit<ExplainedNumber, 'reckon' | 'lists'>[] =>
    typeof told === 'number' ? [{ name, told, explain: `${path}/explain?field=${field}` }] : [];
  const partsIn = (of: Body, role: string): number => rows(of['parts']).reduce((sum, one) => sum + (one['role'] === role ? Number(one['value']) : 0), 0);
  const ratio = (of: Body): number => Math.min(partsIn(of, 'numerator') / partsIn(of, 'denominator'), 1);
  const carriers = rows(body['carriers']).map((one) => [`carriers.${String(one['carrier'])}`, one] as const);
  return [
    ...explained('selfSufficiency', 'selfSufficiency', body['selfSufficiency']).map((one) => ({ ...one, reckon: ratio, lists: one.told === 1 ? [] : ['parts'] })),
    ...rows(body['generation'])
      .flatMap(({ kind, kw }) => explained('generation.kw', `generation.${String(kind)}`, kw))
      .map((one) => ({ ...one, reckon: thousandths, lists: ['rows'] })),
    ...carriers.flatMap(([name, { perHour }]) => explained('carriers.perHour', `${name}.perHour`, perHour)).map((one) => ({ ...one, reckon: thousandths, lists: ['rows'] })),
    ...carriers
      .flatMap(([name, { todayAmount }]) => explained('carriers.todayAmount', `${name}.todayAmount`, todayAmount))
      .map((one) => ({ ...one, reckon: (of: Body) => Math.round(partsIn(of, 'term') * 1000) / 1000, lists: ['parts'] })),
  ];
}

const capacity: Numbers = async (get, path, { from, to }) => {
  const power = (body: Body): number => total(rows(body['quarters']));
  const ofDirection = async (direction: string): Promise<[string, Body][]> => {
    const query = `direction=${direction}&from=${from}&to=${to}`;
    return rows((await get(`${path}?${query}`))['items']).map((item): [string, Body] => [`${path}/explain?${query}&at=${String(item['start'])}`, item]);
  };
  const quarters = [...(await ofDirection('import')), ...(await ofDirection('export'))].flatMap(([explain, item]) => {
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
  rows((await get(path))['steps']).flatMap((step) => {
    const explain = `${path}/explain?at=${String(step['start'])}`;
    const quantile = (body: Body, name: string): number => toMicro(total(rows(body['terms']), 'kw')) + toMicro(Number(inside(body['spread'], name)));
    const limit = (body: Body): number => total(rows(body['limits']), 'kw');
    const kw = numbersIn(step, ['p10Kw', 'p50Kw', 'p90Kw']).map(([name, told]) => ({ name, told, explain, reckon: (body: Body) => quantile(body, name) / 1e6, lists: ['terms'] }));
    const rights = numbersIn(step, ['limitKw']).map(([name, told]) => ({ name, told, explain, reckon: limit, lists: ['limits'] }));
    const room = numbersIn(step, ['headroomKw']).map(([name, told]) => ({
      name,
      told,
      explain,
      reckon: (body: Body) => (toMicro(limit(body)) - quantile(body, 'p90Kw')) / 1e6,
      lists: ['limits'],
    }));
    return [...kw, ...rights, ...room];
  });

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

/** Of both directions: what the group and each member did, and of each exceedance how far it went and whose use it was. */
const statement: Numbers = async (get, path, { month }) => {
  const both = await Promise.all(['import', 'export'].map(async (direction) => statementOf(get, path, `month=${month}&direction=${direction}`)));
  return both.flat();
};

async function statementOf(get: Get, path: string, query: string): Promise<ExplainedNumber[]> {
  const body = await get(`${path}?${query}`);
  const number = (name: string, told: number, more: string): ExplainedNumber => ({
    name,
    told,
    explain: `${path}/explain?${query}${more}`,
    reckon: (why: Body) => total([...rows(why['terms']), ...rows(why['steps'])]),
    lists: ['terms', 'steps'],
  });
  const figures = (of: Body, fields: readonly string[], { name, more }: { name: string; more: string }): ExplainedNumber[] =>
    numbersIn(of, fields).map(([field, told]) => number(`${name}${field}`, told, `${more}&field=${field}`));
  const lines = rows(body['members']).flatMap((line) => figures(line, LINE_FIELDS, { name: '', more: `&connection=${String(line['connection'])}` }));
  const exceedances = rows(body['exceedances']).flatMap((one) => {
    const part = `&start=${String(one['start'])}&end=${String(one['end'])}`;
    const causes = rows(one['causes']).flatMap((cause) => figures(cause, ABOVE, { name: 'cause ', more: `${part}&connection=${String(cause['connection'])}` }));
    return [...figures(one, ABOVE, { name: 'exceedance ', more: part }), ...causes];
  });
  // A month without a quarter above the limit has no highest one.
  return [...figures(body, GROUP_FIELDS, { name: 'group ', more: '' }), ...lines, ...exceedances].filter(({ name, told }) => !(name.endsWith('aboveKwMax') && told === 0));
}
const ABOVE = ['aboveKwMax', 'aboveKwh'];

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

const reports: Numbers = async (get, _path, at) => (await Promise.all(at.reports.map(async (id) => reportNumbers(get, `/reports/${id}`, 'own')))).flat();

/** One with a month of hours, and one with euros. */
const heatMatches = async (get: Get, at: Places): Promise<ExplainedNumber[]> =>
  (await Promise.all([at.match, at.pricedMatch].map(async (match) => heatNumbers(get, `/heat-matches/${match}`)))).flat();

/** By the end of the path that has the number. A route that explains and is not here fails the test. */
const NUMBERS: Readonly<Record<string, Numbers>> = {
  balance,
  now,
  emissions,
  capacity,
  forecast,
  backtest: (get, path) => backtestNumbers(get, path),
  exchange,
  statement,
  quarters,
  peaks: (get, path, { from, to }) => peakNumbers(get, path, `from=${from}&to=${to}`),
  year: (get, path) => yearNumbers(get, path),
  totals: (get, path, { measuredFrom, to }) => totalsNumbers(get, path, `from=${measuredFrom}&to=${to}`),
  join: (get, path) => joinNumbers(get, path, ['kw=480', 'kwp=900', 'trucks=9']),
  // Of some hours, in which a conversion of the whole day took more than was used, and of the month.
  'energy-flows': async (get, path, { from, measuredFrom, to }) =>
    (await Promise.all([from, measuredFrom].map(async (begin) => energyNumbers(get, path, `from=${begin}&to=${to}`)))).flat(),
  'cross-checks': (get, path) => crossChecks(get, path),
  conversions: (get, path) => conversionNumbers(get, path),
  results: (get, _path, at) => scenarioNumbers(get, at.scenarios),
  'material-matches': (get, path) => matchNumbers(get, path),
  'material-flows': (get, path) => flowNumbers(get, path),
  products: (get, path) => productNumbers(get, path),
  circularity: (get, path) => circularityNumbers(get, path),
  'heat-matches': (get, path) => heatListNumbers(get, path),
  'heat-trial': (get, path) => heatTrialNumbers(get, path),
  'heat-network': (get, path) => heatNetworkNumbers(get, path),
  pinch: (get, path) => pinchNumbers(get, path),
  'heat-map': (get, path) => (path.startsWith('/region') ? regionHeatNumbers : heatMapNumbers)(get, path),
  '{id}': (get, path, at) => (path.startsWith('/reports') ? reports(get, path, at) : heatMatches(get, at)),
};

/** @param route that has the numbers, with {name} for its parameters
 *  @throws Error when nobody said which numbers it has */
export async function numbersOf(get: Get, route: string, places: Places): Promise<ExplainedNumber[]> {
  const made = NUMBERS[route.split('/').at(-1) ?? ''];
  if (made === undefined) throw new Error(`${route}/explain is no route that this test knows the numbers of`);
  const { company, connection } = /(cross-checks|conversions|energy-flows)$/.test(route) ? places.checked : places;
  const ids: Record<string, string | number> = { companies: company, connections: connection, meters: places.meter, groups: places.group, 'heat-matches': places.match };
  return made(get, route.replace('{park}', places.park).replace('{id}', String(ids[route.split('/')[1] ?? ''] ?? '')), places);
}
