// Up to when an answer tells, where quarter-hours that have ended are held back from its reader.
import type { Balance } from '../../api/shapes.ts';
import { formatDay, formatMoment } from '../../charts/formats.ts';
import { lang, nowMs } from '../state/settings.ts';
import { toldWords } from '../state/told-words.ts';

/** @param days it is told by the day, as water is */
export function ToldUntil({ told, days = false }: { told: Balance['toldUntil'] | undefined; days?: boolean }) {
  if (told === undefined) return null;
  const atMs = Date.parse(told.at);
  const text = toldWords.value;
  return <p class="says">{days ? text.untilDay(formatDay(lang.value, atMs)) : text.until(formatMoment(lang.value, atMs, nowMs.value))}</p>;
}
