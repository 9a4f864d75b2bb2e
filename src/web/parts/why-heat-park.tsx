// "Waarom dit getal?" for the heat of a park as a whole: the links that pay together, and the pinch by stream and stretch of temperature.
import type { HeatParkExplanation } from '../../api/shapes-heat-park-explained.ts';
import { formatNumber } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { heatExplainedWords } from '../state/heat-explained-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable } from './data-table.tsx';
import { Chosen, type Turn, Turning, WhyButton, exact } from './why.tsx';

type Go = (turn: Turn) => void;
const nameOf = (field: string): string => heatExplainedWords.value.park.fields[field] ?? heatExplainedWords.value.fields[field] ?? field;
const celsius = (value: number): string => formatNumber(lang.value, value, Number.isInteger(value) ? 0 : 1);
const unrounded = (value: number): string => formatNumber(lang.value, value, Math.min(17, (String(value).split('.')[1] ?? '').length));

/** Where a route of the same place turns to; null: it is a route of another. */
function turnOf(explain: string | null): Turn | null {
  const [path = '', query] = (explain ?? '').split('?');
  if (!path.startsWith('/parks/')) return null;
  const asked = new URLSearchParams(query);
  const [field, port, link] = [asked.get('field') ?? '', asked.get('port'), asked.get('link')];
  if (port !== null) return { field, port };
  return link === null ? { field } : { field, link };
}

function Named({ name, explain, match, go }: { name: string; explain: string | null; match: string | null; go: Go }) {
  const turn = turnOf(explain);
  if (turn !== null)
    return (
      <button type="button" class="text-button" onClick={() => go(turn)}>
        {name}
      </button>
    );
  return match === null ? <>{name}</> : <a href={`/warmte/${match}`}>{name}</a>;
}

function Rows({ data, go }: { data: HeatParkExplanation; go: Go }) {
  return (
    <DataTable
      caption={words.value.settled.whyTitle}
      columns={[
        { id: 'name', head: heatExplainedWords.value.park.row, cell: (row) => <Named {...row} go={go} /> },
        { id: 'amount', head: words.value.settled.counts, key: true, numeric: true, cell: (row) => exact(row.contribution) },
      ]}
      rows={data.rows}
      rowId={(row) => row.match ?? String(row.port)}
      rowName={(row) => row.name}
    />
  );
}

function Intervals({ data }: { data: HeatParkExplanation }) {
  const text = heatExplainedWords.value.park;
  type Row = HeatParkExplanation['intervals'][number];
  const between = ({ topC, bottomC }: Row): string => `${celsius(topC)} – ${celsius(bottomC)}`;
  return (
    <DataTable
      caption={words.value.settled.whyTitle}
      columns={[
        { id: 'between', head: text.between, cell: between },
        { id: 'streams', head: text.streams, cell: (row) => row.streams.map(({ name, kw }) => `${name}: ${formatNumber(lang.value, kw, 1)}`).join(' · ') },
        { id: 'kw', head: `${words.value.settled.counts} (kW)`, key: true, numeric: true, cell: (row) => exact(row.contribution) },
      ]}
      rows={data.intervals}
      rowId={between}
      rowName={between}
    />
  );
}

function Parts({ data, go }: { data: HeatParkExplanation; go: Go }) {
  return (
    <DataTable
      caption={words.value.settled.whyTitle}
      columns={[
        {
          id: 'part',
          head: words.value.settled.part,
          cell: ({ by, field, explain }) => (
            <>
              {by === null ? '' : `${nameOf(by.field)} × `}
              <Named name={nameOf(field)} explain={explain} match={null} go={go} />
            </>
          ),
        },
        { id: 'role', head: words.value.settled.role, cell: (part) => heatExplainedWords.value.roles[part.role] },
        {
          id: 'value',
          head: words.value.settled.amount,
          key: true,
          numeric: true,
          cell: (part) => (part.weight === 1 ? unrounded(part.value) : `${unrounded(part.weight)} × ${unrounded(part.value)}`),
        },
      ]}
      rows={data.parts}
      rowId={(part) => part.field}
      rowName={(part) => nameOf(part.field)}
    />
  );
}

function Shown({ data, go }: { data: HeatParkExplanation; go: Go }) {
  const text = heatExplainedWords.value;
  const { level } = data;
  const nothing = level !== 'together' && data.rows.length + data.intervals.length + data.parts.length === 0;
  const how = level === 'rows' || level === 'intervals' || level === 'together' ? text.park[level] : text.levels[level];
  return (
    <>
      <p class="says">
        {nothing ? words.value.settled.nothing : how} {data.added === null ? '' : `${text.park.added}: ${exact(data.added)} ${data.unit}.`}
      </p>
      {data.rows.length === 0 ? null : <Rows data={data} go={go} />}
      {data.intervals.length === 0 ? null : <Intervals data={data} />}
      {data.parts.length === 0 ? null : <Parts data={data} go={go} />}
    </>
  );
}

const UNITS: Readonly<Partial<Record<HeatParkExplanation['unit'], string>>> = { m3: 'm³', '1': '' };

/** @param path of the route that has the figures, below /api/v1; query: what is asked of all of them */
export function WhyHeatPark({ name, path, query, fields }: { name: string; path: string; query: string; fields: readonly string[] }) {
  const choices = fields.map((field) => ({ name: nameOf(field), path: api(`${path}/explain?${query}field=${field}`) }));
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(chosen) => (
          <Turning<HeatParkExplanation>
            key={chosen}
            path={chosen}
            valueText={(data) => `${exact(data.value)} ${UNITS[data.unit] ?? data.unit}`}
            shown={(data, go) => <Shown data={data} go={go} />}
          />
        )}
      />
    </WhyButton>
  );
}
