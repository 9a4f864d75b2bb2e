// Picks a day, week, month or year, or on pages that can show it any two days, and steps to the period before and after.
import type { PeriodKind } from '../../charts/balance-chart.ts';
import { localDay } from '../../charts/formats.ts';
import { PERIODS, type Period, following, lastDay, periodIn, periodOver, preceding } from '../period.ts';
import { marginWords } from '../state/margin-words.ts';
import { nowMs, words } from '../state/settings.ts';
import { FreePeriod } from './free-period.tsx';
import { Icon } from './icon.tsx';
import { Segments } from './segments.tsx';

const FREE = 'free';

export function PeriodPicker({ period, go }: { period: Period; go: (period: Period) => void }) {
  const text = words.value.balance;
  const pick = (kind: PeriodKind | typeof FREE): void => {
    const wanted = kind === FREE ? periodOver(period.from, lastDay(period)) : periodIn(kind, period, localDay(nowMs.value));
    if (wanted !== null) go(wanted);
  };
  const options = [...PERIODS.map((value) => ({ value, label: text.periods[value] })), { value: FREE, label: marginWords.value.free } as const];
  return (
    <>
      <Segments label={text.period} value={period.free === true ? FREE : period.kind} options={options} onPick={pick} />
      {period.free === true ? <FreePeriod period={period} go={go} /> : null}
      <span style={{ display: 'inline-flex', gap: '10px' }}>
        <button type="button" class="button square" aria-label={text.previous} onClick={() => go(preceding(period))}>
          <Icon name="left" />
        </button>
        <button type="button" class="button square" aria-label={text.next} onClick={() => go(following(period))}>
          <Icon name="right" />
        </button>
      </span>
    </>
  );
}
