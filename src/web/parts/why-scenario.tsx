// "Waarom dit getal?" for a figure of a scenario: what was measured, and what each step changes, in the order in which they are applied.
import { useState } from 'preact/hooks';
import type { ScenarioExplanation } from '../../api/shapes-scenarios-explained.ts';
import { formatPercent } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { ProblemState, Skeleton } from './panel.tsx';
import { Chosen, Explained, WhyButton, type WhyChoice, exact } from './why.tsx';
import { ExplainedRoom, NOBODY } from './why-capacity.tsx';
import { ExplainedKg } from './why-history.tsx';

type Part = ScenarioExplanation['parts'][number];
type Step = ScenarioExplanation['steps'][number];
type Go = (path: string) => void;
const MILLIONTH = 1e6;
const rounded = (value: number): string => exact(Math.round(value * MILLIONTH) / MILLIONTH);

function Link({ name, path, go }: { name: string; path: string | null; go: Go }) {
  if (path === null) return <>{name}</>;
  return (
    <button type="button" class="text-button" onClick={() => go(path)}>
      {name}
    </button>
  );
}

interface Line {
  readonly id: string;
  readonly name: string;
  readonly path: string | null;
  readonly contribution: number;
  readonly after: number;
}

function StepsTable({ data, go }: { data: ScenarioExplanation; go: Go }) {
  const text = scenarioWords.value;
  const { base, steps } = data;
  const first: Line[] = base === null ? [] : [{ id: 'base', name: text.base, path: base.explain, contribution: base.value, after: base.value }];
  const lines = [
    ...first,
    ...steps.map((step: Step): Line => ({ id: String(step.at), name: text.kinds[step.kind], path: null, contribution: step.contribution, after: step.after })),
  ];
  const columns: TableColumn<Line>[] = [
    { id: 'step', head: text.why.step, cell: (line) => <Link name={line.name} path={line.path} go={go} /> },
    { id: 'after', head: text.why.after, numeric: true, cell: (line) => exact(line.after) },
    { id: 'contribution', head: `${words.value.settled.counts} (${text.why.units[data.unit]})`, key: true, numeric: true, cell: (line) => exact(line.contribution) },
  ];
  return <DataTable caption={words.value.settled.whyTitle} columns={columns} rows={lines} rowId={({ id }) => id} rowName={({ name }) => name} />;
}

function PartsTable({ data, go }: { data: ScenarioExplanation; go: Go }) {
  const { why } = scenarioWords.value;
  const name = ({ field }: Part): string => why.fields[field] ?? field;
  const rows = data.parts.map((part, at) => ({ ...part, at }));
  const columns: TableColumn<Part>[] = [
    { id: 'part', head: words.value.settled.part, cell: (part) => <Link name={name(part)} path={part.explain} go={go} /> },
    { id: 'role', head: words.value.settled.role, cell: (part) => why.roles[part.role] },
    {
      id: 'value',
      head: words.value.settled.amount,
      key: true,
      numeric: true,
      cell: ({ weight, value }) => (weight === 1 ? rounded(value) : `${rounded(weight)} × ${rounded(value)}`),
    },
  ];
  return <DataTable caption={words.value.settled.whyTitle} columns={columns} rows={rows} rowId={({ at }) => String(at)} rowName={name} />;
}

/** What was measured is explained as its own screen explains it. */
function Measured({ path }: { path: string }) {
  if (path.includes('/capacity/')) return <ExplainedRoom path={api(path)} companies={NOBODY} />;
  return path.includes('/emissions/') ? <ExplainedKg path={api(path)} /> : <Explained path={api(path)} />;
}

function OfScenario({ path, go }: { path: string; go: Go }) {
  const { data, problem, refetch } = useResource<ScenarioExplanation>(api(path));
  const { why } = scenarioWords.value;
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  const nothing = data.level === 'sum' && data.parts.length === 0;
  return (
    <>
      <p class="amount">{data.unit === 'share' ? formatPercent(lang.value, data.value) : `${exact(data.value)} ${why.units[data.unit]}`}</p>
      <p class="says">{nothing ? words.value.settled.nothing : why.levels[data.level]}</p>
      {data.level === 'steps' || data.level === 'base' ? <StepsTable data={data} go={go} /> : null}
      {data.parts.length === 0 ? null : <PartsTable data={data} go={go} />}
      <p class="small second">{scenarioWords.value.parameters(data.parameters.hash)}</p>
    </>
  );
}

/** @param path below /api/v1 that explains a figure of a scenario */
function Looked({ path }: { path: string }) {
  const [further, setFurther] = useState<readonly string[]>([]);
  const current = further.at(-1) ?? path;
  return (
    <>
      {further.length > 0 ? (
        <button type="button" class="text-button" onClick={() => setFurther(further.slice(0, -1))}>
          {words.value.settled.back}
        </button>
      ) : null}
      {current.startsWith('/scenarios/') ? <OfScenario key={current} path={current} go={(next) => setFurther([...further, next])} /> : <Measured key={current} path={current} />}
    </>
  );
}

/** @param choices figures with their paths below /api/v1 */
export function WhyScenario({ choices }: { choices: readonly WhyChoice[] }) {
  if (choices.length === 0) return null;
  return (
    <WhyButton name={scenarioWords.value.result}>
      <Chosen choices={choices} shown={(path) => <Looked key={path} path={path} />} />
    </WhyButton>
  );
}
