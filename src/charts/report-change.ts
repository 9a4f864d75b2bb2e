// Why emissions changed, as it stands in a report: the parts from the one period to the other, and how alike and how cold both were.
import type { Cell } from './figures.ts';
import { type Lang, formatDate, formatMonth, formatNumber, formatPercent } from './formats.ts';
import type { ReportWords } from './report-words.ts';

const CHANGES = ['activity', 'weather', 'fuel', 'factor', 'coverage'] as const;

export interface ChangeFigures {
  readonly baseFrom: string;
  readonly baseKg: number;
  readonly nowKg: number;
  readonly parts: Readonly<Record<(typeof CHANGES)[number], number>>;
  /** Both periods to the day; what was published before there was this has it not. */
  readonly over?: {
    readonly baseTo: string;
    readonly from: string;
    readonly to: string;
    readonly likeForLike: { readonly connections: number; readonly of: number };
    readonly heatingShare: number;
    readonly degreeDays: { readonly base: number; readonly now: number; readonly source: string | null; readonly simulated: boolean } | null;
  };
}
interface Told {
  readonly lang: Lang;
  readonly words: ReportWords;
}

/** First and last day of a half-open period. */
export const spanText = (lang: Lang, from: string, to: string): string => `${formatDate(lang, Date.parse(from))} – ${formatDate(lang, Date.parse(to) - 1)}`;

/** From the base period to this one, in kilograms. */
export function changeRows(change: ChangeFigures | null, { lang, words }: Told): Cell[][] {
  if (change === null) return [];
  const { over } = change;
  return [
    [over === undefined ? formatMonth(lang, Date.parse(change.baseFrom)) : spanText(lang, change.baseFrom, over.baseTo), change.baseKg],
    ...CHANGES.map((part): Cell[] => [part === 'coverage' ? words.meters : words[part], change.parts[part]]),
    [over === undefined ? words.period : spanText(lang, over.from, over.to), change.nowKg],
  ];
}

/** On what both periods were compared. */
export function comparedRows(change: ChangeFigures | null, { lang, words }: Told): Cell[][] {
  if (change?.over === undefined) return [];
  const { likeForLike, degreeDays, heatingShare } = change.over;
  return [
    [words.compared, words.comparedText(likeForLike.connections, likeForLike.of)],
    [words.degreeDays, degreeDays === null ? words.degreeDaysUnknown : degreeDaysText(degreeDays, heatingShare, { lang, words })],
  ];
}

type DegreeDays = NonNullable<NonNullable<ChangeFigures['over']>['degreeDays']>;

function degreeDaysText({ base, now, source, simulated }: DegreeDays, heatingShare: number, { lang, words }: Told): string {
  const count = (days: number): string => formatNumber(lang, Math.round(days));
  return words.degreeDaysText({
    base: count(base),
    now: count(now),
    source: simulated ? words.simulatedWeather : (source ?? words.givenWeather),
    heating: formatPercent(lang, heatingShare),
  });
}
