// The panels of CO2 with a chart: months, why it changed, the way to the goal; and what stands there when it is secret.
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Emissions } from '../../api/shapes-emissions.ts';
import { changeChart } from '../../charts/change-chart.ts';
import { co2Words } from '../../charts/co2-words.ts';
import { SCOPE_TOKENS, emissionsChart } from '../../charts/emissions-chart.ts';
import { formatDate, formatNumber } from '../../charts/formats.ts';
import { trajectoryChart } from '../../charts/trajectory-chart.ts';
import { type Co2Choice, GOALS } from '../co2-period.ts';
import { Chart } from '../parts/chart.tsx';
import { EmptyState, Panel, PanelState } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyHistory } from '../parts/why-history.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { co2Texts } from '../state/co2-texts.ts';
import { explainedWords } from '../state/explained-words.ts';
import { lang, narrow, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import type { Resource } from '../state/use-resource.ts';
import { ChangeWeather } from './co2-weather.tsx';

function Legend({ tokens }: { tokens: Readonly<Record<'scope1' | 'scope2' | 'upstream', string>> }) {
  const names = co2Words(lang.value);
  return (
    <div class="legend">
      {(['scope1', 'scope2', 'upstream'] as const).map((part) => (
        <span key={part}>
          <i class="chip" style={{ background: `var(--${tokens[part]})` }} />
          {names[part]}
        </span>
      ))}
    </div>
  );
}

/** What would tell a secret is not drawn; the reason stands with the signs. */
export function Kept({ title }: { title: string }) {
  const { states } = words.value;
  return (
    <>
      <h2>{title}</h2>
      <PanelState icon="lock" title={states.keptTitle} text={states.keptText} />
    </>
  );
}

export function Months({ data, fileName }: { data: Emissions; fileName: string }) {
  const text = co2Texts.value;
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
      <Legend tokens={SCOPE_TOKENS} />
    </div>
  );
  return <Chart title={text.monthsTitle} drawn={drawn} fileName={fileName} heightPx={240} between={between} />;
}

/** The route that explains a figure by its name. */
type Explain = (field: string) => string;

function changeChoices(explain: Explain): WhyChoice[] {
  const names = co2Words(lang.value);
  const fields = explainedWords.value.history.fields;
  const parts = (['base', 'activity', 'weather', 'fuel', 'factor', 'coverage', 'now'] as const).map((part) => ({ name: names[part], path: explain(`decomposition.${part}Kg`) }));
  return [...parts, { name: fields['decomposition.changeKg'] ?? '', path: explain('decomposition.changeKg') }];
}

interface ChangeProps {
  readonly change: Emissions['decomposition'];
  readonly choice: Co2Choice;
  readonly go: (to: Co2Choice) => void;
  readonly fileName: string;
  readonly explain: Explain;
}

export function Change({ change, choice, go, fileName, explain }: ChangeProps) {
  const text = co2Texts.value;
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const drawn = useMemo(() => {
    if (change === null) return null;
    const { baseKg, nowKg, activityKg, weatherKg, fuelKg, factorKg, coverageKg } = change;
    return changeChart(
      { base: baseKg, now: nowKg, activity: activityKg, weather: weatherKg, fuel: fuelKg, factor: factorKg, coverage: coverageKg, lang: language, palette, narrow: phone },
      text.changeTitle,
    );
  }, [change, language, palette, phone, text]);
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
        {text.like(formatNumber(language, change.likeForLike.connections), formatNumber(language, change.likeForLike.of))}{' '}
        <WhyHistory name={text.changeTitle} choices={changeChoices(explain)} />
      </p>
      <ChangeWeather change={change} choice={choice} go={go} />
    </>
  );
}

function wayChoices(way: NonNullable<Emissions['trajectory']>, explain: Explain): WhyChoice[] {
  const fields = explainedWords.value.history.fields;
  const of = (field: string, year?: number): WhyChoice => ({
    name: `${fields[field] ?? field}${year === undefined ? '' : ` ${year}`}`,
    path: `${explain(field)}${year === undefined ? '' : `&year=${year}`}`,
  });
  const yearsWith = (known: (year: (typeof way.years)[number]) => boolean): number[] => way.years.filter(known).map((one) => one.year);
  return [
    of('trajectory.base.kg'),
    ...yearsWith((one) => one.actualKg !== null && one.year !== way.base.year).map((year) => of('trajectory.years.actualKg', year)),
    ...yearsWith((one) => one.year !== way.base.year).map((year) => of('trajectory.years.targetKg', year)),
    ...yearsWith((one) => one.forecast !== null).map((year) => of('trajectory.years.forecast.kg', year)),
    ...(['gapKg', 'requiredKgPerYear', 'requiredYearlyRate'] as const).filter((name) => way[name] !== null).map((name) => of(`trajectory.${name}`)),
  ];
}

interface WayProps {
  readonly way: Emissions['trajectory'];
  readonly choice: Co2Choice;
  readonly go: (to: Co2Choice) => void;
  readonly fileName: string;
  readonly explain: Explain;
}

export function Way({ way, choice, go, fileName, explain }: WayProps) {
  const text = co2Texts.value;
  const palette = usePalette();
  const language = lang.value;
  const drawn = useMemo(() => (way === null ? null : trajectoryChart({ ...way, goalYear: way.goal.year, lang: language, palette }, text.wayTitle)), [way, language, palette, text]);
  if (way === null || drawn === null)
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
  return (
    <>
      <Chart title={text.wayTitle} drawn={drawn} fileName={fileName} heightPx={240} between={between} />
      <p class="says">
        <WhyHistory name={text.wayTitle} choices={wayChoices(way, explain)} />
      </p>
    </>
  );
}

interface LaterProps {
  readonly title: string;
  readonly resource: Resource<Emissions>;
  readonly children: (data: Emissions) => ComponentChildren;
}

/** A panel of what comes after the rest. */
export function Later({ title, resource, children }: LaterProps) {
  const { data } = resource;
  if (data !== null) return <section class="panel w6">{children(data)}</section>;
  return (
    <Panel title={title} resource={resource} class="w6" minHeight={280}>
      {() => null}
    </Panel>
  );
}

/** Is this part of it kept back from this reader? */
export const isSecret = (data: Emissions, part: 'decomposition' | 'trajectory'): boolean => data.signs.some((one) => one.sign === 'x' && one.figure === part);
