// One match: its criteria one by one, and what the law asks to be settled.
import { useState } from 'preact/hooks';
import type { BookView, MatchView } from '../../api/shapes-materials.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatNumber } from '../../charts/formats.ts';
import { className, propertyName, propertyValue } from '../material-names.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { WhyMaterials } from '../parts/why-materials.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { api, ask } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';

type Criterion = MatchView['criteria'][number];
const TONES: Record<NonNullable<Criterion['outcome']>, BadgeTone> = { met: 'goed', unknown: 'let', failed: 'fout' };

export function matchName(match: MatchView, book: BookView | null): string {
  const of = (id: string): string => className(book, id, lang.value);
  return materialWords.value.arrow(of(match.offer.materialClass), of(match.need.materialClass));
}

function askedOf({ name, min, max }: Criterion, book: BookView | null): string {
  const text = materialWords.value;
  const value = (bound: number): string => propertyValue(book, { id: name, value: bound }, lang.value);
  return [min === null ? '' : text.least(value(min)), max === null ? '' : text.most(value(max))].filter((part) => part !== '').join(', ');
}

function hardColumns(book: BookView | null): TableColumn<Criterion>[] {
  const text = materialWords.value;
  return [
    { id: 'name', head: text.criterion, cell: ({ name }) => (name === 'acceptsHazardous' ? text.acceptsHazardous : propertyName(book, name, lang.value)) },
    { id: 'asked', head: text.asked, cell: (row) => askedOf(row, book) },
    {
      id: 'offered',
      head: text.offered,
      numeric: true,
      cell: ({ name, offered }) => (offered === null || name === 'acceptsHazardous' ? '–' : propertyValue(book, { id: name, value: offered }, lang.value)),
    },
    {
      id: 'outcome',
      head: text.outcome,
      key: true,
      cell: ({ outcome }) => (outcome === null ? null : <Badge tone={TONES[outcome]}>{text.outcomes[outcome]}</Badge>),
    },
  ];
}

/** Told of both sides only; other scores may be unknown for want of data. */
const KEPT = new Set(['value', 'quantity', 'co2']);

function softColumns({ anonymous }: MatchView): TableColumn<Criterion>[] {
  const text = materialWords.value;
  return [
    { id: 'name', head: text.criterion, cell: ({ name }) => text.soft[name] ?? name },
    {
      id: 'score',
      head: text.score,
      key: true,
      numeric: true,
      cell: ({ name, score }) => (score === null ? (anonymous && KEPT.has(name) ? text.hidden : '–') : formatNumber(lang.value, score, 2)),
    },
  ];
}

/** Figures that the match tells, each with the path that explains it. */
function choicesOf(match: MatchView, place: string): WhyChoice[] {
  const text = materialWords.value;
  const told = [
    { name: text.tonnes, value: match.tonnesPerYear, field: 'tonnesPerYear' },
    { name: text.value, value: match.valueEurPerYear?.value, field: 'valueEurPerYear.value' },
    { name: text.co2, value: match.avoidedCo2KgPerYear?.value, field: 'avoidedCo2KgPerYear.value' },
    { name: text.allotted, value: match.allottedTonnesPerYear, field: 'allottedTonnesPerYear' },
    { name: `${text.metered} (t)`, value: match.meteredTonnes, field: 'meteredTonnes' },
    { name: text.distance, value: match.distanceKm, field: 'distanceKm' },
    { name: text.score, value: match.score, field: 'score' },
  ];
  return told.flatMap(({ name, value, field }) =>
    value === null || value === undefined ? [] : [{ name, path: `${place}/material-matches/explain?${new URLSearchParams({ match: match.id, field })}` }],
  );
}

interface DetailProps {
  /** Of the API, as in /parks/de-mars. */
  readonly place: string;
  readonly match: MatchView;
  readonly book: BookView | null;
  /** null: read by somebody who is neither side. */
  readonly company: number | null;
  readonly onClose: () => void;
  readonly onKept: () => void;
}

