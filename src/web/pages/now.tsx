// Nu: will this quarter-hour pass the limit, where does the electricity come from and go to.
import { useMemo } from 'preact/hooks';
import type { Now } from '../../api/shapes-now.ts';
import type { Balance, Park } from '../../api/shapes.ts';
import { type PastQuarter, nowSentence } from '../../charts/now-sentence.ts';
import type { Sentence } from '../../charts/sentence.ts';
import { formatAge, formatAmount, formatClock, formatLongDate, formatMoment, formatNumber, formatPercent, localDay, scaleFor } from '../../charts/formats.ts';
import { quarterDayChart } from '../../charts/quarter-day.ts';
import { flowNow, toStep } from '../now-figures.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { FlowDiagram, flowName } from '../parts/flow-diagram.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Panel, isStale } from '../parts/panel.tsx';
import { QuarterBar } from '../parts/quarter-bar.tsx';
import { Lead } from '../parts/say.tsx';
import { periodAround } from '../period.ts';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Facts } from './facts.tsx';

interface FigureProps {
  readonly icon: IconName;
  readonly name: string;
  readonly value: string | null;
  readonly unit: string;
  readonly parts: string;
  readonly stale: boolean;
}

function Figure({ icon, name, value, unit, parts, stale }: FigureProps) {
  return (
    <section class={stale ? 'panel kpi stale' : 'panel kpi'} aria-label={name}>
      <div class="name">
        <Icon name={icon} />
        <span>{name}</span>
      </div>
      <div class="big">
        {value ?? '–'}
        {value === null ? null : <small>{unit}</small>}
      </div>
      <div class="parts">{value === null ? words.value.now.noValue : parts}</div>
    </section>
  );
}

function Figures({ now, stale }: { now: Now; stale: boolean }) {
  const language = lang.value;
  const text = words.value.now;
  const kw = (value: number): string => formatAmount(language, value, 'kW');
  const scale = scaleFor('kW', Math.max(now.importKw ?? 0, now.generationKw ?? 0, now.consumptionKw ?? 0));
  const shown = (value: number | null): string | null => (value === null ? null : formatNumber(language, value / scale.divisor, scale.digits));
  const elapsedHours = (Date.parse(now.at) - Date.parse(now.quarter.start)) / 3_600_000;
  const mean = now.quarter.usedKwh === null || elapsedHours < 0.005 ? null : now.quarter.usedKwh / elapsedHours;
  const kinds = now.generation.map((part) => `${flowName(part.kind)} ${formatNumber(language, part.kw / scale.divisor, scale.digits)}`).join(' · ');
  const self = now.selfSufficiency === null ? null : Math.round(now.selfSufficiency * 100);
  const today = now.selfSufficiencyToday === null ? null : text.today(formatPercent(language, now.selfSufficiencyToday));
  const exporting = now.exportKw === null ? '' : now.exportKw > 0 ? text.exporting(kw(now.exportKw)) : text.noExport;
  const own = now.consumptionKw === null || now.selfSufficiency === null ? null : text.of(formatNumber(language, now.selfSufficiency * now.consumptionKw), kw(now.consumptionKw));
  return (
    <>
      <Figure icon="grid" name={text.import} value={shown(now.importKw)} unit={scale.unit} stale={stale} parts={mean === null ? exporting : text.meanQuarter(kw(mean))} />
      <Figure icon="sun" name={text.generation} value={shown(now.generationKw)} unit={scale.unit} stale={stale} parts={kinds === '' ? text.noGeneration : kinds} />
      <Figure
        icon="cycle"
        name={text.self}
        value={self === null ? null : formatNumber(language, self)}
        unit="%"
        stale={stale}
        parts={[own, today].filter((each) => each !== null).join('; ')}
      />
      <Figure
        icon="building"
        name={text.consumption}
        value={shown(now.consumptionKw)}
        unit={scale.unit}
        stale={stale}
        parts={now.chargeKw ? text.charging(kw(now.chargeKw)) : text.consumptionOf(now.meters.live, now.meters.total)}
      />
    </>
  );
}

/** Holds the places of the figures while they load. */
function LoadingFigures() {
  const text = words.value.now;
  const figures: [IconName, string][] = [
    ['grid', text.import],
    ['sun', text.generation],
    ['cycle', text.self],
    ['building', text.consumption],
  ];
  return (
    <>
      {figures.map(([icon, name]) => (
        <section key={name} class="panel kpi" aria-label={name} aria-busy="true">
          <div class="name">
            <Icon name={icon} />
            <span>{name}</span>
          </div>
          <div class="big">{'\u00a0'}</div>
          <div class="parts">{'\u00a0'}</div>
        </section>
      ))}
    </>
  );
}

function LiveFlow({ now, scope, stale }: { now: Now; scope: Scope; stale: boolean }) {
  const flow = flowNow(now, scope.kind === 'park' ? 'companies' : 'company');
  const language = lang.value;
  const text = words.value.now;
  if (flow === null) return <p class="says">{text.noValue}</p>;
  const total = formatAmount(language, flow.totalKw, 'kW');
  return (
    <>
      <p class="says">
        In <strong>{total}</strong> = {language === 'nl' ? 'uit' : 'out'} <strong>{total}</strong>. {text.exportSays}{' '}
        <strong>{formatAmount(language, now.exportKw ?? 0, 'kW')}</strong>.
      </p>
      <FlowDiagram flow={flow} hub={scope.name} stale={stale} />
    </>
  );
}

