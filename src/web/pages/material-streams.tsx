// What a company stated: its offers and needs, to add to and take back.
import { useState } from 'preact/hooks';
import type { BookView, StreamView } from '../../api/shapes-materials.ts';
import { formatNumber } from '../../charts/formats.ts';
import { className, propertyName } from '../material-names.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { api, ask } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { numberOrNone } from '../state/typed.ts';

const EMPTY = {
  direction: 'offer',
  materialClass: '',
  euralCode: '',
  tonnes: '',
  property: '',
  value: '',
  processingCode: '',
  legalStatus: 'waste',
  cost: '',
  share: '100',
  lat: '',
  lon: '',
};
type Draft = typeof EMPTY;

/** What the API is sent; null: a number is none. */
export function bodyOf(draft: Draft, company: number, book: Pick<BookView, 'properties'>): Record<string, unknown> | null {
  const [tonnesPerMonth, cost, share, value] = [numberOrNone(draft.tonnes), numberOrNone(draft.cost), numberOrNone(draft.share), numberOrNone(draft.value)];
  const [lat, lon] = [numberOrNone(draft.lat), numberOrNone(draft.lon)];
  const wrong = [tonnesPerMonth, cost, share, value, lat, lon].some((one) => one !== null && !Number.isFinite(one));
  if (wrong || (lat === null) !== (lon === null) || tonnesPerMonth === null || tonnesPerMonth < 0 || draft.materialClass === '') return null;
  const isShare = book.properties.find((one) => one.id === draft.property)?.unit === '1';
  const offer = draft.direction === 'offer';
  return {
    company,
    direction: draft.direction,
    materialClass: draft.materialClass,
    tonnesPerMonth,
    costNowEurPerTonne: cost,
    ...(lat !== null && lon !== null && { lat, lon }),
    ...(draft.euralCode.trim() !== '' && { euralCode: draft.euralCode }),
    ...(draft.property !== '' && value !== null && { specification: { [draft.property]: isShare ? value / 100 : value } }),
    ...(offer ? { legalStatus: draft.legalStatus } : { maxSubstitutionShare: (share ?? 100) / 100 }),
    ...(offer && draft.legalStatus === 'waste' && draft.processingCode !== '' && { processingCode: draft.processingCode }),
  };
}

function TextField({ id, label, value, required = false, onInput }: { id: string; label: string; value: string; required?: boolean; onInput: (value: string) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="text" maxLength={20} required={required} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </div>
  );
}

/** Where it leaves or arrives, and what it costs now. */
function PlaceAndCostFields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const text = materialWords.value;
  return (
    <>
      <TextField id="stream-lat" label={text.lat} value={draft.lat} onInput={(lat) => onChange({ lat })} />
      <TextField id="stream-lon" label={text.lon} value={draft.lon} onInput={(lon) => onChange({ lon })} />
      <TextField id="stream-cost" label={text.cost} value={draft.cost} onInput={(cost) => onChange({ cost })} />
    </>
  );
}

/** What only an offer has: where it is from by law, and where it goes now. */
function OfferFields({ draft, book, onChange }: { draft: Draft; book: BookView; onChange: (part: Partial<Draft>) => void }) {
  const text = materialWords.value;
  return (
    <>
      <TextField id="stream-eural" label={text.eural} value={draft.euralCode} onInput={(euralCode) => onChange({ euralCode })} />
      <SelectField
        id="stream-legal"
        label={text.legalStatus}
        value={draft.legalStatus}
        options={Object.entries(text.legalStatuses)}
        onPick={(legalStatus) => onChange({ legalStatus })}
      />
      <div class="field">
        <label for="stream-processing">{text.processing}</label>
        <select id="stream-processing" value={draft.processingCode} onChange={(event) => onChange({ processingCode: event.currentTarget.value })}>
          <option value="">{text.none}</option>
          {book.processingCodes.map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}

function Form({ company, book, onSaved }: { company: number; book: BookView; onSaved: () => void }) {
  const text = materialWords.value;
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, materialClass: book.items[0]?.id ?? '' });
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const offer = draft.direction === 'offer';
  const asked = book.items.find((one) => one.id === draft.materialClass)?.properties ?? [];
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const body = bodyOf(draft, company, book);
    if (body === null) return setWrong(true);
    setBusy(true);
    const answer = await ask(api('/material-streams'), { method: 'POST', body });
    setBusy(false);
    setWrong(!answer.ok);
    if (!answer.ok) return;
    change({ tonnes: '', euralCode: '', value: '', cost: '' });
    onSaved();
  };
  return (
    <form class="form-grid" onSubmit={(event) => void save(event)}>
      {wrong ? (
        <p class="wrong" role="alert">
          {text.wrong}
        </p>
      ) : null}
      <SelectField
        id="stream-direction"
        label={text.direction}
        value={draft.direction}
        options={[
          ['offer', text.directions.offer],
          ['need', text.directions.need],
        ]}
        onPick={(direction) => change({ direction })}
      />
      <SelectField
        id="stream-class"
        label={text.material}
        value={draft.materialClass}
        options={book.items.map((one) => [one.id, one[lang.value]] as const)}
        onPick={(materialClass) => change({ materialClass, property: '' })}
      />
      <TextField id="stream-tonnes" label={text.tonnesMonth} value={draft.tonnes} required onInput={(tonnes) => change({ tonnes })} />
      <div class="field">
        <label for="stream-property">{text.property}</label>
        <select id="stream-property" value={draft.property} onChange={(event) => change({ property: event.currentTarget.value })}>
          <option value="">{text.none}</option>
          {asked.map((id) => (
            <option key={id} value={id}>
              {`${propertyName(book, id, lang.value)} (${unitOf(book, id)})`}
            </option>
          ))}
        </select>
      </div>
      <TextField id="stream-value" label={text.propertyValue} value={draft.value} onInput={(value) => change({ value })} />
      <PlaceAndCostFields draft={draft} onChange={change} />
      {offer ? (
        <OfferFields draft={draft} book={book} onChange={change} />
      ) : (
        <TextField id="stream-share" label={text.share} value={draft.share} onInput={(share) => change({ share })} />
      )}
      <button type="submit" class="button primary" aria-disabled={busy}>
        {busy ? text.busy : text.add}
      </button>
    </form>
  );
}

