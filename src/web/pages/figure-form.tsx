// The form for one figure without a wire: a counter read by hand, an invoice, or fuel.
import { useRef, useState } from 'preact/hooks';
import type { Company, Connection, Problem } from '../../api/shapes.ts';
import type { Figure, NewFigure } from '../../api/shapes-imports.ts';
import { Icon } from '../parts/icon.tsx';
import { problemText } from '../parts/panel.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { Segments } from '../parts/segments.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { numberOf } from '../state/typed.ts';

type Kind = NewFigure['kind'];
interface Draft {
  readonly kind: Kind;
  readonly company: string;
  readonly connection: string;
  readonly flow: string;
  readonly fuel: string;
  readonly unit: string;
  readonly amount: string;
  readonly first: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
  readonly note: string;
}
const VOLUMES = new Set(['gas', 'water', 'biogas', 'hydrogen']);
const ENERGY_UNITS = ['kWh', 'MWh', 'GJ'];

interface TextProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'date';
  readonly required?: boolean;
}

function TextField({ id, label, value, onInput, type = 'text', required = true }: TextProps) {
  const input = (event: { readonly currentTarget: HTMLInputElement }): void => onInput(event.currentTarget.value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'date' ? (
        <input id={id} type="date" required={required} value={value} onInput={input} />
      ) : (
        <input id={id} type="text" required={required} maxLength={500} value={value} onInput={input} />
      )}
    </div>
  );
}

function bodyOf(draft: Draft, document: string | null): Record<string, unknown> {
  const base = {
    kind: draft.kind,
    company: Number(draft.company),
    from: draft.from,
    to: draft.to,
    ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
    ...(document === null ? {} : { document }),
  };
  if (draft.kind === 'fuel') return { ...base, fuel: draft.fuel, amount: numberOf(draft.amount) };
  const metered = { ...base, connection: Number(draft.connection), flow: draft.flow, unit: draft.unit };
  return draft.kind === 'invoice' ? { ...metered, amount: numberOf(draft.amount) } : { ...metered, firstReading: numberOf(draft.first), lastReading: numberOf(draft.last) };
}

interface PartProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function WhatFields({ draft, change, connections }: PartProps & { connections: readonly Connection[] }) {
  const text = importWords.value.figures;
  if (draft.kind === 'fuel') {
    return <SelectField id="figure-fuel" label={text.fuel} value={draft.fuel} options={Object.entries(text.fuels)} onPick={(fuel) => change({ fuel })} />;
  }
  const named = connections.map((row): [string, string] => [String(row.id), `${words.value.carriers[row.carrier]} (${row.id})`]);
  const carrier = connections.find((row) => String(row.id) === draft.connection)?.carrier ?? 'electricity';
  const units = VOLUMES.has(carrier) ? ['m3'] : ENERGY_UNITS;
  return (
    <>
      <SelectField
        id="figure-connection"
        label={text.connection}
        value={draft.connection}
        options={named.length === 0 ? [['', text.noConnection]] : named}
        onPick={(connection) => change({ connection, unit: VOLUMES.has(connections.find((row) => String(row.id) === connection)?.carrier ?? '') ? 'm3' : 'kWh' })}
      />
      <SelectField id="figure-flow" label={text.flow} value={draft.flow} options={Object.entries(importWords.value.choices.flows)} onPick={(flow) => change({ flow })} />
      <SelectField
        id="figure-unit"
        label={text.unit}
        value={draft.unit}
        options={units.map((unit): [string, string] => [unit, unit === 'm3' ? 'm³' : unit])}
        onPick={(unit) => change({ unit })}
      />
    </>
  );
}

function AmountFields({ draft, change }: PartProps) {
  const text = importWords.value.figures;
  if (draft.kind !== 'reading') return <TextField id="figure-amount" label={text.amount} value={draft.amount} onInput={(amount) => change({ amount })} />;
  return (
    <>
      <TextField id="figure-first" label={text.firstReading} value={draft.first} onInput={(first) => change({ first })} />
      <TextField id="figure-last" label={text.lastReading} value={draft.last} onInput={(last) => change({ last })} />
    </>
  );
}

