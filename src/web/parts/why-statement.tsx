// "Waarom dit getal?" for a line of a group's statement: its days and quarters, what the rule made of each, and the limit that held.
import type { StatementExplanation } from '../../api/shapes-explained.ts';
import { explainedWords } from '../state/explained-words.ts';
import { words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Chosen, QuarterCell, RegistersTable, StepsTable, type Turn, Turning, WhyButton, type WhyChoice, exact, moment } from './why.tsx';

type Term = StatementExplanation['terms'][number];
const shown = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : exact(value));

function columns(data: StatementExplanation, go: (turn: Turn) => void): TableColumn<Term>[] {
  const text = explainedWords.value.statement;
  const mine = (term: Term): Term['members'][number] | undefined => term.members.find((one) => one.connection === data.connection);
  return [
    {
      id: 'start',
      head: words.value.settled.quarter,
      cell: (term) => <QuarterCell row={term} of={data} go={go} />,
    },
    { id: 'kw', head: text.kw, numeric: true, cell: (term) => shown(term.kw) },
    { id: 'total', head: text.totalKw, numeric: true, cell: (term) => shown(term.totalKw) },
    { id: 'limit', head: text.limitKw, numeric: true, cell: (term) => shown(term.limitKw) },
    ...(data.connection === null ? [] : [{ id: 'served', head: text.servedKw, numeric: true, cell: (term: Term) => shown(mine(term)?.servedKw) }]),
    { id: 'contribution', head: `${words.value.settled.counts} (${text.units[data.unit]})`, key: true, numeric: true, cell: (term) => exact(term.contribution) },
  ];
}

function Shown({ data, go }: { data: StatementExplanation; go: (turn: Turn) => void }) {
  const text = explainedWords.value.statement;
  return (
    <>
      <p class="says">
        {text.rule(words.value.capacity.rules[data.rule])}
        {data.limits.map((limit) => ` ${text.limit(exact(limit.kw), moment(limit.validFrom), moment(limit.writtenAt))}`)}
      </p>
      {data.terms.length + data.steps.length === 0 ? <p class="says">{words.value.settled.nothing}</p> : null}
      {data.steps.length === 0 ? null : <StepsTable steps={data.steps} unit={text.units[data.unit]} go={go} />}
      {data.terms.length === 0 ? null : (
        <DataTable caption={text.terms} columns={columns(data, go)} rows={data.terms} rowId={(term) => term.start} rowName={(term) => moment(term.start)} />
      )}
      {data.quarters.length === 0 ? null : (
        <>
          <p class="says">{text.registers}</p>
          <RegistersTable rows={data.quarters} unit="kW" caption={text.registers} />
        </>
      )}
    </>
  );
}

function Explained({ path }: { path: string }) {
  const { units } = explainedWords.value.statement;
  return <Turning<StatementExplanation> path={path} valueText={(data) => `${exact(data.value)} ${units[data.unit]}`} shown={(data, go) => <Shown data={data} go={go} />} />;
}

/** @param name of the member, as the screen calls it
 *  @param choices the figures of its line */
export function WhyStatement({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      <Chosen choices={choices} shown={(path) => <Explained key={path} path={path} />} />
    </WhyButton>
  );
}
