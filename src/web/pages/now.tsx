// Nu: will this quarter-hour pass the limit, where does the electricity come from and go to.
import { useMemo, useState } from 'preact/hooks';
import type { Now } from '../../api/shapes-now.ts';
import type { Balance, Park } from '../../api/shapes.ts';
import { type PastQuarter, nowSentence } from '../../charts/now-sentence.ts';
import type { Sentence } from '../../charts/sentence.ts';
import { formatAge, formatAmount, formatClock, formatLongDate, formatMoment, formatPercent, localDay } from '../../charts/formats.ts';
import { quarterDayChart } from '../../charts/quarter-day.ts';
import { flowNow, importSteps, isBefore, isNowKept, toGridStep, toldMs } from '../now-figures.ts';
import { nowTable } from '../now-table.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart, TwinTable, TwinTools } from '../parts/chart.tsx';
import { FlowDiagram } from '../parts/flow-diagram.tsx';
import { later } from '../parts/later.tsx';
import { type Empty, Panel, PanelState, isStale } from '../parts/panel.tsx';
import { QuarterBar } from '../parts/quarter-bar.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { periodAround } from '../period.ts';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { nowWords } from '../state/now-words.ts';
import { me } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Facts } from './facts.tsx';
import { NowAlerts } from './now-alerts.tsx';
import { OtherCarriers } from './now-carriers.tsx';
import { Kpis, LoadingKpis } from './now-kpis.tsx';

const NowMap = later(() => import('./now-map.tsx').then((file) => file.NowMap));

function LiveFlow({ now, scope, stale, open }: { now: Now; scope: Scope; stale: boolean; open: boolean }) {
  const flow = flowNow(now, scope.kind === 'park' ? 'companies' : 'company');
  const language = lang.value;
  const text = words.value.now;
  const table = open ? <TwinTable table={nowTable(now, language, nowWords.value)} /> : null;
  if (flow === null)
    return (
      <>
        {isNowKept(now) ? <PanelState icon="lock" title={words.value.states.keptTitle} text={nowWords.value.flowKept} /> : <p class="says">{text.noValue}</p>}
        {table}
      </>
    );
  const total = formatAmount(language, flow.totalKw, 'kW');
  return (
    <>
      <p class="says">
        In <strong>{total}</strong> = {language === 'nl' ? 'uit' : 'out'} <strong>{total}</strong>. {text.exportSays}{' '}
        <strong>{formatAmount(language, now.exportKw ?? 0, 'kW')}</strong>.
      </p>
      <FlowDiagram flow={flow} hub={scope.name} stale={stale} />
      {table}
    </>
  );
}

function FlowPanel({ now, scope, empty }: { now: Resource<Now>; scope: Scope; empty: (data: Now) => Empty | null }) {
  const [open, setOpen] = useState(false);
  const text = words.value.now;
  return (
    <Panel
      class="w7"
      title={text.flowTitle}
      resource={now}
      minHeight={290}
      asOf={(data) => data.asOf}
      empty={empty}
      tools={(data) => (
        <>
          <Badge tone={data.meters.live < data.meters.total * 0.9 ? 'let' : 'goed'}>
            {text.flowOf(data.meters.live, data.meters.total, formatPercent(lang.value, data.coverage))}
          </Badge>
          <TwinTools
            table={nowTable(data, lang.value, nowWords.value)}
            fileName={`nu-${scope.href.split('/').at(-1)}-${data.at.slice(0, 16).replace(':', '')}`}
            open={open}
            onToggle={() => setOpen(!open)}
          />
        </>
      )}
    >
      {(data, stale) => <LiveFlow now={data} scope={scope} stale={stale} open={open} />}
    </Panel>
  );
}

function lastQuarter(today: Balance | null, before: number): PastQuarter | null {
  const steps = (today?.steps ?? []).map(toGridStep).filter((step) => step.endMs <= before && step.coverage > 0);
  const last = steps.at(-1);
  return last ? { startMs: last.startMs, endMs: last.endMs, importKwh: last.gridIn } : null;
}

function TodayChart({ now, today }: { now: Now; today: Balance }) {
  const palette = usePalette();
  const language = lang.value;
  const atMs = Date.parse(now.at);
  const stale = isStale(now.asOf, nowMs.value);
  const { drawn: isDrawn, steps } = useMemo(() => importSteps(today.steps), [today]);
  const title = isDrawn ? `${words.value.quarterBar.today}: ${nowWords.value.drawn.toLowerCase()}` : words.value.quarterBar.today;
  const drawn = useMemo(
    () =>
      quarterDayChart(
        {
          fromMs: Date.parse(today.from),
          toMs: Date.parse(today.to),
          nowMs: toldMs(atMs, today.toldUntil),
          steps,
          limitKw: now.quarter.limitKw,
          running: { startMs: Date.parse(now.quarter.start), usedKwh: now.quarter.usedKwh, projectedKw: now.quarter.projectedKw },
          stale,
          lang: language,
          palette,
        },
        title,
      ),
    [now, today, steps, atMs, title, palette, language, stale],
  );
  return <Chart sub title={title} drawn={drawn} fileName={`kwartieren-${localDay(atMs)}`} heightPx={190} />;
}

