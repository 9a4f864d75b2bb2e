// Six weeks of one meter: which days are whole and which have gaps, and the quarter-hours of the day that is chosen.
import { useLocation } from 'preact-iso';
import type { MeterDay } from '../../api/shapes-meter-days.ts';
import type { Meter, QuarterRow } from '../../api/shapes.ts';
import { formatDate, formatNumber, localDay, localMidnight } from '../../charts/formats.ts';
import { type DayState, calendarSpan, dayState, dayTable } from '../meter-quarters.ts';
import { TwinTable, download } from '../parts/chart.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Panel } from '../parts/panel.tsx';
import { following, isDate, periodAround } from '../period.ts';
import { api } from '../state/fetch.ts';
import { meterWords } from '../state/meter-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const ICONS: Readonly<Record<DayState, IconName | null>> = { complete: 'check', partly: 'warning', missing: 'cross', none: null };
const DAYS_PER_WEEK = 7;

function Day({ day, chosen }: { day: MeterDay; chosen: boolean }) {
  const text = meterWords.value.calendar;
  const language = lang.value;
  const state = dayState(day);
  const start = Date.parse(day.start);
  const date = localDay(start);
  const all = day.measured + day.estimated + day.missing;
  const [measured, quarters] = [formatNumber(language, day.measured), formatNumber(language, all)];
  const label = text.dayOf({ date: formatDate(language, start), state: text.states[state], measured, all: quarters });
  const icon = ICONS[state];
  const inside = (
    <>
      <span>{Number(date.slice(8))}</span>
      {icon === null ? null : <Icon name={icon} size={14} />}
    </>
  );
  if (state === 'none')
    return (
      <td>
        <span class="gap-day none">{inside}</span>
      </td>
    );
  return (
    <td>
      <a class={`gap-day ${state}`} href={`?dag=${date}`} aria-label={label} title={label} {...(chosen ? { 'aria-current': 'date' as const } : {})}>
        {inside}
      </a>
    </td>
  );
}

function Calendar({ days, chosen, caption }: { days: readonly MeterDay[]; chosen: string | undefined; caption: string }) {
  const text = meterWords.value.calendar;
  const weeks = Array.from({ length: Math.ceil(days.length / DAYS_PER_WEEK) }, (_, week) => days.slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK));
  return (
    <table class="gap-days">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {text.weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.start}>
            {week.map((day) => (
              <Day key={day.start} day={day} chosen={localDay(Date.parse(day.start)) === chosen} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Legend() {
  const { states } = meterWords.value.calendar;
  return (
    <p class="legend">
      {(['complete', 'partly', 'missing'] as const).map((state) => (
        <span key={state}>
          <i class={`gap-day ${state}`}>
            <Icon name={ICONS[state] ?? 'check'} size={14} />
          </i>
          {states[state]}
        </span>
      ))}
    </p>
  );
}

function Quarters({ meter, date }: { meter: Meter; date: string }) {
  const text = meterWords.value;
  const next = following(periodAround('day', date)).from;
  const resource = useResource<{ items: QuarterRow[] }>(api(`/meters/${meter.id}/quarters?from=${date}&to=${next}`));
  const bounds = [localMidnight(date), Math.min(localMidnight(next), nowMs.value)] as const;
  const title = text.quarters.title(formatDate(lang.value, bounds[0]));
  const tableOf = (rows: readonly QuarterRow[]) => dayTable({ meter, rows }, { bounds, lang: lang.value, text, caption: `${title}, ${meter.serial}` });
  return (
    <Panel
      title={title}
      resource={resource}
      shape="rows"
      minHeight={240}
      tools={(data) => (
        <button
          type="button"
          class="text-button"
          aria-label={`${words.value.chart.csv}: ${title}`}
          onClick={() => download(tableOf(data.items), `${meter.serial}-${date}`, lang.value)}
        >
          {words.value.chart.csv}
        </button>
      )}
      empty={(data) =>
        data.items.length > 0 ? null : { title: text.quarters.emptyTitle, text: text.quarters.emptyText, action: { label: text.quarters.import, href: '/imports' } }
      }
    >
      {(data) => <TwinTable table={tableOf(data.items)} />}
    </Panel>
  );
}

export function MeterGaps({ meter }: { meter: Meter }) {
  const { query } = useLocation();
  const chosen = isDate(query['dag']) ? query['dag'] : undefined;
  const text = meterWords.value.calendar;
  const { from, to } = calendarSpan(nowMs.value);
  const days = useResource<{ items: MeterDay[] }>(api(`/meters/${meter.id}/days?from=${from}&to=${to}`));
  const used = (items: readonly MeterDay[]): MeterDay[] => items.filter((day) => dayState(day) !== 'none');
  return (
    <div class="grid">
      <Panel title={text.title} resource={days} minHeight={280} empty={(data) => (used(data.items).length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}>
        {(data) => (
          <>
            <p class="says">
              {text.says(used(data.items).filter((day) => dayState(day) === 'complete').length, used(data.items).length)}. {text.hint}
            </p>
            <Calendar days={data.items} chosen={chosen} caption={`${text.title}, ${meter.serial}`} />
            <Legend />
          </>
        )}
      </Panel>
      {chosen === undefined ? null : <Quarters key={chosen} meter={meter} date={chosen} />}
    </div>
  );
}
