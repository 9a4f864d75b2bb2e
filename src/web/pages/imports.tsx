// Import: bring a file, follow it, see what became of earlier ones.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import type { Import, UploadedImport } from '../../api/shapes-imports.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { DropFile } from '../parts/drop-file.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { lang, nowMs } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { FiguresPart } from './figures.tsx';
import { ChoicesPanel } from './import-choices.tsx';
import { ResultPanel } from './import-result.tsx';

const TONE: Record<Import['state'], BadgeTone> = { uploaded: 'info', running: 'info', done: 'goed', failed: 'fout', undone: 'stil' };
const number = (value: number): string => formatNumber(lang.value, value);

function columnsFor(show: (id: number) => void): TableColumn<Import>[] {
  const text = importWords.value.list;
  return [
    { id: 'name', head: text.name, cell: (row) => <span style={{ overflowWrap: 'anywhere' }}>{row.name}</span>, sort: (row) => row.name },
    { id: 'state', head: text.state, key: true, cell: (row) => <Badge tone={TONE[row.state]}>{text.states[row.state]}</Badge>, sort: (row) => row.state },
    { id: 'at', head: text.at, cell: (row) => formatMoment(lang.value, Date.parse(row.at), nowMs.value), sort: (row) => row.at },
    { id: 'by', head: text.by, cell: (row) => row.author, sort: (row) => row.author },
    { id: 'values', head: text.values, numeric: true, cell: (row) => (row.result === null ? '–' : number(row.result.values)), sort: (row) => row.result?.values ?? 0 },
    {
      id: 'refused',
      head: text.refused,
      numeric: true,
      cell: (row) => (row.result === null ? '–' : number(row.result.refusedTotal)),
      sort: (row) => row.result?.refusedTotal ?? 0,
    },
    {
      id: 'act',
      head: text.act,
      cell: (row) => (
        <button type="button" class="button low" aria-label={`${text.show}: ${row.name}`} onClick={() => show(row.id)}>
          {text.show}
        </button>
      ),
    },
  ];
}

interface Shown {
  readonly uploaded: UploadedImport | null;
  /** The file whose result is looked at. */
  readonly watched: number | null;
}
const NOTHING: Shown = { uploaded: null, watched: null };

function FilesPart({ again }: { again: () => void }) {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const list = useResource<{ items: Import[] }>(api('/imports'), { concerns: (event) => event.type === 'import' });
  const text = importWords.value;
  const bring = async (file: File): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const answer = await ask<UploadedImport>(api(`/imports?name=${encodeURIComponent(file.name.slice(0, 200))}`), { method: 'POST', file });
    setBusy(false);
    if (answer.ok) setShown({ uploaded: answer.data, watched: null });
    else setProblem(answer.problem);
    list.refetch();
  };
  const look = async (id: number): Promise<void> => {
    const row = list.data?.items.find((one) => one.id === id);
    if (row?.state !== 'uploaded' || !row.own) return setShown({ uploaded: null, watched: id });
    // It still waits for its choices.
    const answer = await ask<UploadedImport['preview']>(api(`/imports/${id}/preview`), { method: 'POST', body: {} });
    if (answer.ok) setShown({ uploaded: { import: row, preview: answer.data, simulated: row.simulated }, watched: null });
    else setProblem(answer.problem);
  };
  const changed = (): void => {
    list.refetch();
    again();
  };
  return (
    <div class="grid">
      {shown.uploaded === null ? <DropFile busy={busy} problem={problem} onFile={(file) => void bring(file)} /> : null}
      {shown.uploaded === null ? null : (
        <ChoicesPanel
          key={shown.uploaded.import.id}
          uploaded={shown.uploaded}
          onStarted={(row) => {
            setShown({ uploaded: null, watched: row.id });
            changed();
          }}
          onCancel={() => setShown(NOTHING)}
        />
      )}
      {shown.watched === null ? null : <ResultPanel key={shown.watched} id={shown.watched} onChanged={changed} onClose={() => setShown(NOTHING)} />}
      <Panel
        title={text.list.title}
        resource={list}
        shape="rows"
        minHeight={160}
        empty={(data) => (data.items.length > 0 ? null : { title: text.list.emptyTitle, text: text.list.emptyText })}
      >
        {(data) => (
          <DataTable caption={text.list.title} columns={columnsFor((id) => void look(id))} rows={data.items} rowId={(row) => String(row.id)} rowName={(row) => row.name} />
        )}
      </Panel>
    </div>
  );
}

export function ImportsPage({ part }: { part: 'files' | 'figures' }) {
  const list = useResource<{ items: Import[] }>(part === 'files' ? api('/imports') : null);
  const figures = useResource<{ items: { id: number }[] }>(part === 'figures' ? api('/figures') : null);
  const { route } = useLocation();
  const text = importWords.value;
  const done = (list.data?.items ?? []).filter((row) => row.state === 'done').length;
  const count = figures.data?.items.length ?? 0;
  const sentence = part === 'files' ? (done === 0 ? text.none : `${text.says(number(done))}.`) : count === 0 ? text.figures.none : `${text.figures.says(number(count))}.`;
  return (
    <>
      <Lead
        over={<span>{text.title}</span>}
        sentence={[sentence]}
        under={part === 'files' ? text.explain : text.figures.explain}
        actions={
          <Segments
            label={text.part}
            value={part}
            options={[
              { value: 'files', label: text.parts.files },
              { value: 'figures', label: text.parts.figures },
            ]}
            onPick={(value) => route(value === 'files' ? '/imports' : '/imports/zelf')}
          />
        }
      />
      {part === 'files' ? <FilesPart again={list.refetch} /> : <FiguresPart again={figures.refetch} />}
    </>
  );
}
