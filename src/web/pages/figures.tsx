// Figures without a wire: the form, and what was entered before.
import { useState } from 'preact/hooks';
import type { Company, Problem } from '../../api/shapes.ts';
import type { Figure } from '../../api/shapes-imports.ts';
import { formatDate, formatNumber } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Icon } from '../parts/icon.tsx';
import { Panel, problemText } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { FigureFilePanel } from './figure-file.tsx';
import { FigureForm } from './figure-form.tsx';

const date = (at: string): string => formatDate(lang.value, Date.parse(at));

export function subjectName(subject: Figure['subject']): string {
  const fuel = Object.entries(importWords.value.figures.fuels).find(([name]) => name === subject);
  const carrier = Object.entries(words.value.carriers).find(([name]) => name === subject);
  return fuel?.[1] ?? carrier?.[1] ?? subject;
}

function columnsFor(names: ReadonlyMap<number, string>, remove: (id: number) => void): TableColumn<Figure>[] {
  const text = importWords.value.figures;
  return [
    { id: 'company', head: text.company, cell: (row) => names.get(row.company) ?? String(row.company), sort: (row) => names.get(row.company) ?? '' },
    { id: 'what', head: text.what, cell: (row) => `${subjectName(row.subject)} (${text.kinds[row.kind].toLowerCase()})`, sort: (row) => row.subject },
    {
      id: 'amount',
      head: text.amount,
      key: true,
      numeric: true,
      cell: (row) => `${formatNumber(lang.value, row.amount, row.amount % 1 === 0 ? 0 : 1)} ${row.unit === 'm3' ? 'm³' : row.unit}`,
    },
    { id: 'period', head: text.period, cell: (row) => `${date(row.from)} – ${date(new Date(Date.parse(row.to) - 1).toISOString())}`, sort: (row) => row.from },
    { id: 'by', head: text.by, cell: (row) => row.author, sort: (row) => row.author },
    { id: 'proof', head: text.proof, cell: (row) => (row.document === null ? '–' : <a href={api(`/figures/${row.id}/document`)}>{row.document.name}</a>) },
    {
      id: 'act',
      head: text.act,
      cell: (row) => (
        <button type="button" class="button low danger" aria-label={`${text.remove}: ${subjectName(row.subject)} ${date(row.from)}`} onClick={() => remove(row.id)}>
          {text.remove}
        </button>
      ),
    },
  ];
}

export function FiguresPart({ again }: { again: () => void }) {
  const list = useResource<{ items: Figure[] }>(api('/figures'));
  const companies = useResource<{ items: Company[] }>(api('/companies'));
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = importWords.value.figures;
  const names = new Map((companies.data?.items ?? []).map((company) => [company.id, company.name]));
  const changed = (what: string): void => {
    setSaid(what);
    list.refetch();
    again();
  };
  const remove = async (id: number): Promise<void> => {
    const answer = await ask<null>(api(`/figures/${id}`), { method: 'DELETE' });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) changed(text.removed);
  };
  return (
    <div class="grid">
      {companies.data === null ? null : <FigureForm companies={companies.data.items} onSaved={() => changed(text.saved)} />}
      <FigureFilePanel onAdded={() => changed(text.saved)} />
      <Panel title={text.list} resource={list} shape="rows" minHeight={160} empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}>
        {(data) => (
          <>
            {said === null ? null : (
              <p class="says" role="status">
                {said}
              </p>
            )}
            {problem === null ? null : (
              <p class="wrong" role="alert">
                <Icon name="warning" />
                <span>
                  {problemText(problem)} {words.value.states.code} {problem.code}
                </span>
              </p>
            )}
            <DataTable
              caption={text.list}
              columns={columnsFor(names, (id) => void remove(id))}
              rows={data.items}
              rowId={(row) => String(row.id)}
              rowName={(row) => subjectName(row.subject)}
            />
          </>
        )}
      </Panel>
    </div>
  );
}
