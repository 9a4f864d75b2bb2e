// Ruimte: how much of the grid connection is in use against its limits, now and over a period, and whether more fits.
import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import type { Capacity, CapacityNow } from '../../api/shapes-capacity.ts';
import { type CapacityStep, capacityChart, toldSteps } from '../../charts/capacity-chart.ts';
import { formatMoment, formatNumber, formatPercent } from '../../charts/formats.ts';
import type { Sentence } from '../../charts/sentence.ts';
import { agreementWords } from '../state/agreement-words.ts';
import { CoverageBadge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { Pairs, kwText, kwhText } from '../parts/pairs.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import { PeriodPicker } from '../parts/period-picker.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { WhyCapacity, choicesOf } from '../parts/why-capacity.tsx';
import { Segments } from '../parts/segments.tsx';
import { toldMs } from '../now-figures.ts';
import { type Period, earlierPart, periodFrom, periodLabel, periodQuery, spanQuery, stepStarts } from '../period.ts';
import { questionsIn } from '../question.ts';
import { roomSentence } from '../room-sentence.ts';
import type { Scope } from '../scope.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { CalendarPanel } from './calendar-panel.tsx';
import { CapacityComparePanel } from './capacity-compare.tsx';
import { AheadPanel } from './capacity-ahead.tsx';
import { GroupsPanel } from './capacity-groups.tsx';
import { JoinPanel } from './capacity-join.tsx';
import { NowPanel } from './capacity-now.tsx';
import { PeaksPanel } from './capacity-peaks.tsx';
import { YearPanels } from './capacity-year.tsx';

type DirectionName = Capacity['direction'];
const DIRECTIONS: readonly DirectionName[] = ['import', 'export'];
const STEP = { day: 'PT15M', week: 'PT1H', month: 'P1D', year: 'P1M' } as const;
/** A quarter-hour closes every fifteen minutes; the running one is asked for apart. */
const CAPACITY_MS = 30_000;
const NOW_MS = 5_000;
const COMPARED = '&vergelijk=vorige';

/** All steps of the period, also those still to come. */
function stepsOf(items: Capacity['items'], starts: readonly number[]): CapacityStep[] {
  const known = new Map(items.map((item) => [Date.parse(item.start), item]));
  return starts.slice(0, -1).map((startMs, index) => {
    const item = known.get(startMs);
    return {
      startMs,
      endMs: starts[index + 1] ?? startMs,
      atMs: item?.at ? Date.parse(item.at) : null,
      usageKw: item?.usageKw ?? null,
      limitKw: item?.limitKw ?? null,
      measured: item?.measured ?? false,
    };
  });
}

/** The figures of a period that its facts tell. */
function factFields({ kwMax, violations, eveningShare }: Capacity['totals']): string[] {
  return [
    ...(kwMax === null ? [] : ['kwMax']),
    'violations',
    ...(violations === 0 ? [] : ['hoursAbove', 'aboveKwh', 'longestRunMinutes']),
    ...(eveningShare === null ? [] : ['eveningShare']),
    'energyKwh',
    'quartersJudged',
  ];
}

function LoadChart({ capacity, period, scope }: { capacity: Capacity; period: Period; scope: Scope }) {
  const palette = usePalette();
  const language = lang.value;
  const text = words.value.capacity;
  const title = `${text.directions[capacity.direction]} ${text.chartTitles[period.kind]}`;
  const { kind, from, to, step } = period;
  const minute = toldMs(Math.floor(nowMs.value / 60_000) * 60_000, capacity.toldUntil);
  const drawn = useMemo(
    () => capacityChart({ kind, steps: stepsOf(capacity.items, stepStarts({ kind, from, to, step })), nowMs: minute, lang: language, palette }, title),
    [capacity, kind, from, to, step, minute, language, palette, title],
  );
  const legend = (
    <div class="legend">
      <span>
        <i class="chip" style={{ background: 'var(--stroom)' }} />
        {text.directions[capacity.direction]}
      </span>
      {capacity.totals.violations > 0 ? (
        <span>
          <i class="chip" style={{ background: 'var(--fout)' }} />
          {text.facts.above}
        </span>
      ) : null}
      <span>
        <i class="line" />
        {text.limit}
      </span>
    </div>
  );
  const quarters = toldSteps(stepsOf(capacity.items, stepStarts({ kind, from, to, step })), minute);
  const whyOf = (row: number) => {
    const told = quarters[row];
    // The fullest quarter of a longer step is what the figure is.
    const startMs = told === undefined || told.usageKw === null ? null : (told.atMs ?? told.startMs);
    if (startMs === null) return null;
    const name = formatMoment(language, startMs, 0);
    const path = api(`${scope.api}/capacity/explain?direction=${capacity.direction}&from=${capacity.from}&to=${capacity.to}&at=${new Date(startMs).toISOString()}`);
    return <WhyCapacity name={name} choices={[{ name, path }]} />;
  };
  return <Chart title={title} drawn={drawn} last={whyOf} fileName={`ruimte-${scope.href.split('/').at(-1)}-${period.from}`} heightPx={260} between={legend} />;
}

function Facts({ capacity, scope }: { capacity: Capacity; scope: Scope }) {
  const text = words.value.capacity;
  const { totals } = capacity;
  const number = (value: number, digits = 0): string => formatNumber(lang.value, value, digits);
  const peak = totals.kwMax === null || totals.kwMaxAt === null ? '–' : `${kwText(totals.kwMax)}, ${formatMoment(lang.value, Date.parse(totals.kwMaxAt), nowMs.value)}`;
  const above = totals.violations === 0 ? text.facts.none : text.facts.aboveValue(number(totals.violations), number(totals.hoursAbove, totals.hoursAbove < 10 ? 2 : 0));
  return (
    <>
      <Pairs
        pairs={[
          [text.facts.peak, peak],
          [text.facts.above, above],
          ...(totals.violations === 0
            ? []
            : ([
                [text.facts.aboveKwh, kwhText(totals.aboveKwh)],
                [text.facts.longest, text.facts.minutes(number(totals.longestRunMinutes))],
              ] as const)),
          [text.facts.evening, totals.eveningShare === null ? '–' : formatPercent(lang.value, totals.eveningShare)],
        ]}
      />
      <WhyCapacity
        name={text.title}
        choices={choicesOf(api(`${scope.api}/capacity/totals/explain?direction=${capacity.direction}&from=${capacity.from}&to=${capacity.to}`), factFields(totals))}
      />
      <p class="small second">
        {text.facts.judged(number(totals.quartersJudged), number(totals.quartersKnown))}
        {totals.quartersSecret > 0 ? `. ${text.facts.secret(number(totals.quartersSecret))}` : ''}
        {'. '}
        {capacity.limitKind === null ? text.noLimit : text.kinds[capacity.limitKind].replace(/\.?$/, '.')}
      </p>
      {capacity.items.some(({ usageKw }) => (usageKw ?? 0) < 0) ? <p class="small second">{marginWords.value.belowZero[capacity.direction]}</p> : null}
      <ToldUntil told={capacity.toldUntil} />
    </>
  );
}

/** Nothing at all was measured: then bars of zero would be a lie. */
function emptiness(capacity: Capacity, scope: Scope): Empty | null {
  const { states } = words.value;
  return capacity.totals.quartersKnown > 0 ? null : { title: states.emptyTitle, text: states.emptyText, action: { label: states.toMeters, href: `${scope.href}/meters` } };
}

function leadOf(now: CapacityNow | null): Sentence {
  const room = words.value.capacity;
  return now === null ? [room.title] : roomSentence(now, { room, group: marginWords.value.shared }, lang.value);
}

export function CapacityPage({ scope }: { scope: Scope }) {
  const { path, query, route } = useLocation();
  const period = periodFrom({ periode: query['periode'], datum: query['datum'], tot: query['tot'] }, nowMs.value);
  const direction = DIRECTIONS.find((one) => one === query['richting']) ?? 'import';
  const text = words.value.capacity;
  const running = Date.parse(`${period.to}T00:00:00Z`) > nowMs.value && (period.kind === 'day' || period.kind === 'week');
  const now = useResource<CapacityNow>(api(`${scope.api}/capacity/now?direction=${direction}`), { concerns: scope.concerns, everyMs: NOW_MS });
  const between = `from=${period.from}&to=${period.to}&direction=${direction}`;
  const resource: Resource<Capacity> = useResource<Capacity>(
    api(`${scope.api}/capacity?${between}&step=${STEP[period.kind]}`),
    running ? { concerns: scope.concerns, everyMs: CAPACITY_MS } : {},
  );
  const compared = query['vergelijk'] === 'vorige';
  const addressOf = (to: Period, of: DirectionName, beside: boolean): string =>
    path + periodQuery(to, 'electricity') + (of === 'import' ? '' : `&richting=${of}`) + (beside ? COMPARED : '') + questionsIn(query);
  const go = (to: Period, of: DirectionName = direction): void => route(addressOf(to, of, compared));
  const { earlier, until } = earlierPart(period, nowMs.value);
  const empty = (data: Capacity): Empty | null => emptiness(data, scope);
  const full = resource.data !== null && empty(resource.data) === null;
  return (
    <>
      <Lead
        over={
          <>
            <span>{periodLabel(period, lang.value, words.value.balance.week)}</span>
            {full && resource.data ? <CoverageBadge coverage={resource.data.coverage} /> : null}
          </>
        }
        sentence={leadOf(now.data)}
        actions={<PeriodPicker period={period} go={(to) => go(to)} />}
      />
      <div class="actions" style={{ marginBottom: '14px' }}>
        <Segments label={text.direction} value={direction} options={DIRECTIONS.map((value) => ({ value, label: text.directions[value] }))} onPick={(of) => go(period, of)} />
        <button type="button" class="button" aria-pressed={compared} onClick={() => route(addressOf(period, direction, !compared))}>
          {calendarWords.value.compare}
        </button>
        <a class="button" href={`${scope.href}/afspraken`}>
          {agreementWords.value.toAgreements}
        </a>
      </div>
      <div class="grid">
        {full && resource.data ? (
          <section class="panel">
            <LoadChart capacity={resource.data} period={period} scope={scope} />
            <Facts capacity={resource.data} scope={scope} />
          </section>
        ) : (
          <Panel title={`${text.directions[direction]} ${text.chartTitles[period.kind]}`} resource={resource} minHeight={280} empty={empty}>
            {() => null}
          </Panel>
        )}
        {compared && full && resource.data ? (
          <CapacityComparePanel
            path={api(`${scope.api}/capacity?${spanQuery(earlier, until)}&direction=${direction}&step=${STEP[earlier.kind]}`)}
            capacity={resource.data}
            before={earlier}
            until={until}
          />
        ) : null}
        <NowPanel resource={now} why={api(`${scope.api}/capacity/now/explain?direction=${direction}`)} />
        <AheadPanel scope={scope} direction={direction} />
        {scope.kind === 'park' ? <PeaksPanel path={api(`${scope.api}/peaks?${between}`)} why={api(`${scope.api}/peaks/explain?${between}`)} /> : null}
        <CalendarPanel key={direction} scope={scope} what="peak" direction={direction} around={period.from} />
        <YearPanels scope={scope} direction={direction} />
        <GroupsPanel scope={scope} direction={direction} />
        <JoinPanel path={`${scope.api}/capacity/join`} name="past" />
      </div>
    </>
  );
}
