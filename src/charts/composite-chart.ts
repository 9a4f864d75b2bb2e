// The composite curves of a park: what its sources give and its sinks want, by temperature. Pure.
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

/** Heat along, temperature up: where the curves lie over each other the park could help itself. */
export function compositeChart({ hot, cold, lang, palette, sentence, names }: CompositeFigures, title: string): Drawn {
  const all = [...hot, ...cold];
  const scale = scaleFor('kW', Math.max(1, ...all.map((point) => point.kw)));
  const degrees = (value: number): string => `${formatNumber(lang, value)} °C`;
  const line = (name: string, points: readonly Point[], color: string) => ({
    type: 'line' as const,
    name,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { width: 2, color },
    itemStyle: { color },
    data: points.map((point) => [point.kw / scale.divisor, point.c]),
  });
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 30, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (params) => {
        const one = Array.isArray(params) ? params[0] : params;
        const point = (one?.seriesName === names.hot ? hot : cold)[one?.dataIndex ?? -1];
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
    series: [line(names.hot, hot, palette.warmte), line(names.cold, cold, palette.koude)],
  };
  const rows = (name: string, points: readonly Point[]): (string | number)[][] => points.map((point) => [name, point.kw, point.c]);
  return {
    option,
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.curve }, { head: names.power, unit: 'kW', digits: 0 }, { head: names.temperature, unit: '°C', digits: 0 }],
      rows: [...rows(names.hot, hot), ...rows(names.cold, cold)],
      foot: null,
    },
  };
}
