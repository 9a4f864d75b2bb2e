// A waste register as a file: first what would come of each line, then taken over.
import { useState } from 'preact/hooks';
import type { BookView, RegisterView } from '../../api/shapes-materials.ts';
import { formatNumber } from '../../charts/formats.ts';
import { textOf } from '../file-text.ts';
import { className } from '../material-names.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { api, ask } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';

type Stream = RegisterView['streams'][number];
type Refused = RegisterView['refused'][number];

function streamColumns(book: BookView | null): TableColumn<Stream>[] {
  const text = materialWords.value;
  return [
    { id: 'code', head: 'Eural', cell: (row) => `${row.euralCode} ${row.wasteNumber}`.trim() },
    { id: 'material', head: text.material, cell: (row) => (row.materialClass === null ? '–' : className(book, row.materialClass, lang.value)) },
    { id: 'lines', head: text.registerLine, numeric: true, cell: (row) => formatNumber(lang.value, row.lines) },
    { id: 'kg', head: 'kg', key: true, numeric: true, cell: (row) => formatNumber(lang.value, row.kg) },
    { id: 'stream', head: text.status, cell: (row) => (row.stream === null ? text.registerNew : String(row.stream)) },
  ];
}

function refusedColumns(): TableColumn<Refused>[] {
  const text = materialWords.value;
  return [
    { id: 'line', head: text.registerLine, numeric: true, cell: (row) => String(row.line) },
    { id: 'reason', head: text.registerReason, key: true, cell: (row) => text.registerReasons[row.reason] ?? row.reason },
  ];
}

function Outcome({ view, book }: { view: RegisterView; book: BookView | null }) {
  const text = materialWords.value;
  const number = (value: number): string => formatNumber(lang.value, value);
  return (
    <>
      <p role="status">{view.applied ? text.registerDone(number(view.deliveries), number(view.known)) : text.registerRead(number(view.linesRead), number(view.streams.length))}</p>
      <DataTable
        caption={text.registerTitle}
        columns={streamColumns(book)}
        rows={view.streams}
        rowId={(row) => `${row.wasteNumber} ${row.euralCode}`}
        rowName={(row) => row.euralCode}
      />
      {view.refused.length === 0 ? null : (
        <>
          <h3>{text.registerRefused(number(view.refused.length))}</h3>
          <DataTable caption={text.registerReason} columns={refusedColumns()} rows={view.refused} rowId={(row) => String(row.line)} rowName={(row) => String(row.line)} />
        </>
      )}
    </>
  );
}

export function WasteRegister({ company, book, onKept }: { company: number; book: BookView | null; onKept: () => void }) {
  const text = materialWords.value;
  const [csv, setCsv] = useState('');
  const [view, setView] = useState<RegisterView | null>(null);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async (content: string, apply: boolean): Promise<void> => {
    setBusy(true);
    const answer = await ask<RegisterView>(api(`/companies/${company}/waste-register`), { method: 'POST', body: { csv: content, apply } });
    setBusy(false);
    setWrong(!answer.ok);
    setView(answer.ok ? answer.data : null);
    if (answer.ok && apply) onKept();
  };
  const pick = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = textOf(await file.arrayBuffer());
    setCsv(content);
    await send(content, false);
  };
  return (
    <section class="panel" aria-label={text.registerTitle}>
      <h2>{text.registerTitle}</h2>
      <p class="says">{text.registerSays}</p>
      <div class="field">
        <label for="register-file">{text.registerFile}</label>
        <input id="register-file" type="file" accept=".csv,text/csv" disabled={busy} onChange={(event) => void pick(event.currentTarget.files?.[0])} />
      </div>
      {wrong ? (
        <p class="wrong" role="alert">
          {text.registerWrong}
        </p>
      ) : null}
      {view === null ? null : <Outcome view={view} book={book} />}
      {view !== null && !view.applied && view.streams.length > 0 ? (
        <button type="button" class="button primary" disabled={busy} onClick={() => void send(csv, true)}>
          {busy ? text.busy : text.registerApply}
        </button>
      ) : null}
    </section>
  );
}
