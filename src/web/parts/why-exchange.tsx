// "Waarom dit getal?" for who served whom: a cell's months, days, and quarters with the shares that make each.
import type { ExchangeExplanation } from '../../api/shapes-explained.ts';
import { explainedWords } from '../state/explained-words.ts';
import { words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Chosen, QuarterCell, RegistersTable, StepsTable, type Turn, Turning, WhyButton, type WhyChoice, exact, moment } from './why.tsx';

type Share = ExchangeExplanation['shares'][number];
type Part = ExchangeExplanation['parts'][number];

const unitText = (unit: string): string => (unit === 'ratio' ? '' : unit);

function shareColumns(data: ExchangeExplanation, go: (turn: Turn) => void): TableColumn<Share>[] {
  const text = explainedWords.value.exchange;
  return [
    {
      id: 'start',
      head: words.value.settled.quarter,
      cell: (row) => <QuarterCell row={row} of={data} go={go} />,
    },
    { id: 'exchanged', head: text.exchanged, numeric: true, cell: (row) => exact(row.exchangedKwh) },
    { id: 'giver', head: text.giver, numeric: true, cell: (row) => text.of(exact(row.giverKwh), exact(row.allGivenKwh)) },
    { id: 'taker', head: text.taker, numeric: true, cell: (row) => text.of(exact(row.takerKwh), exact(row.allTakenKwh)) },
    { id: 'kwh', head: 'kWh', key: true, numeric: true, cell: (row) => exact(row.contribution) },
  ];
}

function Parts({ data, go }: { data: ExchangeExplanation; go: (turn: Turn) => void }) {
  const text = explainedWords.value.exchange;
  const name = ({ field }: Part): string => text.fields[field] ?? field;
  return (
    <DataTable
      caption={text.parts}
      columns={[
        {
          id: 'part',
          head: words.value.settled.part,
          cell: (part) =>
            part.explain === null ? (
              name(part)
            ) : (
              <button type="button" class="text-button" onClick={() => go({ field: part.field })}>
                {name(part)}
              </button>
            ),
        },
        { id: 'value', head: words.value.settled.amount, key: true, numeric: true, cell: (part) => exact(part.value) },
      ]}
      rows={data.parts}
      rowId={(part) => part.field}
      rowName={name}
    />
  );
}

function Shown({ data, go }: { data: ExchangeExplanation; go: (turn: Turn) => void }) {
  const text = explainedWords.value.exchange;
  if (data.level === 'steps') return data.steps.length === 0 ? <p class="says">{words.value.settled.nothing}</p> : <StepsTable steps={data.steps} unit={data.unit} go={go} />;
  if (data.level === 'registers') return <RegistersTable rows={data.quarters.filter((row) => row.contribution !== 0)} unit={data.unit} caption={text.parts} />;
  if (data.level !== 'shares')
    return (
      <>
        <p class="says">{text.levels[data.level]}</p>
        <Parts data={data} go={go} />
      </>
    );
  if (data.shares.length === 0) return <p class="says">{words.value.settled.nothing}</p>;
  return (
    <>
      <p class="says">{text.rule}</p>
      <DataTable caption={text.shares} columns={shareColumns(data, go)} rows={data.shares} rowId={(row) => row.start} rowName={(row) => moment(row.start)} />
      {data.giverQuarters.length === 0 ? null : (
        <>
          <p class="says">{text.giverRegisters}</p>
          <RegistersTable rows={data.giverQuarters} unit="kWh" caption={text.giverRegisters} />
        </>
      )}
      {data.takerQuarters.length === 0 ? null : (
        <>
          <p class="says">{text.takerRegisters}</p>
          <RegistersTable rows={data.takerQuarters} unit="kWh" caption={text.takerRegisters} />
        </>
      )}
    </>
  );
}

function Explained({ path }: { path: string }) {
  return <Turning<ExchangeExplanation> path={path} valueText={(data) => `${exact(data.value)} ${unitText(data.unit)}`} shown={(data, go) => <Shown data={data} go={go} />} />;
}

/** @param name of the cell, as the screen calls it
 *  @param choices its kWh, EUR and CO2 */
export function WhyExchange({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      <Chosen choices={choices} shown={(path) => <Explained key={path} path={path} />} />
    </WhyButton>
  );
}
