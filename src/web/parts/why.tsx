// "Waarom dit getal?": a button beside a figure that opens what it is the sum of.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ExplainedQuarter, Explanation } from '../../api/shapes-settled.ts';
import { formatMoment, formatNumber, formatPercent } from '../../charts/formats.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemState, Skeleton } from './panel.tsx';

export const moment = (at: string): string => formatMoment(lang.value, Date.parse(at), 0);
/** To the last millionth, so that a reader can add them up. */
export const exact = (amount: number): string => formatNumber(lang.value, amount, Math.min(6, (String(amount).split('.')[1] ?? '').length));

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

/** What is asked for next: a part of the period, one of the sums of a ratio, or a figure of one year or one meter. */
export type Turn =
  | { readonly start: string; readonly end: string }
  | { readonly field: string }
  | { readonly field: string; readonly year: string }
  | { readonly field: string; readonly draw: string }
  | { readonly field: string; readonly port: string }
  | { readonly field: string; readonly link: string }
  | { readonly field: string; readonly meter: string }
  | { readonly field: string; readonly source: string; readonly target: string };
/** A figure that the reader may choose among others. */
export interface WhyChoice {
  readonly name: string;
  readonly path: string;
}

function turned(path: string, turns: readonly Turn[]): string {
  const [place = '', query] = path.split('?');
  const asked = new URLSearchParams(query);
  for (const turn of turns) for (const [name, value] of Object.entries(turn)) asked.set(name, value);
  return `${place}?${asked}`;
}

function Ratio({ data, go }: { data: Explanation; go: (turn: Turn) => void }) {
  const text = words.value.settled;
  return (
    <>
      <p class="says">{text.ratioOf}</p>
      <DataTable
        caption={text.whyTitle}
        columns={[
          {
            id: 'part',
            head: text.part,
            cell: ({ field, role }) => (
              <button type="button" class="text-button" onClick={() => go({ field })}>
                {text.ratioParts[field.replace('Kwh', '')] ?? text.roles[role]}
              </button>
            ),
          },
          { id: 'role', head: text.role, cell: ({ role }) => text.roles[role] },
          { id: 'amount', head: `${text.amount} (kWh)`, key: true, numeric: true, cell: ({ value }) => exact(value) },
        ]}
        rows={data.parts}
        rowId={({ role }) => role}
        rowName={({ role }) => text.roles[role]}
      />
    </>
  );
}

/** Registers and quarters that add up to a figure.
 *  @param caption told to who cannot see that it stands below the figure */
export function RegistersTable({ rows, unit, caption }: { rows: readonly ExplainedQuarter[]; unit: string; caption: string }) {
  return <DataTable caption={caption} columns={columns(unit)} rows={rows} rowId={(row) => `${row.start} ${row.register ?? ''}`} rowName={(row) => moment(row.start)} />;
}

/** When a row begins, to be looked into further.
 *  @param of the period that is shown: a row that is all of it leads nowhere */
export function QuarterCell({ row, of, go }: { row: { start: string; end: string }; of: { start: string; end: string }; go: (turn: Turn) => void }) {
  if (row.start === of.start && row.end === of.end) return <>{moment(row.start)}</>;
  return (
    <button type="button" class="text-button" onClick={() => go({ start: row.start, end: row.end })}>
      {moment(row.start)}
    </button>
  );
}

/** When a part begins, to be looked into; go null: there is nothing further. */
export function PartCell({ part: { start, end }, go }: { part: { start: string; end: string }; go: ((turn: Turn) => void) | null }) {
  if (go === null) return <>{moment(start)}</>;
  return (
    <button type="button" class="text-button" onClick={() => go({ start, end })}>
      {moment(start)}
    </button>
  );
}

