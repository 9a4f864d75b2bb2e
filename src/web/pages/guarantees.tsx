// Guarantees of origin of a company: what was bought or sold, by calendar quarter or year, to add and take back.
import { useState } from 'preact/hooks';
import type { GuaranteeView } from '../../api/shapes-emissions.ts';
import { formatDate, formatNumber } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel, problemText } from '../parts/panel.tsx';
import { GUARANTEE_PARTS, type GuaranteePart, guaranteeDates } from '../co2-period.ts';
import { api, ask } from '../state/fetch.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { lang, nowMs } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { numberOf } from '../state/typed.ts';

const SOURCES = ['wind', 'sun', 'hydro', 'biomass'] as const;
const KINDS = ['bought', 'sold'] as const;

interface Draft {
  readonly kind: (typeof KINDS)[number];
  readonly source: (typeof SOURCES)[number];
  readonly year: string;
  readonly part: GuaranteePart;
  readonly kwh: string;
}

interface PickProps<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly onPick: (value: T) => void;
}

function Pick<T extends string>({ id, label, value, options, names, onPick }: PickProps<T>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(options.find((one) => one === event.currentTarget.value) ?? value)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Form({ path, onSaved }: { path: string; onSaved: () => void }) {
  const text = co2Texts.value.guaranteesPart;
  const [draft, setDraft] = useState<Draft>({ kind: 'bought', source: 'wind', year: String(new Date(nowMs.value).getUTCFullYear()), part: 'year', kwh: '' });
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const [year, kwh] = [Number(draft.year), numberOf(draft.kwh)];
    if (!Number.isInteger(year) || year < 2000 || year > 2099 || !(kwh > 0)) return setWrong(text.wrong);
    setBusy(true);
    const { kind, source } = draft;
    const answer = await ask<unknown>(path, { method: 'POST', body: { kind, source, kwh, ...guaranteeDates(year, draft.part) } });
    setBusy(false);
    setWrong(answer.ok ? null : problemText(answer.problem));
    if (!answer.ok) return;
    change({ kwh: '' });
    onSaved();
  };
  return (
    <form class="form-grid" onSubmit={(event) => void save(event)}>
      {wrong === null ? null : (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <Pick id="guarantee-kind" label={text.kind} value={draft.kind} options={KINDS} names={text.kinds} onPick={(kind) => change({ kind })} />
      <Pick id="guarantee-source" label={text.source} value={draft.source} options={SOURCES} names={text.sources} onPick={(source) => change({ source })} />
      <div class="field">
        <label for="guarantee-year">{text.year}</label>
        <input id="guarantee-year" type="text" inputMode="numeric" maxLength={4} required value={draft.year} onInput={(event) => change({ year: event.currentTarget.value })} />
      </div>
      <Pick id="guarantee-part" label={text.part} value={draft.part} options={GUARANTEE_PARTS} names={text.parts} onPick={(part) => change({ part })} />
      <div class="field">
        <label for="guarantee-kwh">{text.kwh}</label>
        <input id="guarantee-kwh" type="text" inputMode="decimal" maxLength={16} required value={draft.kwh} onInput={(event) => change({ kwh: event.currentTarget.value })} />
      </div>
      <button type="submit" class="button primary" aria-disabled={busy}>
        {busy ? text.busy : text.add}
      </button>
    </form>
  );
}

function columnsFor(onRemove: (row: GuaranteeView) => void): TableColumn<GuaranteeView>[] {
  const text = co2Texts.value.guaranteesPart;
  const day = (iso: string): string => formatDate(lang.value, Date.parse(iso));
  return [
    { id: 'period', head: text.period, cell: (row) => `${day(row.from)} – ${day(row.to)}`, sort: (row) => row.from },
    { id: 'source', head: text.source, cell: (row) => `${text.sources[row.source]}, ${text.kinds[row.kind].toLowerCase()}` },
    { id: 'kwh', head: text.kwh, key: true, numeric: true, cell: (row) => formatNumber(lang.value, row.kwh), sort: (row) => row.kwh },
    { id: 'author', head: text.author, cell: (row) => row.author },
    {
      id: 'remove',
      head: text.remove,
      cell: (row) => (
        <button type="button" class="button low danger" aria-label={`${text.remove}: ${day(row.from)}, ${text.sources[row.source]}`} onClick={() => onRemove(row)}>
          {text.remove}
        </button>
      ),
    },
  ];
}

/** @param onChange the figures that rest on them are to be asked for again */
export function Guarantees({ company, onChange }: { company: number; onChange: () => void }) {
  const path = api(`/companies/${company}/guarantees`);
  const resource = useResource<{ items: GuaranteeView[] }>(path);
  const [wrong, setWrong] = useState<string | null>(null);
  const text = co2Texts.value.guaranteesPart;
  const changed = (): void => {
    resource.refetch();
    onChange();
  };
  const remove = async (row: GuaranteeView): Promise<void> => {
    const answer = await ask<unknown>(`${path}/${row.id}`, { method: 'DELETE' });
    setWrong(answer.ok ? null : problemText(answer.problem));
    if (answer.ok) changed();
  };
  return (
    <Panel title={text.title} resource={resource} shape="rows" minHeight={120}>
      {({ items }) => (
        <>
          <p class="says">{text.under}</p>
          {wrong === null ? null : (
            <p class="wrong" role="alert">
              {wrong}
            </p>
          )}
          {items.length === 0 ? null : (
            <DataTable
              caption={text.title}
              columns={columnsFor((row) => void remove(row))}
              rows={items}
              rowId={(row) => String(row.id)}
              rowName={(row) => `${text.sources[row.source]} ${row.from.slice(0, 4)}`}
            />
          )}
          <Form path={path} onSaved={changed} />
        </>
      )}
    </Panel>
  );
}
