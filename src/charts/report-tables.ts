// A report's figures as tables with words: the screen, the PDF, the CSV and the spreadsheet are all drawn from these.
import type { Cell, ChartTable, Column } from './figures.ts';
import { gasText } from './gas-text.ts';
import { type Lang, formatClock, formatDate, formatLongDate, formatMonth, formatPercent } from './formats.ts';
import { type BandFigures, bandTable, stepBandTable } from './report-bands.ts';
import { type ChangeFigures, changeRows, comparedRows, spanText } from './report-change.ts';
import { type ReportSign, withheldLines } from './report-signs.ts';
import { type ReportWords, reportWords } from './report-words.ts';

/** What a report can be had as. */
export const REPORT_FORMATS = ['pdf', 'csv', 'xlsx'] as const;

type Kg = number | null;

/** The figures of a report, as the API gives them and a published one keeps them. */
export interface ReportFigures {
  readonly kind: 'park-month' | 'company-year' | 'park-year' | 'region-year';
  /** null: the whole region. */
  readonly park: { readonly id: string; readonly name: string } | null;
  readonly company: { readonly id: number; readonly name: string } | null;
  readonly from: string;
  readonly to: string;
  readonly madeAt: string;
  readonly simulated: boolean;
  readonly energy: readonly EnergyFigures[];
  readonly shares: { readonly selfConsumption: Pair; readonly selfSufficiency: Pair } | null;
  /** Electricity: the days of a month, the months of a year. */
  readonly steps: readonly StepFigures[];
  /** Of a region: each of its parks. */
  readonly parks: readonly ParkFigures[];
  readonly capacity: readonly CapacityFigures[];
  readonly emissions: EmissionFigures;
  readonly signs: readonly ReportSign[];
}
interface Pair {
  readonly individual: number | null;
  readonly collective: number | null;
}
export interface EnergyFigures {
  readonly carrier: string;
  readonly unit: string;
  readonly importAmount: number | null;
  readonly exportAmount: number | null;
  readonly generationAmount: number | null;
  readonly consumptionAmount: number | null;
  readonly localExchangeAmount: number | null;
  readonly residualAmount: number | null;
  readonly coverage: number;
  readonly measuredShare: number;
  /** null: none is told, or the report was published before there were any. */
  readonly bands: BandFigures | null;
}
export interface StepFigures {
  readonly start: string;
  readonly importKwh: number | null;
  readonly exportKwh: number | null;
  readonly generationKwh: number | null;
  readonly consumptionKwh: number | null;
  readonly localExchangeKwh: number | null;
  readonly coverage: number;
  readonly bands: BandFigures | null;
}
export interface ParkFigures {
  readonly id: string;
  readonly name: string;
  readonly importKwh: number | null;
  readonly generationKwh: number | null;
  readonly consumptionKwh: number | null;
  readonly coverage: number;
}
export interface CapacityFigures {
  readonly direction: 'import' | 'export';
  readonly limitKind: keyof ReportWords['limitKinds'] | null;
  readonly limitKw: number | null;
  readonly kwMax: number | null;
  readonly kwMaxAt: string | null;
  readonly hoursAbove: number;
  readonly aboveKwh: number;
  readonly eveningShare: number | null;
}
export interface EmissionFigures {
  readonly factors: { readonly name: string; readonly edition: string; readonly lists: readonly { readonly edition: string; readonly source: string }[] };
  readonly totals: ScopeFigures & { readonly avoidedKg: Kg };
  readonly lines: readonly (ScopeFigures & { readonly subject: string; readonly amount: number | null; readonly unit: string })[];
  readonly notCounted: readonly { readonly subject: string; readonly amount: number; readonly unit: string }[];
  readonly uncertaintyShare: number;
  readonly change: ChangeFigures | null;
  readonly trajectory: {
    readonly baseYear: number;
    readonly baseKg: number;
    readonly provisional: boolean;
    readonly goalYear: number;
    readonly requiredYearlyRate: number | null;
    /** Part of the base that has to be gone by then, and what has to go each year; absent from what was published before they were told. */
    readonly goalReduction?: number;
    readonly requiredKgPerYear?: number | null;
  } | null;
  readonly duty: keyof ReportWords['duties'] | null;
}
interface ScopeFigures {
  readonly scope1Kg: Kg;
  readonly scope2: { readonly locationBasedKg: Kg; readonly marketBasedKg: Kg };
  readonly upstream: { readonly locationBasedKg: Kg; readonly marketBasedKg: Kg };
  readonly biogenicKg: Kg;
}

