// Supply and demand of heat over each other, and between them what could be delivered. Pure.
import { textStyle, tooltipStyle, valueAxis } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatDay, formatMoment, formatScaled, formatWeekday, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import type { Sentence } from './sentence.ts';

export interface OverlapPoint {
  readonly startMs: number;
  readonly source: number | null;
  readonly demand: number | null;
  readonly served: number | null;
}
export interface OverlapFigures {
  readonly points: readonly OverlapPoint[];
  /** kW by the hour of a week, or kWh by the day of a year. */
  readonly unit: 'kW' | 'kWh';
  readonly lang: Lang;
  readonly palette: Palette;
  readonly sentence: Sentence;
  readonly names: { readonly time: string; readonly supply: string; readonly demand: string; readonly served: string };
}

/** Supply a solid line in the colour of heat, demand dashed in ink, what is delivered filled. */
export function overlapChart({ points, unit, lang, palette, sentence, names }: OverlapFigures, title: string): Drawn {
  const highest = Math.max(1, ...points.flatMap(({ source, demand }) => [source ?? 0, demand ?? 0]));
  const scale = scaleFor(unit, highest);
  const moment = (at: number): string => (unit === 'kW' ? formatMoment(lang, at, at + 366 * 86_400_000) : formatDay(lang, at));
  const values = (field: 'source' | 'demand' | 'served'): [number, number | null][] =>
    points.map((point) => [point.startMs, point[field] === null ? null : (point[field] ?? 0) / scale.divisor]);
  const shown = (value: number | null): string => (value === null ? '–' : `${formatScaled(lang, value, scale)} ${scale.unit}`);
  const line = { type: 'line' as const, symbol: 'none', animation: false };
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 18, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.as } },
      formatter: (params) => {
        const point = points[Array.isArray(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex];
        if (point === undefined) return '';
        return [moment(point.startMs), `${names.supply} ${shown(point.source)}`, `${names.demand} ${shown(point.demand)}`, `${names.served} ${shown(point.served)}`].join('\n');
      },
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: palette.as, width: 1 } },
      splitLine: { show: false },
      axisLabel: { ...textStyle(palette), hideOverlap: true, formatter: (at: number): string => (unit === 'kW' ? formatWeekday(lang, at) : formatDay(lang, at)) },
    },
    yAxis: valueAxis({ palette, lang, scale, lowest: 0, highest }),
    series: [
      { ...line, name: names.served, lineStyle: { width: 0 }, itemStyle: { color: palette.warmte }, areaStyle: { color: palette.warmte, opacity: 0.22 }, data: values('served') },
      { ...line, name: names.supply, lineStyle: { width: 2, color: palette.warmte }, itemStyle: { color: palette.warmte }, data: values('source') },
      { ...line, name: names.demand, lineStyle: { width: 1.5, type: 'dashed', color: palette.inkt }, itemStyle: { color: palette.inkt }, data: values('demand') },
    ],
  };
  return {
    option,
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.time }, { head: names.supply, unit, digits: 0 }, { head: names.demand, unit, digits: 0 }, { head: names.served, unit, digits: 0 }],
      rows: points.map((point) => [moment(point.startMs), point.source, point.demand, point.served]),
      foot: null,
    },
  };
}
