// What is said under a comparison of two periods: up to where each counts, and what was not measured of them.
import { formatMoment, formatPercent } from '../../charts/formats.ts';
import { isComparable } from '../comparing.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { lang } from '../state/settings.ts';

interface Measured {
  readonly coverage: number;
}

export function ComparedNotes({ now, before, until }: { now: Measured; before: Measured; until: number | null }) {
  const text = calendarWords.value;
  const percent = ({ coverage }: Measured): string => formatPercent(lang.value, coverage);
  return (
    <>
      {until === null ? null : <p class="small second">{text.partly(formatMoment(lang.value, until, 0))}</p>}
      {isComparable(now, before) ? null : <p class="small second">{text.incomparable(percent(now), percent(before))}</p>}
    </>
  );
}
