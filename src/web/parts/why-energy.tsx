// "Waarom dit getal?" for all carriers in one: flows, and the figures of balances and conversions that each flow is made of.
import { useState } from 'preact/hooks';
import type { EnergyFlowsExplanation } from '../../api/shapes-energy-flows.ts';
import { formatPercent } from '../../charts/formats.ts';
import { conversionWords } from '../state/conversion-words.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable } from './data-table.tsx';
import { ExplainedConversion } from './why-figures.tsx';
import { Chosen, Explained, type Turn, Turning, WhyButton, type WhyChoice, exact } from './why.tsx';

type Data = EnergyFlowsExplanation;
type Term = Data['terms'][number];
type Part = Data['parts'][number];
/** Names a node of the drawing. */
type NodeName = (node: string) => string;
interface ShownProps {
  readonly data: Data;
  readonly nameOf: NodeName;
  readonly go: (turn: Turn) => void;
}

const carrierName = (carrier: Term['carrier']): string => (carrier === null ? '' : words.value.carriers[carrier]);

function termName({ field, carrier, meter }: Term, nameOf: NodeName): string {
  const { figures } = explainedWords.value;
  const energy = conversionWords.value.all.why;
  const [kind, from = '', to = ''] = /^(flow):([^:]+):(.+)$/.exec(field)?.slice(1) ?? [];
  if (kind === undefined) return [figures.conversions[field] ?? field, ...(meter === null ? [] : [figures.meter(meter)])].join(', ');
  // Inside one balance its carrier stands in the middle, and each carrier has a grid of its own.
  const node = (end: string): string => nameOf(end === 'carrier' || end === 'grid' || end === 'export' ? `${end}:${carrier}` : end);
  return energy.ofBalance(carrierName(carrier), `${node(from)} → ${node(to)}`);
}

/** What a flow is made of; a term leads to its own explanation, in its place. */
function Terms({ data, nameOf }: Omit<ShownProps, 'go'>) {
  const [into, setInto] = useState<Term | null>(null);
  const { figures } = explainedWords.value;
  const energy = conversionWords.value.all.why;
  if (into !== null && into.explain !== null)
    return (
      <>
        <button type="button" class="text-button" onClick={() => setInto(null)}>
          {energy.backToFlow}
        </button>
        <h3>{termName(into, nameOf)}</h3>
        {into.conversion === null ? <Explained path={api(into.explain)} /> : <ExplainedConversion path={api(into.explain)} />}
      </>
    );
  return (
    <>
      <p class="says">{energy.levels.terms}</p>
      <DataTable
        caption={figures.parts}
        columns={[
          {
            id: 'term',
            head: words.value.settled.part,
            cell: (term) =>
              term.explain === null ? (
                termName(term, nameOf)
              ) : (
                <button type="button" class="text-button" onClick={() => setInto(term)}>
                  {termName(term, nameOf)}
                </button>
              ),
          },
          {
            id: 'amount',
            head: figures.amount,
            numeric: true,
            cell: ({ weight, amount, kwhPerUnit }) => `${weight === -1 ? '− ' : ''}${exact(amount)}${kwhPerUnit === 1 ? '' : ` m³ × ${unrounded(kwhPerUnit)}`}`,
          },
          { id: 'contribution', head: figures.contribution('kWh'), key: true, numeric: true, cell: (term) => exact(term.contribution) },
        ]}
        rows={data.terms}
        rowId={(term) => `${term.field} ${term.carrier} ${term.conversion} ${term.meter}`}
        rowName={(term) => termName(term, nameOf)}
      />
    </>
  );
}

/** A factor is told with all its digits, or the product would be another. */
const unrounded = (value: number): string => new Intl.NumberFormat(lang.value, { maximumFractionDigits: 15 }).format(value);

function partName({ field, source, target, carrier }: Part, nameOf: NodeName): string {
  if (source !== null && target !== null) return `${nameOf(source)} → ${nameOf(target)}`;
  return [carrierName(carrier), conversionWords.value.all.why.fields[field]].filter(Boolean).join(', ');
}

function Parts({ data, nameOf, go }: ShownProps) {
  const { figures } = explainedWords.value;
  const energy = conversionWords.value.all.why;
  return (
    <>
      <p class="says">{energy.levels[data.level]}</p>
      <DataTable
        caption={figures.parts}
        columns={[
          {
            id: 'part',
            head: words.value.settled.part,
            cell: (part) =>
              part.source === null || part.target === null ? (
                partName(part, nameOf)
              ) : (
                <button type="button" class="text-button" onClick={() => go({ field: part.field, source: part.source ?? '', target: part.target ?? '' })}>
                  {partName(part, nameOf)}
                </button>
              ),
          },
          ...(data.level === 'mean' ? [{ id: 'weight', head: figures.quarters, numeric: true, cell: (part: Part) => exact(part.weight) }] : []),
          { id: 'value', head: figures.amount, key: true, numeric: true, cell: (part) => exact(part.value) },
        ]}
        rows={data.parts}
        rowId={(part) => `${part.field} ${part.source} ${part.target} ${part.carrier}`}
        rowName={(part) => partName(part, nameOf)}
      />
    </>
  );
}

function Shown({ data, nameOf, go }: ShownProps) {
  if (data.terms.length + data.parts.length === 0) return <p class="says">{words.value.settled.nothing}</p>;
  const energy = conversionWords.value.all.why;
  return (
    <>
      {data.level === 'terms' ? <Terms data={data} nameOf={nameOf} /> : <Parts data={data} nameOf={nameOf} go={go} />}
      {data.heatingValues
        .filter(({ carrier }) => energy.heatingSources[carrier] !== undefined)
        .map(({ carrier, mjPerUnit, edition }) => (
          <p key={carrier} class="small second">
            {energy.heating(carrierName(carrier), exact(mjPerUnit), [energy.heatingSources[carrier], edition].filter(Boolean).join(', '))}
          </p>
        ))}
    </>
  );
}

const valueText = ({ unit, value }: Data): string => (unit === 'ratio' ? formatPercent(lang.value, value) : unit === 'kWh' ? `${exact(value)} kWh` : unrounded(value));

/** @param name of the figure, as the screen calls it
 *  @param choices what explains it, or several to choose from */
export function WhyEnergy({ name, choices, nameOf }: { name: string; choices: readonly WhyChoice[]; nameOf: NodeName }) {
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(path) => (
          <Turning<Data> key={path} path={path} valueText={valueText} shown={(data, go) => <Shown key={`${data.source} ${data.target}`} data={data} nameOf={nameOf} go={go} />} />
        )}
      />
    </WhyButton>
  );
}
