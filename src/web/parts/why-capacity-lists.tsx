// What a figure of room on the grid is made of, as tables: quarters, runs above the limit, parts, coalitions, orders, days and nights.
import type { CapacityFigureExplanation } from '../../api/shapes-capacity-explained.ts';
import { formatDate } from '../../charts/formats.ts';
import { explainedWords } from '../state/explained-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { PartCell, StepsTable, type Turn, exact, moment } from './why.tsx';

export type Figure = CapacityFigureExplanation;
export type Names = ReadonlyMap<number, string>;
/** A quarter of a group, by its members. */
export type Together = Figure['quarters'][number] & Required<Pick<Figure['quarters'][number], 'members'>>;
/** What is behind a quarter: a route that says its registers, or its members. */
export type Inside = string | Together;
export interface Shown {
  readonly data: Figure;
  readonly path: string;
  readonly companies: Names;
  readonly go: (turn: Turn) => void;
  /** Looks into a quarter. */
  readonly into: (where: Inside) => void;
}

/** Parts that the same route explains too. */
const LEADING: ReadonlySet<string> = new Set(['kwMax', 'energyKwh', 'eveningKwh', 'measuredKwh', 'ownPeaksKw', 'coincidentKw', 'utilization.share', 'utilization.unusedKw']);

/** Power is a sum times four or a mean: more digits than a millionth are noise. */
const rounded = (value: number): string => exact(Math.round(value * 1e6) / 1e6);
export const orDash = (value: number | null): string => (value === null ? '–' : rounded(value));

export const nameOfPart = (name: string): string => explainedWords.value.room.fields[name] ?? name;

function Quarters({ data, companies, into }: Shown) {
  type Row = Figure['quarters'][number];
  const text = explainedWords.value.room;
  const has = (name: 'usageKw' | 'togetherKw' | 'limitKw' | 'extraKw'): boolean => data.quarters.some((row) => row[name] !== null);
  const ofWhom = ({ company }: Row): string => (company === null ? text.others : (companies.get(company) ?? String(company)));
  const start = (row: Row) => {
    const { start: at, explain, members } = row;
    if (at === null) return '–';
    const inside = members === undefined ? explain : { ...row, members };
    if (inside === null) return moment(at);
    return (
      <button type="button" class="text-button" onClick={() => into(inside)}>
        {moment(at)}
      </button>
    );
  };
  const powers = (['usageKw', 'togetherKw', 'limitKw', 'extraKw'] as const).filter(has);
  const heads = { usageKw: text.usage, togetherKw: text.together, limitKw: text.limit, extraKw: text.extra };
  const columns: TableColumn<Row>[] = [
    { id: 'start', head: words.value.settled.quarter, cell: start },
    ...(data.field === 'ownPeaksKw' ? [{ id: 'company', head: text.company, cell: ofWhom }] : []),
    ...powers.map((name) => ({ id: name, head: heads[name], numeric: true, cell: (row: Row) => orDash(row[name]) })),
    { id: 'contribution', head: explainedWords.value.figures.contribution(text.units[data.unit]), key: true, numeric: true, cell: (row) => exact(row.contribution) },
  ];
  return (
    <DataTable
      caption={explainedWords.value.figures.quarters}
      columns={columns}
      rows={data.quarters}
      rowId={(row) => `${row.start ?? ''} ${row.company ?? ''}`}
      rowName={(row) => (row.start === null ? text.others : moment(row.start))}
    />
  );
}

/** What a published report keeps of a figure has no parts of its period. */
const intoPart = ({ path, go }: Pick<Shown, 'path' | 'go'>): Shown['go'] | null => (path.includes('/reports/') ? null : go);

function Runs({ data, ...asked }: Shown) {
  const text = explainedWords.value;
  return (
    <DataTable
      caption={text.room.fields['violations'] ?? ''}
      columns={[
        {
          id: 'start',
          head: text.figures.stretch,
          cell: (run) => <PartCell part={run} go={intoPart(asked)} />,
        },
        { id: 'quarters', head: text.figures.quarters, numeric: true, cell: (run) => exact(run.quarters) },
        { id: 'max', head: text.room.aboveMax, numeric: true, cell: (run) => exact(run.aboveKwMax) },
        { id: 'contribution', head: text.figures.contribution(text.room.units[data.unit]), key: true, numeric: true, cell: (run) => exact(run.contribution) },
      ]}
      rows={data.runs}
      rowId={(run) => run.start}
      rowName={(run) => moment(run.start)}
    />
  );
}

