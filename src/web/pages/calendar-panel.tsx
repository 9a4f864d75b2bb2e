// A year of days or a month of quarter-hours at one look: peaks against the limit, or use; a click goes to the day.
import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Balance, Connection } from '../../api/shapes.ts';
import type { Capacity } from '../../api/shapes-capacity.ts';
import { type CalendarCell, calendarChart, knownCells } from '../../charts/calendar-chart.ts';
import { formatMonth, localDay } from '../../charts/formats.ts';
import { CARRIER_TOKEN, type ChartCarrier } from '../../charts/palette.ts';
import { Chart } from '../parts/chart.tsx';
import { Icon } from '../parts/icon.tsx';
import { Panel, PanelState } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { type Period, following, periodAround, periodQuery, preceding, stepStarts } from '../period.ts';
import { isUseKept } from '../balance-figures.ts';
import type { Scope } from '../scope.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { api } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';

type View = 'days' | 'quarters';
const VIEWS: readonly View[] = ['days', 'quarters'];
const HOUR_MS = 3_600_000;
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

interface Known {
  readonly value: number | null;
  readonly limit: number | null;
}

function quarterOf(startMs: number): number {
  const [hour = 0, minute = 0] = CLOCK.format(startMs).split(':').map(Number);
  return hour * 4 + Math.floor(minute / 15);
}

/** Cells of the whole period, also those that were not measured. */
function cellsOf(view: View, period: Period, known: ReadonlyMap<number, Known>): CalendarCell[] {
  const starts = view === 'days' ? days(period).map((day) => stepStarts(day)[0] ?? 0) : days(period).flatMap((day) => stepStarts(day).slice(0, -1));
  return starts.map((startMs) => ({
    startMs,
    date: localDay(startMs),
    quarter: view === 'days' ? 0 : quarterOf(startMs),
    // The clock was put back when it showed the same an hour ago.
    isSecond: view === 'quarters' && quarterOf(startMs - HOUR_MS) === quarterOf(startMs),
    value: known.get(startMs)?.value ?? null,
    limit: known.get(startMs)?.limit ?? null,
  }));
}

function days(period: Period): Period[] {
  const found: Period[] = [];
  for (let day = periodAround('day', period.from); day.from < period.to; day = following(day)) found.push(day);
  return found;
}

const ofCapacity = ({ items }: Capacity): Map<number, Known> => new Map(items.map((item) => [Date.parse(item.start), { value: item.usageKw, limit: item.limitKw }]));
/** A step of which nothing is known says nothing; one that is kept back has no amount. */
const ofBalance = ({ steps }: Balance): Map<number, Known> =>
  new Map(
    steps.map((step) => {
      const amount = 'consumptionKwh' in step ? step.consumptionKwh : 'consumptionM3' in step ? step.consumptionM3 : null;
      return [Date.parse(step.start), { value: step.coverage > 0 && typeof amount === 'number' ? amount : null, limit: null }];
    }),
  );

interface CalendarProps {
  readonly scope: Scope;
  readonly what: 'peak' | 'use';
  readonly direction?: Capacity['direction'];
  readonly carrier?: ChartCarrier;
  /** A date in the year, or the month, that is shown until another one is picked here. */
  readonly around: string;
}

