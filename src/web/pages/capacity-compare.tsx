// A period on the grid connection beside the one before it: peak, time and energy above the limit, on request.
import type { Capacity } from '../../api/shapes-capacity.ts';
import { formatDifference, formatNumber, formatPercent } from '../../charts/formats.ts';
import { isComparable } from '../comparing.ts';
import { ComparedNotes } from '../parts/compared-notes.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText, kwhText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Period, periodLabel } from '../period.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

interface Row {
  readonly name: string;
  readonly now: number | null;
  readonly before: number | null;
  readonly text: (value: number) => string;
  /** A share changes by points, not by percent. */
  readonly points?: true;
}

const shown = ({ text }: Row, value: number | null): string => (value === null ? '–' : text(value));

function changeOf({ now, before, points }: Row): string {
  if (now === null || before === null || (before === 0 && points === undefined)) return '–';
  return `${formatDifference(lang.value, points === undefined ? ((now - before) / before) * 100 : (now - before) * 100)}\u00a0${points === undefined ? '%' : '%-pt'}`;
}

function columns(comparable: boolean): TableColumn<Row>[] {
  const text = calendarWords.value;
  return [
    { id: 'figure', head: text.figure, cell: (row) => row.name },
    { id: 'now', head: text.now, numeric: true, cell: (row) => shown(row, row.now) },
    { id: 'before', head: text.before, numeric: true, cell: (row) => shown(row, row.before) },
    { id: 'change', head: text.change, numeric: true, key: true, cell: (row) => (comparable ? changeOf(row) : '–') },
  ];
}

function rowsOf({ totals: a }: Capacity, { totals: b }: Capacity): Row[] {
  const { facts } = words.value.capacity;
  const hours = (value: number): string => `${formatNumber(lang.value, value, value < 10 ? 2 : 0)}\u00a0${lang.value === 'nl' ? 'u' : 'h'}`;
  return [
    { name: facts.peak, now: a.kwMax, before: b.kwMax, text: kwText },
    { name: marginWords.value.energy, now: a.energyKwh, before: b.energyKwh, text: kwhText },
    { name: facts.above, now: a.hoursAbove, before: b.hoursAbove, text: hours },
    { name: facts.aboveKwh, now: a.aboveKwh, before: b.aboveKwh, text: kwhText },
    { name: facts.evening, now: a.eveningShare, before: b.eveningShare, text: (value) => formatPercent(lang.value, value), points: true },
  ];
}

/** @param until where the period before is counted to while this one is running; null: to its end */
export function CapacityComparePanel({ path, capacity, before, until }: { path: string; capacity: Capacity; before: Period; until: number | null }) {
  const text = calendarWords.value;
  const resource = useResource<Capacity>(path);
  return (
    <Panel
      title={`${text.compareTitle}: ${periodLabel(before, lang.value, words.value.balance.week)}`}
      resource={resource}
      shape="rows"
      minHeight={180}
      empty={(data) => (data.totals.quartersKnown > 0 ? null : { title: words.value.states.emptyTitle, text: text.none })}
    >
      {(data) => (
        <>
          <DataTable
            caption={text.compareTitle}
            columns={columns(isComparable(capacity, data))}
            rows={rowsOf(capacity, data)}
            rowId={(row) => row.name}
            rowName={(row) => row.name}
          />
          <ComparedNotes now={capacity} before={data} until={until} />
        </>
      )}
    </Panel>
  );
}
