// "Waarom dit getal?" for the energy of a heat match: what it is multiplied by, and the months, days and hours that were measured.
import type { HeatMatchExplanation } from '../../api/shapes-heat-explained.ts';
import { formatNumber } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable } from './data-table.tsx';
import { Chosen, StepsTable, type Turn, Turning, WhyButton, exact, moment } from './why.tsx';

const FIGURES = ['deliveredKwh', 'coincidentKwh', 'sourceKwh', 'demandKwh', 'lossKwh', 'pumpKwh', 'heatPumpKwh', 'gasAvoidedM3', 'co2AvoidedKg'] as const;
type Part = HeatMatchExplanation['parts'][number];

const nameOf = (field: string): string => heatWords.value.match.explained.fields[field] ?? field;
/** More digits than a millionth are noise. */
const rounded = (value: number): string => exact(Math.round(value * 1e6) / 1e6);

/** What is multiplied gives the figure only with all its digits. */
const unrounded = (value: number): string => formatNumber(lang.value, value, Math.min(DIGITS_MAX, (String(value).split('.')[1] ?? '').length));
const DIGITS_MAX = 17;

function Parts({ data, go }: { data: HeatMatchExplanation; go: (turn: Turn) => void }) {
  const text = words.value.settled;
  const name = (part: Part) =>
    part.explain === null ? (
      nameOf(part.field)
    ) : (
      <button type="button" class="text-button" onClick={() => go({ field: part.field })}>
        {nameOf(part.field)}
      </button>
    );
  const value = (part: Part): string => (part.weight === 1 ? unrounded(part.value) : `${unrounded(part.weight)} × ${unrounded(part.value)}`);
  return (
    <DataTable
      caption={text.whyTitle}
      columns={[
        { id: 'part', head: text.part, cell: name },
        { id: 'role', head: text.role, cell: (part) => heatWords.value.match.explained.roles[part.role] },
        { id: 'value', head: text.amount, key: true, numeric: true, cell: value },
      ]}
      rows={data.parts}
      rowId={(part) => part.field}
      rowName={(part) => nameOf(part.field)}
    />
  );
}

function Hours({ data }: { data: HeatMatchExplanation }) {
  const text = heatWords.value.match.explained;
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
  const text = heatWords.value.match.explained;
  const nothing = data.parts.length + data.steps.length + data.hours.length === 0;
  return (
    <>
      <p class="says">
        {nothing ? words.value.settled.nothing : text.levels[data.level]} {data.sides.map(({ role, meter, times }) => `${text.side(role, meter, rounded(times))} `)}
      </p>
      {data.parts.length === 0 ? null : <Parts data={data} go={go} />}
      {data.steps.length === 0 ? null : <StepsTable steps={data.steps} unit={data.unit} go={go} />}
      {data.hours.length === 0 ? null : <Hours data={data} />}
    </>
  );
}

const unitText = { kWh: 'kWh', m3: 'm³', kg: 'kg' } as const;

/** @param match its name in the API */
export function WhyHeat({ match }: { match: string }) {
  const choices = FIGURES.map((field) => ({ name: nameOf(field), path: api(`/heat-matches/${match}/explain?field=${field}`) }));
  return (
    <WhyButton name={heatWords.value.title}>
      <Chosen
        choices={choices}
        shown={(path) => (
          <Turning<HeatMatchExplanation>
            key={path}
            path={path}
            valueText={(data) => `${exact(data.value)} ${unitText[data.unit]}`}
            shown={(data, go) => <Shown data={data} go={go} />}
          />
        )}
      />
    </WhyButton>
  );
}
