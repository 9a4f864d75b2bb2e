// "Waarom dit getal?" for a cross-check and a conversion: registers, parts, quarters and sums of changes.
import type { ConversionExplanation, ConversionView } from '../../api/shapes-conversions.ts';
import type { CrossCheck, CrossCheckExplanation } from '../../api/shapes-cross-checks.ts';
import type { CapacityNowExplanation } from '../../api/shapes-now.ts';
import { explainedWords } from '../state/explained-words.ts';
import { words } from '../state/settings.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Chosen, type Turn, Turning, WhyButton, exact, moment } from './why.tsx';

type Unit = CapacityNowExplanation['unit'] | CrossCheckExplanation['unit'] | ConversionExplanation['unit'];
type Go = (turn: Turn) => void;
interface Part {
  readonly role: 'numerator' | 'denominator' | 'factor' | 'term';
  readonly field: string;
  readonly meter?: number | null;
  readonly weight: number;
  readonly value: number;
  readonly explain: string | null;
}

export const unitText = (unit: Unit): string => explainedWords.value.figures.units[unit];
export const amountText = (value: number | null, unit: Unit): string => (value === null ? '–' : `${exact(value)} ${unitText(unit)}`.trim());

export function nameOf({ field, meter = null }: Pick<Part, 'field' | 'meter'>): string {
  const { checks, conversions, running, meter: named } = explainedWords.value.figures;
  const name = new Map(Object.entries({ ...conversions, ...checks, ...running.figures })).get(field) ?? field;
  return meter === null ? name : `${name}, ${named(meter)}`;
}

/** Figures that another one is made of; those that are explained lead there. */
export function PartsTable({ parts, go }: { parts: readonly Part[]; go: Go }) {
  const text = explainedWords.value.figures;
  const weighed = parts.some((part) => part.weight !== 1);
  const turn = ({ field, meter = null }: Part): Turn => (meter === null ? { field } : { field, meter: String(meter) });
  const columns: TableColumn<Part>[] = [
    {
      id: 'part',
      head: words.value.settled.part,
      cell: (part) =>
        part.explain === null ? (
          nameOf(part)
        ) : (
          <button type="button" class="text-button" onClick={() => go(turn(part))}>
            {nameOf(part)}
          </button>
        ),
    },
    { id: 'role', head: text.role, cell: (part) => text.roles[part.role] },
    ...(weighed ? [{ id: 'weight', head: text.weight, numeric: true, cell: (part: Part) => `${exact(part.weight)} ×` }] : []),
    { id: 'value', head: text.amount, key: true, numeric: true, cell: (part) => exact(part.value) },
  ];
  return <DataTable caption={text.parts} columns={columns} rows={parts} rowId={(part) => `${part.role} ${part.field} ${part.meter ?? ''} ${part.weight}`} rowName={nameOf} />;
}

function CheckRegisters({ data }: { data: CrossCheckExplanation }) {
  const text = explainedWords.value.figures;
  type Register = CrossCheckExplanation['registers'][number];
  const named = (row: Register): string => `${text.meter(row.meter)} · ${row.name ?? ''}`;
  const summed: TableColumn<Register>[] =
    data.level === 'registers'
      ? [{ id: 'contribution', head: text.contribution(unitText(data.unit)), key: true, numeric: true, cell: (row) => amountText(row.contribution, 'share') }]
      : [];
  const counted = { id: 'quarters', head: text.quarters, numeric: true, key: data.level !== 'registers', cell: (row: Register) => amountText(row.quarters, 'share') };
  return (
    <DataTable
      caption={text.registers}
      columns={[
        { id: 'register', head: text.register, cell: named },
        { id: 'side', head: text.side, cell: (row) => text.sides[row.side] },
        { id: 'weight', head: text.weight, numeric: true, cell: (row) => `${exact(row.weight)} ×` },
        counted,
        ...summed,
      ]}
      rows={data.registers}
      rowId={(row) => `${row.side} ${row.register}`}
      rowName={named}
    />
  );
}

