// The balance of one carrier over a period, stacked: supply above zero, export below. Pure.
import { everyHours, missingBand, missingRuns, slotAxis, slotFrame, valueAxis } from './axes.ts';
import { type Cell, type ChartTable, type Column, type Drawn, type Step, type StepBands, isEstimated, isMissing, isPartial, sumRow } from './figures.ts';
import { type Lang, type Scale, formatAmount, formatClock, formatDay, formatPercent, formatScaled, formatShortMonth, formatWeekday, scaleFor } from './formats.ts';
import { CARRIER_TOKEN, type ChartCarrier, type Palette, hatch } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';
import { type ChartWords, chartWords } from './words.ts';

export type PeriodKind = 'day' | 'week' | 'month' | 'year';

export interface BalanceFigures {
  readonly carrier: ChartCarrier;
  readonly unit: 'kWh' | 'm3';
  readonly kind: PeriodKind;
  readonly steps: readonly Step[];
  /** Of the whole period: bands of steps do not add up to it. */
  readonly bands?: StepBands;
  readonly nowMs: number;
  readonly lang: Lang;
  readonly palette: Palette;
}
type Labelled = Pick<BalanceFigures, 'kind' | 'lang'>;
type Part = 'gridIn' | 'generation' | 'discharge' | 'gridOut';

/** Quarters are drawn as power: their amount times four. An hour's kWh already is its mean kW. */
export const powerFactor = ({ kind, unit }: Pick<BalanceFigures, 'kind' | 'unit'>): number => (kind === 'day' && unit === 'kWh' ? 4 : 1);

const drawnUnit = ({ kind, unit }: BalanceFigures): 'kW' | 'kWh' | 'm3' => (unit === 'm3' ? 'm3' : kind === 'day' || kind === 'week' ? 'kW' : 'kWh');

function axisLabel(step: Step, { kind, lang }: Labelled): string {
  switch (kind) {
    case 'day':
      return formatClock(lang, step.startMs);
    case 'week':
      return formatWeekday(lang, step.startMs);
    case 'month':
      return formatDay(lang, step.startMs);
    case 'year':
      return formatShortMonth(lang, step.startMs);
  }
}

const stepLabel = (step: Step, labelled: Labelled): string =>
  labelled.kind === 'week' ? `${formatDay(labelled.lang, step.startMs)} ${formatClock(labelled.lang, step.startMs)}` : axisLabel(step, labelled);

/** Which slots carry a label: even hours, each day's first hour, every third day, each month. */
function labelledIn(kind: PeriodKind, labels: readonly string[]): (index: number) => boolean {
  switch (kind) {
    case 'day':
      return everyHours(labels, 2);
    case 'week':
      return (index) => labels[index] !== labels[index - 1];
    case 'month':
      return (index) => index % 3 === 0;
    case 'year':
      return () => true;
  }
}

export interface PartNames {
  readonly gridIn: string;
  readonly generation: string;
  readonly discharge: string;
  readonly gridOut: string;
  readonly use: string;
}

/** Electricity comes from a grid; water and gas are supplied. */
export function partNames(carrier: ChartCarrier, words: ChartWords): PartNames {
  const electric = carrier === 'electricity';
  return {
    gridIn: electric ? words.fromGrid : words.supply,
    generation: electric ? words.ownGeneration : words.produced,
    discharge: words.discharge,
    gridOut: electric ? words.export : words.delivered,
    use: electric ? words.use : words.consumption,
  };
}

export function partColors(carrier: ChartCarrier, palette: Palette): Record<Part, string> {
  const color = palette[CARRIER_TOKEN[carrier]];
  const electric = carrier === 'electricity';
  return { gridIn: color, generation: electric ? palette.stroom2 : palette.as, discharge: palette.opslag, gridOut: palette.infoz };
}

