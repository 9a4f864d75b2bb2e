// The curves of a park's pinch: what its sources give and its sinks want by temperature, and what is left of both. Pure.
import { textStyle, tooltipStyle, valueAxis } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatNumber, formatScaled, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import type { Sentence } from './sentence.ts';

interface Point {
  readonly kw: number;
  readonly c: number;
}
export interface CompositeFigures {
  readonly hot: readonly Point[];
  readonly cold: readonly Point[];
  readonly lang: Lang;
  readonly palette: Palette;
  readonly sentence: Sentence;
  readonly names: { readonly curve: string; readonly hot: string; readonly cold: string; readonly power: string; readonly temperature: string };
}

interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  readonly color: string;
}

/** Heat along, temperature up. */
function curvesOption(curves: readonly Curve[], { lang, palette }: Pick<CompositeFigures, 'lang' | 'palette'>): Drawn['option'] {
  const all = curves.flatMap(({ points }) => points);
  const scale = scaleFor('kW', Math.max(1, ...all.map((point) => point.kw)));
  const degrees = (value: number): string => `${formatNumber(lang, value)} °C`;
  return {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 30, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (params) => {
        const one = Array.isArray(params) ? params[0] : params;
        const point = curves.find(({ name }) => name === one?.seriesName)?.points[one?.dataIndex ?? -1];
        return point === undefined ? '' : `${one?.seriesName ?? ''}\n${formatScaled(lang, point.kw, scale)} ${scale.unit}, ${degrees(point.c)}`;
      },
    },
    xAxis: {
      type: 'value',
      min: 0,
      axisLine: { lineStyle: { color: palette.as, width: 1 } },
      splitLine: { show: false },
      axisLabel: { ...textStyle(palette), hideOverlap: true, formatter: (value: number): string => `${formatNumber(lang, value, value % 1 === 0 ? 0 : 1)} ${scale.unit}` },
    },
    yAxis: {
      ...valueAxis({ palette, lang, scale: { divisor: 1, unit: '°C', digits: 0 }, lowest: 0, highest: Math.max(1, ...all.map((point) => point.c)) }),
    },
    series: curves.map(({ name, points, color }) => ({
      type: 'line' as const,
      name,
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { width: 2, color },
      itemStyle: { color },
      data: points.map((point) => [point.kw / scale.divisor, point.c]),
    })),
  };
}

/** Where the curves lie over each other the park could help itself. */
export function compositeChart({ hot, cold, sentence, names, ...look }: CompositeFigures, title: string): Drawn {
  const rows = (name: string, points: readonly Point[]): (string | number)[][] => points.map((point) => [name, point.kw, point.c]);
  return {
    option: curvesOption(
      [
        { name: names.hot, points: hot, color: look.palette.warmte },
        { name: names.cold, points: cold, color: look.palette.koude },
      ],
      look,
    ),
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.curve }, { head: names.power, unit: 'kW', digits: 0 }, { head: names.temperature, unit: '°C', digits: 0 }],
      rows: [...rows(names.hot, hot), ...rows(names.cold, cold)],
      foot: null,
    },
  };
}

export interface GrandFigures extends Omit<CompositeFigures, 'hot' | 'cold' | 'names'> {
  /** Heat that is passed down at each shifted temperature, the highest first. */
  readonly grand: readonly Point[];
  readonly names: { readonly curve: string; readonly shifted: string; readonly passed: string; readonly left: string };
}

/** The grand composite curve; its twin is the problem table: what each interval has left, or is short of, and what is passed on. */
export function grandChart({ grand, sentence, names, ...look }: GrandFigures, title: string): Drawn {
  return {
    option: curvesOption([{ name: names.curve, points: grand, color: look.palette.inkt }], look),
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.shifted }, { head: names.passed, unit: 'kW', digits: 0 }, { head: names.left, unit: 'kW', digits: 0 }],
      rows: grand.map(({ kw, c }, at) => {
        const next = grand[at + 1];
        return [`${formatNumber(look.lang, c, c % 1 === 0 ? 0 : 1)} °C`, kw, next === undefined ? null : next.kw - kw];
      }),
      foot: null,
    },
  };
}
