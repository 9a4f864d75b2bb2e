// Two dates for a period that is no week, month or year; both days are in it.
import { type Period, lastDay, periodOver } from '../period.ts';
import { marginWords } from '../state/margin-words.ts';

const INLINE = { margin: 0 };
const NARROW = { width: 'auto' };

export function FreePeriod({ period, go }: { period: Period; go: (period: Period) => void }) {
  const text = marginWords.value;
  const last = lastDay(period);
  const take = (from: string, until: string): void => {
    const wanted = periodOver(from, until);
    if (wanted !== null) go(wanted);
  };
  return (
    <div class="actions" role="group" aria-label={text.freePeriod}>
      <label for="free-from" style={INLINE}>
        {text.from}
      </label>
      <input id="free-from" type="date" style={NARROW} value={period.from} max={last} onChange={(event) => take(event.currentTarget.value, last)} />
      <label for="free-until" style={INLINE}>
        {text.until}
      </label>
      <input id="free-until" type="date" style={NARROW} value={last} min={period.from} onChange={(event) => take(period.from, event.currentTarget.value)} />
    </div>
  );
}