function Drawn({ view, period, known, props }: { view: View; period: Period; known: ReadonlyMap<number, Known>; props: CalendarProps }) {
  const { route, path } = useLocation();
  const palette = usePalette();
  const language = lang.value;
  const text = calendarWords.value;
  const { what, carrier = 'electricity', direction = 'import' } = props;
  const title = `${text.titles[what]}, ${view === 'days' ? period.from.slice(0, 4) : formatMonth(language, Date.parse(`${period.from}T12:00:00Z`))}`;
  const { kind, from, to, step } = period;
  const cells = useMemo(() => cellsOf(view, { kind, from, to, step }, known), [view, kind, from, to, step, known]);
  const unit = what === 'peak' ? 'kW' : ['gas', 'water', 'biogas', 'hydrogen'].includes(carrier) ? 'm3' : 'kWh';
  const drawn = useMemo(() => {
    const { weekdays, day, values, limit, none, above, highest } = text;
    return calendarChart(
      {
        kind: view,
        cells,
        unit,
        color: palette[CARRIER_TOKEN[carrier]],
        lang: language,
        palette,
        words: { weekdays, day, value: values[what], limit, none, above: above[view], highest },
      },
      title,
    );
  }, [view, cells, unit, carrier, language, palette, text, what, title]);
  const hrefOf = (index: number): string | null => {
    const cell = knownCells(cells)[index];
    return cell === undefined ? null : path + periodQuery(periodAround('day', cell.date), carrier) + (direction === 'export' ? '&richting=export' : '');
  };
  return (
    <>
      <Chart
        title={title}
        sub
        drawn={drawn}
        fileName={`kalender-${props.scope.href.split('/').at(-1)}-${period.from}`}
        heightPx={view === 'days' ? 170 : 360}
        onPick={(index) => {
          const href = hrefOf(index);
          if (href !== null) route(href);
        }}
        last={(row) => <a href={hrefOf(row) ?? path}>{text.toDay}</a>}
      />
      <p class="small second">
        {text.hint}
        {cells.some((cell) => cell.isSecond) ? ` ${text.doubled}` : null}
      </p>
    </>
  );
}

export function CalendarPanel(props: CalendarProps) {
  const { scope, what, direction = 'import', carrier = 'electricity' } = props;
  const text = calendarWords.value;
  const [view, setView] = useState<View>('days');
  const [around, setAround] = useState(props.around);
  // Whoever goes to another year with the page means the calendar too.
  useEffect(() => setAround(props.around), [props.around]);
  const [place, setPlace] = useState('');
  const company = scope.kind === 'company' && what === 'peak';
  const connections = (useResource<{ items: Connection[] }>(company ? api(`${scope.api}/connections`) : null).data?.items ?? []).filter((one) => one.carrier === 'electricity');
  const period = periodAround(view === 'days' ? 'year' : 'month', around);
  const base = place === '' ? scope.api : `/connections/${place}`;
  const between = `from=${period.from}&to=${period.to}&step=${view === 'days' ? 'P1D' : 'PT15M'}`;
  const capacity = useResource<Capacity>(what === 'peak' ? api(`${base}/capacity?${between}&direction=${direction}`) : null);
  const balance = useResource<Balance>(what === 'use' ? api(`${base}/balance?${between}&carrier=${carrier}`) : null);
  const known = useMemo(() => (capacity.data ? ofCapacity(capacity.data) : balance.data ? ofBalance(balance.data) : null), [capacity.data, balance.data]);
  const resource = { ...(what === 'peak' ? capacity : balance), data: known };
  return (
    <Panel
      title={text.titles[what]}
      resource={resource}
      minHeight={200}
      tools={() => (
        <>
          <button
            type="button"
            class="button square"
            aria-label={`${text.titles[what]}: ${words.value.balance.previous.toLowerCase()}`}
            onClick={() => setAround(preceding(period).from)}
          >
            <Icon name="left" />
          </button>
          <button
            type="button"
            class="button square"
            aria-label={`${text.titles[what]}: ${words.value.balance.next.toLowerCase()}`}
            disabled={Date.parse(`${period.to}T00:00:00Z`) > nowMs.value}
            onClick={() => setAround(following(period).from)}
          >
            <Icon name="right" />
          </button>
        </>
      )}
    >
      {(found) => (
        <>
          <div class="actions">
            <Segments label={text.view} value={view} options={VIEWS.map((value) => ({ value, label: text.views[value] }))} onPick={setView} />
          </div>
          {connections.length > 1 ? (
            <SelectField
              id={`calendar-place-${what}`}
              label={text.place}
              value={place}
              options={[['', text.whole], ...connections.map((one): [string, string] => [String(one.id), text.connection(String(one.id))])]}
              onPick={setPlace}
            />
          ) : null}
          {balance.data !== null && isUseKept(balance.data) ? (
            <PanelState icon="lock" title={words.value.states.keptTitle} text={words.value.states.keptText} />
          ) : (
            <Drawn view={view} period={period} known={found} props={props} />
          )}
        </>
      )}
    </Panel>
  );
}