/** Old figures say nothing about this quarter-hour, so the sentence is about their age. */
function staleSentence(asOf: string): Sentence {
  const at = Date.parse(asOf);
  return words.value.now.staleLead(formatMoment(lang.value, at, nowMs.value), formatAge(lang.value, nowMs.value - at));
}

function NowLead({ scope, now, today }: { scope: Scope; now: Resource<Now>; today: Balance | null }) {
  const atMs = now.data === null ? nowMs.value : Date.parse(now.data.at);
  const over = `${formatLongDate(lang.value, atMs)}, ${formatClock(lang.value, atMs)}`;
  const stale = now.data !== null && isStale(now.data.asOf, nowMs.value);
  const sentence =
    now.data === null ? [scope.name] : stale ? staleSentence(now.data.asOf) : nowSentence(now.data, lastQuarter(today, Date.parse(now.data.quarter.start)), lang.value);
  return <Lead over={<span>{over}</span>} sentence={sentence} />;
}

export function NowPage({ scope, park }: { scope: Scope; park: Park | null }) {
  const day = periodAround('day', localDay(nowMs.value));
  const now = useResource<Now>(api(`${scope.api}/now`), { concerns: scope.concerns });
  // Of companies together nothing of a day is told in its first hours, and what is not told is not asked.
  const hasToday = now.data !== null && !isBefore(now.data.toldUntil, day.from);
  const today = useResource<Balance>(hasToday ? api(`${scope.api}/balance?carrier=electricity&from=${day.from}&to=${day.to}&step=PT15M`) : null, { concerns: scope.concerns });
  const text = words.value;
  const explain = (field: string): string => api(`${scope.api}/now/explain?field=${field}`);
  const noMeters = (data: Now) =>
    data.meters.total > 0 ? null : { title: text.states.noMetersTitle, text: text.states.noMetersText, action: { label: text.states.connectMeter, href: '/gateways' } };
  const both: Resource<{ now: Now; today: Balance }> = {
    ...today,
    problem: today.problem ?? now.problem,
    loading: today.loading || now.loading,
    data: now.data && today.data ? { now: now.data, today: today.data } : null,
    slow: today.slow || now.slow,
    refetch: () => {
      now.refetch();
      today.refetch();
    },
  };
  return (
    <>
      <NowLead scope={scope} now={now} today={today.data} />
      <div class="grid">
        {now.data && now.data.meters.total > 0 ? <Kpis now={now.data} stale={isStale(now.data.asOf, nowMs.value)} why={explain} /> : now.loading ? <LoadingKpis /> : null}
        <FlowPanel now={now} scope={scope} empty={noMeters} />
        {now.data && now.data.meters.total === 0 ? null : (
          <QuarterPanel both={both} now={hasToday ? null : now.data} why={api(`${scope.api}/capacity/now/explain?direction=import`)} />
        )}
        <Others scope={scope} park={park} now={now} />
        {park ? <Facts park={park} /> : null}
      </div>
    </>
  );
}

/** What is the matter, the other carriers and where it lies; of a park beside what is known about it. */
function Others({ scope, park, now }: { scope: Scope; park: Park | null; now: Resource<Now> }) {
  const text = words.value.now;
  // The region sees parks, not what is the matter with their companies.
  const alerted = me.value?.roles.some(({ role }) => role === 'operator' || role === 'parkmanager' || role === 'company') ?? false;
  return (
    <>
      <div class={park ? 'stack w7' : 'stack'}>
        {alerted ? <NowAlerts scope={scope} /> : null}
        <Panel
          title={text.carriersTitle}
          resource={now}
          minHeight={90}
          shape="rows"
          asOf={(data) => data.asOf}
          tools={() => (
            <a class="small" href={`${scope.href}/balans`}>
              {text.toBalance}
            </a>
          )}
        >
          {(data) => <OtherCarriers now={data} href={scope.href} why={(field) => api(`${scope.api}/now/explain?field=${field}`)} />}
        </Panel>
        {park ? <NowMap park={park} /> : null}
      </div>
    </>
  );
}

/** @param now where nothing of today is told yet */
function QuarterPanel({ both, now, why }: { both: Resource<{ now: Now; today: Balance }>; now: Now | null; why: string }) {
  if (now !== null)
    return (
      <section class="panel w5">
        <RunningQuarter now={now} why={why} />
        <h2>{words.value.quarterBar.today}</h2>
        <ToldUntil told={now.toldUntil} />
      </section>
    );
  if (both.data === null)
    return (
      <Panel class="w5" title={words.value.quarterBar.today} resource={both} minHeight={290}>
        {() => null}
      </Panel>
    );
  return (
    <section class="panel w5">
      <RunningQuarter now={both.data.now} why={why} />
      <TodayChart now={both.data.now} today={both.data.today} />
      <ToldUntil told={both.data.today.toldUntil} />
    </section>
  );
}

function RunningQuarter({ now, why }: { now: Now; why: string }) {
  if (isStale(now.asOf, nowMs.value)) return null;
  return (
    <>
      <QuarterBar quarter={now.quarter} why={why} />
      <div style={{ height: '10px' }} />
    </>
  );
}
