// "Waarom dit getal?" for kilograms of CO2: amount times factor, month by month, and what the amounts are sums of.
import type { EmissionsExplanation } from '../../api/shapes-emissions-explained.ts';
import { formatMonth } from '../../charts/formats.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { ProblemState, Skeleton } from './panel.tsx';
import { WhyButton, exact } from './why.tsx';

type Term = EmissionsExplanation['terms'][number];
type Use = EmissionsExplanation['uses'][number];

const month = (at: string): string => formatMonth(lang.value, Date.parse(at));
export const unitOf = (unit: string): string => (unit === 'm3' ? 'm³' : unit);
export const nameOf = (subject: string): string => Object.entries(co2Texts.value.subjects).find(([name]) => name === subject)?.[1] ?? co2Texts.value.avoidedBy[subject] ?? subject;

function termColumns(): TableColumn<Term>[] {
  const text = co2Texts.value;
  return [
    { id: 'month', head: text.whyMonth, cell: (row) => month(row.start) },
    { id: 'subject', head: text.whyWhat, cell: (row) => nameOf(row.subject) },
    { id: 'amount', head: text.whyAmount, numeric: true, cell: (row) => (row.amount === null ? text.secret : `${exact(row.amount)} ${unitOf(row.unit)}`) },
    { id: 'factor', head: text.factor, cell: (row) => (row.factor === null ? '–' : `× ${exact(row.factor.kg)} kg (${row.factor.list})`) },
    { id: 'kg', head: 'kg', key: true, numeric: true, cell: (row) => exact(row.contribution) },
  ];
}

function madeColumns(): TableColumn<Use>[] {
  const text = co2Texts.value;
  const part = ({ field, figure, weight, value }: Use['made'][number]): string => {
    const what = field === null ? text.whyFigure(figure) : (text.whyFields[field.replace(/Kwh|M3/, '')] ?? field);
    return `${weight === 1 ? '' : weight === -1 ? '− ' : `${exact(weight)} × `}${exact(value)} (${what})`;
  };
  return [
    { id: 'month', head: text.whyMonth, cell: (row) => month(row.start) },
    { id: 'subject', head: text.whyWhat, cell: (row) => nameOf(row.subject) },
    { id: 'amount', head: text.whyAmount, key: true, numeric: true, cell: (row) => `${exact(row.amount)} ${unitOf(row.unit)}` },
    {
      id: 'made',
      head: text.whyMade,
      cell: (row) =>
        row.made
          .filter((one, index) => index === 0 || one.value !== 0)
          .map(part)
          .join(' '),
    },
  ];
}

/** Amounts times factors, and below them what the amounts are made of. */
export function Co2Terms({ data }: { data: Pick<EmissionsExplanation, 'terms' | 'uses'> }) {
  const text = co2Texts.value;
  return (
    <>
      {data.terms.length === 0 ? <p class="says">{text.whyNothing}</p> : <p class="says">{text.whySum(data.terms.length)}</p>}
      {data.terms.length === 0 ? null : (
        <DataTable
          caption={text.whyTerms}
          columns={termColumns()}
          rows={data.terms}
          rowId={(row) => `${row.start} ${row.subject} ${row.factor?.code ?? ''} ${row.factor?.list ?? ''}`}
          rowName={(row) => `${nameOf(row.subject)}, ${month(row.start)}`}
        />
      )}
      {data.uses.length === 0 ? null : (
        <>
          <p class="says">{text.whyUses}</p>
          <DataTable
            caption={text.whyMade}
            columns={madeColumns()}
            rows={data.uses}
            rowId={(row) => `${row.start} ${row.subject}`}
            rowName={(row) => `${nameOf(row.subject)}, ${month(row.start)}`}
          />
        </>
      )}
    </>
  );
}

function Explained({ path }: { path: string }) {
  const { data, problem, refetch } = useResource<EmissionsExplanation>(path);
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  return (
    <>
      <p class="amount">{`${exact(data.value)} kg`}</p>
      <Co2Terms data={data} />
    </>
  );
}

/** @param name of the figure, as the screen calls it
 *  @param path of the API that explains it */
export function WhyCo2({ name, path }: { name: string; path: string }) {
  return (
    <WhyButton name={name}>
      <Explained path={path} />
    </WhyButton>
  );
}
