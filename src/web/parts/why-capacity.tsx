// "Waarom dit getal?" for room on the grid: quarters, runs above the limit, coalitions and days, down to registers and rights.
import { useState } from 'preact/hooks';
import type { CapacityExplanation } from '../../api/shapes-capacity.ts';
import { formatPercent } from '../../charts/formats.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { DataTable } from './data-table.tsx';
import { ProblemState, Skeleton } from './panel.tsx';
import { type Figure, type Inside, Listed, type Names, type Shown, type Together, nameOfPart, orDash } from './why-capacity-lists.tsx';
import { Chosen, RegistersTable, Turning, WhyButton, type WhyChoice, exact, moment } from './why.tsx';

function valueText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  const text = explainedWords.value.room;
  if (value === null) return '–';
  if (unit === 'yes-no') return value === 1 ? text.yesNo.yes : text.yesNo.no;
  return unit === 'share' ? formatPercent(lang.value, value) : `${exact(value)} ${text.units[unit]}`;
}

function FigureShown(shown: Shown) {
  const text = explainedWords.value.room;
  const { level, rank, of, before, equal } = shown.data;
  return (
    <>
      <p class="says">
        {text.levels[level]}{' '}
        {rank === null || of === null || before === null || equal === null ? null : text.rank({ rank: exact(rank), of: exact(of), before: exact(before), equal: exact(equal) })}
      </p>
      <Listed {...shown} />
    </>
  );
}

/** The registers behind the power of one quarter, and the rights that add up to its limit. */
export function ExplainedQuarterOfRoom({ path, companies }: { path: string; companies: Names }) {
  const { data, problem, refetch } = useResource<CapacityExplanation>(path);
  const text = explainedWords.value.room;
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  type Right = CapacityExplanation['limits'][number];
  const named = ({ of, connection, group, company }: Right): string => {
    if (of === 'others') return text.others;
    if (group !== null) return text.group(group);
    const name = company === null ? null : (companies.get(company) ?? null);
    return [explainedWords.value.figures.connection(connection ?? 0), name].filter((one) => one !== null).join(' · ');
  };
  return (
    <>
      <p class="amount">{data.usageKw === null ? '–' : `${exact(data.usageKw)} kW`}</p>
      <p class="says">{`${moment(data.start)}. ${explainedWords.value.statement.registers}.`}</p>
      <RegistersTable rows={data.quarters.filter((row) => row.contribution !== 0)} unit="kW" caption={words.value.settled.whyTitle} />
      {data.limits.length === 0 ? null : (
        <>
          <p class="says">{`${text.limits}${data.limitKw === null ? '' : `: ${exact(data.limitKw)} kW`}.`}</p>
          <DataTable
            caption={text.limits}
            columns={[
              { id: 'right', head: text.right, cell: named },
              { id: 'kw', head: text.limit, key: true, numeric: true, cell: (right) => orDash(right.kw) },
            ]}
            rows={data.limits}
            rowId={(right) => `${right.of} ${right.connection ?? right.group ?? ''}`}
            rowName={named}
          />
        </>
      )}
    </>
  );
}

/** What each member of a group brings to a quarter; behind each that this reader may look into are its registers. */
function MembersOfQuarter({ quarter, companies, into }: { quarter: Together; companies: Names; into: (where: Inside) => void }) {
  const text = explainedWords.value.room;
  type Member = Together['members'][number];
  const named = ({ connection, company }: Member): string =>
    [companies.get(company), explainedWords.value.figures.connection(connection)].filter((one) => one !== undefined).join(' · ');
  const cell = (one: Member) => {
    const { explain } = one;
    if (explain === null) return named(one);
    return (
      <button type="button" class="text-button" onClick={() => into(explain)}>
        {named(one)}
      </button>
    );
  };
  return (
    <>
      <p class="amount">{`${orDash(quarter.usageKw)} kW`}</p>
      <p class="says">{`${quarter.start === null ? '' : `${moment(quarter.start)}. `}${text.members}`}</p>
      <DataTable
        caption={words.value.settled.whyTitle}
        columns={[
          { id: 'member', head: words.value.capacity.member, cell },
          { id: 'usage', head: text.usage, key: true, numeric: true, cell: (one) => exact(one.usageKw) },
        ]}
        rows={quarter.members}
        rowId={(one) => String(one.connection)}
        rowName={named}
      />
    </>
  );
}

export function ExplainedRoom({ path, companies }: { path: string; companies: Names }) {
  // From the list inwards: a quarter of a group, then one member in it.
  const [way, setWay] = useState<readonly Inside[]>([]);
  const into = (where: Inside): void => setWay([...way, where]);
  const inside = way.at(-1);
  return (
    <>
      {inside === undefined ? null : (
        <>
          <button type="button" class="text-button" onClick={() => setWay(way.slice(0, -1))}>
            {words.value.settled.back}
          </button>
          {typeof inside === 'string' ? (
            <ExplainedQuarterOfRoom path={api(inside)} companies={companies} />
          ) : (
            <MembersOfQuarter quarter={inside} companies={companies} into={into} />
          )}
        </>
      )}
      {/* Stays where it was, so that the way back leads there. */}
      <div hidden={inside !== undefined}>
        <Turning<Figure> path={path} valueText={valueText} shown={(data, go) => <FigureShown data={data} path={path} companies={companies} go={go} into={into} />} />
      </div>
    </>
  );
}

export const NOBODY: Names = new Map();

/** Figures of one question, by their names in the API.
 *  @param path that explains them, but for the field */
export const choicesOf = (path: string, fields: readonly string[]): WhyChoice[] => fields.map((field) => ({ name: nameOfPart(field), path: `${path}&field=${field}` }));

/** @param choices figures, each with the path that explains it; of `…/capacity/explain` one quarter
 *  @param companies names of those that may stand in what is listed */
export function WhyCapacity({ name, choices, companies = NOBODY }: { name: string; choices: readonly WhyChoice[]; companies?: Names }) {
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(path) =>
          path.includes('/capacity/explain?') ? (
            <ExplainedQuarterOfRoom key={path} path={path} companies={companies} />
          ) : (
            <ExplainedRoom key={path} path={path} companies={companies} />
          )
        }
      />
    </WhyButton>
  );
}