function sentenceOf(figures: BalanceFigures, past: readonly Step[]): Sentence {
  const { lang } = figures;
  const estimated = past.filter(isEstimated).length;
  const missing = past.filter(isMissing).length;
  const partial = past.filter(isPartial).length;
  const top = past.filter((step) => !isMissing(step) && !isEstimated(step)).reduce<Step | null>((best, step) => (best === null || step.gridIn > best.gridIn ? step : best), null);
  const name = { nl: { day: 'kwartieren', week: 'uren', month: 'dagen', year: 'maanden' }, en: { day: 'quarter-hours', week: 'hours', month: 'days', year: 'months' } }[lang][
    figures.kind
  ];
  if (top === null)
    return lang === 'nl' ? [`Nog te weinig metingen om dit te zeggen (0 van ${past.length} ${name}).`] : [`Too few measurements yet to say this (0 of ${past.length} ${name}).`];
  const amount = stress(formatAmount(lang, top.gridIn * powerFactor(figures), drawnUnit(figures)));
  const head: Sentence = lang === 'nl' ? ['Hoogste afname ', amount, `, ${stepLabel(top, figures)}`] : ['Highest import ', amount, `, ${stepLabel(top, figures)}`];
  const doubt = [
    estimated > 0 ? `${estimated} ${lang === 'nl' ? 'geschat' : 'estimated'}` : '',
    partial > 0 ? `${partial} ${lang === 'nl' ? 'niet geheel gemeten' : 'not fully metered'}` : '',
    missing > 0 ? `${missing} ${lang === 'nl' ? 'zonder meting' : 'without measurement'}` : '',
  ]
    .filter((each) => each !== '')
    .join(', ');
  return [...head, doubt === '' ? '.' : `; ${lang === 'nl' ? 'van' : 'of'} ${past.length} ${name} ${doubt}.`];
}

const BANDED = ['gridIn', 'generation', 'consumption'] as const;
const endsOf = (bands: StepBands | undefined): Cell[] => BANDED.flatMap((part): Cell[] => (bands === undefined ? [null, null] : [bands[part].low, bands[part].high]));

function tableOf(figures: BalanceFigures, past: readonly Step[], caption: string): ChartTable {
  const { lang, unit, carrier } = figures;
  const words = chartWords(lang);
  const names = partNames(carrier, words);
  const shown = unit === 'm3' ? 'm³' : 'kWh';
  const amount = (head: string): Column => ({ head, unit: shown, digits: unit === 'm3' || figures.kind === 'day' ? 1 : 0 });
  const storage = past.some((step) => step.charge > 0 || step.discharge > 0);
  const columns: Column[] = [
    { head: words.time },
    amount(names.gridIn),
    amount(names.generation),
    ...(storage ? [amount(words.discharge), amount(words.charge)] : []),
    amount(words.consumption),
    amount(names.gridOut),
    { head: words.coverage },
    { head: words.estimatedShare },
  ];
  const banded = past.some((step) => step.bands !== undefined);
  const heads = { gridIn: names.gridIn, generation: names.generation, consumption: words.consumption };
  const bandColumns = BANDED.flatMap((part): Column[] => [amount(`${heads[part]}, ${words.lowest}`), amount(`${heads[part]}, ${words.highest}`)]);
  const rows: Cell[][] = past.map((step) => {
    const known = (value: number): Cell => (isMissing(step) ? null : value);
    return [
      stepLabel(step, figures),
      known(step.gridIn),
      known(step.generation),
      ...(storage ? [known(step.discharge), known(step.charge)] : []),
      known(step.consumption),
      known(step.gridOut),
      formatPercent(lang, step.coverage),
      formatPercent(lang, step.estimatedShare),
    ];
  });
  const foot = sumRow(words.total, rows, columns);
  if (!banded) return { caption, columns, rows, foot };
  return {
    caption,
    columns: [...columns, ...bandColumns],
    rows: rows.map((row, at) => [...row, ...endsOf(past[at]?.bands)]),
    foot: [...foot, ...endsOf(figures.bands)],
  };
}

interface Bars {
  readonly figures: BalanceFigures;
  readonly part: Part;
  readonly scale: Scale;
  readonly sign: 1 | -1;
}

