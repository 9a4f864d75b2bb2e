// The load-duration curve as a drawing: how much of the time at least this much was drawn. Pure.
import { textStyle, tooltipStyle, valueAxis } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatNumber, formatScaled, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import type { Sentence } from './sentence.ts';
import { chartWords } from './words.ts';

export interface DurationFigures {
  readonly points: readonly { readonly share: number; readonly kw: number }[];
  readonly limitKw: number | null;
  readonly lang: Lang;
  readonly palette: Palette;
  readonly sentence: Sentence;
  readonly heads: { readonly share: string; readonly atLeast: string };
}

/** A share in percent with as many digits as it needs: 0,1 % beside 50 %. */
const percent = (lang: Lang, share: number): string => `${formatNumber(lang, share * 100, share > 0 && share < 0.01 ? 2 : 0)}\u00a0%`;

/** The curve over 0 to 100 % of the time, with the limit across it. */
export function loadDurationChart({ points, limitKw, lang, palette, sentence, heads }: DurationFigures, title: string): Drawn {
  const values = points.map((point) => point.kw);
  const [highest, lowest] = [Math.max(1, limitKw ?? 0, ...values), Math.min(0, ...values)];
  const scale = scaleFor('kW', highest);
  const words = chartWords(lang);
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
        return point === undefined ? '' : `${percent(lang, point.share)}\n${heads.atLeast} ${formatScaled(lang, point.kw, scale)} ${scale.unit}`;
      },
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: 100,
      interval: 25,
      axisLine: { onZero: false, lineStyle: { color: palette.as, width: 1 } },
      axisTick: { show: true, length: 4, lineStyle: { color: palette.as } },
      splitLine: { show: false },
      axisLabel: { ...textStyle(palette), formatter: (value: number): string => percent(lang, value / 100) },
    },
    yAxis: valueAxis({ palette, lang, scale, lowest, highest }),
    series: [
      {
        type: 'line',
        name: words.power,
        symbol: 'none',
        lineStyle: { width: 2, color: palette.stroom },
        itemStyle: { color: palette.stroom },
        areaStyle: { color: palette.stroom, opacity: 0.12 },
        data: points.map((point) => [point.share * 100, point.kw / scale.divisor]),
        ...(limitKw !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { type: 'solid' as const, width: 2, color: palette.inkt },
            data: [{ yAxis: limitKw / scale.divisor }],
          },
        }),
      },
    ],
  };
  return {
    option,
    sentence,
    table: {
      caption: title,
      columns: [{ head: heads.share }, { head: heads.atLeast, unit: 'kW', digits: 0 }],
      rows: points.map((point) => [percent(lang, point.share), point.kw]),
      foot: null,
    },
  };
}