function Parts({ data, path, go }: Shown) {
  type Part = Figure['parts'][number];
  const text = explainedWords.value;
  // The month of a utilization and the peak of one company are no figures of the same question.
  const leads = ({ name }: Part): boolean => LEADING.has(name) && data.field !== 'months.utilization' && !(name === 'kwMax' && path.includes('company='));
  const roles = { ...text.figures.roles, bound: text.room.bound };
  const weighed = data.parts.some((one) => one.weight !== 1);
  const columns: TableColumn<Part>[] = [
    {
      id: 'part',
      head: words.value.settled.part,
      cell: (one) =>
        leads(one) ? (
          <button type="button" class="text-button" onClick={() => go({ field: one.name })}>
            {nameOfPart(one.name)}
          </button>
        ) : (
          nameOfPart(one.name)
        ),
    },
    { id: 'role', head: text.figures.role, cell: (one) => roles[one.role] },
    ...(weighed ? [{ id: 'weight', head: text.figures.weight, numeric: true, cell: (one: Part) => `${exact(one.weight)} ×` }] : []),
    { id: 'value', head: text.figures.amount, key: true, numeric: true, cell: (one) => rounded(one.value) },
  ];
  return <DataTable caption={text.figures.parts} columns={columns} rows={data.parts} rowId={(one) => one.name} rowName={(one) => nameOfPart(one.name)} />;
}

function Coalitions({ data, companies }: Shown) {
  const text = explainedWords.value;
  const named = ({ others }: Figure['coalitions'][number]): string => others.map((one) => companies.get(one) ?? String(one)).join(', ') || text.room.nobody;
  return (
    <DataTable
      caption={text.figures.parts}
      columns={[
        { id: 'others', head: text.room.others, cell: named },
        { id: 'weight', head: text.figures.weight, numeric: true, cell: (one) => `${rounded(one.weight)} ×` },
        { id: 'without', head: text.room.without, numeric: true, cell: (one) => exact(one.withoutKw) },
        { id: 'with', head: text.room.with, numeric: true, cell: (one) => exact(one.withKw) },
        { id: 'contribution', head: text.figures.contribution('kW'), key: true, numeric: true, cell: (one) => exact(one.contribution) },
      ]}
      rows={data.coalitions}
      rowId={(one) => one.others.join(' ')}
      rowName={named}
    />
  );
}

function Draws({ data }: Shown) {
  const text = explainedWords.value;
  const rows = data.draws.map((one, at) => ({ ...one, order: String(at + 1) }));
  return (
    <DataTable
      caption={text.figures.parts}
      columns={[
        { id: 'order', head: text.room.order, cell: (one) => one.order },
        { id: 'forth', head: text.room.forth, key: true, numeric: true, cell: (one) => rounded(one.forthKw) },
        { id: 'back', head: text.room.back, key: true, numeric: true, cell: (one) => rounded(one.backKw) },
      ]}
      rows={rows}
      rowId={(one) => one.order}
      rowName={(one) => one.order}
    />
  );
}

const dayText = (date: string): string => formatDate(lang.value, Date.parse(`${date}T12:00:00Z`));

function Days({ data }: Shown) {
  const text = words.value.capacity;
  return (
    <DataTable
      caption={text.worstDays}
      columns={[
        { id: 'date', head: text.date, cell: (day) => dayText(day.date) },
        { id: 'quarters', head: text.quartersShort, key: true, numeric: true, cell: (day) => exact(day.quarters) },
        { id: 'kw', head: `${text.shortKw} (kW)`, numeric: true, cell: (day) => exact(day.shortKwMax) },
        { id: 'kwh', head: text.shortKwh, numeric: true, cell: (day) => exact(day.shortKwh) },
      ]}
      rows={data.days}
      rowId={(day) => day.date}
      rowName={(day) => dayText(day.date)}
    />
  );
}

function Nights({ data }: Shown) {
  const text = explainedWords.value.room;
  return (
    <DataTable
      caption={text.levels.nights}
      columns={[
        { id: 'date', head: text.night, cell: (night) => dayText(night.date) },
        { id: 'room', head: text.roomKwh, key: true, numeric: true, cell: (night) => rounded(night.roomKwh) },
        { id: 'needed', head: text.neededKwh, numeric: true, cell: (night) => rounded(night.neededKwh) },
      ]}
      rows={data.nights}
      rowId={(night) => night.date}
      rowName={(night) => dayText(night.date)}
    />
  );
}

export function Listed(shown: Shown) {
  const { data } = shown;
  switch (data.level) {
    case 'quarter':
    case 'quarters':
      return data.quarters.length === 0 ? <p class="says">{words.value.settled.nothing}</p> : <Quarters {...shown} />;
    case 'runs':
      return <Runs {...shown} />;
    case 'steps':
      return <StepsTable steps={data.steps} unit={explainedWords.value.room.units[data.unit]} go={intoPart(shown)} />;
    case 'ratio':
    case 'sum':
    case 'rule':
      return <Parts {...shown} />;
    case 'coalitions':
      return <Coalitions {...shown} />;
    case 'draws':
      return <Draws {...shown} />;
    case 'days':
      return <Days {...shown} />;
    case 'nights':
      return <Nights {...shown} />;
    case 'together':
      return null;
  }
}
