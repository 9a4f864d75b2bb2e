// A drawn chart with its sentence, its table and its CSV. The drawing is an image; the table is its twin.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toCsv } from '../../charts/csv.ts';
import type { Cell, ChartTable, Column, Drawn } from '../../charts/figures.ts';
import { type Lang, formatNumber } from '../../charts/formats.ts';
import { plainText } from '../../charts/sentence.ts';
import { lang, words } from '../state/settings.ts';
import type { DrawnChart } from './echarts.ts';
import { Say } from './say.tsx';

const cellText = (cell: Cell, column: Column | undefined, language: Lang): string =>
  cell === null ? '–' : typeof cell === 'number' ? formatNumber(language, cell, column?.digits ?? 0) : cell;

/** @param last what stands at the end of each row, by its index */
export function TwinTable({ table, last }: { table: ChartTable; last?: (row: number) => ComponentChildren }) {
  const language = lang.value;
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={table.caption}>
      <table>
        <caption class="unseen">{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.head} scope="col" class={column.unit === undefined ? '' : 'num'}>
                {column.head}
                {column.unit === undefined || column.unit === '' ? '' : ` (${column.unit})`}
              </th>
            ))}
            {last ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={index} class={table.columns[index]?.unit === undefined ? '' : 'num'}>
                    {cellText(cell, table.columns[index], language)}
                  </td>
                ),
              )}
              {last ? <td>{last(at)}</td> : null}
            </tr>
          ))}
        </tbody>
        {table.foot ? (
          <tfoot>
            <tr>
              {table.foot.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={index} class={table.columns[index]?.unit === undefined ? '' : 'num'}>
                    {cell === null ? '' : cellText(cell, table.columns[index], language)}
                  </td>
                ),
              )}
              {last ? <td /> : null}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

/** Hands the reader a table as a file. */
export function download(table: ChartTable, name: string, language: Lang): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([toCsv(table, language)], { type: 'text/csv;charset=utf-8' }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

interface TwinProps {
  readonly table: ChartTable;
  readonly fileName: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function TwinTools({ table, fileName, open, onToggle }: TwinProps) {
  const { chart } = words.value;
  return (
    <div class="tools">
      <button type="button" class="text-button" aria-expanded={open} aria-label={`${open ? chart.hideTable : chart.table}: ${table.caption}`} onClick={onToggle}>
        {open ? chart.hideTable : chart.table}
      </button>
      <button type="button" class="text-button" aria-label={`${chart.csv}: ${table.caption}`} onClick={() => download(table, fileName, lang.value)}>
        {chart.csv}
      </button>
    </div>
  );
}

/** @param node it is a node of a drawing of flows, and not a row of the table */
type Picked = (index: number, node: boolean) => void;

/** Draws the option into an image; arrow keys step through its values as the pointer does. */
function Drawing({ drawn, heightPx, onPick }: { drawn: Drawn; heightPx: number; onPick?: Picked | undefined }) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart | null>(null);
  const at = useRef(-1);
  const [failed, setFailed] = useState(false);
  const latest = useRef({ drawn, onPick });
  latest.current = { drawn, onPick };

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | null = null;
    import('./echarts.ts').then(
      ({ openChart }) => {
        if (gone || !element.current) return;
        const opened = openChart(element.current);
        opened.setOption(latest.current.drawn.option);
        opened.on('click', ({ dataIndex, dataType }) => latest.current.onPick?.(dataIndex, dataType === 'node'));
        observer = new ResizeObserver(() => opened.resize());
        observer.observe(element.current);
        chart.current = opened;
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(drawn.option, { notMerge: true });
  }, [drawn]);

  const step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Enter' && at.current >= 0) onPick?.(at.current, false);
    if (event.key === 'Escape') chart.current?.dispatchAction({ type: 'hideTip' });
    if (by === 0) return;
    event.preventDefault();
    at.current = Math.max(0, Math.min(drawn.table.rows.length - 1, at.current + by));
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at.current });
  };
  if (failed)
    return (
      <p class="says" role="status">
        {words.value.chart.failed}
      </p>
    );
  return (
    <div
      ref={element}
      class="chart"
      style={{ height: `${heightPx}px` }}
      role="img"
      tabIndex={0}
      aria-label={`${plainText(drawn.sentence)} ${words.value.chart.keys}`}
      onKeyDown={step}
    />
  );
}

interface ChartProps {
  readonly title: ComponentChildren;
  readonly drawn: Drawn;
  readonly fileName: string;
  readonly heightPx: number;
  /** Smaller heading inside a panel that already has one. */
  readonly sub?: boolean;
  readonly between?: ComponentChildren;
  /** A value was clicked, or chosen with the keys and Enter; its index. */
  readonly onPick?: Picked;
  /** What stands at the end of each row of its table. */
  readonly last?: (row: number) => ComponentChildren;
}

export function Chart({ title, drawn, fileName, heightPx, sub = false, between, onPick, last }: ChartProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div class="panel-head">
        {sub ? <h3>{title}</h3> : <h2>{title}</h2>}
        <TwinTools table={drawn.table} fileName={fileName} open={open} onToggle={() => setOpen(!open)} />
      </div>
      <p class="says">
        <Say sentence={drawn.sentence} />
      </p>
      {between}
      <Drawing drawn={drawn} heightPx={heightPx} onPick={onPick} />
      {open ? <TwinTable table={drawn.table} {...(last ? { last } : {})} /> : null}
    </>
  );
}