function lastQuarter(today: Balance | null, before: number): PastQuarter | null {
  const steps = (today?.steps ?? []).map(toStep).filter((step) => step.endMs <= before && step.coverage > 0);
  const last = steps.at(-1);
  return last ? { startMs: last.startMs, endMs: last.endMs, importKwh: last.gridIn } : null;
}

function TodayChart({ now, today }: { now: Now; today: Balance }) {
  const palette = usePalette();
  const language = lang.value;
  const atMs = Date.parse(now.at);
  const stale = isStale(now.asOf, nowMs.value);
  const title = words.value.quarterBar.today;
  const drawn = useMemo(
    () =>
      quarterDayChart(
        {
          fromMs: Date.parse(today.from),
          toMs: Date.parse(today.to),
          nowMs: atMs,
          steps: today.steps.map(toStep),
          limitKw: now.quarter.limitKw,
          running: { startMs: Date.parse(now.quarter.start), usedKwh: now.quarter.usedKwh, projectedKw: now.quarter.projectedKw },
          stale,
          lang: language,
          palette,
        },
        title,
      ),
    [now, today, atMs, title, palette, language, stale],
  );
  return <Chart sub title={title} drawn={drawn} fileName={`kwartieren-${localDay(atMs)}`} heightPx={190} />;
}

function OtherCarriers({ now, href }: { now: Now; href: string }) {
  const language = lang.value;
  const others = now.carriers.filter((each) => each.carrier !== 'electricity');
  if (others.length === 0) return <p class="says">{words.value.now.noCarriers}</p>;
  const token = { electricity: 'stroom', gas: 'gas', heat: 'warmte', cold: 'koude', steam: 'stoom', hydrogen: 'waterstof', biogas: 'biogas', water: 'water' } as const;
  return (
    <div class="carriers">
      {others.map((each) => {
        const scale = scaleFor(each.unit, each.todayAmount);
        return (
          <div class="carrier" key={each.carrier}>
            <div class="name">
              <span class="chip" style={{ background: `var(--${token[each.carrier]})` }} />
              <a href={`${href}/balans?drager=${each.carrier}`}>{words.value.carriers[each.carrier]}</a>
            </div>
            <div class="amount figure-stale">
              {formatNumber(language, each.todayAmount / scale.divisor, scale.digits)}
              <small>{scale.unit}</small>
            </div>
            <div class="small second">{each.perHour === null ? '–' : words.value.now.perHour(formatAmount(language, each.perHour, each.unit === 'kWh' ? 'kW' : 'm3/h'))}</div>
          </div>
        );
      })}
    </div>
  );
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
  const today = useResource<Balance>(api(`${scope.api}/balance?carrier=electricity&from=${day.from}&to=${day.to}&step=PT15M`), { concerns: scope.concerns });
  const text = words.value;
  const noMeters = (data: Now) =>
    data.meters.total > 0 ? null : { title: text.states.noMetersTitle, text: text.states.noMetersText, action: { label: text.states.connectMeter, href: '/gateways' } };
  const both: Resource<{ now: Now; today: Balance }> = {
    ...today,
    problem: today.problem ?? now.problem,
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
        {now.data && now.data.meters.total > 0 ? <Figures now={now.data} stale={isStale(now.data.asOf, nowMs.value)} /> : now.loading ? <LoadingFigures /> : null}
        <Panel
          class="w7"
          title={text.now.flowTitle}
          resource={now}
          minHeight={290}
          asOf={(data) => data.asOf}
          empty={noMeters}
          tools={(data) => (
            <Badge tone={data.meters.live < data.meters.total * 0.9 ? 'let' : 'goed'}>
              {text.now.flowOf(data.meters.live, data.meters.total, formatPercent(lang.value, data.coverage))}
            </Badge>
          )}
        >
          {(data, stale) => <LiveFlow now={data} scope={scope} stale={stale} />}
        </Panel>
        {now.data && now.data.meters.total === 0 ? null : <QuarterPanel both={both} why={api(`${scope.api}/capacity/now/explain?direction=import`)} />}
        <Panel
          class={park ? 'w7 top' : ''}
          title={text.now.carriersTitle}
          resource={now}
          minHeight={90}
          shape="rows"
          asOf={(data) => data.asOf}
          tools={() => (
            <a class="small" href={`${scope.href}/balans`}>
              {text.now.toBalance}
            </a>
          )}
        >
          {(data) => <OtherCarriers now={data} href={scope.href} />}
        </Panel>
        {park ? <Facts park={park} /> : null}
      </div>
    </>
  );
}

function QuarterPanel({ both, why }: { both: Resource<{ now: Now; today: Balance }>; why: string }) {
  if (both.data === null)
    return (
      <Panel class="w5" title={words.value.quarterBar.today} resource={both} minHeight={290}>
        {() => null}
      </Panel>
    );
  return (
    <section class="panel w5">
      {isStale(both.data.now.asOf, nowMs.value) ? null : (
        <>
          <QuarterBar quarter={both.data.now.quarter} why={why} />
          <div style={{ height: '10px' }} />
        </>
      )}
      <TodayChart now={both.data.now} today={both.data.today} />
    </section>
  );
}
