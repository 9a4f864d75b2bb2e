// "Waarom dit getal?": a button beside a figure that opens what it is the sum of.
import { useState } from 'preact/hooks';
import type { ExplainedQuarter, Explanation } from '../../api/shapes-settled.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { lang, words } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemState, Skeleton } from './panel.tsx';

const moment = (at: string): string => formatMoment(lang.value, Date.parse(at), 0);
/** To the last millionth, so that a reader can add them up. */
const exact = (amount: number): string => formatNumber(lang.value, amount, Math.min(6, (String(amount).split('.')[1] ?? '').length));

function columns(unit: string): TableColumn<ExplainedQuarter>[] {
  const text = words.value.settled;
  const from = ({ delivery, readings }: ExplainedQuarter): string => {
    if (delivery !== null) return text.version(delivery.version, delivery.author, delivery.reason);
    return (readings ?? []).map(({ at, value }) => `${moment(at)}: ${exact(value)}`).join(' · ') || '–';
  };
  return [
    { id: 'start', head: text.quarter, cell: (row) => moment(row.start) },
    { id: 'meter', head: text.meter, cell: (row) => (row.meter === null ? text.others : `${row.meter} · ${row.name ?? ''}`) },
    { id: 'contribution', head: `${text.counts} (${unit})`, key: true, numeric: true, cell: (row) => exact(row.contribution) },
    { id: 'rule', head: text.rule, cell: (row) => text.rules[row.rule] },
    { id: 'from', head: text.from, cell: from },
  ];
}

type Part = { readonly start: string; readonly end: string };

function Shown({ data, go }: { data: Explanation; go: (part: Part) => void }) {
  const text = words.value.settled;
  if (data.quarters.length + data.steps.length === 0) return <p class="says">{text.nothing}</p>;
  if (data.level === 'registers') {
    // What counts for nothing is in the answer of the API; on the screen it only hides the rest.
    const rows = data.quarters.filter((row) => row.contribution !== 0);
    if (rows.length === 0) return <p class="says">{text.nothing}</p>;
    return (
      <>
        <p class="says">{text.sumOf(rows.length)}</p>
        <DataTable caption={text.whyTitle} columns={columns(data.unit)} rows={rows} rowId={(row) => `${row.start} ${row.register ?? ''}`} rowName={(row) => moment(row.start)} />
      </>
    );
  }
  return (
    <>
      <p class="says">{text.stepsOf}</p>
      <DataTable
        caption={text.whyTitle}
        columns={[
          {
            id: 'part',
            head: text.part,
            cell: (step) => (
              <button type="button" class="text-button" onClick={() => go(step)}>
                {moment(step.start)}
              </button>
            ),
          },
          { id: 'amount', head: `${text.counts} (${data.unit})`, key: true, numeric: true, cell: (step) => exact(step.contribution) },
        ]}
        rows={data.steps}
        rowId={(step) => step.start}
        rowName={(step) => moment(step.start)}
      />
    </>
  );
}

function Explained({ path }: { path: string }) {
  const [parts, setParts] = useState<readonly Part[]>([]);
  const last = parts.at(-1);
  const asked = last === undefined ? path : `${path}&start=${encodeURIComponent(last.start)}&end=${encodeURIComponent(last.end)}`;
  const resource: Resource<Explanation> = useResource<Explanation>(asked);
  const { data, problem } = resource;
  if (data === null) return problem ? <ProblemState problem={problem} retry={resource.refetch} /> : <Skeleton shape="rows" />;
  return (
    <>
      <p class="amount">
        {exact(data.value)} {data.unit}
      </p>
      {parts.length > 0 ? (
        <button type="button" class="text-button" onClick={() => setParts(parts.slice(0, -1))}>
          {words.value.settled.back}
        </button>
      ) : null}
      <Shown data={data} go={({ start, end }) => setParts([...parts, { start, end }])} />
    </>
  );
}

/** @param name of the figure, as the screen calls it
 *  @param path of the API that explains it */
export function Why({ name, path }: { name: string; path: string }) {
  const [open, setOpen] = useState(false);
  const text = words.value.settled;
  return (
    <>
      <button type="button" class="text-button" aria-haspopup="dialog" aria-label={text.whyOf(name)} onClick={() => setOpen(true)}>
        {text.why}
      </button>
      {open ? (
        <Dialog title={text.whyOf(name)} onClose={() => setOpen(false)}>
          <Explained path={path} />
        </Dialog>
      ) : null}
    </>
  );
}