/** Parts of a period, each of which is explained further; go null: none is. */
export function StepsTable({ steps, unit, go }: { steps: Explanation['steps']; unit: string; go: ((turn: Turn) => void) | null }) {
  const text = words.value.settled;
  return (
    <DataTable
      caption={text.whyTitle}
      columns={[
        {
          id: 'part',
          head: text.part,
          cell: (step) => <PartCell part={step} go={go} />,
        },
        { id: 'amount', head: `${text.counts} (${unit})`, key: true, numeric: true, cell: (step) => exact(step.contribution) },
      ]}
      rows={steps}
      rowId={(step) => step.start}
      rowName={(step) => moment(step.start)}
    />
  );
}

function Shown({ data, go }: { data: Explanation; go: (turn: Turn) => void }) {
  const text = words.value.settled;
  if (data.level === 'ratio') return <Ratio data={data} go={go} />;
  if (data.quarters.length + data.steps.length === 0) return <p class="says">{text.nothing}</p>;
  if (data.level === 'registers') {
    // What counts for nothing is in the answer of the API; on the screen it only hides the rest.
    const rows = data.quarters.filter((row) => row.contribution !== 0);
    if (rows.length === 0) return <p class="says">{text.nothing}</p>;
    return (
      <>
        <p class="says">{text.sumOf(rows.length)}</p>
        <RegistersTable rows={rows} unit={data.unit} caption={text.whyTitle} />
      </>
    );
  }
  return (
    <>
      <p class="says">{text.stepsOf}</p>
      <StepsTable steps={data.steps} unit={data.unit} go={go} />
    </>
  );
}

/** An explanation whose parts are looked into one after the other, with the way back.
 *  @param valueText the figure with its unit
 *  @param shown what is listed; `go` looks into a part of it */
export function Turning<T extends object>({
  path,
  valueText,
  shown,
}: {
  path: string;
  valueText: (data: T) => string;
  shown: (data: T, go: (turn: Turn) => void) => ComponentChildren;
}) {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const { data, problem, refetch } = useResource<T>(turned(path, turns));
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  return (
    <>
      <p class="amount">{valueText(data)}</p>
      {turns.length > 0 ? (
        <button type="button" class="text-button" onClick={() => setTurns(turns.slice(0, -1))}>
          {words.value.settled.back}
        </button>
      ) : null}
      {shown(data, (turn) => setTurns([...turns, turn]))}
    </>
  );
}

export function Explained({ path }: { path: string }) {
  return (
    <Turning<Explanation>
      path={path}
      valueText={(data) => (data.unit === 'ratio' ? formatPercent(lang.value, data.value) : `${exact(data.value)} ${data.unit}`)}
      shown={(data, go) => <Shown data={data} go={go} />}
    />
  );
}

/** One of several figures, and what explains it.
 *  @param shown makes the explanation of a path */
export function Chosen({ choices, shown }: { choices: readonly WhyChoice[]; shown: (path: string) => ComponentChildren }) {
  const [at, setAt] = useState(0);
  const chosen = choices[at] ?? choices[0];
  return (
    <>
      {choices.length > 1 ? (
        <div class="field">
          <label for="why-figure">{words.value.settled.figure}</label>
          <select id="why-figure" value={String(at)} onChange={(event) => setAt(Number(event.currentTarget.value))}>
            {choices.map(({ name }, index) => (
              <option key={name} value={String(index)}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      {chosen ? shown(chosen.path) : null}
    </>
  );
}

/** The button beside a figure, and the dialog that explains it.
 *  @param name of the figure, as the screen calls it */
export function WhyButton({ name, children }: { name: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const text = words.value.settled;
  return (
    <>
      <button type="button" class="text-button" aria-haspopup="dialog" aria-label={text.whyOf(name)} onClick={() => setOpen(true)}>
        {text.why}
      </button>
      {open ? (
        <Dialog title={text.whyOf(name)} onClose={() => setOpen(false)}>
          {children}
        </Dialog>
      ) : null}
    </>
  );
}

/** @param path of the API that explains it, or several to choose from */
export function Why({ name, path }: { name: string; path: string | readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      {typeof path === 'string' ? <Explained path={path} /> : <Chosen choices={path} shown={(chosen) => <Explained key={chosen} path={chosen} />} />}
    </WhyButton>
  );
}
