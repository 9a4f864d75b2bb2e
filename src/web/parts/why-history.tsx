// "Waarom dit getal?" for why emissions changed and the way to the goal: by carrier, by year, and down to months and factors.
import type { EmissionsExplanation } from '../../api/shapes-emissions-explained.ts';
import { formatPercent } from '../../charts/formats.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { explainedWords } from '../state/explained-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Co2Terms, nameOf, unitOf } from './why-co2.tsx';
import { Chosen, type Turn, Turning, WhyButton, type WhyChoice, exact } from './why.tsx';

type Carrier = EmissionsExplanation['carriers'][number];
type Part = EmissionsExplanation['parts'][number];
/** What was divided, without the noise behind its sixth decimal. */
const rounded = (value: number): string => exact(Math.round(value * 1e6) / 1e6);
/** Connections that are named as not compared. */
const NAMED_MAX = 12;

function carrierColumns(): TableColumn<Carrier>[] {
  const text = explainedWords.value.history;
  const period = ({ amount, kgPerUnit }: Carrier['base'], unit: string): string => `${exact(amount)} ${unitOf(unit)} × ${text.perUnit(rounded(kgPerUnit), unitOf(unit))}`;
  return [
    { id: 'subject', head: co2Texts.value.whyWhat, cell: (row) => nameOf(row.subject) },
    { id: 'base', head: text.base, numeric: true, cell: (row) => period(row.base, row.unit) },
    { id: 'now', head: text.now, numeric: true, cell: (row) => period(row.now, row.unit) },
    { id: 'list', head: co2Texts.value.list, cell: (row) => [...new Set([...row.base.lists, ...row.now.lists])].join(', ') },
    { id: 'kg', head: 'kg', key: true, numeric: true, cell: (row) => exact(row.contribution) },
  ];
}

function nameOfPart({ field, year }: Pick<Part, 'field' | 'year'>): string {
  const name = explainedWords.value.history.fields[field] ?? field;
  return year === null ? name : `${name} ${year}`;
}

function PartName({ part, go }: { part: Part; go: (turn: Turn) => void }) {
  if (part.explain === null) return <>{nameOfPart(part)}</>;
  const turn = part.year === null ? { field: part.field } : { field: part.field, year: String(part.year) };
  return (
    <button type="button" class="text-button" onClick={() => go(turn)}>
      {nameOfPart(part)}
    </button>
  );
}

function Parts({ parts, go, weighed }: { parts: readonly Part[]; go: (turn: Turn) => void; weighed: boolean }) {
  const text = explainedWords.value.history;
  return (
    <DataTable
      caption={text.parts}
      columns={[
        { id: 'part', head: words.value.settled.part, cell: (part) => <PartName part={part} go={go} /> },
        ...(weighed ? [{ id: 'weight', head: text.counts, numeric: true, cell: (part: Part) => `${exact(part.weight)} ×` }] : []),
        { id: 'value', head: words.value.settled.amount, key: true, numeric: true, cell: (part) => exact(part.value) },
      ]}
      rows={parts}
      rowId={(part) => `${part.field} ${part.year ?? ''}`}
      rowName={nameOfPart}
    />
  );
}

function Compared({ connections }: { connections: NonNullable<EmissionsExplanation['connections']> }) {
  const text = explainedWords.value.history;
  const percent = (share: number): string => formatPercent(lang.value, Math.min(share, 1));
  const others = connections.items.filter((one) => !one.alike).map((one) => text.connection(one.connection, percent(one.baseShare), percent(one.nowShare)));
  const named = others.length > NAMED_MAX ? [...others.slice(0, NAMED_MAX), '…'] : others;
  return (
    <p class="says">
      {text.alike(connections.alike, connections.of)} {others.length === 0 ? null : text.unlike(named.join(', '))}
    </p>
  );
}

function Shown({ data, go }: { data: EmissionsExplanation; go: (turn: Turn) => void }) {
  const text = explainedWords.value.history;
  if (data.level === 'terms') return data.terms.some((term) => term.subject === 'together') ? <p class="says">{text.together}</p> : <Co2Terms data={data} />;
  if (data.level !== 'carriers')
    return (
      <>
        <p class="says">{text.levels[data.level]}</p>
        <Parts parts={data.parts} go={go} weighed={data.level === 'sum'} />
      </>
    );
  const mean = data.carriers[0]?.meanKgPerKwh ?? null;
  return (
    <>
      <p class="says">
        {text.rules[data.field.replace('decomposition.', '')]} {data.field === 'decomposition.activityKg' && mean !== null ? text.mean(rounded(mean)) : null}
      </p>
      <DataTable caption={text.carriers} columns={carrierColumns()} rows={data.carriers} rowId={(row) => row.subject} rowName={(row) => nameOf(row.subject)} />
      {data.connections === null ? null : <Compared connections={data.connections} />}
      <p class="says">{text.grounds}</p>
      <Parts parts={data.parts} go={go} weighed={false} />
    </>
  );
}

export function ExplainedKg({ path }: { path: string }) {
  return (
    <Turning<EmissionsExplanation>
      path={path}
      valueText={(data) => (data.unit === 'ratio' ? formatPercent(lang.value, data.value) : `${exact(data.value)} kg`)}
      shown={(data, go) => <Shown data={data} go={go} />}
    />
  );
}

/** @param name of the panel
 *  @param choices its figures, each with the path that explains it */
export function WhyHistory({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      <Chosen choices={choices} shown={(path) => <ExplainedKg key={path} path={path} />} />
    </WhyButton>
  );
}
