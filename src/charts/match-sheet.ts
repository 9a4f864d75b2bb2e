// One heat match as a sheet for two directors: the sentence, the figures, the week, and why. Pure; a file draws it.
import { formatKg } from './co2-words.ts';
import { type Lang, formatAmount, formatDate, formatNumber, formatPercent } from './formats.ts';
import { type HeatEnergy, bandTexts, heatEnergyTexts } from './heat-energy.ts';
import { heatCodeWords } from './heat-code-words.ts';
import { type MatchSheetWords, matchSheetWords } from './match-sheet-words.ts';

interface Side {
  readonly name: string | null;
  readonly mine: boolean;
  readonly provenance: 'measured' | 'derived' | 'declared' | null;
}
interface Band {
  readonly low: number;
  readonly high: number;
}
interface Money {
  readonly capexEur: number;
  readonly capexBandEur: Band;
  readonly parts: readonly { readonly part: string; readonly eur: number }[];
  readonly sellerEurPerMwh: number;
  readonly ceilingEurPerMwh: number;
  readonly company: { readonly transportEurPerMwh: number };
  readonly breakEvenM: number;
  readonly sensitivity: readonly { readonly code: string; readonly npvLowEur: number | null; readonly npvHighEur: number | null }[];
}
/** What of a match the sheet shows: as the API answers it to this reader, so no more than that reader may know. */
export interface MatchSheetFigures {
  readonly source: Side;
  readonly sink: Side;
  readonly state: keyof MatchSheetWords['states'];
  readonly basis: keyof MatchSheetWords['basis'];
  readonly kind: keyof MatchSheetWords['kinds'] | null;
  readonly confidence: string;
  readonly coincidentBandKwh: Band;
  readonly lengthBandM: Band;
  readonly deliveredKwh: number | null;
  readonly gasAvoidedM3: number | null;
  readonly co2AvoidedKg: number | null;
  readonly paybackYears: number | null;
  readonly positiveShare: number | null;
  readonly npvEur: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
  readonly reasoning: {
    readonly temperatures: { readonly sourceSupplyC: number; readonly availableC: number; readonly sinkSupplyC: number; readonly sinkReturnC: number; readonly cop: number | null };
    readonly hours: { readonly known: number };
    readonly energy: HeatEnergy;
    readonly pipe: { readonly dn: number; readonly lengthM: number; readonly route: keyof MatchSheetWords['routes'] };
    readonly money: Money | null;
    readonly co2: { readonly residual: keyof MatchSheetWords['residuals']; readonly avoidedKg: number };
  } | null;
  readonly week: readonly { readonly sourceKw: number | null; readonly demandKw: number | null; readonly servedKw: number | null }[];
  readonly parameters: { readonly hash: string };
  readonly coverage: number;
  readonly asOf: string;
  readonly simulated: boolean;
  readonly parkName: string;
  readonly madeAt: string;
}

/** A name and a figure beside it. */
export type SheetRow = readonly [name: string, value: string];
export interface SheetSection {
  readonly title: string;
  readonly rows: readonly SheetRow[];
}
export interface MatchSheet {
  readonly title: string;
  readonly subtitle: string;
  readonly warning: string | null;
  readonly lead: string;
  readonly figures: readonly SheetRow[];
  /** null: the reader may not see the hours. */
  readonly chart: {
    readonly caption: string;
    readonly says: string;
    readonly week: MatchSheetFigures['week'];
    readonly legend: Readonly<Record<'supply' | 'demand' | 'served', string>>;
  } | null;
  /** EUR/MWh; null: no euros. */
  readonly corridor: { readonly title: string; readonly floor: number; readonly ceiling: number } | null;
  /** Left and right column. */
  readonly columns: readonly [readonly SheetSection[], readonly SheetSection[]];
  readonly foot: readonly string[];
}
const SENSITIVE = 5;
/** Longer than any pipe lasts: it is not paid back. */
const PAYBACK_YEARS_MAX = 50;

interface Told {
  readonly lang: Lang;
  readonly words: MatchSheetWords;
}
const kwh = (lang: Lang, value: number): string => formatAmount(lang, value, 'kWh');
const metres = (lang: Lang, value: number): string => `${formatNumber(lang, value)} m`;
const celsius = (lang: Lang, value: number): string => `${formatNumber(lang, value, 1)} °C`;