function bars({ figures, part, scale, sign }: Bars) {
  const { palette } = figures;
  const color = partColors(figures.carrier, palette)[part];
  const factor = (powerFactor(figures) / scale.divisor) * sign;
  const edge = part === 'gridOut' ? { borderColor: palette[CARRIER_TOKEN[figures.carrier]], borderWidth: 1.25 } : {};
  const base = part === 'gridOut' ? palette[CARRIER_TOKEN[figures.carrier]] : color;
  return figures.steps.map((step) => {
    if (isMissing(step) || step[part] === 0) return { value: '-' as const };
    return { value: step[part] * factor, itemStyle: isEstimated(step) ? hatch(base, palette) : { color, ...edge } };
  });
}

function tipOf(figures: BalanceFigures, scale: Scale): (index: number) => string {
  const { lang } = figures;
  const words = chartWords(lang);
  const names = partNames(figures.carrier, words);
  return (index) => {
    const step = figures.steps[index];
    if (!step) return '';
    const line = (name: string, amount: number): string => `${name} ${formatScaled(lang, amount * powerFactor(figures), scale)} ${scale.unit}`;
    if (isMissing(step)) return `${stepLabel(step, figures)}\n${words.missing}`;
    return [
      stepLabel(step, figures),
      line(names.gridIn, step.gridIn),
      ...(step.generation > 0 ? [line(names.generation, step.generation)] : []),
      ...(step.discharge > 0 ? [line(names.discharge, step.discharge)] : []),
      ...(step.gridOut > 0 ? [line(names.gridOut, step.gridOut)] : []),
      line(words.consumption, step.consumption),
      isEstimated(step) ? words.estimated : words.measured,
    ].join('\n');
  };
}

/** The steps that the table has rows of, in its order: what lies ahead is not missing. */
export const pastSteps = (steps: readonly Step[], nowMs: number): Step[] => steps.filter((step) => step.endMs <= nowMs || !isMissing(step));

export function balanceChart(figures: BalanceFigures, title: string): Drawn {
  const { steps, lang, palette, carrier } = figures;
  const words = chartWords(lang);
  const names = partNames(carrier, words);
  const past = pastSteps(steps, figures.nowMs);
  const factor = powerFactor(figures);
  const highest = Math.max(1, ...steps.map((step) => (step.gridIn + step.generation + step.discharge) * factor));
  const lowest = -Math.max(0, ...steps.map((step) => step.gridOut * factor));
  const scale = scaleFor(drawnUnit(figures), highest);
  const labels = steps.map((step) => axisLabel(step, figures));
  const tip = tipOf(figures, scale);
  const yAxis = valueAxis({ palette, lang, scale, lowest, highest });
  const series = (part: Part, sign: 1 | -1) => ({
    type: 'bar' as const,
    stack: 'balance',
    name: names[part],
    barGap: '-100%',
    barCategoryGap: '14%',
    data: bars({ figures, part, scale, sign }),
  });
  const gaps = steps.map((step) => ({ state: isMissing(step) && step.startMs < figures.nowMs ? 'missing' : 'known' }));
  const option: Drawn['option'] = {
    ...slotFrame(palette, tip),
    xAxis: slotAxis({ palette, labels, labelled: labelledIn(figures.kind, labels) }),
    yAxis,
    series: [
      missingBand({ palette, word: words.missing, runs: missingRuns(gaps), count: steps.length, top: yAxis.max, wordFrom: figures.kind === 'year' ? 1 : 3 }),
      series('generation', 1),
      series('discharge', 1),
      {
        ...series('gridIn', 1),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { type: 'solid', width: 1, color: palette.inkt }, data: [{ yAxis: 0 }] },
      },
      series('gridOut', -1),
      {
        type: 'line',
        name: names.use,
        step: 'middle',
        symbol: 'none',
        z: 5,
        lineStyle: { width: 1.5, color: palette.inkt },
        itemStyle: { color: palette.inkt },
        data: steps.map((step) => (isMissing(step) ? '-' : ((step.consumption + step.charge) * factor) / scale.divisor)),
      },
    ],
  };
  return { option, sentence: sentenceOf(figures, past), table: tableOf(figures, past, title) };
}
