// The scenario bench: steps with sliders, the measured year beside the scenario, and what was saved.
import { useLocation } from 'preact-iso';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Company } from '../../api/shapes.ts';
import type { ScenarioResults, ScenarioView } from '../../api/shapes-scenarios.ts';
import { formatDate, formatPercent } from '../../charts/formats.ts';
import { scenarioChart, scenarioSentence } from '../../charts/scenario-chart.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { Panel, ProblemState } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import type { Sentence } from '../../charts/sentence.ts';
import type { Scope } from '../scope.ts';
import { api, ask } from '../state/fetch.ts';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Results, LogList, MoneyPairs } from './scenario-figures.tsx';
import { type Prices, PricesPanel } from './scenario-prices.tsx';
import { RunPanel } from './scenario-run.tsx';
import { SavedPanel } from './scenario-saved.tsx';
import { type Step, type StepOrder, StepsPanel } from './scenario-steps.tsx';

interface Place {
  readonly park: string;
  readonly company: number | null;
}
interface Draft {
  readonly id: number | null;
  readonly name: string;
  readonly steps: readonly Step[];
  readonly order: StepOrder;
  readonly prices: Prices;
  readonly shared: boolean;
  readonly mine: boolean;
}
const NEW: Draft = { id: null, name: '', steps: [], order: 'canonical', prices: {}, shared: false, mine: true };
/** A slider that is moved asks once it rests for so long. */
const REST_MS = 90;
const SLOW_MS = 300;
/** Where others wait as well, it is asked again after this. */
const BUSY_MS = 1_500;

/** What the steps would change, asked again with every move; the last answer stays until the next is in. */
function usePreview(place: Place, { steps, order, prices }: Pick<Draft, 'steps' | 'order' | 'prices'>, off: boolean): Resource<ScenarioResults> & { readonly behind: boolean } {
  const body = JSON.stringify({ park: place.park, ...(place.company === null ? {} : { company: place.company }), steps, order, prices });
  const [held, setHeld] = useState<Pick<Resource<ScenarioResults>, 'data' | 'problem' | 'receivedAtMs'> & { of: string }>({
    data: null,
    problem: null,
    receivedAtMs: null,
    of: '',
  });
  const [slow, setSlow] = useState(false);
  const [again, setAgain] = useState(0);
  // One question at a time, then the latest: an answer that nobody waits for any more still takes its turn at the other side.
  const asking = useRef(false);
  const wanted = useRef<string | null>(null);
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);
  const send = useCallback(() => {
    const text = wanted.current;
    if (asking.current || text === null) return;
    asking.current = true;
    const skeleton = setTimeout(() => setSlow(true), SLOW_MS);
    const over = (waitMs: number | null): void => {
      clearTimeout(skeleton);
      setSlow(false);
      asking.current = false;
      if (waitMs !== null) setTimeout(send, waitMs);
    };
    ask<ScenarioResults>(api('/scenarios/preview'), { method: 'POST', body: JSON.parse(text) as unknown, signal: left.current.signal }).then(
      (answer) => {
        const newer = wanted.current !== text;
        const busy = !answer.ok && answer.problem.code === 'too-many-requests';
        if (answer.ok) setHeld({ data: answer.data, problem: null, receivedAtMs: Date.now(), of: text });
        else if (!newer && !busy) setHeld((last) => ({ ...last, problem: answer.problem, of: text }));
        over(busy ? BUSY_MS : newer ? 0 : null);
      },
      () => over(null), // Aborted: this reader has left.
    );
  }, []);
  useEffect(() => {
    wanted.current = off ? null : body;
    if (off) return undefined;
    const rest = setTimeout(send, REST_MS);
    return () => clearTimeout(rest);
  }, [body, off, again, send]);
  const refetch = useCallback(() => setAgain((count) => count + 1), []);
  const { of, ...answered } = held;
  return { ...answered, loading: held.data === null && held.problem === null, slow: slow && held.data === null, behind: slow && of !== body, refetch };
}

type Drawing = 'duration' | 'week';
const DRAWINGS: readonly Drawing[] = ['duration', 'week'];

