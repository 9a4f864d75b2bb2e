// "Waarom dit getal?" for how sure a figure is: the ends of a band, the uncertainty of emissions, and how much was measured and how.
import type { EmissionsExplanation } from '../../api/shapes-emissions-explained.ts';
import type { ExplainedBand, ExplainedMeasured, Explanation } from '../../api/shapes-settled.ts';
import { doubtWords } from '../state/doubt-words.ts';
import { words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Chosen, Turning, WhyButton, type WhyChoice, exact, moment } from './why.tsx';

/** To the last millionth. */
const whole = (value: number): string => exact(Math.round(value * 1e6) / 1e6);
/** Percents with four decimals: a share to the last millionth. */
export const shareText = (value: number): string => `${exact(Math.round(value * 1e6) / 1e4)} %`;

interface Line {
  readonly name: string;
  readonly value: string;
}

/** Figures beneath each other, each with what it is. */
function Lines({ caption, rows }: { caption: string; rows: readonly Line[] }) {
  const text = doubtWords.value;
  return (
    <DataTable
      caption={caption}
      columns={[
        { id: 'name', head: text.part, cell: (row) => row.name },
        { id: 'value', head: text.value, key: true, numeric: true, cell: (row) => row.value },
      ]}
      rows={rows}
      rowId={(row) => row.name}
      rowName={(row) => row.name}
    />
  );
}

type Stretch = ExplainedBand['stretches'][number];

function Stretches({ stretches }: { stretches: readonly Stretch[] }) {
  const text = doubtWords.value;
  if (stretches.length === 0) return <p class="says">{text.band.noStretches}</p>;
  const named = ({ meter, name }: Stretch): string => (meter === null ? text.others : text.meter(meter, name ?? ''));
  const at = (value: string | null): string => (value === null ? '–' : moment(value));
  return (
    <DataTable
      caption={text.band.stretches}
      columns={[
        { id: 'register', head: text.band.register, cell: named },
        { id: 'from', head: text.band.from, cell: (row) => at(row.start) },
        { id: 'until', head: text.band.until, cell: (row) => at(row.end) },
        { id: 'total', head: text.band.total, numeric: true, cell: (row) => (row.total === null ? '–' : whole(row.total)) },
        { id: 'comparable', head: text.band.comparable, numeric: true, cell: (row) => exact(row.comparable) },
        { id: 'spread', head: text.band.spread, key: true, numeric: true, cell: (row) => whole(Math.sqrt(row.variance)) },
        { id: 'missed', head: text.band.missed, numeric: true, cell: (row) => whole(row.weight * row.missing) },
      ]}
      rows={stretches}
      rowId={(row) => `${row.register ?? ''} ${row.start ?? ''}`}
      rowName={named}
    />
  );
}

function BandShown({ band, value }: { band: ExplainedBand; value: number }) {
  const text = doubtWords.value.band;
  const { margins } = band;
  return (
    <>
      <p class="says">{text.says}</p>
      <Lines
        caption={text.steps}
        rows={[
          { name: text.amount, value: whole(band.amount) },
          ...(margins === null
            ? []
            : [
                { name: text.missing, value: whole(margins.missing) },
                { name: `± ${text.ends}`, value: whole(margins.ends) },
                { name: `± ${text.known}`, value: whole(margins.known) },
                { name: `± ${text.all}`, value: whole(margins.all) },
              ]),
          { name: text.end[band.end], value: whole(value) },
        ]}
      />
      <h3>{text.stretches}</h3>
      <Stretches stretches={band.stretches} />
    </>
  );
}

function Tried({ tried }: { tried: readonly number[] }) {
  const text = doubtWords.value.band;
  if (tried.length === 0) return <p class="says">{text.certain}</p>;
  const rows = tried.map((kw, index) => ({ rank: index + 1, kw }));
  return (
    <>
      <p class="says">{text.tried(exact(tried.length))}</p>
      <DataTable
        caption={text.stretches}
        columns={[
          { id: 'rank', head: text.trial, numeric: true, cell: (row) => exact(row.rank) },
          { id: 'kw', head: text.highest, key: true, numeric: true, cell: (row) => whole(row.kw) },
        ]}
        rows={rows}
        rowId={(row) => String(row.rank)}
        rowName={(row) => String(row.rank)}
      />
    </>
  );
}

