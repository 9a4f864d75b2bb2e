// "Waarom dit getal?" for the score of earlier forecasts: each moment from which was forecast, with its sums of losses.
import type { BacktestExplanation } from '../../api/shapes-explained.ts';
import { doubtWords } from '../state/doubt-words.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { shareText } from './why-doubt.tsx';
import { Chosen, Turning, WhyButton, exact, moment } from './why.tsx';

/** In the order of the columns of the page. */
const OF_LEADS = ['pinballKw', 'lastWeekPinballKw', 'anyQuarterPinballKw', 'skillLastWeek', 'bandCoverage', 'belowP10', 'belowP50', 'belowP90'] as const;
const OF_ALL = ['skill', 'skillError'] as const;

type Origin = BacktestExplanation['origins'][number];
const whole = (value: number): string => exact(Math.round(value * 1e6) / 1e6);

function Shown({ data }: { data: BacktestExplanation }) {
  const text = doubtWords.value.score;
  const plain: TableColumn<Origin>[] = data.origins.some((one) => one.plain !== null)
    ? [{ id: 'plain', head: text.plain, numeric: true, cell: (row) => (row.plain === null ? '–' : whole(row.plain)) }]
    : [];
  return (
    <>
      <p class="says">{text.levels[data.level]}</p>
      {data.origins.length === 0 ? null : (
        <DataTable
          caption={text.origins}
          columns={[
            { id: 'start', head: text.origin, cell: (row) => moment(row.start) },
            { id: 'quarters', head: text.quarters, numeric: true, cell: (row) => exact(row.quarters) },
            { id: 'sum', head: text.sum, key: true, numeric: true, cell: (row) => whole(row.value) },
            ...plain,
          ]}
          rows={data.origins}
          rowId={(row) => row.start}
          rowName={(row) => moment(row.start)}
        />
      )}
      <p class="small second">{text.model(text.methods[data.model.method], data.model.edition)}</p>
    </>
  );
}

function valueOf({ value, unit }: BacktestExplanation): string {
  if (value === null) return '–';
  return unit === 'kW' ? `${exact(value)} kW` : shareText(value);
}

/** @param path that explains a figure of the score, up to its field
 *  @param toHours of a row of hours ahead; null: of all together */
export function WhyScore({ ahead, path, toHours }: { ahead: string; path: string; toHours: number | null }) {
  const text = doubtWords.value.score;
  const fields = toHours === null ? [...OF_LEADS, ...OF_ALL] : OF_LEADS;
  const choices = fields.map((field) => ({ name: text.fields[field], path: `${path}&field=${field}${toHours === null ? '' : `&ahead=${toHours}`}` }));
  return (
    <WhyButton name={text.name(ahead)}>
      <Chosen choices={choices} shown={(chosen) => <Turning<BacktestExplanation> key={chosen} path={chosen} valueText={valueOf} shown={(data) => <Shown data={data} />} />} />
    </WhyButton>
  );
}