function unitOf(book: BookView, id: string): string {
  const unit = book.properties.find((one) => one.id === id)?.unit ?? '';
  return unit === '1' ? '%' : unit;
}

function columnsFor(book: BookView | null, onRemove: ((row: StreamView) => void) | null): TableColumn<StreamView>[] {
  const text = materialWords.value;
  const name = (row: StreamView): string => className(book, row.materialClass, lang.value);
  return [
    { id: 'material', head: text.material, cell: name, sort: name },
    { id: 'direction', head: text.direction, cell: (row) => text.directions[row.direction], sort: (row) => row.direction },
    { id: 'tonnes', head: text.tonnesMonth, key: true, numeric: true, cell: (row) => formatNumber(lang.value, row.tonnesPerMonth, 1), sort: (row) => row.tonnesPerMonth },
    { id: 'eural', head: 'Eural', cell: (row) => (row.euralCode === null ? '–' : `${row.euralCode} ${row.euralMeaning ?? ''}`) },
    { id: 'legal', head: text.legalStatus, cell: (row) => (row.direction === 'need' ? '–' : text.legalStatuses[row.legalStatus]) },
    { id: 'route', head: 'R/D', cell: (row) => row.processingCode ?? '–' },
    ...(onRemove === null
      ? []
      : [
          {
            id: 'remove',
            head: text.remove,
            cell: (row: StreamView) => (
              <button
                type="button"
                class="button low danger"
                aria-label={text.removeOf(`${name(row)}, ${text.directions[row.direction]}, ${formatNumber(lang.value, row.tonnesPerMonth, 1)}`)}
                onClick={() => onRemove(row)}
              >
                {text.remove}
              </button>
            ),
          },
        ]),
  ];
}

interface StreamsProps {
  readonly company: number;
  readonly book: Resource<BookView>;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}

export function StreamsPanel({ company, book, mayChange, onChange }: StreamsProps) {
  const text = materialWords.value;
  const resource = useResource<{ items: StreamView[] }>(api(`/material-streams?company=${company}`));
  const [late, setLate] = useState(false);
  const changed = (): void => {
    resource.refetch();
    onChange();
  };
  const remove = async (row: StreamView): Promise<void> => {
    const answer = await ask(api(`/material-streams/${row.id}`), { method: 'DELETE' });
    setLate(!answer.ok);
    if (answer.ok) changed();
  };
  return (
    <Panel title={text.streamsTitle} resource={resource} shape="rows" minHeight={160}>
      {({ items }) => (
        <>
          {late ? (
            <p class="says tone-fout" role="alert">
              {text.late}
            </p>
          ) : null}
          {items.length === 0 ? (
            <p class="says">{text.streamsEmpty}</p>
          ) : (
            <DataTable
              caption={text.streamsTitle}
              columns={columnsFor(book.data, mayChange ? (row) => void remove(row) : null)}
              rows={items}
              rowId={(row) => String(row.id)}
              rowName={(row) => className(book.data, row.materialClass, lang.value)}
            />
          )}
          {mayChange && book.data !== null ? <Form company={company} book={book.data} onSaved={changed} /> : null}
        </>
      )}
    </Panel>
  );
}