export interface Report {
  readonly title: string;
  readonly subtitle: string;
  /** Said on every page, or null. */
  readonly warning: string | null;
  /** Scopes, period, editions and quality: the sheet that says how the others were made. */
  readonly about: ChartTable;
  readonly tables: readonly ChartTable[];
}

export function reportOf(figures: ReportFigures, lang: Lang): Report {
  const words = reportWords[lang];
  const fromMs = Date.parse(figures.from);
  const tables = [
    energyTable(figures, words),
    sharesTable(figures, words),
    stepsTable(figures, { lang, words }),
    sureTable(figures, words),
    stepBandTable(words.sureSteps, words, {
      head: figures.kind === 'park-month' ? words.day : words.month,
      steps: figures.steps.map((one) => ({ name: stepName(figures, one, lang), bands: one.bands })),
    }),
    parksTable(figures, words),
    capacityTable(figures, { lang, words }),
    co2Table(figures, words),
    linesTable(figures, words),
    baseTable(figures, { lang, words }),
    notCountedTable(figures, words),
  ];
  return {
    title: `${words.titles[figures.kind]} ${figures.company?.name ?? figures.park?.name ?? ''}`.trim(),
    subtitle: figures.kind === 'park-month' ? formatMonth(lang, fromMs) : String(new Date(fromMs + HALF_DAY_MS).getUTCFullYear()),
    warning: figures.simulated ? words.simulated : null,
    about: aboutTable(figures, { lang, words }),
    tables: tables.filter((table) => table.rows.length > 0),
  };
}

/** A local year begins an hour before the year of UTC. */
const HALF_DAY_MS = 12 * 3_600_000;

const table = (caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): ChartTable => ({ caption, columns, rows, foot: null });
const named = (words: ReportWords, subject: string): string => Object.entries(words.carriers).find(([key]) => key === subject)?.[1] ?? subject;
const moment = (lang: Lang, at: string): string => `${formatDate(lang, Date.parse(at))} ${formatClock(lang, Date.parse(at))}`;
const percent = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 10);

interface Told {
  readonly lang: Lang;
  readonly words: ReportWords;
}

function aboutTable(figures: ReportFigures, { lang, words }: Told): ChartTable {
  const { emissions } = figures;
  const electricity = figures.energy.find(({ carrier }) => carrier === 'electricity');
  const gas = figures.energy.find(({ carrier }) => carrier === 'gas');
  const rows: Cell[][] = [
    ...(figures.park === null ? [] : [[words.park, figures.park.name]]),
    ...(figures.company === null ? [] : [[words.company, figures.company.name]]),
    [words.period, spanText(lang, figures.from, figures.to)],
    ...(figures.madeAt < figures.to ? [[words.running, words.runningText(moment(lang, figures.madeAt))]] : []),
    [words.madeAt, moment(lang, figures.madeAt)],
    ...(electricity === undefined
      ? []
      : [
          [words.coverage, formatPercent(lang, electricity.coverage)],
          [words.measured, formatPercent(lang, electricity.measuredShare)],
        ]),
    ...(gas === undefined || gas.consumptionAmount === null || gas.coverage === 0 ? [] : [[words.gasAsEnergy, gasText(gas.consumptionAmount, lang)]]),
    [words.factorSet, emissions.factors.name],
    [words.edition, emissions.factors.edition],
    [words.lists, emissions.factors.lists.map(({ edition, source }) => `${edition} (${source})`).join('; ')],
    [words.uncertainty, `± ${formatPercent(lang, emissions.uncertaintyShare)}`],
    ...(figures.energy.every(({ bands }) => bands === null) ? [] : [[words.sure, words.sureText]]),
    [words.method, words.methodText],
    ...comparedRows(emissions.change, { lang, words }),
    ...(emissions.duty === null ? [] : [[words.duty, words.duties[emissions.duty]]]),
    ...withheldLines(figures.signs, words).map((line) => [words.withheld, line]),
  ];
  return table(words.about, [{ head: words.item }, { head: words.value }], rows);
}

