// "Waarom dit getal?" for figures of the region today: what each park brings, and what of the park that is the sum of.
import { useState } from 'preact/hooks';
import type { RegionNowExplanation } from '../../api/shapes-now.ts';
import { formatPercent } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { nowWords } from '../state/now-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Explained, Turning, WhyButton, exact } from './why.tsx';

/** What one park brings to one sum. */
interface Sum {
  readonly id: string;
  readonly what: string;
  readonly value: number;
  readonly explain: string | null;
}
/** Of a ratio a park has two sums. */
interface Line {
  readonly park: string;
  readonly name: string;
  readonly sums: readonly Sum[];
}

function linesOf({ rows, parts = [] }: RegionNowExplanation): Line[] {
  const { amount, ratioParts } = words.value.settled;
  const added = rows.flatMap(({ park, name, contribution: value, explain }) => (value === null ? [] : [{ park, name, id: 'sum', what: amount, value, explain }]));
  const divided = parts.map((part) => ({ ...part, id: part.role, what: ratioParts[part.field.replace('Kwh', '')] ?? part.field }));
  const lines = new Map<string, Line>();
  for (const { park, name, ...sum } of [...added, ...divided]) lines.set(park, { park, name, sums: [...(lines.get(park)?.sums ?? []), sum] });
  const most = ({ sums }: Line): number => Math.max(...sums.map(({ value }) => value));
  return [...lines.values()].sort((a, b) => most(b) - most(a) || a.name.localeCompare(b.name));
}

function Shown({ data }: { data: RegionNowExplanation }) {
  const [into, setInto] = useState<{ readonly title: string; readonly path: string } | null>(null);
  const { settled } = words.value;
  const text = nowWords.value.why;
  const lines = linesOf(data);
  if (into !== null)
    return (
      <>
        <button type="button" class="text-button" onClick={() => setInto(null)}>
          {settled.back}
        </button>
        <h3>{into.title}</h3>
        <Explained path={api(into.path)} />
      </>
    );
  if (lines.length === 0) return <p class="says">{text.noPark}</p>;
  const sumColumn = ({ id, what }: Sum, index: number): TableColumn<Line> => ({
    id,
    head: `${what} (kWh)`,
    key: index === 0,
    numeric: true,
    cell: ({ name, sums }) => {
      const { value, explain } = sums[index] ?? { value: 0, explain: null };
      return explain === null ? (
        exact(value)
      ) : (
        <button type="button" class="text-button" onClick={() => setInto({ title: `${name}, ${what}`, path: explain })}>
          {exact(value)}
        </button>
      );
    },
  });
  return (
    <>
      <p class="says">{data.unit === 'ratio' ? text.parksRatio : text.parksSum}</p>
      <DataTable
        caption={text.partsOf}
        columns={[{ id: 'park', head: words.value.region.park, cell: ({ name }) => name }, ...(lines[0]?.sums ?? []).map(sumColumn)]}
        rows={lines}
        rowId={({ park }) => park}
        rowName={({ name }) => name}
      />
    </>
  );
}

/** @param field of the region now, as the API calls it */
export function WhyRegion({ name, field }: { name: string; field: string }) {
  const valueText = ({ value, unit }: RegionNowExplanation): string => (value === null ? '–' : unit === 'ratio' ? formatPercent(lang.value, value) : `${exact(value)} ${unit}`);
  return (
    <WhyButton name={name}>
      <Turning<RegionNowExplanation> path={api(`/region/now/explain?field=${field}`)} valueText={valueText} shown={(data) => <Shown data={data} />} />
    </WhyButton>
  );
}