function LoadChart({ results }: { results: ScenarioResults }) {
  const text = scenarioWords.value;
  const [kind, setKind] = useState<Drawing>('duration');
  const palette = usePalette();
  const language = lang.value;
  const title = `${text.chart}: ${text.charts[kind]}`;
  const drawn = useMemo(() => {
    const points = kind === 'duration' ? results.duration.map(({ share, ...kw }) => ({ x: share, ...kw })) : results.week.map(({ hour, ...kw }) => ({ x: hour, ...kw }));
    return scenarioChart({ kind, points, lang: language, palette, names: { base: text.base, scenario: text.scenario } }, title);
  }, [results, kind, language, palette, text, title]);
  return (
    <Chart
      title={title}
      drawn={drawn}
      fileName={`scenario-${results.park}-${kind}`}
      heightPx={280}
      between={
        <div class="above-chart">
          <Segments label={text.chart} value={kind} options={DRAWINGS.map((value) => ({ value, label: text.charts[value] }))} onPick={setKind} />
          <span>
            <i class="chip" style={{ background: 'var(--as)' }} /> {text.base}
          </span>
          <span>
            <i class="chip" style={{ background: 'var(--stroom)' }} /> {text.scenario}
          </span>
        </div>
      }
    />
  );
}

function SaveForm({ draft, place, onChange, onSaved }: { draft: Draft; place: Place; onChange: (change: Partial<Draft>) => void; onSaved: (id: number) => void }) {
  const text = scenarioWords.value;
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (id: number | null): Promise<void> => {
    setBusy(true);
    const { name, steps, order, prices, shared } = draft;
    const whose = place.company === null ? { park: place.park } : { company: place.company };
    const answer =
      id === null
        ? await ask<ScenarioView>(api('/scenarios'), { method: 'POST', body: { ...whose, name, steps, order, prices, shared } })
        : await ask<ScenarioView>(api(`/scenarios/${id}`), { method: 'PATCH', body: { name, steps, order, prices, shared } });
    setBusy(false);
    setTrouble(answer.ok ? null : answer.problem.detail);
    if (answer.ok) onSaved(answer.data.id);
  };
  const kept = draft.mine ? draft.id : null;
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void save(kept);
      }}
    >
      <div class="field">
        <label for="scenario-name">{text.name}</label>
        <input
          id="scenario-name"
          type="text"
          required
          maxLength={120}
          placeholder={text.nameHint}
          value={draft.name}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <label class="check">
        <input type="checkbox" checked={draft.shared} onChange={(event) => onChange({ shared: event.currentTarget.checked })} />
        {place.company === null ? text.share.park : text.share.company}
      </label>
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {text.failed}: {trouble}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? text.saving : kept === null ? text.saveNew : text.save}
        </button>
        {kept === null ? null : (
          <button type="button" class="button" disabled={busy} onClick={() => void save(null)}>
            {text.saveNew}
          </button>
        )}
      </div>
    </form>
  );
}

/** The scenario that is on the table: a new one, or the one that the address names. */
function useDraft(asked: number | null): { draft: Draft; stored: Resource<ScenarioView>; asStored: boolean; change: (part: Partial<Draft>) => void; begin: () => void } {
  const [draft, setDraft] = useState<Draft>(NEW);
  const stored = useResource<ScenarioView>(asked === null ? null : api(`/scenarios/${asked}`));
  const taken = useRef<ScenarioView | null>(null);
  const one = stored.data;
  useEffect(() => {
    if (one === null || one === taken.current) return;
    taken.current = one;
    setDraft({ id: one.id, name: one.name, steps: one.steps, order: one.order, prices: one.prices, shared: one.shared, mine: one.mine });
  }, [one]);
  const begin = (): void => {
    taken.current = null;
    setDraft(NEW);
  };
  const asStored = draft.id !== null && one !== null && JSON.stringify([draft.steps, draft.order, draft.prices]) === JSON.stringify([one.steps, one.order, one.prices]);
  return { draft, stored, asStored, change: (part) => setDraft((last) => ({ ...last, ...part })), begin };
}

