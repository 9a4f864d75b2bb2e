// The choices about a file that are one of a few, each beside why it was guessed and how sure that is.
import type { ImportPreview } from '../../api/shapes-imports.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { importWords } from '../state/import-words.ts';

export type Choices = ImportPreview['choices'];
type Field = keyof ReturnType<typeof fieldWords>;
const fieldWords = () => importWords.value.choices.fields;
const TONE: Record<'sure' | 'likely' | 'guess', BadgeTone> = { sure: 'goed', likely: 'stil', guess: 'let' };

interface FieldsProps {
  readonly preview: ImportPreview;
  readonly choices: Choices;
  readonly onChange: (part: Partial<Choices>) => void;
}

export function Why({ preview, field }: { preview: ImportPreview; field: string }) {
  const text = importWords.value.choices;
  const guess = preview.guesses.find((one) => one.field === field);
  if (guess === undefined || preview.sender !== null) return null;
  return (
    <p class="hint why">
      <Badge tone={TONE[guess.certainty]}>{text.certainty[guess.certainty]}</Badge> {text.reasons[guess.reason]}
    </p>
  );
}

interface PickProps {
  readonly field: Field;
  readonly preview: ImportPreview;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onPick: (value: string) => void;
}

function Pick({ field, preview, value, options, onPick }: PickProps) {
  return (
    <div class="field">
      <label for={`import-${field}`}>{fieldWords()[field]}</label>
      <select id={`import-${field}`} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <Why preview={preview} field={field} />
    </div>
  );
}

/** Columns of the file by number and heading. */
export function columnOptions(preview: ImportPreview, none: boolean): [string, string][] {
  const text = importWords.value.choices;
  const width = Math.max(preview.headings.length, ...preview.lines.map((line) => line.cells.length), 1);
  const columns = Array.from({ length: width }, (_, at): [string, string] => [String(at), text.column(at + 1, (preview.headings[at] ?? '').slice(0, 40))]);
  return none ? [['', text.options.noColumn], ...columns] : columns;
}

type TimeNumber = NonNullable<Choices['timeNumber']>;
type HourQuarter = NonNullable<TimeNumber['quarter']>;
const COUNTS: readonly HourQuarter['counts'][] = ['from-1', 'from-0', 'minutes'];
const TIME_NUMBERS: readonly TimeNumber[] = ([1, 0] as const).flatMap((first) => (['order', 'clock'] as const).map((by) => ({ first, by })));
const nameOf = (number: TimeNumber | null): string => (number === null ? '' : `${number.first} ${number.by}`);

const columnOf = (value: string): number | null => (value === '' ? null : Number(value));
const has = <T extends string>(values: readonly T[], value: string): T | undefined => values.find((one) => one === value);

/** The hour that comes twice has columns of its own, or has not. */
function daysOf(value: string, { dayColumns, intervalMinutes }: Choices): NonNullable<Choices['dayColumns']> | null {
  const by = has(['order', 'clock', 'twice'], value);
  if (by === undefined) return null;
  const perHour = intervalMinutes === 60 ? 1 : 4;
  return { count: by === 'twice' ? 25 * perHour : (dayColumns?.count ?? 24 * perHour), by };
}

/** The quarter beside the hour stays what it was. */
function numberOf(value: string, { timeNumber }: Choices): TimeNumber | null {
  const found = TIME_NUMBERS.find((one) => nameOf(one) === value);
  return found === undefined ? null : { ...found, quarter: timeNumber?.quarter ?? null };
}

/** The column with the quarter of the hour, and how it counts: beside the number of an hour only. */
function quarterPicks(preview: ImportPreview, choices: Choices, onChange: FieldsProps['onChange']): Picked[] {
  const number = choices.timeNumber ?? null;
  const quarter = number?.quarter ?? null;
  const set = (next: HourQuarter | null): void =>
    number === null ? undefined : onChange({ timeNumber: { ...number, quarter: next }, ...(next !== null && { intervalMinutes: 15 }) });
  return [
    {
      field: 'quarterColumn',
      value: String(quarter?.column ?? ''),
      options: columnOptions(preview, true),
      hidden: number === null,
      onPick: (value) => set(value === '' ? null : { column: Number(value), counts: quarter?.counts ?? 'from-1' }),
    },
    {
      field: 'quarterCounts',
      value: quarter?.counts ?? 'from-1',
      options: Object.entries(importWords.value.choices.options.quarterCounts),
      hidden: quarter === null,
      onPick: (value) => (quarter === null ? undefined : set({ ...quarter, counts: has(COUNTS, value) ?? 'from-1' })),
    },
  ];
}