export function MatchDetail({ place, match, book, company, onClose, onKept }: DetailProps) {
  const text = materialWords.value;
  const of = (kind: Criterion['kind']): Criterion[] => match.criteria.filter((one) => one.kind === kind);
  const [hard, soft] = [of('hard'), of('soft')];
  return (
    <section class="panel" aria-labelledby="match-detail">
      <div class="panel-head">
        <h2 id="match-detail">{text.detailTitle(matchName(match, book))}</h2>
        <div class="tools">
          <button type="button" class="button low" onClick={onClose}>
            {text.close}
          </button>
        </div>
      </div>
      {company === null || match.anonymous ? null : <StepForm key={match.id} match={match} company={company} onKept={onKept} />}
      <div class="two">
        <div>
          <h3>{text.hardTitle}</h3>
          {hard.length === 0 ? (
            <p class="says">{text.hardNone}</p>
          ) : (
            <DataTable caption={text.hardTitle} columns={hardColumns(book)} rows={hard} rowId={(row) => row.name} rowName={(row) => row.name} />
          )}
          <h3 style={{ marginTop: '14px' }}>{text.legalTitle}</h3>
          <p class="says">{text.legalSays}</p>
          <ul class="facts">
            {match.legal.map((point) => (
              <li key={point}>{text.legal[point] ?? point}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{text.softTitle}</h3>
          <p class="says">{text.softSays}</p>
          {match.distanceKm === null ? null : <p class="says">{`${formatNumber(lang.value, match.distanceKm, 1)} km ${match.placed ? text.placed : text.byParks}.`}</p>}
          <WorthSays match={match} />
          <WhyMaterials name={matchName(match, book)} choices={choicesOf(match, place)} />
          <DataTable caption={text.softTitle} columns={softColumns(match)} rows={soft} rowId={(row) => row.name} rowName={(row) => row.name} />
        </div>
      </div>
    </section>
  );
}

/** The value and the avoided CO2 as sums of what is told; nothing where either is kept back. */
function WorthSays({ match: { tonnesPerYear, valueEurPerYear, avoidedCo2KgPerYear } }: { match: MatchView }) {
  const text = materialWords.value;
  if (valueEurPerYear === null || avoidedCo2KgPerYear === null || tonnesPerYear <= 0) return null;
  const eur = (value: number, digits = 0): string => `€\u00a0${formatNumber(lang.value, value, digits)}`;
  const tonnes = formatNumber(lang.value, tonnesPerYear);
  const { value, low, high } = valueEurPerYear;
  return (
    <>
      <p class="says">{text.worthSays({ total: eur(value), tonnes, each: eur(value / tonnesPerYear, 2), low: eur(low), high: eur(high) })}</p>
      <p class="says">
        {text.savedSays({ total: formatKg(lang.value, avoidedCo2KgPerYear.value), tonnes, each: formatKg(lang.value, avoidedCo2KgPerYear.value / tonnesPerYear) })}
      </p>
    </>
  );
}

/** What a company says of how far it came; being metered is for a weighbridge to say. */
const STEPS = ['contact', 'trial', 'contract', 'ended'] as const;

function StepForm({ match, company, onKept }: { match: MatchView; company: number; onKept: () => void }) {
  const text = materialWords.value;
  const [status, setStatus] = useState<string>(STEPS.find((step) => step === match.status) ?? 'contract');
  const [note, setNote] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const send = async (): Promise<void> => {
    setState('busy');
    const answer = await ask(api(`/material-matches/${match.id}/status`), { method: 'POST', body: { company, status, note } });
    setState(answer.ok ? 'idle' : 'failed');
    if (answer.ok) onKept();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>
        {text.stepTitle} <Badge tone={match.status === 'contract' || match.status === 'metered' ? 'goed' : 'info'}>{text.statuses[match.status]}</Badge>
      </h3>
      <p class="says">{text.stepSays}</p>
      <div class="form-grid">
        <div class="field">
          <label for="match-step">{text.status}</label>
          <select id="match-step" value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
            {STEPS.map((step) => (
              <option key={step} value={step}>
                {text.statuses[step]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="match-note">{text.stepNote}</label>
          <input id="match-note" type="text" maxLength={300} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </div>
        <button type="submit" class="button primary" disabled={state === 'busy'}>
          {text.stepKeep}
        </button>
      </div>
      {state === 'failed' ? (
        <p class="says tone-fout" role="alert">
          {text.late}
        </p>
      ) : null}
    </form>
  );
}
