// The materials of a park as a whole: which class fits which and why not, and the chain from who offers to who takes.
import { useMemo } from 'preact/hooks';
import type { BookView, Matches } from '../../api/shapes-materials.ts';
import { chainChart } from '../../charts/chain-chart.ts';
import { formatNumber } from '../../charts/formats.ts';
import { CHAIN_STAGES, type Cell, cellKey, chainOf, matrixWithReasons, nameOfNode, stageOf } from '../material-chain.ts';
import { className, propertyName } from '../material-names.ts';
import { Chart } from '../parts/chart.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { EmptyState, Panel, PanelState } from '../parts/panel.tsx';
import { materialWords } from '../state/material-words.ts';
import { lang, narrow } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import type { Resource } from '../state/use-resource.ts';

const REASONS_SHOWN = 2;
const LEAST_PX = 220;
const NODE_PX = 34;

function CellText({ cell, book }: { cell: Cell | undefined; book: BookView | null }) {
  const text = materialWords.value;
  if (cell === undefined) return null;
  if (cell.tonnes !== null) {
    const tonnes = formatNumber(lang.value, cell.tonnes);
    return <>{cell.about ? text.about(tonnes) : tonnes}</>;
  }
  const reasons = cell.reasons.slice(0, REASONS_SHOWN).map((name) => (name === 'acceptsHazardous' ? text.acceptsHazardous : propertyName(book, name, lang.value)));
  return <span class="small second">{text.matrixNot(reasons.join(', '))}</span>;
}

/** Which class could replace which, with how many tonnes at most, or what stands in the way. */
export function MatrixPanel({ resource, book }: { resource: Resource<Matches>; book: BookView | null }) {
  const text = materialWords.value;
  const name = (id: string): string => className(book, id, lang.value);
  return (
    <Panel
      title={text.matrixTitle}
      resource={resource}
      shape="rows"
      minHeight={160}
      empty={(data) => (data.items.length > 0 || data.signs.length > 0 ? null : { title: text.emptyTitle, text: text.emptyPark })}
    >
      {(data) => {
        if (data.signs.length > 0) return <PanelState icon="lock" title={text.keptTitle} text={text.keptText} />;
        const { offered, needed, cells } = matrixWithReasons(data.items);
        const columns: TableColumn<string>[] = [
          { id: 'offered', head: text.what, cell: name },
          ...needed.map((need): TableColumn<string> => ({
            id: need,
            head: name(need),
            numeric: true,
            cell: (offer) => <CellText cell={cells.get(cellKey(offer, need))} book={book} />,
          })),
        ];
        return (
          <>
            <p class="says">
              {text.matrixSays} {[...cells.values()].some(({ about }) => about) ? text.matrixAbout : ''}
            </p>
            <DataTable caption={text.matrixTitle} columns={columns} rows={offered} rowId={(row) => row} rowName={name} />
          </>
        );
      }}
    </Panel>
  );
}

/** The allocation that is worth most for all together, as bands. */
export function ChainPanel({ data, book }: { data: Matches; book: BookView | null }) {
  const text = materialWords.value;
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const whole = useMemo(
    () =>
      chainOf(data.items, {
        className: (id) => className(book, id, language),
        partyName: ({ own, name }) => (own ? text.own : (name ?? text.anonymous)),
      }),
    [data, book, language, text],
  );
  // Four stages do not fit a phone: there what it is, and what it replaces.
  const flows = useMemo(() => (phone ? whole.filter((flow) => stageOf(flow.from) === 1) : whole), [whole, phone]);
  const drawn = useMemo(() => {
    const sum = flows.filter((flow) => stageOf(flow.from) === 1).reduce((total, flow) => total + flow.tonnes, 0);
    const sentence = [text.chainSays(formatNumber(language, sum))];
    const names = { from: text.chainFrom, to: text.chainTo, tonnes: text.tonnes };
    return chainChart(
      {
        flows,
        name: nameOfNode,
        stage: (node) => stageOf(node) - (phone ? 1 : 0),
        isParty: (node) => stageOf(node) === 0 || stageOf(node) === 3,
        lang: language,
        palette,
        sentence,
        names,
        narrow: phone,
      },
      text.chainTitle,
    );
  }, [flows, language, palette, phone, text]);
  if (data.signs.length > 0 || flows.length === 0) {
    return (
      <section class="panel">
        <div class="panel-head">
          <h2>{text.chainTitle}</h2>
        </div>
        {data.signs.length > 0 ? (
          <PanelState icon="lock" title={text.keptTitle} text={text.keptText} />
        ) : (
          <EmptyState empty={{ title: text.chainNoneTitle, text: text.chainNone }} icon="crate" />
        )}
      </section>
    );
  }
  const most = Math.max(...CHAIN_STAGES.map((_, stage) => new Set(flows.flatMap((flow) => [flow.from, flow.to]).filter((node) => stageOf(node) === stage)).size));
  return (
    <section class="panel">
      <Chart
        title={text.chainTitle}
        drawn={drawn}
        fileName="materialen-keten"
        heightPx={Math.max(LEAST_PX, most * (phone ? NODE_PX * 1.5 : NODE_PX) + 40)}
        between={<p class="small second">{phone ? text.chainStagesPhone : text.chainStages}</p>}
      />
    </section>
  );
}
