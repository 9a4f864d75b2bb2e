// "Waarom dit getal?" for a heat match: what its energy and its euros are made of, with what is assumed, down to the hours that were measured.
import type { HeatMatchExplanation } from '../../api/shapes-heat-explained.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { heatExplainedWords } from '../state/heat-explained-words.ts';
import { heatParametersWords } from '../state/heat-parameters-words.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable } from './data-table.tsx';
import { Chosen, StepsTable, type Turn, Turning, WhyButton, exact, moment } from './why.tsx';

const ENERGY = ['deliveredKwh', 'coincidentKwh', 'sourceKwh', 'demandKwh', 'lossKwh', 'pumpKwh', 'heatPumpKwh', 'gasAvoidedM3', 'co2AvoidedKg'] as const;
const EUROS = ['capexEur', 'priceFloor', 'priceCeiling', 'company.npvEur', 'public.npvEur', 'npvEur.p10', 'npvEur.p50', 'npvEur.p90', 'positiveShare'] as const;
const MORE = ['runningEurPerYear', 'breakEvenM', 'lengthM'] as const;
type Part = HeatMatchExplanation['parts'][number];

/** An assumption as the list of assumptions calls it. */
const nameOf = (field: string): string => heatExplainedWords.value.fields[field] ?? Object.entries(heatParametersWords.value.codes).find(([code]) => code === field)?.[1] ?? field;
/** More digits than a millionth are noise. */
const rounded = (value: number): string => exact(Math.round(value * 1e6) / 1e6);

/** What is multiplied gives the figure only with all its digits. */
const unrounded = (value: number): string => formatNumber(lang.value, value, Math.min(DIGITS_MAX, (String(value).split('.')[1] ?? '').length));
const DIGITS_MAX = 17;

function Parts({ data, go }: { data: HeatMatchExplanation; go: (turn: Turn) => void }) {
  const text = words.value.settled;
  const linked = (field: string, explain: string | null) =>
    explain === null ? (
      nameOf(field)
    ) : (
      <button type="button" class="text-button" onClick={() => go(turnOf(explain))}>
        {nameOf(field)}
      </button>
    );
  const name = ({ by, field, explain }: Part) => (
    <>
      {by === null ? null : <>{linked(by.field, by.explain)} × </>}
      {linked(field, explain)}
    </>
  );
  const value = (part: Part): string => (part.weight === 1 && part.by === null ? unrounded(part.value) : `${unrounded(part.weight)} × ${unrounded(part.value)}`);
  return (
    <DataTable
      caption={text.whyTitle}
      columns={[
        { id: 'part', head: text.part, cell: name },
        { id: 'role', head: text.role, cell: (part) => heatExplainedWords.value.roles[part.role] },
        { id: 'value', head: text.amount, key: true, numeric: true, cell: value },
      ]}
      rows={data.parts}
      rowId={(part) => part.field}
      rowName={(part) => nameOf(part.field)}
    />
  );
}

/** Where the route that explains a part turns to, as far as it is another. */
function turnOf(explain: string): Turn {
  const asked = new URLSearchParams(explain.split('?')[1]);
  const [field, draw] = [asked.get('field') ?? '', asked.get('draw')];
  return draw === null ? { field } : { field, draw };
}

function Assumptions({ data }: { data: HeatMatchExplanation }) {
  const text = heatExplainedWords.value;
  return (
    <DataTable
      caption={text.assumptions}
      columns={[
        { id: 'name', head: text.assumption, cell: (row) => nameOf(row.code.split(' ')[0] ?? row.code) },
        { id: 'value', head: text.value, key: true, numeric: true, cell: (row) => `${rounded(row.value)} ${row.unit === '1' ? '' : row.unit}` },
        { id: 'band', head: text.band, numeric: true, cell: (row) => (row.low === row.high ? '' : `${rounded(row.low)} – ${rounded(row.high)}`) },
        { id: 'source', head: text.source, cell: (row) => [row.source, row.validFrom].filter((one) => one !== null).join(', ') },
      ]}
      rows={data.assumptions}
      rowId={(row) => row.code}
      rowName={(row) => nameOf(row.code)}
    />
  );
}

function Hours({ data }: { data: HeatMatchExplanation }) {
  const text = heatExplainedWords.value;
  return (
    <DataTable
      caption={words.value.settled.whyTitle}
      columns={[
        { id: 'start', head: words.value.settled.part, cell: (hour) => moment(hour.start) },
        { id: 'source', head: text.sourceKw, numeric: true, cell: (hour) => rounded(hour.sourceKw) },
        { id: 'demand', head: text.demandKw, numeric: true, cell: (hour) => rounded(hour.demandKw) },
        { id: 'kwh', head: `${words.value.settled.counts} (kWh)`, key: true, numeric: true, cell: (hour) => exact(hour.contribution) },
      ]}
      rows={data.hours}
      rowId={(hour) => hour.start}
      rowName={(hour) => moment(hour.start)}
    />
  );
}

function Shown({ data, go }: { data: HeatMatchExplanation; go: (turn: Turn) => void }) {
  const text = heatExplainedWords.value;
  const nothing = data.parts.length + data.steps.length + data.hours.length === 0;
  return (
    <>
      <p class="says">
        {nothing ? words.value.settled.nothing : text.levels[data.level]} {data.sides.map(({ role, meter, times }) => `${text.side(role, meter, rounded(times))} `)}
        {data.draw === null ? '' : text.draw(String(data.draw.number), String(data.draw.of), formatPercent(lang.value, data.draw.heatShare))}
      </p>
      {data.parts.length === 0 ? null : <Parts data={data} go={go} />}
      {data.steps.length === 0 ? null : <StepsTable steps={data.steps} unit={data.unit} go={go} />}
      {data.hours.length === 0 ? null : <Hours data={data} />}
      {data.assumptions.length === 0 ? null : (
        <>
          <h3 style={{ marginTop: '12px' }}>{text.assumptions}</h3>
          <Assumptions data={data} />
        </>
      )}
      <p class="small second">{heatWords.value.parameters(data.parameters)}</p>
    </>
  );
}

const UNITS: Readonly<Partial<Record<HeatMatchExplanation['unit'], string>>> = { m3: 'm³', m2: 'm²', '1': '' };

/** @param match its name in the API
 *  @param money it has euros; paid back: and those come back */
export function WhyHeat({ match, money }: { match: string; money: { readonly paybackYears: number | null } | null }) {
  const fields = [...ENERGY, ...(money === null ? [] : [...EUROS, ...(money.paybackYears === null ? [] : ['paybackYears']), ...MORE])];
  const choices = fields.map((field) => ({ name: nameOf(field), path: api(`/heat-matches/${match}/explain?field=${field}`) }));
  return (
    <WhyButton name={heatWords.value.title}>
      <Chosen
        choices={choices}
        shown={(path) => (
          <Turning<HeatMatchExplanation>
            key={path}
            path={path}
            valueText={(data) => `${exact(data.value)} ${UNITS[data.unit] ?? data.unit}`}
            shown={(data, go) => <Shown data={data} go={go} />}
          />
        )}
      />
    </WhyButton>
  );
}
