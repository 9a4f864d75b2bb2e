// Emissions by month, stacked by scope. Pure; avoided emissions are never in it.
import { slotAxis, slotFrame, valueAxis } from './axes.ts';
import { co2Words, formatKg, scaleKg } from './co2-words.ts';
import { type Cell, type Column, type Drawn, sumRow } from './figures.ts';
import { type Lang, formatMonth, formatScaled, formatShortMonth } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface EmissionsMonth {
  readonly startMs: number;
  /** kg; null: kept back. */
  readonly scope1: number | null;
  readonly scope2: number | null;
  readonly upstream: number | null;
}
export interface EmissionsFigures {
  readonly months: readonly EmissionsMonth[];
  readonly lang: Lang;
  readonly palette: Palette;
}
const PARTS = ['scope1', 'scope2', 'upstream'] as const;

/** Tokens of the colours: the screen's legend is in the same ones. */
export const SCOPE_TOKENS = { scope1: 'gas', scope2: 'stroom', upstream: 'inkt3' } as const;
const scopeColors = (palette: Palette): Record<(typeof PARTS)[number], string> => ({
  scope1: palette[SCOPE_TOKENS.scope1],
  scope2: palette[SCOPE_TOKENS.scope2],
  upstream: palette[SCOPE_TOKENS.upstream],
});

const totalOf = (month: EmissionsMonth): number => PARTS.reduce((sum, part) => sum + (month[part] ?? 0), 0);

function sentenceOf({ months, lang }: EmissionsFigures): Sentence {
  if (months.some((month) => PARTS.some((part) => month[part] === null)))
    return [lang === 'nl' ? 'Een deel is geheim en staat er niet in.' : 'Part of it is secret and not in here.'];
  const top = months.reduce<EmissionsMonth | null>((best, month) => (best === null || totalOf(month) > totalOf(best) ? month : best), null);
  if (top === null || totalOf(top) === 0) return [lang === 'nl' ? 'In deze periode is niets gemeten dat uitstoot.' : 'Nothing that emits was measured in this period.'];
  const head = lang === 'nl' ? 'Meeste uitstoot in ' : 'Highest emissions in ';
  const name = formatMonth(lang, top.startMs);
  return [head, lang === 'nl' ? name.toLowerCase() : name, ': ', stress(formatKg(lang, totalOf(top))), '.'];
}

export function emissionsChart(figures: EmissionsFigures, title: string): Drawn {
  const { months, lang, palette } = figures;
  const words = co2Words(lang);
  const highest = Math.max(1, ...months.map(totalOf));
  const scale = scaleKg(highest);
  const labels = months.map((month) => formatShortMonth(lang, month.startMs));
  const colors = scopeColors(palette);
  const shown = (kg: number | null): string => (kg === null ? words.secret : `${formatScaled(lang, kg, scale)} ${scale.unit}`);
  const option: Drawn['option'] = {
    ...slotFrame(palette, (index) => {
      const month = months[index];
      return month === undefined ? '' : [formatMonth(lang, month.startMs), ...PARTS.map((part) => `${words[part]} ${shown(month[part])}`)].join('\n');
    }),
    xAxis: slotAxis({ palette, labels, labelled: () => true }),
    yAxis: valueAxis({ palette, lang, scale, lowest: 0, highest }),
    series: PARTS.map((part) => ({
      type: 'bar' as const,
      stack: 'co2',
      name: words[part],
      barCategoryGap: '28%',
      barMaxWidth: 64,
      itemStyle: { color: colors[part] },
      data: months.map((month) => (month[part] === null || month[part] === 0 ? ('-' as const) : (month[part] ?? 0) / scale.divisor)),
    })),
  };
  const columns: Column[] = [{ head: words.month }, ...PARTS.map((part) => ({ head: words[part], unit: 'kg', digits: 0 })), { head: words.total, unit: 'kg', digits: 0 }];
  const rows: Cell[][] = months.map((month) => [
    formatMonth(lang, month.startMs),
    ...PARTS.map((part) => month[part]),
    PARTS.some((part) => month[part] === null) ? null : totalOf(month),
  ]);
  return { option, sentence: sentenceOf(figures), table: { caption: title, columns, rows, foot: footOf(words.total, rows, columns) } };
}

/** A sum of which a part is kept back is no sum. */
const footOf = (label: string, rows: readonly (readonly Cell[])[], columns: readonly Column[]): Cell[] =>
  sumRow(label, rows, columns).map((cell, index) => (rows.some((row) => row[index] === null) ? null : cell));
