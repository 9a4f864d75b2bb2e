// Figures of a heat match, where each is explained, and what a reader makes of what is listed.
import { published } from '../../src/domain/balance-rows.ts';
import { HOUR_FIELDS, YEAR_FIELDS } from '../../src/domain/heat/match-terms.ts';
import { PART_FIELDS as FIELDS } from '../../src/domain/heat/money-terms.ts';
import { YEAR_HOURS } from '../../src/domain/heat/port.ts';
import { toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Body, type ExplainedNumber, type Get, inside, numbersIn, objectIn, rows, total } from './explained-parts.ts';

const HOUR_MS = 3_600_000;
const PART_FIELDS: Readonly<Record<string, string>> = FIELDS;
const LISTS = ['hours', 'steps', 'parts'];

const termsOf = (parts: readonly Body[]): number => parts.filter((one) => one['role'] === 'term').reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0);

/** By the level of what is listed. */
export function reckonHeat(body: Body): number {
  const parts = rows(body['parts']);
  switch (body['level']) {
    case 'product':
      return published(parts.reduce((made, one) => (one['role'] === 'divisor' ? made / Number(one['value']) : made * Number(one['value'])), 1));
    case 'sum':
      return published(termsOf(parts));
    case 'quotient':
    case 'at-least-0': {
      const begun = parts.some((one) => one['role'] === 'term') ? termsOf(parts) : 1;
      const made = parts.reduce((at, one) => (one['role'] === 'divisor' ? at / Number(one['value']) : one['role'] === 'factor' ? at * Number(one['value']) : at), begun);
      return published(body['level'] === 'at-least-0' ? Math.max(0, made) : made);
    }
    case 'power':
      return published(Number(parts[0]?.['value']) ** Number(parts[1]?.['value']));
    case 'annuity': {
      const [rate, years] = parts.map((one) => Number(one['value']));
      const growth = (1 + (rate ?? 0)) ** (years ?? 0);
      return published(((rate ?? 0) * growth) / (growth - 1));
    }
    default:
      return total([...rows(body['hours']), ...rows(body['steps'])]);
  }
}

const numberAt = (explain: string, name: string, told: number): ExplainedNumber => ({ name, told, explain, reckon: reckonHeat, lists: LISTS });

/** What the list tells of a match, by the field that explains it. */
const LISTED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['coincidentKwh', 'deliveredKwh', 'lengthM', 'priceFloor', 'priceCeiling', 'capexEur', 'positiveShare', 'paybackYears'].map((name) => [name, name])),
  ...Object.fromEntries(['npvEur.p10', 'npvEur.p50', 'npvEur.p90', 'gasAvoidedM3', 'co2AvoidedKg'].map((name) => [name, name])),
};
/** What the page of a match tells beside that. */
const PRICED: Readonly<Record<string, string>> = {
  'co2.gasKg': 'gasKg',
  'co2.electricityKg': 'electricityKg',
  'co2.avoidedKg': 'co2AvoidedKg',
  'hours.yearFactor': 'yearFactor',
  'pipe.lengthM': 'lengthM',
  ...Object.fromEntries(
    ['capexEur', 'capexBandEur.low', 'capexBandEur.high', 'sellerEurPerMwh', 'ceilingEurPerMwh', 'runningEurPerYear', 'paybackYears', 'breakEvenM'].map((name) => [
      `money.${name}`,
      name,
    ]),
  ),
  ...Object.fromEntries(['public', 'company'].flatMap((rate) => ['transportEurPerMwh', 'npvEur'].map((name) => [`money.${rate}.${name}`, `${rate}.${name}`]))),
  ...Object.fromEntries(['p10', 'p50', 'p90'].map((share) => [`money.floorEurPerMwh.${share}`, `floorEurPerMwh.${share}`])),
};

const figuresOf = (of: Body, fields: Readonly<Record<string, string>>, path: string): ExplainedNumber[] =>
  Object.entries(fields).flatMap(([name, field]) => numbersIn(of, [name]).map(([, told]) => numberAt(`${path}/explain?field=${field}`, name, published(told))));

