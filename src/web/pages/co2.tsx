// CO2: what was emitted by scope, why it changed, the way to the goal, and by which factors.
import { useLocation } from 'preact-iso';
import type { Emissions } from '../../api/shapes-emissions.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatPercent, localDay } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { CO2_PERIODS, type Co2Choice, SETS, co2Choice, co2Query, historyQuery } from '../co2-period.ts';
import { Badge, CoverageBadge } from '../parts/badge.tsx';
import { WhyUncertainty } from '../parts/why-doubt.tsx';
import { Icon } from '../parts/icon.tsx';
import { Panel, RefreshFailed } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { following, periodIn, periodLabel, preceding } from '../period.ts';
import { api } from '../state/fetch.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Duties, Factors } from './co2-factors.tsx';
import { Change, Kept, Later, Months, Way, isSecret } from './co2-panels.tsx';
import { Scopes, Signs } from './co2-scopes.tsx';
import { Guarantees } from './guarantees.tsx';

/** What the page is about: a park, a company or the region. */
export interface Co2Place {
  readonly name: string;
  readonly api: string;
  /** The company itself: it has guarantees of origin of its own. */
  readonly company?: number;
}

function leadOf(data: Emissions, name: string): Sentence {
  const text = co2Texts.value;
  const { scope1Kg, scope2 } = data.totals;
  if (scope1Kg === null || scope2.locationBasedKg === null || scope2.marketBasedKg === null) return [text.leadSecret(name), '.'];
  const [location, market] = [scope1Kg + scope2.locationBasedKg, scope1Kg + scope2.marketBasedKg];
  const [before, after = ''] = text.lead(name, '#').split('#');
  return [before ?? '', stress(formatKg(lang.value, location)), after, text.byContract(formatKg(lang.value, market)), '.'];
}

function Picker({ choice, go }: { choice: Co2Choice; go: (to: Co2Choice) => void }) {
  const text = co2Texts.value;
  const { balance } = words.value;
  const { period } = choice;
  return (
    <>
      <Segments
        label={balance.period}
        value={choice.kind}
        options={CO2_PERIODS.map((value) => ({ value, label: text.periods[value] }))}
        onPick={(kind) => go({ ...choice, kind, period: periodIn(kind, period, localDay(nowMs.value)) })}
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

interface FiguresProps {
  readonly data: Emissions;
  /** The same with what needs years of history, when it is there. */
  readonly history: Resource<Emissions>;
  readonly choice: Co2Choice;
  readonly go: (to: Co2Choice) => void;
  readonly fileName: string;
  readonly explain: (field: string) => string;
}

function Figures({ data, history, choice, go, fileName, explain }: FiguresProps) {
  const text = co2Texts.value;
  const duties = history.data?.duties ?? [];
  return (
    <>
      <section class="panel">
        <Scopes data={data} explain={explain} />
        <Signs signs={data.signs} />
        <ToldUntil told={data.toldUntil} />
      </section>
      <section class="panel w6">
        {data.steps.every((step) => step.scope1Kg === null && step.scope2.locationBasedKg === null) ? (
          <Kept title={text.monthsTitle} />
        ) : (
          <Months data={data} fileName={fileName} />
        )}
      </section>
      <Later title={text.changeTitle} resource={history}>
        {(of) =>
          isSecret(of, 'decomposition') ? (
            <Kept title={text.changeTitle} />
          ) : (
            <Change change={of.decomposition} choice={choice} go={go} fileName={`${fileName}-waarom`} explain={explain} />
          )
        }
      </Later>
      <Later title={text.wayTitle} resource={history}>
        {(of) =>
          isSecret(of, 'trajectory') ? <Kept title={text.wayTitle} /> : <Way way={of.trajectory} choice={choice} go={go} fileName={`${fileName}-doel`} explain={explain} />
        }
      </Later>
      <section class="panel w6">
        <Factors data={data} />
      </section>
      {duties.length > 0 ? (
        <section class="panel">
          <Duties duties={duties} />
        </section>
      ) : null}
    </>
  );
}

function Badges({ data, running, why }: { data: Emissions; running: boolean; why: string }) {
  const text = co2Texts.value;
  return (
    <>
      <CoverageBadge coverage={data.coverage} />
      <Badge tone="stil">{text.uncertain(formatPercent(lang.value, data.uncertaintyShare))}</Badge>
      <WhyUncertainty path={why} />
      {data.signs.some((one) => one.sign === '*') ? <Badge tone="let">{text.provisional}</Badge> : null}
      {running ? (
        <Badge tone="stil" icon="clock">
          {text.soFar}
        </Badge>
      ) : null}
    </>
  );
}

export function Co2Page({ place }: { place: Co2Place }) {
  const { path, query, route } = useLocation();
  const text = co2Texts.value;
  const choice = co2Choice(query, nowMs.value);
  const { period } = choice;
  const ofPeriod = `from=${period.from}&to=${period.to}&factors=${choice.set}`;
  const asked = `${place.api}/emissions?${ofPeriod}`;
  const explain = (field: string): string => api(`${place.api}/emissions/explain?${ofPeriod}${historyQuery(choice)}&field=${field}`);
  // The figures of the period come first; what needs years of history follows when it is there.
  const resource = useResource<Emissions>(api(`${asked}&parts=totals`));
  const history = useResource<Emissions>(api(asked + historyQuery(choice)));
  // Degree days that somebody gave are of this period and no other.
  const go = (to: Co2Choice): void => route(path + co2Query(to.period === period ? to : { ...to, degreeDays: null }));
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
            {full ? <Badges data={data} running={running} why={explain('uncertaintyShare')} /> : null}
          </>
        }
        sentence={full ? leadOf(data, place.name) : [place.name]}
        actions={<Picker choice={choice} go={go} />}
      />
      <div class="actions" style={{ marginBottom: '14px' }}>
        <Segments label={text.setLabel} value={choice.set} options={SETS.map((value) => ({ value, label: text.sets[value] }))} onPick={(set) => go({ ...choice, set })} />
      </div>
      <RefreshFailed resource={resource} />
      <div class="grid">
        {full ? (
          <Figures data={data} history={history} choice={choice} go={go} fileName={fileName} explain={explain} />
        ) : (
          <Panel title={text.scopesTitle} resource={resource} minHeight={280} empty={(of) => (isEmpty(of) ? { title: text.emptyTitle, text: text.emptyText } : null)}>
            {() => null}
          </Panel>
        )}
        {place.company === undefined ? null : <Guarantees company={place.company} onChange={resource.refetch} />}
      </div>
    </>
  );
}