/** @param behind the figures are still those of the steps before */
function leadOf(draft: Draft, data: ScenarioResults | null, behind: boolean): Sentence {
  if (behind) return [scenarioWords.value.reckoning];
  if (data === null || draft.steps.length === 0) return [scenarioWords.value.leadEmpty, '.'];
  const { difference, money } = data;
  return scenarioSentence(lang.value, { difference, paybackYears: money.paybackYears, told: money.savedEurPerYear !== null && money.capexEur > 0 });
}

function MoneyPanel({ data }: { data: ScenarioResults }) {
  const text = scenarioWords.value;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.money}</h2>
      </div>
      <MoneyPairs results={data} />
      <h3>{text.log}</h3>
      <LogList results={data} />
    </section>
  );
}

function Head({ scope, draft, data, behind, onFresh }: { scope: Scope; draft: Draft; data: ScenarioResults | null; behind: boolean; onFresh: () => void }) {
  const text = scenarioWords.value;
  const fresh = (
    <button type="button" class="button" onClick={onFresh}>
      {text.fresh}
    </button>
  );
  return (
    <Lead
      over={
        <>
          <span>{scope.name}</span>
          {data === null ? null : <Badge tone="stil">{text.coverage(formatPercent(lang.value, data.coverage))}</Badge>}
        </>
      }
      sentence={leadOf(draft, data, behind)}
      under={data === null ? text.title : text.over(formatDate(lang.value, Date.parse(data.from)), formatDate(lang.value, Date.parse(data.to) - 1))}
      actions={draft.steps.length === 0 ? null : fresh}
    />
  );
}

export function ScenariosPage({ scope, park, company, companies }: { scope: Scope; park: string; company: number | null; companies: readonly Company[] }) {
  const text = scenarioWords.value;
  const { query, route } = useLocation();
  const href = `${scope.href}/scenarios`;
  const place = { park, company };
  const { draft, stored, asStored, change, begin } = useDraft(/^[1-9]\d{0,8}$/.test(query['s'] ?? '') ? Number(query['s']) : null);
  const preview = usePreview(place, draft, asStored);
  const results = useResource<ScenarioResults>(asStored ? api(`/scenarios/${draft.id}/results`) : null);
  const shown = asStored ? (results.data === null && preview.data !== null ? { ...results, data: preview.data } : results) : preview;
  const saved = useResource<{ items: ScenarioView[] }>(api(company === null ? `/scenarios?park=${park}` : `/scenarios?company=${company}`));
  const { data } = shown;
  const empty = draft.steps.length === 0;
  const solved = draft.steps.some((step) => step.kind === 'battery' && step.rule === 'lp');
  const leave = (): void => {
    begin();
    route(href);
  };
  const keep = (id: number): void => {
    saved.refetch();
    stored.refetch();
    route(`${href}?s=${id}`);
  };
  return (
    <>
      <Head scope={scope} draft={draft} data={data} behind={!asStored && preview.behind} onFresh={leave} />
      <div class="grid">
        {stored.problem === null ? null : (
          <section class="panel">
            <h2>{text.title}</h2>
            <ProblemState problem={stored.problem} retry={stored.refetch} />
          </section>
        )}
        <StepsPanel steps={draft.steps} order={draft.order} place={scope.kind} company={company} companies={companies} peakKw={data?.base.peakKw ?? null} onChange={change} />
        <div class="w7 stack">
          <Panel title={text.result} resource={shown} shape="rows" minHeight={280}>
            {(one) => <Results results={one} stored={asStored ? draft.id : null} />}
          </Panel>
          {empty || data === null ? null : <MoneyPanel data={data} />}
          {empty ? null : <PricesPanel prices={draft.prices} onChange={change} />}
          {solved ? <RunPanel key={draft.id} id={asStored ? draft.id : null} onDone={results.refetch} /> : null}
          {data === null ? null : (
            <section class="panel">
              <LoadChart results={data} />
            </section>
          )}
          {empty ? null : <SaveForm draft={draft} place={place} onChange={change} onSaved={keep} />}
          <SavedPanel saved={saved} href={href} />
        </div>
      </div>
    </>
  );
}
