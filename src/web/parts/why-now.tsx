// "Waarom dit getal?" for figures of this moment: the last values of registers, and for CO2 the factors they are multiplied by.
import type { NowExplanation } from '../../api/shapes-now.ts';
import { words } from '../state/settings.ts';
import { nowWords } from '../state/now-words.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Chosen, type Turn, Turning, WhyButton, type WhyChoice, exact, moment } from './why.tsx';

type Row = NowExplanation['rows'][number];
type Factor = NowExplanation['factors'][number];

const registerOf = ({ meter, name }: Row): string => (meter === null ? words.value.settled.others : `${meter} · ${name ?? ''}`);
/** To the last watt or litre; the sums are told as exactly. */
const rounded = (value: number): string => exact(Math.round(value * 1e3) / 1e3);
const unitOf = (unit: Row['rateUnit']): string => (unit === 'kW' ? 'kW' : nowWords.value.perHour('m³'));

function unitText(unit: NowExplanation['unit']): string {
  if (unit === 'kg/h') return nowWords.value.perHour('kg');
  if (unit === 'm3/h') return nowWords.value.perHour('m³');
  return unit === 'm3' ? 'm³' : unit;
}

function valueOf({ value, unit }: NowExplanation): string {
  if (value === null) return '–';
  return unit === 'ratio' ? `${exact(Math.round(value * 1e6) / 1e4)} %` : `${exact(value)} ${unitText(unit)}`;
}

function FactorLine({ factor }: { factor: Factor }) {
  const text = nowWords.value.why;
  const { carrier, kgPerUnit, name, edition, borrowed, certainty } = factor;
  const unit = factor.unit === 'm3' ? 'm³' : factor.unit;
  const doubts = [...(borrowed ? [text.borrowed] : []), ...(certainty === 'recalled' ? [text.recalled] : [])];
  return <li>{[text.factor({ carrier: words.value.carriers[carrier], kg: exact(kgPerUnit), unit, name, edition }), ...doubts].join(' ')}</li>;
}

/** Amounts that a figure is made of; those of this moment are looked into here, those of today on the page of the balance. */
function Parts({ data, go }: { data: NowExplanation; go: (turn: Turn) => void }) {
  const text = nowWords.value.why;
  type Part = NonNullable<NowExplanation['parts']>[number];
  const named = ({ field }: Part): string => text.parts[field.replace(/Kwh$|M3$|Kw$/, '')] ?? field;
  const link = (part: Part) =>
    data.unit === 'ratio' ? (
      <button type="button" class="text-button" onClick={() => go({ field: part.field })}>
        {named(part)}
      </button>
    ) : (
      named(part)
    );
  const unit = data.unit === 'ratio' ? 'kW' : unitText(data.unit);
  return (
    <>
      <p class="says">{data.unit === 'ratio' ? text.ratio : text.today}</p>
      <DataTable
        caption={text.partsOf}
        columns={[
          { id: 'part', head: words.value.settled.part, cell: link },
          { id: 'role', head: words.value.settled.role, cell: ({ role }) => text.roles[role] },
          { id: 'value', head: `${words.value.settled.amount} (${unit})`, key: true, numeric: true, cell: ({ value }) => exact(Math.round(value * 1e6) / 1e6) },
        ]}
        rows={data.parts ?? []}
        rowId={({ field }) => field}
        rowName={named}
      />
    </>
  );
}

function Shown({ data, go }: { data: NowExplanation; go: (turn: Turn) => void }) {
  const text = nowWords.value.why;
  if ((data.parts ?? []).length > 0) return <Parts data={data} go={go} />;
  if (data.rows.length === 0) return <p class="says">{text.nothing}</p>;
  const emitting = data.unit === 'kg/h';
  const carrier: TableColumn<Row> = { id: 'carrier', head: text.carrier, cell: (row) => words.value.carriers[row.carrier] };
  return (
    <>
      <p class="says">{emitting ? text.co2 : text.sum}</p>
      {data.factors.length === 0 ? null : (
        <ul class="small second">
          {data.factors.map((factor) => (
            <FactorLine key={factor.carrier} factor={factor} />
          ))}
        </ul>
      )}
      <DataTable
        caption={text.rows}
        columns={[
          { id: 'register', head: words.value.settled.meter, cell: registerOf },
          ...(emitting ? [carrier] : []),
          { id: 'rate', head: text.rate, numeric: true, cell: (row) => `${rounded(row.rate)} ${unitOf(row.rateUnit)}` },
          { id: 'weight', head: text.weight, numeric: true, cell: (row) => `${exact(row.weight)} ×` },
          { id: 'contribution', head: text.contribution(unitText(data.unit)), key: true, numeric: true, cell: (row) => rounded(row.contribution) },
          { id: 'readings', head: text.readings, cell: (row) => row.readings.map(({ at, value }) => `${moment(at)}: ${exact(value)}`).join(' · ') || '–' },
        ]}
        rows={data.rows}
        rowId={(row) => `${row.carrier} ${row.register ?? ''} ${row.weight}`}
        rowName={registerOf}
      />
    </>
  );
}

/** @param name of the figure, as the screen calls it
 *  @param choices what it is, or what it is made of, by the paths that explain each */
export function WhyNow({ name, choices }: { name: string; choices: readonly WhyChoice[] }) {
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(chosen) => <Turning<NowExplanation> key={chosen} path={chosen} valueText={valueOf} shown={(data, go) => <Shown data={data} go={go} />} />}
      />
    </WhyButton>
  );
}
