// CO2 of the grid by the hour, measured and expected, with the cleanest hours marked. Pure.
import { everyHours, slotAxis, slotFrame, valueAxis } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatClock, formatNumber, formatWeekday } from './formats.ts';
import { type Palette, hatch } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface GridHourBar {
  readonly startMs: number;
  readonly kgPerKwh: number;
  readonly forecast: boolean;
}
export interface GridHoursFigures {
  readonly bars: readonly GridHourBar[];
  /** The hours that are advised; null: none. */
  readonly advised: { readonly startMs: number; readonly endMs: number; readonly kgPerKwh: number; readonly atOnceKgPerKwh: number } | null;
  readonly lang: Lang;
  readonly palette: Palette;
}

const GRAMS = 1000;
const UNIT = 'g/kWh';
const grams = (lang: Lang, kg: number): string => `${formatNumber(lang, kg * GRAMS)} ${UNIT}`;
const whenOf = (lang: Lang, at: number): string => `${formatWeekday(lang, at)} ${formatClock(lang, at)}`;

function sentenceOf({ advised, lang }: GridHoursFigures): Sentence {
  const nl = lang === 'nl';
  if (advised === null) return [nl ? 'Voor de komende uren is te weinig bekend om iets aan te raden.' : 'Too little is known of the coming hours to advise anything.'];
  const when = `${whenOf(lang, advised.startMs)}–${formatClock(lang, advised.endMs)}`;
  const less = advised.atOnceKgPerKwh > 0 ? 1 - advised.kgPerKwh / advised.atOnceKgPerKwh : 0;
  const head: Sentence = [nl ? 'Het schoonst is ' : 'Cleanest is ', stress(when, 'goed'), `: ${grams(lang, advised.kgPerKwh)}`];
  if (less < 0.005) return [...head, nl ? ', dus nu meteen.' : ', so at once.'];
  return [...head, nl ? `, ${formatNumber(lang, less * 100)} % minder dan nu meteen.` : `, ${formatNumber(lang, less * 100)} % less than at once.`];
}

/** Bars in grams a kWh: hatched where expected, darker where advised. */
export function gridHoursChart(figures: GridHoursFigures, title: string): Drawn {
  const { bars, advised, lang, palette } = figures;
  const nl = lang === 'nl';
  const [measured, expected] = nl ? ['gemeten', 'verwacht'] : ['measured', 'expected'];
  const labels = bars.map(({ startMs }) => formatClock(lang, startMs));
  const isAdvised = ({ startMs }: GridHourBar): boolean => advised !== null && startMs >= advised.startMs && startMs < advised.endMs;
  const yAxis = valueAxis({ palette, lang, scale: { divisor: 1, unit: UNIT, digits: 0 }, lowest: 0, highest: Math.max(1, ...bars.map((bar) => bar.kgPerKwh * GRAMS)) });
  const option: Drawn['option'] = {
    ...slotFrame(palette, (index) => {
      const bar = bars[index];
      return bar === undefined ? '' : `${whenOf(lang, bar.startMs)}\n${grams(lang, bar.kgPerKwh)}, ${bar.forecast ? expected : measured}`;
    }),
    xAxis: slotAxis({ palette, labels, labelled: everyHours(labels, 6) }),
    yAxis,
    series: [
      {
        type: 'bar',
        name: title,
        barCategoryGap: '14%',
        data: bars.map((bar) => {
          const color = isAdvised(bar) ? palette.biogas : palette.stroom3;
          return { value: bar.kgPerKwh * GRAMS, itemStyle: bar.forecast ? hatch(color, palette) : { color } };
        }),
      },
    ],
  };
  const rows = bars.map((bar) => [whenOf(lang, bar.startMs), bar.kgPerKwh * GRAMS, bar.forecast ? expected : measured, isAdvised(bar) ? (nl ? 'schoonst' : 'cleanest') : '']);
  const columns = [{ head: nl ? 'Uur' : 'Hour' }, { head: 'CO₂', unit: UNIT, digits: 0 }, { head: nl ? 'Hoe' : 'How' }, { head: nl ? 'Raad' : 'Advice' }];
  return { option, sentence: sentenceOf(figures), table: { caption: title, columns, rows, foot: null } };
}
