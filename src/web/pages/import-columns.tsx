// The columns with amounts of a file: whose they are, in which direction and unit.
import type { ImportPreview } from '../../api/shapes-imports.ts';
import { importWords } from '../state/import-words.ts';
import { type Choices, Why, columnOptions } from './import-fields.tsx';

type Value = Choices['values'][number];
const UNITS = ['kWh', 'Wh', 'MWh', 'kW', 'MW', 'W', 'm3', 'GJ', 'MJ'] as const;

interface ValueColumnsProps {
  readonly preview: ImportPreview;
  readonly choices: Choices;
  readonly onChange: (part: Partial<Choices>) => void;
}

interface RowProps {
  readonly at: number;
  readonly value: Value;
  readonly options: readonly (readonly [string, string])[];
  readonly perLine: boolean;
  readonly change: (part: Partial<Value>) => void;
  readonly remove: () => void;
}

function ValueRow({ at, value, options, perLine, change, remove }: RowProps) {
  const text = importWords.value.choices;
  const flows = Object.entries(text.flows);
  return (
    <tr>
      <td>
        <select aria-label={`${text.valueColumn} ${at + 1}`} value={String(value.column)} onChange={(event) => change({ column: Number(event.currentTarget.value) })}>
          {options.map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </td>
      <td>
        {perLine ? (
          text.eanPerLine
        ) : (
          <input
            type="text"
            inputMode="numeric"
            maxLength={18}
            aria-label={`${text.ean} ${at + 1}`}
            value={value.ean ?? ''}
            onChange={(event) => change({ ean: /^\d{18}$/.test(event.currentTarget.value.trim()) ? event.currentTarget.value.trim() : null })}
          />
        )}
      </td>
      <td>
        <select
          aria-label={`${text.flow} ${at + 1}`}
          value={value.flow}
          onChange={(event) => change({ flow: event.currentTarget.value === 'export' ? 'export' : event.currentTarget.value === 'generation' ? 'generation' : 'import' })}
        >
          {flows.map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </td>
      <td>
        <select aria-label={`${text.unit} ${at + 1}`} value={value.unit} onChange={(event) => change({ unit: UNITS.find((unit) => unit === event.currentTarget.value) ?? 'kWh' })}>
          {UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {unit === 'm3' ? 'm³' : unit}
            </option>
          ))}
        </select>
      </td>
      <td>
        <button type="button" class="button low" aria-label={`${text.remove} ${at + 1}`} onClick={remove}>
          {text.remove}
        </button>
      </td>
    </tr>
  );
}

export function ValueColumns({ preview, choices, onChange }: ValueColumnsProps) {
  const text = importWords.value.choices;
  const options = columnOptions(preview, false);
  const set = (values: Value[]): void => onChange({ values });
  const perLine = choices.eanColumn !== null;
  const add = (): void => set([...choices.values, { column: Math.min(choices.dateColumn + 1, options.length - 1), ean: null, flow: 'import', unit: 'kWh' }]);
  return (
    <div>
      <h3>{text.values}</h3>
      <div class="scroll columns" tabIndex={0} role="region" aria-label={text.values}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.valueColumn}</th>
              <th scope="col">
                {text.ean}
                <Why preview={preview} field="connection" />
              </th>
              <th scope="col">
                {text.flow}
                <Why preview={preview} field="flow" />
              </th>
              <th scope="col">
                {text.unit}
                <Why preview={preview} field="unit" />
              </th>
              <th scope="col">{text.remove}</th>
            </tr>
          </thead>
          <tbody>
            {choices.values.map((value, at) => (
              <ValueRow
                key={at}
                at={at}
                value={value}
                options={options}
                perLine={perLine}
                change={(part) => set(choices.values.map((one, index) => (index === at ? { ...one, ...part } : one)))}
                remove={() => set(choices.values.filter((_, index) => index !== at))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" class="button low" style={{ marginTop: '8px' }} onClick={add}>
        {text.add}
      </button>
    </div>
  );
}