/** Each part of a figure that leads on, and what that is made of, down to what is measured or assumed. */
async function downFrom(get: Get, numbers: readonly ExplainedNumber[]): Promise<ExplainedNumber[]> {
  const seen = new Map<string, ExplainedNumber>(numbers.map((one) => [one.explain, one]));
  const down: ExplainedNumber[] = [];
  for (const [explain] of seen)
    for (const part of rows((await get(explain))['parts'])) {
      const [link, by] = [part['explain'], objectIn(part['by'])];
      for (const [to, told, name] of [
        [link, part['value'], part['field']],
        [by['explain'], Math.abs(Number(part['weight'])), by['field']],
      ] as const) {
        if (typeof to !== 'string' || seen.has(to)) continue;
        const one = numberAt(to, `part ${String(name)}`, published(Number(told)));
        seen.set(to, one);
        down.push(one);
      }
    }
  return down;
}

/** Of the list of a park: each is explained by its match. */
export async function heatListNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  return rows((await get(path))['items']).flatMap((item) => figuresOf(item, LISTED, `/heat-matches/${String(item['id'])}`));
}

/** Of a trial: before by the match, after by the match with the other value. */
export async function heatTrialNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const fields = { priceFloor: 'priceFloor', priceCeiling: 'priceCeiling', npvEur: 'npvEur.p50', deliveredKwh: 'deliveredKwh' };
  const tried = await Promise.all(
    ['code=gasEurPerM3&value=0.987654', 'code=boilerEfficiency&value=0.812345'].map(async (query) =>
      rows((await get(`${path}?${query}`))['items']).flatMap((item) => {
        const match = `/heat-matches/${String(item['id'])}`;
        const after = figuresOf(objectIn(item['after']), fields, match).map((one) => ({ ...one, name: `after ${one.name}`, explain: `${one.explain}&${query}` }));
        return [...figuresOf(objectIn(item['before']), fields, match), ...after];
      }),
    ),
  );
  return tried.flat();
}

/** Of the map: what a line carries and how long it is. */
export async function heatMapNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const fields = { lengthM: 'lengthM', deliveredKwh: 'deliveredKwh' };
  return rows((await get(path))['lines']).flatMap((line) => figuresOf(line, fields, `/heat-matches/${String(line['id'])}`));
}

export async function heatNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const number = (name: string, told: number, asked: string): ExplainedNumber => numberAt(`${path}/explain?field=${asked}`, name, told);
  const years = numbersIn({ ...objectIn(inside(body, 'reasoning.energy')), ...body }, YEAR_FIELDS).map(([name, told]) => number(name, told, name));
  const parts = rows(inside(body, 'reasoning.money.parts')).map((one) => number('parts.eur', Number(one['eur']), PART_FIELDS[String(one['part'])] ?? ''));
  const figures = [...years, ...parts, ...figuresOf(body, LISTED, path), ...figuresOf(objectIn(body['reasoning']), PRICED, path)];
  const end = Date.parse(String(body['asOf']));
  const cut = (at: number): string => toIso(epochMs(Math.min(Math.max(at, end - YEAR_HOURS * HOUR_MS), end)));
  const days = rows(body['days']);
  const served = days.flatMap((day, index) => {
    const next = days[index + 1];
    const until = next === undefined ? end : Date.parse(String(next['start']));
    const part = `start=${cut(Date.parse(String(day['start'])))}&end=${cut(until)}`;
    return numbersIn(day, ['servedKwh']).map(([name, told]) => number(`${name} of a day`, told, `measuredKwh&${part}`));
  });
  const months = await Promise.all(
    HOUR_FIELDS.map(async (field) =>
      rows((await get(`${path}/explain?field=${field}`))['steps']).map((step) =>
        number(`${field} of a month`, Number(step['contribution']), `${field}&start=${String(step['start'])}&end=${String(step['end'])}`),
      ),
    ),
  );
  return [...figures, ...(await downFrom(get, figures)), ...served, ...months.flat()];
}