type Picked = Omit<PickProps, 'preview'> & { readonly hidden?: boolean };

/** When a value was: its date, its time or number in the day, and what they mean. */
function timePicks(preview: ImportPreview, choices: Choices, onChange: FieldsProps['onChange']): Picked[] {
  const { options } = importWords.value.choices;
  const columns = columnOptions(preview, false);
  const orNone = columnOptions(preview, true);
  return [
    { field: 'dateColumn', value: String(choices.dateColumn), options: columns, onPick: (value) => onChange({ dateColumn: Number(value) }) },
    {
      field: 'timeColumn',
      value: String(choices.timeColumn ?? ''),
      options: orNone,
      onPick: (value) => onChange({ timeColumn: columnOf(value), ...(value === '' && { timeNumber: null }) }),
    },
    {
      field: 'timeNumber',
      value: nameOf(choices.timeNumber ?? null),
      options: Object.entries(options.timeNumbers),
      hidden: choices.timeColumn === null,
      onPick: (value) => onChange({ timeNumber: numberOf(value, choices) }),
    },
    ...quarterPicks(preview, choices, onChange),
    {
      field: 'dateOrder',
      value: choices.dateOrder,
      options: Object.entries(options.dateOrders),
      onPick: (value) => onChange({ dateOrder: has(['dmy', 'ymd', 'mdy'], value) ?? 'dmy' }),
    },
    {
      field: 'zone',
      value: choices.zone,
      options: Object.entries(options.zones),
      onPick: (value) => onChange({ zone: has(['amsterdam', 'utc', 'offset'], value) ?? 'amsterdam' }),
    },
    { field: 'label', value: choices.label, options: Object.entries(options.labels), onPick: (value) => onChange({ label: value === 'end' ? 'end' : 'start' }) },
    {
      field: 'interval',
      value: String(choices.intervalMinutes),
      options: Object.entries(options.intervals),
      onPick: (value) => onChange({ intervalMinutes: value === '60' ? 60 : value === '1440' ? 1440 : 15 }),
    },
    { field: 'order', value: choices.newestFirst ? 'newest' : 'oldest', options: Object.entries(options.orders), onPick: (value) => onChange({ newestFirst: value === 'newest' }) },
  ];
}

export function ChoiceFields({ preview, choices, onChange }: FieldsProps) {
  const { options } = importWords.value.choices;
  const orNone = columnOptions(preview, true);
  const picks: Picked[] = [
    {
      field: 'delimiter',
      value: choices.delimiter,
      options: Object.entries(options.delimiters),
      hidden: preview.excel,
      onPick: (value) => onChange({ delimiter: has([';', ',', '\t', '|'], value) ?? ';' }),
    },
    { field: 'decimal', value: choices.decimal, options: Object.entries(options.decimals), onPick: (value) => onChange({ decimal: value === '.' ? '.' : ',' }) },
    ...timePicks(preview, choices, onChange),
    {
      field: 'dayColumns',
      value: choices.dayColumns?.by ?? '',
      options: Object.entries(options.dayColumns),
      onPick: (value) =>
        onChange({
          dayColumns: daysOf(value, choices),
        }),
    },
    { field: 'eanColumn', value: String(choices.eanColumn ?? ''), options: orNone, onPick: (value) => onChange({ eanColumn: columnOf(value) }) },
    { field: 'flowColumn', value: String(choices.flowColumn ?? ''), options: orNone, onPick: (value) => onChange({ flowColumn: columnOf(value) }) },
    { field: 'unitColumn', value: String(choices.unitColumn ?? ''), options: orNone, onPick: (value) => onChange({ unitColumn: columnOf(value) }) },
  ];
  return (
    <div class="choices">
      {picks
        .filter((pick) => pick.hidden !== true)
        .map((pick) => (
          <Pick key={pick.field} preview={preview} {...pick} />
        ))}
      <div class="field">
        <label for="import-firstRow">{fieldWords().firstRow}</label>
        <input
          id="import-firstRow"
          type="text"
          inputMode="numeric"
          value={String(choices.firstRow)}
          onChange={(event) => (/^\d{1,4}$/.test(event.currentTarget.value) ? onChange({ firstRow: Math.min(Number(event.currentTarget.value), 1000) }) : undefined)}
        />
        <Why preview={preview} field="firstRow" />
      </div>
    </div>
  );
}
