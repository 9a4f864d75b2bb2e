// What moves a figure most: a bar an assumption from its low to its high, around the figure as it is. Pure.
import { textStyle, tooltipStyle } from './axes.ts';
import type { Cell, Drawn } from './figures.ts';
import { type Lang, formatDifference, formatNumber } from './formats.ts';
import type { Palette } from './palette.ts';
import type { Sentence } from './sentence.ts';

export interface TornadoBar {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  /** The figure with the assumption at its bound; null: there is none then. */
  readonly atLow: number | null;
  readonly atHigh: number | null;
}
export interface TornadoFigures {
  /** Those that move it most first. */
  readonly bars: readonly TornadoBar[];
  readonly base: number;
  /** Behind each figure, as in '€' or '€/MWh'. */
  readonly unit: string;
  readonly digits: number;
  readonly lang: Lang;
  readonly palette: Palette;
  readonly sentence: Sentence;
  readonly names: { readonly assumption: string; readonly low: string; readonly high: string; readonly none: string };
  readonly narrow: boolean;
}
const SHOWN = 10;
const ROOM = { wide: 30, narrow: 18 };

/** Low in grey, high in the colour of heat, both from the figure as it is. */
export function tornadoChart({ bars, base, unit, digits, lang, palette, sentence, names, narrow }: TornadoFigures, title: string): Drawn {
  const shown = bars.slice(0, SHOWN);
  const text = (value: number | null): string => (value === null ? names.none : `${formatNumber(lang, value, digits)} ${unit}`);
  const room = narrow ? ROOM.narrow : ROOM.wide;
  const fitted = (name: string): string => (name.length > room ? `${name.slice(0, room - 1)}…` : name);
  // A bar starts at the figure as it is: what is added to it, to either side.
  const from = (value: number | null): number | '-' => (value === null ? '-' : value - base);
  const series = (name: string, color: string, values: readonly (number | null)[]) => ({
    type: 'bar' as const,
    name,
    // Over each other: both may lie on the same side.
    barGap: '-100%',
    barWidth: '62%',
    itemStyle: { color },
    animation: false,
    data: values.map(from),
  });
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 24, top: 6, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: palette.vlak2, opacity: 0.6 } },
      formatter: (params) => {
        const bar = shown[Array.isArray(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex];
        return bar === undefined ? '' : [bar.name, `${names.low} ${bar.low}: ${text(bar.atLow)}`, `${names.high} ${bar.high}: ${text(bar.atHigh)}`].join('\n');
      },
    },
    xAxis: {
      type: 'value',
      splitNumber: narrow ? 2 : 4,
      axisLine: { show: false },
      splitLine: { lineStyle: { color: palette.raster } },
      axisLabel: { ...textStyle(palette), hideOverlap: true, formatter: (moved: number): string => formatDifference(lang, moved, digits) },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map((bar) => fitted(bar.name)),
      axisTick: { show: false },
      axisLine: { onZero: true, lineStyle: { color: palette.inkt, width: 1.25 } },
      axisLabel: { ...textStyle(palette), color: palette.inkt },
    },
    series: [
      series(
        names.low,
        palette.as,
        shown.map((bar) => bar.atLow),
      ),
      series(
        names.high,
        palette.warmte,
        shown.map((bar) => bar.atHigh),
      ),
    ],
  };
  const rows: Cell[][] = bars.map((bar) => [bar.name, bar.low, bar.atLow, bar.high, bar.atHigh]);
  return {
    option,
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.assumption }, { head: names.low }, { head: names.low, unit, digits }, { head: names.high }, { head: names.high, unit, digits }],
      rows,
      foot: null,
    },
  };
}
