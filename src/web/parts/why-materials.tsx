// "Waarom dit getal?" for figures about materials: the streams, loads, products and assumptions that they are made of.
import { useState } from 'preact/hooks';
import type { MaterialExplanation } from '../../api/shapes-materials-explained.ts';
import { formatNumber } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { whyMaterialWords } from '../state/why-material-words.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { ProblemState, Skeleton } from './panel.tsx';
import { Chosen, WhyButton, type WhyChoice, exact } from './why.tsx';

type Part = MaterialExplanation['parts'][number];
const DIGITS_MAX = 17;
const MILLIONTH = 1e6;

const rounded = (value: number): string => exact(Math.round(value * MILLIONTH) / MILLIONTH);
/** What is multiplied gives the figure only with all its digits. */
const unrounded = (value: number): string => formatNumber(lang.value, value, Math.min(DIGITS_MAX, (String(value).split('.')[1] ?? '').length));

/** recyclingShare.part and supply.herfindahl are named by what stands behind the point. */
function fieldName(field: string): string {
  const { fields, month } = whyMaterialWords.value;
  if (field.startsWith('month.')) return month(Number(field.slice('month.'.length)));
  return fields[field] ?? fields[field.split('.').at(-1) ?? ''] ?? field;
}

function partName({ field, name, stream }: Part): string {
  const text = whyMaterialWords.value;
  return [fieldName(field), name, stream === null ? null : text.stream(stream)].filter((one) => one !== null).join(' · ');
}

/** Some lead to what is no explanation, as the quarters of a meter. */
const nextOf = ({ explain }: Part): string | null => (explain?.includes('/explain?') ? explain : null);

function PartsTable({ data, go }: { data: MaterialExplanation; go: (path: string) => void }) {
  const text = whyMaterialWords.value;
  const digits = data.level === 'product' ? unrounded : rounded;
  const weighed = data.parts.some((part) => part.weight !== 1);
  const columns: TableColumn<Part>[] = [
    {
      id: 'part',
      head: words.value.settled.part,
      cell: (part) => {
        const next = nextOf(part);
        if (next === null) return partName(part);
        return (
          <button type="button" class="text-button" onClick={() => go(next)}>
            {partName(part)}
          </button>
        );
      },
    },
    { id: 'role', head: words.value.settled.role, cell: (part) => text.roles[part.role] },
    ...(weighed ? [{ id: 'weight', head: text.weight, numeric: true, cell: (part: Part) => `${rounded(part.weight)} ×` }] : []),
    { id: 'value', head: words.value.settled.amount, key: true, numeric: true, cell: (part) => digits(part.value) },
  ];
  const rows = data.parts.map((part, at) => ({ ...part, at }));
  return <DataTable caption={words.value.settled.whyTitle} columns={columns} rows={rows} rowId={({ at }) => String(at)} rowName={partName} />;
}

function Looked({ path }: { path: string }) {
  const [further, setFurther] = useState<readonly string[]>([]);
  const { data, problem, refetch } = useResource<MaterialExplanation>(api(further.at(-1) ?? path));
  const text = whyMaterialWords.value;
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  const value = data.unit === 'share' ? `${rounded(data.value * 100)} %` : `${exact(data.value)} ${text.units[data.unit]}`.trim();
  const { edition, hash, source } = data.parameters;
  return (
    <>
      <p class="amount">{value}</p>
      {further.length > 0 ? (
        <button type="button" class="text-button" onClick={() => setFurther(further.slice(0, -1))}>
          {words.value.settled.back}
        </button>
      ) : null}
      <p class="says">{data.parts.length === 0 ? words.value.settled.nothing : text.levels[data.level]}</p>
      {data.parts.length === 0 ? null : <PartsTable data={data} go={(next) => setFurther([...further, next])} />}
      <p class="small second">{text.book(edition, hash, source)}</p>
    </>
  );
}

/** @param choices figures with their paths below /api/v1 */
export function WhyMaterials({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  if (choices.length === 0) return null;
  return (
    <WhyButton name={name}>
      <Chosen choices={choices} shown={(path) => <Looked key={path} path={path} />} />
    </WhyButton>
  );
}