function energyTable({ energy }: ReportFigures, words: ReportWords): ChartTable {
  const amount = (head: string): Column => ({ head, unit: '', digits: 0 });
  const columns = [
    { head: words.carrier },
    { head: words.unit },
    ...[words.taken, words.fed, words.made, words.used, words.local, words.residual].map(amount),
    percentColumn(words.coverage),
  ];
  return table(
    words.energy,
    columns,
    energy.map((one) => [
      named(words, one.carrier),
      one.unit === 'm3' ? 'm³' : one.unit,
      ...ifKnown(one.coverage > 0, [one.importAmount, one.exportAmount, one.generationAmount, one.consumptionAmount, one.localExchangeAmount, one.residualAmount]),
      percent(one.coverage),
    ]),
  );
}

/** Of what nothing is known is not zero. */
const ifKnown = (known: boolean, amounts: readonly Cell[]): Cell[] => amounts.map((amount) => (known ? amount : null));

const percentColumn = (head: string): Column => ({ head, unit: '%', digits: 1 });

function sharesTable({ shares }: ReportFigures, words: ReportWords): ChartTable {
  const columns = [{ head: words.shares }, percentColumn(words.individual), percentColumn(words.collective)];
  const row = (name: string, { individual, collective }: Pair): Cell[] => [name, percent(individual), percent(collective)];
  return table(words.shares, columns, shares === null ? [] : [row(words.selfConsumption, shares.selfConsumption), row(words.selfSufficiency, shares.selfSufficiency)]);
}

function sureTable({ energy }: ReportFigures, words: ReportWords): ChartTable {
  const rows = energy.map((one) => ({
    name: named(words, one.carrier),
    unit: one.unit === 'm3' ? 'm³' : one.unit,
    amounts: { import: one.importAmount, export: one.exportAmount, generation: one.generationAmount, consumption: one.consumptionAmount },
    bands: one.coverage > 0 ? one.bands : null,
  }));
  return bandTable(words.sure, words, rows);
}

const stepName = ({ kind }: Pick<ReportFigures, 'kind'>, { start }: StepFigures, lang: Lang): string =>
  kind === 'park-month' ? formatLongDate(lang, Date.parse(start)) : formatMonth(lang, Date.parse(start));

function stepsTable({ kind, steps }: ReportFigures, { lang, words }: Told): ChartTable {
  const day = kind === 'park-month';
  const kwh = (head: string): Column => ({ head, unit: 'kWh', digits: 0 });
  const columns = [{ head: day ? words.day : words.month }, ...[words.taken, words.fed, words.made, words.used, words.local].map(kwh), percentColumn(words.coverage)];
  const row = (one: StepFigures): Cell[] => {
    const amounts = [one.importKwh, one.exportKwh, one.generationKwh, one.consumptionKwh, one.localExchangeKwh];
    return [stepName({ kind }, one, lang), ...ifKnown(one.coverage > 0, amounts), percent(one.coverage)];
  };
  return table(words.electricity, columns, steps.map(row));
}

function parksTable({ parks }: ReportFigures, words: ReportWords): ChartTable {
  const kwh = (head: string): Column => ({ head, unit: 'kWh', digits: 0 });
  const columns = [{ head: words.park }, ...[words.taken, words.made, words.used].map(kwh), percentColumn(words.coverage)];
  return table(
    words.parks,
    columns,
    parks.map((one) => [one.name, ...ifKnown(one.coverage > 0, [one.importKwh, one.generationKwh, one.consumptionKwh]), percent(one.coverage)]),
  );
}

