// Tables of things: sortable heads, one link a row, a closing row; on a phone the rest opens per row.
import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { narrow, words } from '../state/settings.ts';
import { Icon } from './icon.tsx';

export interface TableColumn<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Absent: not sortable. */
  readonly sort?: (row: Row) => string | number;
  /** Shown on a phone too; the first column always is. */
  readonly key?: boolean;
  readonly foot?: ComponentChildren;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly linked?: boolean;
  readonly marked?: string | null;
  readonly onMark?: (id: string | null) => void;
  /** A search field above the table, once there is something to search. */
  readonly search?: { readonly label: string; readonly none: string; readonly text: (row: Row) => string };
}

const SEARCH_FROM = 9;

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'nl');

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows } = props;
  const [order, setOrder] = useState<{ id: string; down: boolean } | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [sought, setSought] = useState('');
  const found = props.search ? rows.filter((row) => props.search?.text(row).toLowerCase().includes(sought.trim().toLowerCase())) : rows;
  const phone = narrow.value;
  const shown = phone ? columns.filter((column, index) => index === 0 || column.key) : columns;
  const more = phone ? columns.filter((column) => !shown.includes(column)) : [];
  const by = order === null ? undefined : columns.find((column) => column.id === order.id)?.sort;
  const sorted = by ? [...found].sort((a, b) => compare(by(a), by(b)) * (order?.down ? -1 : 1)) : found;
  const ariaSort = (id: string) => (order?.id !== id ? 'none' : order.down ? 'descending' : 'ascending');
  return (
    <div class="scroll">
      {props.search && rows.length >= SEARCH_FROM ? <div class="table-search"><input type="search" aria-label={props.search.label} placeholder={props.search.label} value={sought} onInput={(event) => setSought(event.currentTarget.value)} /></div> : null}
      {props.search && found.length === 0 ? <p class="says" role="status">{props.search.none}</p> : null}
      <table>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.id} scope="col" class={column.numeric ? 'num' : ''} aria-sort={column.sort ? ariaSort(column.id) : undefined}>
                {column.sort
                  ? <button type="button" onClick={() => setOrder({ id: column.id, down: order?.id === column.id ? !order.down : column.numeric === true })}>{column.head}{order?.id === column.id ? (order.down ? ' ↓' : ' ↑') : ''}</button>
                  : column.head}
              </th>
            ))}
            {more.length > 0 ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => {
            const id = props.rowId(row);
            const classes = `${props.linked ? 'linked' : ''} ${props.marked === id ? 'marked' : ''}`;
            return (
              <Fragment key={id}>
                <tr class={classes} onPointerEnter={() => props.onMark?.(id)} onPointerLeave={() => props.onMark?.(null)}>
                  {shown.map((column, index) => index === 0 ? <th key={column.id} scope="row">{column.cell(row)}</th> : <td key={column.id} class={column.numeric ? 'num' : ''}>{column.cell(row)}</td>)}
                  {more.length > 0
                    ? <td class="num"><button type="button" class="text-button" style={{ position: 'relative' }} aria-expanded={open === id} aria-label={words.value.meters.more(props.rowName(row))} onClick={() => setOpen(open === id ? null : id)}><Icon name="down" size={16} /></button></td>
                    : null}
                </tr>
                {more.length > 0 && open === id
                  ? <tr class="table-more"><td colSpan={shown.length + 1}><dl>{more.map((column) => <Fragment key={column.id}><dt>{column.head}</dt><dd>{column.cell(row)}</dd></Fragment>)}</dl></td></tr>
                  : null}
              </Fragment>
            );
          })}
        </tbody>
        {columns.some((column) => column.foot !== undefined)
          ? <tfoot><tr>{shown.map((column, index) => index === 0 ? <th key={column.id} scope="row">{column.foot}</th> : <td key={column.id} class={column.numeric ? 'num' : ''}>{column.foot}</td>)}{more.length > 0 ? <td /> : null}</tr></tfoot>
          : null}
      </table>
    </div>
  );
}
