// The coming 48 hours as a drawing: the expected line, the band in which it lies eight times out of ten, and the limit. Pure.
import { everyHours, slotAxis, textStyle, tooltipStyle, valueAxis } from './axes.ts';
import type { Cell, ChartTable, Drawn } from './figures.ts';
import { type Lang, type Scale, formatAmount, formatClock, formatScaled, formatWeekday, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';
import { chartWords } from './words.ts';

export interface ForecastPoint {
  readonly startMs: number;
  readonly p10Kw: number;
  readonly p50Kw: number;
  readonly p90Kw: number;
  readonly limitKw: number | null;
}
export interface ForecastFigures {
  readonly points: readonly ForecastPoint[];
  readonly lang: Lang;
  readonly palette: Palette;
}

const isAbove = ({ p90Kw, limitKw }: ForecastPoint): boolean => limitKw !== null && p90Kw > limitKw;
const whenOf = (lang: Lang, startMs: number): string => `${formatWeekday(lang, startMs)} ${formatClock(lang, startMs)}`;

function sentenceOf({ points, lang }: ForecastFigures): Sentence {
  const nl = lang === 'nl';
  const top = points.reduce<ForecastPoint | null>((best, point) => (best === null || point.p90Kw > best.p90Kw ? point : best), null);
  if (top === null) return [nl ? 'Er is nog geen verwachting.' : 'There is no forecast yet.'];
  const above = points.filter(isAbove).length;
  const peak = stress(formatAmount(lang, top.p90Kw, 'kW'), isAbove(top) ? 'fout' : 'key');
  const head: Sentence = [nl ? 'Hoogste verwachte kwartier ' : 'Highest expected quarter-hour ', peak, ` (P90), ${whenOf(lang, top.startMs)}`];
  if (top.limitKw === null) return [...head, '.'];
  const limit = formatAmount(lang, top.limitKw, 'kW');
  if (above === 0) return [...head, nl ? `; de grens is ${limit}.` : `; the limit is ${limit}.`];
  return [...head, nl ? `; in ${above} kwartieren kan de grens van ${limit} worden overschreden.` : `; in ${above} quarter-hours the limit of ${limit} may be exceeded.`];
}

function tableOf({ points, lang }: ForecastFigures, caption: string): ChartTable {
  const words = chartWords(lang);
  const kw = (head: string) => ({ head, unit: 'kW', digits: 0 });
  const rows: Cell[][] = points.map(({ startMs, p10Kw, p50Kw, p90Kw, limitKw }) => [
    whenOf(lang, startMs),
    p10Kw,
    p50Kw,
    p90Kw,
    limitKw,
    limitKw === null ? null : limitKw - p90Kw,
  ]);
  return { caption, columns: [{ head: words.time }, kw('P10'), kw('P50'), kw('P90'), kw(words.limit), kw(words.room)], rows, foot: null };
}

function tipOf({ points, lang }: ForecastFigures, scale: Scale): (index: number) => string {
  return (index) => {
    const point = points[index];
    if (point === undefined) return '';
    const line = (name: string, kw: number): string => `${name} ${formatScaled(lang, kw, scale)} ${scale.unit}`;
    const limit = point.limitKw === null ? [] : [line(chartWords(lang).limit, point.limitKw)];
    return [whenOf(lang, point.startMs), line('P90', point.p90Kw), line('P50', point.p50Kw), line('P10', point.p10Kw), ...limit].join('\n');
  };
}

/** The band is two stacked areas, of which the lower one is not seen. */
function seriesOf({ points, lang, palette }: ForecastFigures, { divisor }: Scale) {
  const line = (name: string, of: (point: ForecastPoint) => number | null) => ({
    type: 'line' as const,
    name,
    symbol: 'none',
    itemStyle: { color: palette.stroom },
    data: points.map((point) => {
      const kw = of(point);
      return kw === null ? ('-' as const) : kw / divisor;
    }),
  });
  const band = { stack: 'band', stackStrategy: 'all' as const, lineStyle: { opacity: 0 }, silent: true };
  return [
    { ...line('P10', (point) => point.p10Kw), ...band },
    { ...line('P90', (point) => point.p90Kw - point.p10Kw), ...band, areaStyle: { color: palette.stroom, opacity: 0.14, origin: 'start' as const } },
    { ...line('P50', (point) => point.p50Kw), lineStyle: { width: 2, type: 'dashed' as const, color: palette.stroom }, z: 4 },
    { ...line(chartWords(lang).limit, (point) => point.limitKw), step: 'middle' as const, z: 5, lineStyle: { width: 2, color: palette.inkt }, itemStyle: { color: palette.inkt } },
  ];
}

/** Draws the quarters of a forecast and the limit over them. */
export function forecastChart(figures: ForecastFigures, title: string): Drawn {
  const { points, lang, palette } = figures;
  const values = points.flatMap((point) => [point.p10Kw, point.p90Kw, point.limitKw ?? 0]);
  const [highest, lowest] = [Math.max(1, ...values), Math.min(0, ...values)];
  const scale = scaleFor('kW', highest);
  const clocks = points.map((point) => formatClock(lang, point.startMs));
  const labels = points.map((point, index) => (clocks[index]?.startsWith('00:00') ? formatWeekday(lang, point.startMs) : (clocks[index] ?? '')));
  const tip = tipOf(figures, scale);
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.as } },
      formatter: (params) => tip(Array.isArray(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex),
    },
    xAxis: slotAxis({ palette, labels, labelled: everyHours(clocks, 6) }),
    yAxis: valueAxis({ palette, lang, scale, lowest, highest }),
    series: seriesOf(figures, scale),
  };
  return { option, sentence: sentenceOf(figures), table: tableOf(figures, title) };
}
