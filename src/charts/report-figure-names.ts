// Which table of a report a figure stands in, and what it is called there: to name it outside the table.
import type { ReportFigures } from './report-tables.ts';
import { type Lang, formatLongDate, formatMonth } from './formats.ts';
import { type ReportWords, reportWords } from './report-words.ts';

export interface FigureName {
  /** Caption of its table. */
  readonly table: string;
  readonly name: string;
}

/** @param place of the figure in the report: energy.gas.importAmount
 *  @returns null of one that stands in no table */
export function figureName(figures: ReportFigures, place: string, lang: Lang): FigureName | null {
  const words = reportWords[lang];
  const [part = '', ...rest] = place.split('.');
  const [first = '', ...inner] = rest;
  const last = inner.join('.');
  const of = (table: string, name: string | undefined, whose?: string): FigureName | null =>
    name === undefined ? null : { table, name: whose === undefined ? name : `${whose}: ${name}` };
  switch (part) {
    case 'energy':
      return of(words.energy, amountName(words, last), carrierName(words, first));
    case 'shares':
      return of(words.shares, last === 'individual' ? words.individual : words.collective, first === 'selfConsumption' ? words.selfConsumption : words.selfSufficiency);
    case 'steps':
      return of(words.electricity, amountName(words, last), (figures.kind === 'park-month' ? formatLongDate : formatMonth)(lang, Date.parse(first)));
    case 'parks':
      return of(words.parks, amountName(words, last), figures.parks.find((one) => one.id === first)?.name ?? first);
    case 'capacity':
      return of(words.capacity, roomName(words, last), first === 'import' ? words.directions.import : words.directions.export);
    case 'emissions':
      return ofEmissions(words, first, last);
    default:
      return null;
  }
}

function ofEmissions(words: ReportWords, part: string, last: string): FigureName | null {
  if (part === 'totals') {
    const name = kgName(words, last);
    return name === undefined ? null : { table: words.co2, name };
  }
  if (part === 'lines') {
    const at = last.indexOf('.');
    const name = kgName(words, last.slice(at + 1));
    return name === undefined ? null : { table: words.co2Lines, name: `${carrierName(words, last.slice(0, at))}: ${name}` };
  }
  const name = new Map([
    ['change.baseKg', words.baseYear],
    ['change.nowKg', words.period],
    ['change.parts.activity', words.activity],
    ['change.parts.weather', words.weather],
    ['change.parts.fuel', words.fuel],
    ['change.parts.factor', words.factor],
    ['change.parts.coverage', words.meters],
    ['trajectory.baseKg', `${words.target}: ${words.baseYear}`],
    ['trajectory.requiredYearlyRate', words.target],
    ['trajectory.requiredKgPerYear', `${words.target}: ${words.lessEachYear}`],
  ]).get(`${part}.${last}`);
  return name === undefined ? null : { table: words.base, name };
}

const carrierName = (words: ReportWords, carrier: string): string => new Map<string, string>(Object.entries(words.carriers)).get(carrier) ?? carrier;

const amountName = (words: ReportWords, field: string): string | undefined =>
  new Map([
    ['import', words.taken],
    ['export', words.fed],
    ['generation', words.made],
    ['consumption', words.used],
    ['localExchange', words.local],
    ['residual', words.residual],
    ['coverage', words.coverage],
  ]).get(field.replace(/Amount$|Kwh$/, ''));

const roomName = (words: ReportWords, field: string): string | undefined =>
  new Map([
    ['kwMax', words.peak],
    ['hoursAbove', `${words.hoursAbove} (h)`],
    ['aboveKwh', `${words.hoursAbove} (kWh)`],
    ['eveningShare', words.evening],
  ]).get(field);

const kgName = (words: ReportWords, field: string): string | undefined =>
  new Map([
    ['scope1Kg', words.scope1],
    ['scope2.locationBasedKg', words.scope2Location],
    ['scope2.marketBasedKg', words.scope2Market],
    ['upstream.locationBasedKg', words.upstreamLocation],
    ['upstream.marketBasedKg', words.upstreamMarket],
    ['biogenicKg', words.biogenic],
    ['avoidedKg', words.avoided],
  ]).get(field);
