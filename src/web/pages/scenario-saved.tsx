// Scenarios that were saved: opened again, removed, and two to four of them beside each other.
import { useState } from 'preact/hooks';
import type { ScenarioResults, ScenarioView } from '../../api/shapes-scenarios.ts';
import { formatMoment } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang, nowMs } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { ComparedTable } from './scenario-figures.tsx';

const COMPARED_MAX = 4;

function Compared({ ids }: { ids: readonly number[] }) {
  const text = scenarioWords.value;
  const resource = useResource<{ items: { scenario: ScenarioView; results: ScenarioResults }[] }>(api(`/scenarios/comparison?ids=${ids.join(',')}`));
  return (
    <Panel title={text.comparison} resource={resource} shape="rows" minHeight={200}>
      {({ items }) => <ComparedTable items={items.map(({ scenario, results }) => ({ name: scenario.name, results }))} />}
    </Panel>
  );
}

interface Choosing {
  readonly href: string;
  readonly picked: readonly number[];
  readonly onPick: (ids: readonly number[]) => void;
  readonly onRemove: (id: number) => void;
}

function columns({ href, picked, onPick, onRemove }: Choosing): TableColumn<ScenarioView>[] {
  const text = scenarioWords.value;
  return [
    { id: 'name', head: text.name, cell: (row) => <a href={`${href}?s=${row.id}`}>{row.name}</a>, sort: (row) => row.name },
    {
      id: 'pick',
      head: text.compare,
      key: true,
      cell: (row) => (
        <input
          type="checkbox"
          aria-label={text.pick(row.name)}
          checked={picked.includes(row.id)}
          disabled={!picked.includes(row.id) && picked.length >= COMPARED_MAX}
          onChange={(event) => onPick(event.currentTarget.checked ? [...picked, row.id] : picked.filter((id) => id !== row.id))}
        />
      ),
    },
    { id: 'by', head: text.by, cell: (row) => `${row.author}, ${row.shared ? text.shared : text.own}`, sort: (row) => row.author },
    { id: 'at', head: text.changed, cell: (row) => formatMoment(lang.value, Date.parse(row.changedAt), nowMs.value), sort: (row) => row.changedAt },
    {
      id: 'remove',
      head: text.delete,
      cell: (row) =>
        row.mine ? (
          <button type="button" class="text-button" aria-label={`${text.delete} ${row.name}`} onClick={() => onRemove(row.id)}>
            {text.delete}
          </button>
        ) : (
          '–'
        ),
    },
  ];
}

interface SavedProps {
  readonly saved: Resource<{ items: ScenarioView[] }>;
  readonly href: string;
}

export function SavedPanel({ saved, href }: SavedProps) {
  const text = scenarioWords.value;
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const remove = async (id: number): Promise<void> => {
    const answer = await ask(api(`/scenarios/${id}`), { method: 'DELETE' });
    setTrouble(answer.ok ? null : answer.problem.detail);
    setPicked(picked.filter((one) => one !== id));
    saved.refetch();
  };
  const there = picked.filter((id) => saved.data?.items.some((one) => one.id === id));
  return (
    <>
      <Panel
        title={text.savedTitle}
        resource={saved}
        shape="rows"
        minHeight={100}
        empty={({ items }) => (items.length === 0 ? { title: text.savedEmptyTitle, text: text.savedEmptyText } : null)}
      >
        {({ items }) => (
          <>
            <p class="says">{text.compareHint}</p>
            {trouble === null ? null : (
              <p class="says tone-fout" role="alert">
                {text.failed}: {trouble}
              </p>
            )}
            <DataTable
              caption={text.savedTitle}
              rows={items}
              rowId={(row) => String(row.id)}
              rowName={(row) => row.name}
              columns={columns({ href, picked: there, onPick: setPicked, onRemove: (id) => void remove(id) })}
            />
          </>
        )}
      </Panel>
      {there.length >= 2 ? <Compared key={there.join(',')} ids={there} /> : null}
    </>
  );
}