/** @see docs/residual-heat.md#heat-disclosure */
export function matchSheetOf(match: MatchSheetFigures, lang: Lang): MatchSheet {
  const words = matchSheetWords(lang);
  const told = { lang, words };
  const name = ({ name: known, mine }: Side): string => known ?? (mine ? words.mine : words.unnamed);
  const [source, sink] = [name(match.source), name(match.sink)];
  const when = (iso: string): string => formatDate(lang, Date.parse(iso));
  const sheet = {
    title: words.title(source, sink),
    subtitle: [match.parkName, words.states[match.state], words.basis[match.basis], words.made(when(match.madeAt))].join(' · '),
    warning: match.simulated ? words.simulated : null,
    foot: [words.foot(match.parameters.hash, when(match.asOf), formatPercent(lang, match.coverage)), words.law],
  };
  const { reasoning, kind } = match;
  if (reasoning === null || kind === null) return { ...sheet, ...bandOf(match, told) };
  const { energy, money } = reasoning;
  const share = formatPercent(lang, energy.demandKwh > 0 ? energy.deliveredKwh / energy.demandKwh : 0);
  return {
    ...sheet,
    lead: words.lead({ source, how: words.leads[kind], share, sink }),
    figures: figuresOf(match, told),
    chart: chartOf(match, told),
    corridor: money === null ? null : { title: words.prices, floor: floorOf(money), ceiling: money.ceilingEurPerMwh },
    columns: [
      [temperaturesOf({ ...match, kind }, reasoning, told), ...(money === null ? [] : [pricesOf(money, told), costsOf(reasoning, money, told)])],
      [whyOf(reasoning, told), certaintyOf(match, reasoning, told), ...(money === null ? [] : [sensitivityOf(money, told)])],
    ],
  };
}

type Rest = Pick<MatchSheet, 'lead' | 'figures' | 'chart' | 'corridor' | 'columns'>;
type Reasoning = NonNullable<MatchSheetFigures['reasoning']>;
const shownEur = (eur: number): number => Math.round(eur * 10) / 10;
const floorOf = ({ sellerEurPerMwh, company }: Money): number => sellerEurPerMwh + company.transportEurPerMwh;

function bandOf({ coincidentBandKwh: energy, lengthBandM: length }: MatchSheetFigures, { lang, words }: Told): Rest {
  const rows: SheetRow[] = [
    [words.energy, words.between(...bandTexts(lang, energy))],
    [words.distance, words.between(metres(lang, length.low), metres(lang, length.high))],
  ];
  return { lead: words.bandLead(...bandTexts(lang, energy)), figures: [], chart: null, corridor: null, columns: [[{ title: words.bandText, rows }], []] };
}

function figuresOf({ deliveredKwh, gasAvoidedM3, co2AvoidedKg, paybackYears, reasoning }: MatchSheetFigures, { lang, words }: Told): SheetRow[] {
  const money = reasoning?.money ?? null;
  const figures: SheetRow[] = [
    [words.figures.delivered, kwh(lang, deliveredKwh ?? 0)],
    [words.figures.gas, formatAmount(lang, gasAvoidedM3 ?? 0, 'm3')],
    [words.figures.co2, formatKg(lang, co2AvoidedKg ?? 0)],
  ];
  if (money === null) return figures;
  const paid = paybackYears === null || paybackYears > PAYBACK_YEARS_MAX ? '–' : words.years(formatNumber(lang, paybackYears, 1));
  return [...figures, [words.figures.capex, `€ ${formatNumber(lang, money.capexEur)}`], [words.figures.payback, paid]];
}

function chartOf({ week }: MatchSheetFigures, { lang, words }: Told): MatchSheet['chart'] {
  if (week.length === 0) return null;
  const served = week.reduce((sum, hour) => sum + (hour.servedKw ?? 0), 0);
  const peak = Math.max(...week.map((hour) => hour.sourceKw ?? 0));
  const says = words.chartSays(kwh(lang, served), formatAmount(lang, peak, 'kW'));
  return { caption: words.chart, says, week, legend: { supply: words.supply, demand: words.demand, served: words.served } };
}

