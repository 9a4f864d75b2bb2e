// CO2: what was emitted by scope, why it changed, the way to the goal, and by which factors.
import { useLocation } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import type { Emissions } from '../../api/shapes-emissions.ts';
import { changeChart } from '../../charts/change-chart.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { emissionsChart } from '../../charts/emissions-chart.ts';
import { formatDate, formatNumber, formatPercent } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { trajectoryChart } from '../../charts/trajectory-chart.ts';
import { CO2_PERIODS, type Co2Choice, GOALS, SETS, co2Choice, co2Query } from '../co2-period.ts';
import { Badge, CoverageBadge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyState, Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { following, periodAround, periodLabel, preceding } from '../period.ts';
import { api } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';
import { Duties, Factors } from './co2-factors.tsx';
import { Scopes, Signs } from './co2-scopes.tsx';

/** What the page is about: a park, a company or the region. */
export interface Co2Place {
  readonly name: string;
  readonly api: string;
}

function leadOf(data: Emissions, name: string): Sentence {
  const text = words.value.co2;
  const { scope1Kg, scope2 } = data.totals;
  if (scope1Kg === null || scope2.locationBasedKg === null || scope2.marketBasedKg === null) return [text.leadSecret(name), '.'];
  const [location, market] = [scope1Kg + scope2.locationBasedKg, scope1Kg + scope2.marketBasedKg];
  const [before, after = ''] = text.lead(name, '#').split('#');
  return [before ?? '', stress(formatKg(lang.value, location)), after, text.byContract(formatKg(lang.value, market)), '.'];
}

function Months({ data, fileName }: { data: Emissions; fileName: string }) {
  const text = words.value.co2;
  const [method, setMethod] = useState<'location' | 'market'>('location');
  const palette = usePalette();
  const language = lang.value;
  const drawn = useMemo(() => {
    const of = (both: { locationBasedKg: number | null; marketBasedKg: number | null }): number | null => (method === 'location' ? both.locationBasedKg : both.marketBasedKg);
    const months = data.steps.map((step) => ({ startMs: Date.parse(step.start), scope1: step.scope1Kg, scope2: of(step.scope2), upstream: of(step.upstream) }));
    return emissionsChart({ months, lang: language, palette }, text.monthsTitle);
  }, [data, method, language, palette, text]);
  const between = (
    <div class="actions" style={{ margin: '8px 0' }}>
      <Segments label={text.methodLabel} value={method} options={(['location', 'market'] as const).map((value) => ({ value, label: text.methods[value] }))} onPick={setMethod} />
    </div>
  );
  return <Chart title={text.monthsTitle} drawn={drawn} fileName={fileName} heightPx={240} between={between} />;
}

function Change({ change, fileName }: { change: Emissions['decomposition']; fileName: string }) {
  const text = words.value.co2;
  const palette = usePalette();
  const language = lang.value;
  const drawn = useMemo(() => {
    if (change === null) return null;
    const { baseKg, nowKg, activityKg, weatherKg, fuelKg, factorKg, coverageKg } = change;
    return changeChart(
      { base: baseKg, now: nowKg, activity: activityKg, weather: weatherKg, fuel: fuelKg, factor: factorKg, coverage: coverageKg, lang: language, palette },
      text.changeTitle,
    );
  }, [change, language, palette, text]);
  if (change === null || drawn === null)
    return (
      <>
        <h2>{text.changeTitle}</h2>
        <EmptyState icon="clock" empty={{ title: text.changeNoneTitle, text: text.changeNone }} />
      </>
    );
  const day = (iso: string): string => formatDate(language, Date.parse(iso));
  return (
    <>
      <Chart title={text.changeTitle} drawn={drawn} fileName={fileName} heightPx={240} />
      <p class="says">
        {text.changeOver(day(change.baseFrom), day(change.baseTo))}{' '}
        {text.like(formatNumber(language, change.likeForLike.connections), formatNumber(language, change.likeForLike.of))} {change.weatherKnown ? '' : text.noWeather}
      </p>
    </>
  );
}

function Way({ way, choice, go, fileName }: { way: Emissions['trajectory']; choice: Co2Choice; go: (to: Co2Choice) => void; fileName: string }) {
  const text = words.value.co2;
  const palette = usePalette();
  const language = lang.value;
  const drawn = useMemo(() => (way === null ? null : trajectoryChart({ ...way, goalYear: way.goal.year, lang: language, palette }, text.wayTitle)), [way, language, palette, text]);
  if (drawn === null)
    return (
      <>
        <h2>{text.wayTitle}</h2>
        <EmptyState icon="clock" empty={{ title: text.wayNoneTitle, text: text.wayNone }} />
      </>
    );
  const between = (
    <div class="actions" style={{ margin: '8px 0' }}>
      <Segments label={text.goalLabel} value={choice.goal} options={GOALS.map((value) => ({ value, label: text.goals[value] }))} onPick={(goal) => go({ ...choice, goal })} />
    </div>
  );
  return <Chart title={text.wayTitle} drawn={drawn} fileName={fileName} heightPx={240} between={between} />;
}

function Picker({ choice, go }: { choice: Co2Choice; go: (to: Co2Choice) => void }) {
  const text = words.value.co2;
  const { balance } = words.value;
  const { period } = choice;
  return (
    <>
      <Segments
        label={balance.period}
        value={choice.kind}
        options={CO2_PERIODS.map((value) => ({ value, label: text.periods[value] }))}
        onPick={(kind) => go({ ...choice, kind, period: periodAround(kind, period.from) })}
      />
      <button type="button" class="button square" aria-label={balance.previous} onClick={() => go({ ...choice, period: preceding(period) })}>
        <Icon name="left" />
      </button>
      <button type="button" class="button square" aria-label={balance.next} onClick={() => go({ ...choice, period: following(period) })}>
        <Icon name="right" />
      </button>
    </>
  );
}

const isEmpty = (data: Emissions): boolean => data.lines.length === 0 || (data.signs.some((one) => one.sign === '.') && data.lines.every((line) => line.amount === 0));

export function Co2Page({ place }: { place: Co2Place }) {
  const { path, query, route } = useLocation();
  const text = words.value.co2;
  const choice = co2Choice(query, nowMs.value);
  const { period } = choice;
  const resource = useResource<Emissions>(api(`${place.api}/emissions?from=${period.from}&to=${period.to}&factors=${choice.set}&goalReduction=${choice.goal}`));
  const go = (to: Co2Choice): void => route(path + co2Query(to));
  const { data } = resource;
  const full = data !== null && !isEmpty(data);
  const running = Date.parse(`${period.to}T00:00:00Z`) > nowMs.value;
  const fileName = `co2-${place.api.split('/').at(-1)}-${period.from}`;
  return (
    <>
      <Lead
        over={
          <>
            <span>{periodLabel(period, lang.value, words.value.balance.week)}</span>
            {full ? <CoverageBadge coverage={data.coverage} /> : null}
            {full ? <Badge tone="stil">{text.uncertain(formatPercent(lang.value, data.uncertaintyShare))}</Badge> : null}
            {full && data.signs.some((one) => one.sign === '*') ? <Badge tone="let">{text.provisional}</Badge> : null}
            {full && running ? (
              <Badge tone="stil" icon="clock">
                {text.soFar}
              </Badge>
            ) : null}
          </>
        }
        sentence={full ? leadOf(data, place.name) : [place.name]}
        actions={<Picker choice={choice} go={go} />}
      />
      <div class="actions" style={{ marginBottom: '14px' }}>
        <Segments label={text.setLabel} value={choice.set} options={SETS.map((value) => ({ value, label: text.sets[value] }))} onPick={(set) => go({ ...choice, set })} />
      </div>
      <div class="grid">
        {full ? (
          <>
            <section class="panel">
              <Scopes data={data} />
              <Signs signs={data.signs} />
            </section>
            <section class="panel w6">
              <Months data={data} fileName={fileName} />
            </section>
            <section class="panel w6">
              <Change change={data.decomposition} fileName={`${fileName}-waarom`} />
            </section>
            <section class="panel w6">
              <Way way={data.trajectory} choice={choice} go={go} fileName={`${fileName}-doel`} />
            </section>
            <section class="panel w6">
              <Factors data={data} />
            </section>
            {data.duties.length > 0 ? (
              <section class="panel">
                <Duties duties={data.duties} />
              </section>
            ) : null}
          </>
        ) : (
          <Panel title={text.scopesTitle} resource={resource} minHeight={280} empty={(of) => (isEmpty(of) ? { title: text.emptyTitle, text: text.emptyText } : null)}>
            {() => null}
          </Panel>
        )}
      </div>
    </>
  );
}