const EMPTY = { amount: '', first: '', last: '', from: '', to: '', note: '' };

/** Brings the chosen document first. @returns its id, null without one, or why it was refused */
async function bring(input: HTMLInputElement | null): Promise<string | null | Problem> {
  const chosen = input?.files?.[0];
  if (chosen === undefined) return null;
  const answer = await ask<{ document: string }>(api(`/documents?name=${encodeURIComponent(chosen.name.slice(0, 200))}`), { method: 'POST', file: chosen });
  return answer.ok ? answer.data.document : answer.problem;
}

async function saveFigure(draft: Draft, input: HTMLInputElement | null): Promise<Problem | null> {
  const document = await bring(input);
  if (document !== null && typeof document === 'object') return document;
  const answer = await ask<Figure>(api('/figures'), { method: 'POST', body: bodyOf(draft, document) });
  return answer.ok ? null : answer.problem;
}

/** The draft with a connection of its company, and a unit that fits it. */
function fitting(draft: Draft, connections: readonly Connection[]): Draft {
  const first = connections[0];
  if (first === undefined || connections.some((row) => String(row.id) === draft.connection)) return draft;
  return { ...draft, connection: String(first.id), unit: VOLUMES.has(first.carrier) ? 'm3' : draft.unit === 'm3' ? 'kWh' : draft.unit };
}

function Refusal({ problem }: { problem: Problem }) {
  const text = importWords.value.figures;
  return (
    <p class="wrong" role="alert" style={{ marginTop: '12px' }}>
      <Icon name="warning" />
      <span>
        {problem.code === 'conflict' ? text.conflict : problemText(problem)} {words.value.states.code} {problem.code}
        {problem.code === 'invalid-request' ? <span class="mono"> {problem.detail}</span> : null}
      </span>
    </p>
  );
}

export function FigureForm({ companies, onSaved }: { companies: readonly Company[]; onSaved: () => void }) {
  const [draft, setDraft] = useState<Draft>({ kind: 'reading', company: String(companies[0]?.id ?? ''), connection: '', flow: 'import', fuel: 'diesel', unit: 'kWh', ...EMPTY });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const text = importWords.value.figures;
  const connections = useResource<{ items: Connection[] }>(draft.company === '' ? null : api(`/companies/${draft.company}/connections`)).data?.items ?? [];
  const shown = fitting(draft, connections);
  const change = (part: Partial<Draft>): void => setDraft({ ...shown, ...part });
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const refused = await saveFigure(shown, file.current);
    setBusy(false);
    setProblem(refused);
    if (refused !== null) return;
    setDraft({ ...shown, ...EMPTY });
    if (file.current !== null) file.current.value = '';
    onSaved();
  };
  const named = companies.map((row): [string, string] => [String(row.id), row.name]);
  const kinds = (['reading', 'invoice', 'fuel'] as const).map((value) => ({ value, label: text.kinds[value] }));
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
        <Segments label={text.kind} value={draft.kind} options={kinds} onPick={(kind) => change({ kind })} />
      </div>
      {problem === null ? null : <Refusal problem={problem} />}
      <form onSubmit={(event) => void save(event)}>
        <div class="choices">
          <SelectField id="figure-company" label={text.company} value={draft.company} options={named} onPick={(company) => change({ company, connection: '' })} />
          <WhatFields draft={shown} change={change} connections={connections} />
          <TextField id="figure-from" type="date" label={text.from} value={shown.from} onInput={(from) => change({ from })} />
          <TextField id="figure-to" type="date" label={text.to} value={shown.to} onInput={(to) => change({ to })} />
          <AmountFields draft={shown} change={change} />
          <TextField id="figure-note" label={text.note} required={false} value={shown.note} onInput={(note) => change({ note })} />
          <div class="field">
            <label for="figure-document">{text.document}</label>
            <input id="figure-document" ref={file} type="file" accept="application/pdf,image/jpeg,image/png,image/webp,image/heic" />
          </div>
        </div>
        <div class="actions">
          <button type="submit" class="button primary" aria-disabled={busy}>
            {busy ? text.busy : text.save}
          </button>
        </div>
      </form>
    </section>
  );
}
