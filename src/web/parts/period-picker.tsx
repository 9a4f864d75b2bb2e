// Picks a day, week, month or year, and steps to the one before and after.
import type { PeriodKind } from '../../charts/balance-chart.ts';
import { PERIODS, type Period, following, periodAround, preceding } from '../period.ts';
import { words } from '../state/settings.ts';
import { Icon } from './icon.tsx';
import { Segments } from './segments.tsx';

export function PeriodPicker({ period, go }: { period: Period; go: (period: Period) => void }) {
  const text = words.value.balance;
  const pick = (kind: PeriodKind): void => go(periodAround(kind, period.from));
  return (
    <>
      <Segments label={text.period} value={period.kind} options={PERIODS.map((value) => ({ value, label: text.periods[value] }))} onPick={pick} />
      <button type="button" class="button square" aria-label={text.previous} onClick={() => go(preceding(period))}>
        <Icon name="left" />
      </button>
      <button type="button" class="button square" aria-label={text.next} onClick={() => go(following(period))}>
        <Icon name="right" />
      </button>
    </>
  );
}