function capacityTable({ capacity }: ReportFigures, { lang, words }: Told): ChartTable {
  const kw = (head: string): Column => ({ head, unit: 'kW', digits: 0 });
  const columns = [
    { head: words.direction },
    { head: words.limit },
    kw(words.limit),
    kw(words.peak),
    { head: words.peakAt },
    { head: words.hoursAbove, unit: lang === 'nl' ? 'uur' : 'h', digits: 2 },
    { head: words.hoursAbove, unit: 'kWh', digits: 0 },
    percentColumn(words.evening),
  ];
  return table(
    words.capacity,
    columns,
    capacity.map((one) => [
      words.directions[one.direction],
      one.limitKind === null ? null : words.limitKinds[one.limitKind],
      one.limitKw,
      // Below zero nothing went this way in any quarter.
      ...(one.kwMax !== null && one.kwMax > 0 && one.kwMaxAt !== null ? [one.kwMax, moment(lang, one.kwMaxAt)] : [null, null]),
      one.hoursAbove,
      one.aboveKwh,
      percent(one.eveningShare),
    ]),
  );
}

const KG: Omit<Column, 'head'> = { unit: 'kg CO2e', digits: 0 };

function co2Table({ energy, emissions: { totals, lines } }: ReportFigures, words: ReportWords): ChartTable {
  const known = energy.some(({ coverage }) => coverage > 0) || lines.some(({ amount }) => amount !== 0);
  const rows: [string, Cell][] = [
    [words.scope1, totals.scope1Kg],
    [words.scope2Location, totals.scope2.locationBasedKg],
    [words.scope2Market, totals.scope2.marketBasedKg],
    [words.upstreamLocation, totals.upstream.locationBasedKg],
    [words.upstreamMarket, totals.upstream.marketBasedKg],
    [words.biogenic, totals.biogenicKg],
    [words.avoided, totals.avoidedKg],
  ];
  return table(
    words.co2,
    [{ head: words.item }, { head: words.co2, ...KG }],
    rows.map(([name, kg]) => [name, ...ifKnown(known, [kg])]),
  );
}

function linesTable({ emissions }: ReportFigures, words: ReportWords): ChartTable {
  const columns = [
    { head: words.subject },
    { head: words.amount, unit: '', digits: 0 },
    { head: words.unit },
    ...[words.scope1, words.scope2Location, words.scope2Market, words.upstreamLocation].map((head): Column => ({ head, ...KG })),
  ];
  return table(
    words.co2Lines,
    columns,
    emissions.lines
      .filter(({ amount }) => amount !== 0)
      .map((one) => [
        named(words, one.subject),
        one.amount,
        one.unit === 'm3' ? 'm³' : one.unit,
        one.scope1Kg,
        one.scope2.locationBasedKg,
        one.scope2.marketBasedKg,
        one.upstream.locationBasedKg,
      ]),
  );
}

function baseTable({ emissions: { change, trajectory } }: ReportFigures, { lang, words }: Told): ChartTable {
  const way: Cell[][] =
    trajectory === null
      ? []
      : [
          [`${words.baseYear} ${trajectory.baseYear}${trajectory.provisional ? ` (${words.provisional})` : ''}`, trajectory.baseKg],
          [goalText(trajectory, { lang, words }), trajectory.requiredKgPerYear ?? null],
        ];
  return table(words.base, [{ head: words.part }, { head: words.change, ...KG }], [...changeRows(change, { lang, words }), ...way]);
}

/** To a goal of nothing there is no yearly rate, only kilograms a year. */
function goalText({ goalYear, goalReduction, requiredYearlyRate }: NonNullable<EmissionFigures['trajectory']>, { lang, words }: Told): string {
  const rate = requiredYearlyRate === null ? '' : `: ${formatPercent(lang, requiredYearlyRate)} / ${lang === 'nl' ? 'jaar' : 'year'}`;
  return goalReduction === undefined ? `${words.target} ${goalYear}${rate}` : `${words.target} ${goalYear} (−${formatPercent(lang, goalReduction)})${rate}: ${words.lessEachYear}`;
}

const notCountedTable = ({ emissions }: ReportFigures, words: ReportWords): ChartTable =>
  table(
    words.notCounted,
    [{ head: words.subject }, { head: words.amount, unit: '', digits: 0 }, { head: words.unit }],
    emissions.notCounted.map(({ subject, amount, unit }) => [named(words, subject), amount, unit === 'm3' ? 'm³' : unit]),
  );
