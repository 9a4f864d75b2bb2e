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

export interface Pick {
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
  readonly all: string;
  readonly one: (name: string) => string;
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
  /** A box before each row, and one for all that are found. */
  readonly pick?: Pick;
  /** A search field above the table, once there is something to search. */
  readonly search?: { readonly label: string; readonly none: string; readonly text: (row: Row) => string };
}

const SEARCH_FROM = 9;

const compare = (a: string | number, b: string | number): number => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'nl'));

interface Order {
  readonly id: string;
  readonly down: boolean;
}

function inOrder<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[], order: Order | null): readonly Row[] {
  const by = order === null ? undefined : columns.find((column) => column.id === order.id)?.sort;
  return by ? [...rows].sort((a, b) => compare(by(a), by(b)) * (order?.down ? -1 : 1)) : rows;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, search } = props;
  const [order, setOrder] = useState<Order | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [sought, setSought] = useState('');
  const found = search ? rows.filter((row) => search.text(row).toLowerCase().includes(sought.trim().toLowerCase())) : rows;
  const phone = narrow.value;
  const shown = phone ? columns.filter((column, index) => index === 0 || column.key) : columns;
  const more = phone ? columns.filter((column) => !shown.includes(column)) : [];
  return (
    <div class="scroll">
      {search && rows.length >= SEARCH_FROM ? (
        <div class="table-search">
          <input type="search" aria-label={search.label} placeholder={search.label} value={sought} onInput={(event) => setSought(event.currentTarget.value)} />
        </div>
      ) : null}
      {search && found.length === 0 ? (
        <p class="says" role="status">
          {search.none}
        </p>
      ) : null}
      <table>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {props.pick ? <PickAll pick={props.pick} ids={found.map((row) => props.rowId(row))} /> : null}
            {shown.map((column) => (
              <Head key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
            {more.length > 0 ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {inOrder(found, columns, order).map((row) => {
            const id = props.rowId(row);
            return <TableRow key={id} id={id} row={row} table={props} shown={shown} more={more} open={open === id} onToggle={() => setOpen(open === id ? null : id)} />;
          })}
        </tbody>
        {columns.some((column) => column.foot !== undefined) ? (
          <tfoot>
            <tr>
              {props.pick ? <td /> : null}
              <Cells columns={shown} content={(column) => column.foot} />
              {more.length > 0 ? <td /> : null}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

function Head<Row>({ column, order, onOrder }: { column: TableColumn<Row>; order: Order | null; onOrder: (order: Order) => void }) {
  const here = order?.id === column.id ? order : null;
  if (!column.sort) {
    return (
      <th scope="col" class={column.numeric ? 'num' : ''}>
        {column.head}
      </th>
    );
  }
  return (
    <th scope="col" class={column.numeric ? 'num' : ''} aria-sort={here === null ? 'none' : here.down ? 'descending' : 'ascending'}>
      <button type="button" onClick={() => onOrder({ id: column.id, down: here === null ? column.numeric === true : !here.down })}>
        {column.head}
        {here === null ? '' : here.down ? ' ↓' : ' ↑'}
      </button>
    </th>
  );
}

function PickAll({ pick: { picked, onPick, all }, ids }: { pick: Pick; ids: readonly string[] }) {
  const whole = ids.length > 0 && ids.every((id) => picked.has(id));
  return (
    <td class="pick">
      <label>
        <input type="checkbox" aria-label={all} checked={whole} onChange={() => onPick(new Set(whole ? [] : ids))} />
      </label>
    </td>
  );
}

function PickOne({ pick: { picked, onPick, one }, id, name }: { pick: Pick; id: string; name: string }) {
  const change = (checked: boolean): void => onPick(new Set(checked ? [...picked, id] : [...picked].filter((each) => each !== id)));
  return (
    <td class="pick">
      <label>
        <input type="checkbox" aria-label={one(name)} checked={picked.has(id)} onChange={(event) => change(event.currentTarget.checked)} />
      </label>
    </td>
  );
}

/** The first cell names its row. */
function Cells<Row>({ columns, content }: { columns: readonly TableColumn<Row>[]; content: (column: TableColumn<Row>) => ComponentChildren }) {
  return (
    <>
      {columns.map((column, index) =>
        index === 0 ? (
          <th key={column.id} scope="row">
            {content(column)}
          </th>
        ) : (
          <td key={column.id} class={column.numeric ? 'num' : ''}>
            {content(column)}
          </td>
        ),
      )}
    </>
  );
}

interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly table: DataTableProps<Row>;
  readonly shown: readonly TableColumn<Row>[];
  readonly more: readonly TableColumn<Row>[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

function TableRow<Row>({ id, row, table, shown, more, open, onToggle }: TableRowProps<Row>) {
  const classes = `${table.linked ? 'linked' : ''} ${table.marked === id ? 'marked' : ''}`;
  const name = words.value.meters.more(table.rowName(row));
  return (
    <>
      <tr class={classes} onPointerEnter={() => table.onMark?.(id)} onPointerLeave={() => table.onMark?.(null)}>
        {table.pick ? <PickOne pick={table.pick} id={id} name={table.rowName(row)} /> : null}
        <Cells columns={shown} content={(column) => column.cell(row)} />
        {more.length > 0 ? (
          <td class="num">
            <button type="button" class="text-button" style={{ position: 'relative' }} aria-expanded={open} aria-label={name} onClick={onToggle}>
              <Icon name="down" size={16} />
            </button>
          </td>
        ) : null}
      </tr>
      {more.length > 0 && open ? (
        <tr class="table-more">
          <td colSpan={shown.length + (table.pick ? 2 : 1)}>
            <dl>
              {more.map((column) => (
                <Fragment key={column.id}>
                  <dt>{column.head}</dt>
                  <dd>{column.cell(row)}</dd>
                </Fragment>
              ))}
            </dl>
          </td>
        </tr>
      ) : null}
    </>
  );
}