function temperaturesOf({ kind }: { kind: keyof MatchSheetWords['kinds'] }, { temperatures }: Reasoning, { lang, words }: Told): SheetSection {
  const { sourceSupplyC, availableC, sinkSupplyC, sinkReturnC, cop } = temperatures;
  return {
    title: words.temperatures,
    rows: [
      [words.atSource, celsius(lang, sourceSupplyC)],
      [words.arrives, celsius(lang, availableC)],
      [words.needed, celsius(lang, sinkSupplyC)],
      [words.returns, celsius(lang, sinkReturnC)],
      [words.how, kind === 'heat-pump' && cop !== null ? words.cop(formatNumber(lang, cop, 1)) : words.kinds[kind]],
    ],
  };
}

function pricesOf(money: Money, { lang, words }: Told): SheetSection {
  // What is to share is the difference of what is shown.
  const [floor, ceiling] = [shownEur(floorOf(money)), shownEur(money.ceilingEurPerMwh)];
  return {
    title: words.priceParts,
    rows: [
      [words.floor, formatNumber(lang, floor, 1)],
      [words.ceiling, formatNumber(lang, ceiling, 1)],
      ceiling > floor ? [words.room, formatNumber(lang, ceiling - floor, 1)] : [words.noRoom, ''],
      [words.breakEven, metres(lang, money.breakEvenM)],
    ],
  };
}

function costsOf({ pipe }: Reasoning, { parts, capexEur, capexBandEur }: Money, { lang, words }: Told): SheetSection {
  const eur = (value: number): string => formatNumber(lang, value);
  const name = (part: string): string =>
    part === 'pipe' ? words.pipe(String(pipe.dn), metres(lang, pipe.lengthM)) : (Object.entries(words.parts).find(([code]) => code === part)?.[1] ?? part);
  return {
    title: words.costs,
    rows: [
      ...parts.map(({ part, eur: cost }): SheetRow => [name(part), eur(cost)]),
      [words.total, eur(capexEur)],
      [words.band, words.between(eur(capexBandEur.low), eur(capexBandEur.high))],
    ],
  };
}

function whyOf({ energy, co2 }: Reasoning, { lang, words }: Told): SheetSection {
  const { steps } = words;
  const texts = heatEnergyTexts(lang, energy);
  const added: SheetRow[] = texts.added === null ? [] : [[steps.added, texts.added]];
  return {
    title: words.why,
    rows: [
      [steps.source, texts.source],
      [steps.demand, texts.demand],
      [steps.coincident, texts.coincident],
      [steps.loss, texts.loss],
      ...added,
      [steps.delivered, texts.delivered],
      [steps.electricity, texts.electricity],
      [steps.co2, formatKg(lang, co2.avoidedKg)],
    ],
  };
}

function certaintyOf({ confidence, positiveShare, npvEur, source, sink }: MatchSheetFigures, { hours, pipe, co2 }: Reasoning, { lang, words }: Told): SheetSection {
  const eur = (value: number): string => `€ ${formatNumber(lang, value)}`;
  const worth: SheetRow[] =
    npvEur === null || positiveShare === null
      ? []
      : [
          [words.positive, words.ofDraws(formatPercent(lang, positiveShare))],
          [words.npv, eur(npvEur.p50)],
          [words.npvBand, words.between(eur(npvEur.p10), eur(npvEur.p90))],
        ];
  return {
    title: words.confidence(confidence),
    rows: [
      ...worth,
      [words.known, formatNumber(lang, hours.known)],
      [words.sourceIs, words.provenance[source.provenance ?? 'declared']],
      [words.sinkIs, words.provenance[sink.provenance ?? 'declared']],
      [words.routeIs, words.routes[pipe.route]],
      [words.residual, words.residuals[co2.residual]],
    ],
  };
}

function sensitivityOf({ sensitivity }: Money, { lang, words }: Told): SheetSection {
  const eur = (value: number | null): string => (value === null ? words.impossible : formatNumber(lang, value));
  const names: Readonly<Record<string, string>> = heatCodeWords(lang);
  return { title: words.sensitivity, rows: sensitivity.slice(0, SENSITIVE).map((one) => [names[one.code] ?? one.code, words.between(eur(one.npvLowEur), eur(one.npvHighEur))]) };
}