type Measured = ExplainedMeasured['lines'][number];

function MeasuredShown({ measured }: { measured: ExplainedMeasured }) {
  const text = doubtWords.value;
  const { flags } = text.measured;
  const named = ({ of, connection, company, park }: Measured): string => {
    if (of === 'withheld') return text.measured.withheld;
    if (connection !== null) return text.connection(connection);
    if (company !== null) return text.company(company);
    return park ?? (of === 'together' ? text.measured.together : text.others);
  };
  // A flag that nobody has would only make the table wide.
  const told = (['C', 'M', 'I', 'E', 'S', 'X'] as const).filter((flag) => measured.lines.some(({ byFlag }) => (byFlag?.[flag] ?? 0) !== 0));
  const columns: TableColumn<Measured>[] = [
    { id: 'who', head: text.measured.who, cell: named },
    ...told.map((flag) => ({ id: flag, head: flags[flag], numeric: true, cell: ({ byFlag }: Measured) => (byFlag === null ? '–' : whole(byFlag[flag])) })),
    { id: 'present', head: text.measured.present, key: true, numeric: true, cell: (row) => text.measured.of(exact(row.present), exact(row.expected)) },
  ];
  return (
    <>
      <p class="says">{measured.counted === 'amounts' ? text.measured.saysFlag : text.measured.saysFlagConnections}</p>
      <DataTable caption={text.parts} columns={columns} rows={measured.lines} rowId={(row) => `${row.of} ${row.connection ?? row.company ?? row.park ?? ''}`} rowName={named} />
    </>
  );
}

function Shown({ data }: { data: Explanation }) {
  const text = doubtWords.value;
  const { band, measured, parts } = data;
  if (band !== undefined) return data.level === 'tried' ? <Tried tried={band.tried} /> : <BandShown band={band} value={data.value} />;
  if (measured !== undefined) return <MeasuredShown measured={measured} />;
  return (
    <>
      <p class="says">{text.measured.saysCoverage}</p>
      <Lines caption={text.parts} rows={parts.map(({ field, value }) => ({ name: text.measured.quarters[field] ?? field, value: exact(value) }))} />
    </>
  );
}

const amount = ({ unit, value }: Explanation): string => (unit === 'ratio' ? shareText(value) : `${exact(value)} ${unit === 'm3' ? 'm³' : unit}`);

/** Of a balance: ends of bands, shares by quality, or the coverage.
 *  @param name of the figure, as the screen calls it */
export function WhyDoubt({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      <Chosen choices={choices} shown={(path) => <Turning<Explanation> key={path} path={path} valueText={amount} shown={(data) => <Shown data={data} />} />} />
    </WhyButton>
  );
}

type Part = EmissionsExplanation['parts'][number];
const ACTIVITY = 'activity.';

function Quadrature({ parts }: { parts: readonly Part[] }) {
  const text = doubtWords.value;
  const carriers: Readonly<Record<string, string>> = words.value.carriers;
  const named = ({ field }: Part): string => {
    if (!field.startsWith(ACTIVITY)) return text.uncertainty.fields[field] ?? field;
    const carrier = field.slice(ACTIVITY.length);
    return text.uncertainty.activity((carriers[carrier] ?? carrier).toLowerCase());
  };
  return (
    <>
      <p class="says">{text.uncertainty.says}</p>
      <DataTable
        caption={text.parts}
        columns={[
          { id: 'part', head: text.part, cell: named },
          { id: 'value', head: text.value, numeric: true, cell: (row) => shareText(row.value) },
          { id: 'weight', head: text.weight, numeric: true, cell: (row) => `${whole(row.weight)} ×` },
          { id: 'counts', head: text.counts, key: true, numeric: true, cell: (row) => shareText(row.weight * row.value) },
        ]}
        rows={parts}
        rowId={(row) => row.field}
        rowName={named}
      />
    </>
  );
}

/** @param path of the API that explains the uncertainty of emissions */
export function WhyUncertainty({ path }: { path: string }) {
  return (
    <WhyButton name={doubtWords.value.uncertainty.name}>
      <Turning<EmissionsExplanation> path={path} valueText={({ value }) => `± ${shareText(value)}`} shown={({ parts }) => <Quadrature parts={parts} />} />
    </WhyButton>
  );
}
