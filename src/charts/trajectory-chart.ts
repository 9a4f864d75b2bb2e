// The way to the goal: the line to follow, what was emitted, and where the trend leads with its band. Pure.
import { slotAxis, textStyle, tooltipStyle, valueAxis } from './axes.ts';
import { co2Words, formatKg, scaleKg } from './co2-words.ts';
import type { Cell, Drawn } from './figures.ts';
import { type Lang, formatNumber } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface TrajectoryFigures {
  readonly years: readonly {
    readonly year: number;
    readonly targetKg: number;
    readonly actualKg: number | null;
    readonly forecast: { kg: number; lowKg: number; highKg: number } | null;
  }[];
  readonly base: { readonly year: number; readonly provisional: boolean };
  readonly goalYear: number;
  /** Share a year, 0..1; null: the goal is nothing at all. */
  readonly requiredYearlyRate: number | null;
  readonly requiredKgPerYear: number | null;
  readonly lang: Lang;
  readonly palette: Palette;
}

function sentenceOf({ base, goalYear, requiredYearlyRate, requiredKgPerYear, lang }: TrajectoryFigures): Sentence {
  const nl = lang === 'nl';
  if (requiredKgPerYear === null) return [nl ? `Het doeljaar ${goalYear} is bereikt.` : `The goal's year ${goalYear} has come.`];
  const rate = requiredYearlyRate === null ? [] : [' (', stress(`${formatNumber(lang, requiredYearlyRate * 100, 1)}\u00a0%`), nl ? ' per jaar)' : ' a year)'];
  const head = nl ? 'Elk jaar ' : 'Each year ';
  const tail = nl ? ` minder om in ${goalYear} op het doel te zijn` : ` less to be at the goal in ${goalYear}`;
  const from = nl ? `; basisjaar ${base.year}${base.provisional ? ', voorlopig' : ''}.` : `; base year ${base.year}${base.provisional ? ', provisional' : ''}.`;
  return [head, stress(formatKg(lang, Math.max(0, requiredKgPerYear))), tail, ...rate, from];
}

export function trajectoryChart(figures: TrajectoryFigures, title: string): Drawn {
  const { years, lang, palette } = figures;
  const words = co2Words(lang);
  const highest = Math.max(1, ...years.flatMap((one) => [one.targetKg, one.actualKg ?? 0, one.forecast?.highKg ?? 0]));
  const scale = scaleKg(highest);
  const labels = years.map((one) => String(one.year));
  const scaled = (kg: number | null | undefined): number | '-' => (kg === null || kg === undefined ? '-' : kg / scale.divisor);
  const line = (color: string, dashed: boolean) => ({ width: 2, color, type: dashed ? ('dashed' as const) : ('solid' as const) });
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      formatter: (params) => {
        const one = years[Array.isArray(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex];
        if (one === undefined) return '';
        const { actualKg, forecast, targetKg, year } = one;
        return [
          String(year),
          `${words.target} ${formatKg(lang, targetKg)}`,
          ...(actualKg === null ? [] : [`${words.actual} ${formatKg(lang, actualKg)}`]),
          ...(forecast === null ? [] : [`${words.forecast} ${formatKg(lang, forecast.kg)} (${formatKg(lang, forecast.lowKg)} – ${formatKg(lang, forecast.highKg)})`]),
        ].join('\n');
      },
    },
    xAxis: slotAxis({ palette, labels, labelled: () => true }),
    yAxis: valueAxis({ palette, lang, scale, lowest: 0, highest }),
    series: [
      { type: 'bar', name: words.actual, barMaxWidth: 44, itemStyle: { color: palette.inkt2 }, data: years.map((one) => scaled(one.actualKg)) },
      {
        type: 'line',
        name: words.target,
        symbol: 'none',
        lineStyle: line(palette.biogas, true),
        itemStyle: { color: palette.biogas },
        data: years.map((one) => scaled(one.targetKg)),
      },
      { type: 'line', stack: 'band', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, data: years.map((one) => scaled(one.forecast?.lowKg)) },
      {
        type: 'line',
        stack: 'band',
        silent: true,
        symbol: 'none',
        lineStyle: { opacity: 0 },
        areaStyle: { color: palette.infoz, opacity: 0.8 },
        data: years.map((one) => scaled(one.forecast === null ? null : one.forecast.highKg - one.forecast.lowKg)),
      },
      {
        type: 'line',
        name: words.forecast,
        symbol: 'none',
        lineStyle: line(palette.stroom, false),
        itemStyle: { color: palette.stroom },
        data: years.map((one) => scaled(one.forecast?.kg)),
      },
    ],
  };
  const kg = (head: string) => ({ head, unit: 'kg', digits: 0 });
  const columns = [{ head: words.year }, kg(words.target), kg(words.actual), kg(words.forecast), kg(words.low), kg(words.high)];
  const rows: Cell[][] = years.map((one) => [String(one.year), one.targetKg, one.actualKg, one.forecast?.kg ?? null, one.forecast?.lowKg ?? null, one.forecast?.highKg ?? null]);
  return { option, sentence: sentenceOf(figures), table: { caption: title, columns, rows, foot: null } };
}
