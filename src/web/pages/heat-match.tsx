// One heat match: is it worth a talk, how sure is it, and why is each number what it is.
import { useEffect, useState } from 'preact/hooks';
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatAmount, formatNumber, formatPercent } from '../../charts/formats.ts';
import { bandTexts } from '../../charts/heat-energy.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { FigureRow } from '../parts/figure-row.tsx';
import { Badge } from '../parts/badge.tsx';
import { Panel, RefreshFailed } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api, ask } from '../state/fetch.ts';
import { heatWords } from '../state/heat-words.ts';
import { matchPark, me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { CertaintyPanel, PricePanel, TemperaturePanel, WhyPanel } from './heat-match-panels.tsx';
import { bandText, eur, kwhBandText, kwhText, metres, sideName } from './heat-texts.tsx';
import { AgreedPanel } from './heat-agreed.tsx';
import { HoursPanel } from './heat-hours.tsx';
import { RoutePanel } from './heat-route.tsx';
import { AssumptionsPanel, OverlapPanel, SensitivityPanel } from './heat-match-more.tsx';

function leadOf(match: HeatMatchView): Sentence {
  const text = heatWords.value.match;
  const { reasoning, kind } = match;
  if (reasoning === null || kind === null) return [text.band(...bandTexts(lang.value, match.coincidentBandKwh)), '.'];
  const { deliveredKwh, demandKwh } = reasoning.energy;
  const after = text.after(sideName(match.sink));
  return [
    text.lead(sideName(match.source), text.leads[kind]),
    stress(formatPercent(lang.value, demandKwh > 0 ? deliveredKwh / demandKwh : 0)),
    after,
    after.endsWith('.') ? '' : '.',
  ];
}

interface FigureProps {
  readonly value: string;
  readonly under: string;
}

function Figures({ match }: { match: HeatMatchView }) {
  const text = heatWords.value.match;
  const { reasoning, deliveredKwh, gasAvoidedM3, co2AvoidedKg, paybackYears } = match;
  if (reasoning === null || deliveredKwh === null) return null;
  const { money } = reasoning;
  const figures: FigureProps[] = [
    { value: kwhText(deliveredKwh), under: text.mwhYear },
    { value: formatAmount(lang.value, gasAvoidedM3 ?? 0, 'm3'), under: text.gas },
    { value: formatKg(lang.value, co2AvoidedKg ?? 0), under: text.co2 },
    money === null ? { value: '–', under: text.noEuro } : { value: eur(money.capexEur), under: text.capex(eur(money.capexBandEur.low), eur(money.capexBandEur.high)) },
    ...(money === null ? [] : [{ value: paybackYears === null ? heatWords.value.never : heatWords.value.years(formatNumber(lang.value, paybackYears, 1)), under: text.payback }]),
    { value: formatNumber(lang.value, reasoning.hours.served * reasoning.hours.yearFactor), under: text.hours },
  ];
  return (
    <section class="panel">
      <FigureRow figures={figures} />
    </section>
  );
}

const manages = (park: string): boolean => me.value?.roles.some((role) => role.role === 'parkmanager' && role.parks.includes(park)) ?? false;

/** A company says for itself whether the other may know of it; the park manager asks both. */
function Decide({ match, onDone }: { match: HeatMatchView; onDone: () => void }) {
  const text = heatWords.value.match;
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const mine = match.source.mine ? 'source' : match.sink.mine ? 'sink' : null;
  const decide = async (decision: 'ask' | 'agree' | 'decline'): Promise<void> => {
    setState('busy');
    const answer = await ask(api(`/heat-matches/${match.id}/decisions`), { method: 'POST', body: { decision } });
    setState(answer.ok ? 'idle' : 'failed');
    if (answer.ok) onDone();
  };
  const failed =
    state === 'failed' ? (
      <span class="tone-fout" role="alert">
        {text.failed}
      </span>
    ) : null;
  if (mine === null) {
    if (match.state !== 'potential' || !manages(match.park)) return null;
    return (
      <>
        {failed}
        <button type="button" class="button primary" disabled={state === 'busy'} onClick={() => void decide('ask')}>
          {text.ask}
        </button>
      </>
    );
  }
  const current = match.decisions.find((one) => one.side === mine)?.decision;
  return (
    <>
      {failed}
      <button type="button" class="button primary" disabled={state === 'busy' || current === 'agree'} onClick={() => void decide('agree')}>
        {text.agree}
      </button>
      <button type="button" class="button" disabled={state === 'busy' || current === 'decline'} onClick={() => void decide('decline')}>
        {text.decline}
      </button>
    </>
  );
}

function Band({ match }: { match: HeatMatchView }) {
  const text = heatWords.value;
  return (
    <section class="panel">
      <p>{text.match.bandText}</p>
      <dl class="pairs">
        <div>
          <dt>{text.energy}</dt>
          <dd>{kwhBandText(match.coincidentBandKwh)}</dd>
        </div>
        <div>
          <dt>{text.length}</dt>
          <dd>{bandText(match.lengthBandM, metres)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** Under a company the list is that company's own. */
function backTo(match: HeatMatchView): string {
  const own = me.value?.roles.find((role) => role.role === 'company');
  return own?.role === 'company' ? `/companies/${own.company}/warmte` : `/parks/${match.park}/warmte`;
}

function MatchPanels({ match, onChanged }: { match: HeatMatchView; onChanged: () => void }) {
  const { reasoning } = match;
  const agreed = <AgreedPanel match={match} onKept={onChanged} />;
  const route = <RoutePanel match={match} onDrawn={onChanged} />;
  if (reasoning === null) {
    return (
      <>
        <Band match={match} />
        {agreed}
        {route}
      </>
    );
  }
  return (
    <>
      <Figures match={match} />
      <OverlapPanel match={match} />
      <TemperaturePanel match={match} reasoning={reasoning} />
      <PricePanel reasoning={reasoning} />
      <WhyPanel match={match.id} reasoning={reasoning} parameters={match.parameters.hash} />
      <CertaintyPanel match={match} reasoning={reasoning} />
      {agreed}
      {route}
      <SensitivityPanel match={match} reasoning={reasoning} />
      <HoursPanel match={match} />
      <AssumptionsPanel reasoning={reasoning} />
    </>
  );
}

/** The header is about the park of the match that is shown. */
function useMatchPark(park: string | null): void {
  useEffect(() => {
    matchPark.value = park;
    return () => void (matchPark.value = null);
  }, [park]);
}

export function HeatMatchPage({ id }: { id: string }) {
  const text = heatWords.value;
  const resource = useResource<HeatMatchView>(api(`/heat-matches/${id}`));
  const { data: match } = resource;
  useMatchPark(match?.park ?? null);
  if (match === null) {
    return (
      <>
        <Lead over={<span>{text.title}</span>} sentence={[text.title]} />
        <Panel title={text.match.whyTitle} resource={resource} shape="rows" minHeight={240}>
          {() => null}
        </Panel>
      </>
    );
  }
  return (
    <>
      <Lead
        over={
          <>
            <span>
              <a href={backTo(match)}>{text.match.back}</a> · {text.openMatch(sideName(match.source), sideName(match.sink))}
              {match.lengthM === null ? '' : ` · ${metres(match.lengthM)}`}
            </span>
            <Badge tone="info">{text.states[match.state]}</Badge>
          </>
        }
        sentence={leadOf(match)}
        under={
          <>
            {text.basis[match.basis]}
            {match.decisions.map((one) => ` · ${text.match.sides[one.side]} ${text.match.decided[one.decision]}`)}
          </>
        }
        actions={
          <>
            <a class="button" href={api(`/heat-matches/${match.id}/file?lang=${lang.value}`)} download>
              {text.match.sheet}
            </a>
            <Decide match={match} onDone={resource.refetch} />
          </>
        }
      />
      <RefreshFailed resource={resource} />
      <div class="grid">
        <MatchPanels match={match} onChanged={resource.refetch} />
      </div>
    </>
  );
}
