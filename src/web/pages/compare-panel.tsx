// A period beside the one before it: totals and their difference, on request.
import type { Balance } from '../../api/shapes.ts';
import { toTotals } from '../balance-figures.ts';
import { besideText, isComparable } from '../comparing.ts';
import { ComparedNotes } from '../parts/compared-notes.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { periodLabel, type Period } from '../period.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

interface Row {
  readonly name: string;
  readonly now: number;
  readonly before: number;
}

function columns(unit: Balance['unit'], comparable: boolean): TableColumn<Row>[] {
  const text = calendarWords.value;
  const beside = (row: Row): ReturnType<typeof besideText> => besideText({ ...row, unit }, lang.value);
  return [
    { id: 'figure', head: text.figure, cell: (row) => row.name },
    { id: 'now', head: text.now, numeric: true, cell: (row) => beside(row).now },
    { id: 'before', head: text.before, numeric: true, cell: (row) => beside(row).before },
    { id: 'change', head: text.change, numeric: true, key: true, cell: (row) => (comparable ? beside(row).change : '–') },
  ];
}

function rowsOf(now: Balance, before: Balance): Row[] {
  const { figures } = calendarWords.value;
  const [a, b] = [toTotals(now), toTotals(before)];
  return [
    { name: figures.import, now: a.gridIn, before: b.gridIn },
    { name: figures.export, now: a.gridOut, before: b.gridOut },
    { name: figures.generation, now: a.generation, before: b.generation },
    { name: figures.consumption, now: a.consumption, before: b.consumption },
  ].filter((row) => row.now !== 0 || row.before !== 0);
}

/** @param until where the period before is counted to while this one is running; null: to its end */
export function ComparePanel({ path, balance, before, until }: { path: string; balance: Balance; before: Period; until: number | null }) {
  const text = calendarWords.value;
  const resource = useResource<Balance>(path);
  return (
    <Panel
      title={`${text.compareTitle}: ${periodLabel(before, lang.value, words.value.balance.week)}`}
      resource={resource}
      shape="rows"
      minHeight={160}
      empty={(data) => (data.quartersPresent > 0 ? null : { title: words.value.states.emptyTitle, text: text.none })}
    >
      {(data) => (
        <>
          <DataTable
            caption={text.compareTitle}
            columns={columns(data.unit, isComparable(balance, data))}
            rows={rowsOf(balance, data)}
            rowId={(row) => row.name}
            rowName={(row) => row.name}
          />
          <ComparedNotes now={balance} before={data} until={until} />
        </>
      )}
    </Panel>
  );
}