function CheckLists({ data, go }: { data: CrossCheckExplanation; go: Go }) {
  const text = explainedWords.value.figures;
  switch (data.level) {
    case 'registers':
      return null;
    case 'ratio':
      return <PartsTable parts={data.parts} go={go} />;
    case 'stretches':
      return (
        <DataTable
          caption={text.parts}
          columns={[
            { id: 'start', head: text.stretch, cell: (row) => moment(row.start) },
            { id: 'end', head: text.until, cell: (row) => moment(row.end) },
            { id: 'quarters', head: text.quarters, key: true, numeric: true, cell: (row) => exact(row.quarters) },
          ]}
          rows={data.stretches}
          rowId={(row) => row.start}
          rowName={(row) => moment(row.start)}
        />
      );
    case 'moments':
      return (
        <DataTable
          caption={text.parts}
          columns={[
            { id: 'name', head: words.value.settled.part, cell: (row) => row.name },
            { id: 'value', head: text.value, key: true, numeric: true, cell: (row) => exact(row.value) },
          ]}
          rows={data.moments}
          rowId={(row) => row.name}
          rowName={(row) => row.name}
        />
      );
    case 'choices':
      return (
        <>
          <DataTable
            caption={text.parts}
            columns={[
              { id: 'value', head: text.value, key: true, numeric: true, cell: (row) => exact(row.value) },
              { id: 'quarters', head: text.quarters, numeric: true, cell: (row) => amountText(row.quarters, 'share') },
              {
                id: 'correlation',
                head: text.correlation,
                numeric: true,
                cell: (row) => amountText(row.correlation === null ? null : Math.round(row.correlation * 1e6) / 1e6, 'share'),
              },
            ]}
            rows={data.choices}
            rowId={(row) => String(row.value)}
            rowName={(row) => exact(row.value)}
          />
          {data.parts.length === 0 ? null : <PartsTable parts={data.parts} go={go} />}
        </>
      );
  }
}

function CheckShown({ data, go }: { data: CrossCheckExplanation; go: Go }) {
  return (
    <>
      <p class="says">{explainedWords.value.figures.levels[data.level]}</p>
      {data.level === 'moments' ? <p class="small second">{data.formula}</p> : null}
      <CheckLists data={data} go={go} />
      {data.registers.length === 0 ? null : <CheckRegisters data={data} />}
    </>
  );
}

/** What each check is about, the number that decides first. */
const CHECKED = {
  parts: ['differenceShare', 'expectedAmount', 'foundAmount', 'quarters', 'quartersAbove'],
  power: ['differenceShare', 'expectedAmount', 'foundAmount', 'factor', 'quarters'],
  night: ['differenceShare', 'expectedAmount', 'foundAmount', 'quarters'],
  direction: ['slope', 'slopeError', 'quarters'],
  shift: ['shiftMinutes', 'correlation', 'correlationUnshifted', 'quarters'],
} as const;

/** @param path that explains this check, but for the field */
export function WhyCheck({ name, item, path }: { name: string; item: CrossCheck; path: string }) {
  const { checks } = explainedWords.value.figures;
  const choices = CHECKED[item.check].flatMap((field) => (item[field] === null ? [] : [{ name: checks[field], path: `${path}&field=${field}` }]));
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(chosen) => (
          <Turning<CrossCheckExplanation>
            key={chosen}
            path={chosen}
            valueText={(data) => amountText(data.value, data.unit)}
            shown={(data, go) => <CheckShown data={data} go={go} />}
          />
        )}
      />
    </WhyButton>
  );
}

function ConversionShown({ data, go }: { data: ConversionExplanation; go: Go }) {
  const text = explainedWords.value.figures;
  if (data.level !== 'registers')
    return (
      <>
        <p class="says">{text.levels[data.level]}</p>
        <PartsTable parts={data.parts} go={go} />
      </>
    );
  return (
    <>
      <p class="says">{text.levels.registers}</p>
      <DataTable
        caption={text.registers}
        columns={[
          { id: 'register', head: text.register, cell: (row) => `${text.meter(row.meter)} · ${row.name}` },
          { id: 'quarters', head: text.quarters, numeric: true, cell: (row) => exact(row.quarters) },
          { id: 'contribution', head: text.contribution(unitText(data.unit)), key: true, numeric: true, cell: (row) => exact(row.contribution) },
        ]}
        rows={data.registers}
        rowId={(row) => String(row.register)}
        rowName={(row) => `${text.meter(row.meter)} · ${row.name}`}
      />
    </>
  );
}

/** @param path that explains one figure of a conversion */
export function ExplainedConversion({ path }: { path: string }) {
  return <Turning<ConversionExplanation> path={path} valueText={(data) => amountText(data.value, data.unit)} shown={(data, go) => <ConversionShown data={data} go={go} />} />;
}

/** @param path that explains this conversion, but for the field */
export function WhyConversion({ item, path }: { item: ConversionView; path: string }) {
  const choices = (['efficiency', 'lossKwh', 'ambientKwh', 'inputKwh', 'outputKwh'] as const).flatMap((field) =>
    item[field] === null ? [] : [{ name: nameOf({ field }), path: `${path}&field=${field}` }],
  );
  const sides = (['inputs', 'outputs'] as const).flatMap((side) =>
    item[side].map(({ meter }) => ({ name: nameOf({ field: `${side}.coverage`, meter }), path: `${path}&field=${side}.coverage&meter=${meter}` })),
  );
  return (
    <WhyButton name={item.name}>
      <Chosen choices={[...choices, ...sides]} shown={(chosen) => <ExplainedConversion key={chosen} path={chosen} />} />
    </WhyButton>
  );
}
