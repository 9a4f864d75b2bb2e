// The last twelve months: the peak of each, how full the contract was, and the load-duration curve.
import { useMemo } from 'preact/hooks';
import type { CapacityYear } from '../../api/shapes-capacity.ts';
import { formatMoment, formatMonth, formatNumber, formatPercent } from '../../charts/formats.ts';
import { loadDurationChart } from '../../charts/load-duration-chart.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText } from '../parts/pairs.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import type { Scope } from '../scope.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';

type Month = CapacityYear['months'][number];

function columns(): TableColumn<Month>[] {
  const text = words.value.capacity;
  return [
    { id: 'month', head: text.month, cell: (month) => formatMonth(lang.value, Date.parse(month.start)), sort: (month) => month.start },
    { id: 'kw', head: text.kwMax, numeric: true, key: true, cell: (month) => kwText(month.kwMax), sort: (month) => month.kwMax },
    { id: 'at', head: text.ownPeakAt, numeric: true, cell: (month) => formatMoment(lang.value, Date.parse(month.at), nowMs.value), sort: (month) => month.at },
    { id: 'limit', head: text.monthLimit, numeric: true, cell: (month) => (month.limitKw === null ? '–' : kwText(month.limitKw)), sort: (month) => month.limitKw ?? 0 },
    {
      id: 'share',
      head: text.monthShare,
      numeric: true,
      cell: (month) => (month.utilization === null ? '–' : formatPercent(lang.value, month.utilization)),
      sort: (month) => month.utilization ?? 0,
    },
  ];
}

function Duration({ year, scope }: { year: CapacityYear; scope: Scope }) {
  const palette = usePalette();
  const language = lang.value;
  const text = words.value.capacity;
  const { points, ranks, p999Kw, fullLoadHours } = year.duration;
  const rank = ranks.find((one) => one.rank === 35)?.kw ?? null;
  const limitKw = year.months.at(-1)?.limitKw ?? null;
  const drawn = useMemo(() => {
    const says = p999Kw === null || rank === null ? text.durationNone : text.durationSays(kwText(p999Kw), kwText(rank));
    return loadDurationChart({ points, limitKw, lang: language, palette, sentence: [says], heads: { share: text.shareOfTime, atLeast: text.atLeast } }, text.durationTitle);
  }, [points, limitKw, language, palette, p999Kw, rank, text]);
  return (
    <>
      <Chart title={text.durationTitle} drawn={drawn} fileName={`belastingduur-${scope.href.split('/').at(-1)}`} heightPx={240} />
      {fullLoadHours === null ? null : <p class="small second">{text.fullLoadHours(formatNumber(language, fullLoadHours))}</p>}
    </>
  );
}

export function YearPanels({ path, scope }: { path: string; scope: Scope }) {
  const resource = useResource<CapacityYear>(path);
  const text = words.value.capacity;
  const { states } = words.value;
  const empty = (year: CapacityYear): Empty | null => (year.months.length > 0 ? null : { title: states.emptyTitle, text: text.durationNone });
  const full = resource.data !== null && empty(resource.data) === null;
  return (
    <>
      <Panel title={text.yearTitle} resource={resource} shape="rows" minHeight={220} empty={empty}>
        {({ utilization: used, months }) => (
          <>
            {used === null ? null : (
              <p class="says">
                {text.utilization(formatPercent(lang.value, used.share), kwText(used.kwMax), kwText(used.limitKw))} {used.months < 12 ? text.notTwelve(used.months) : ''}
              </p>
            )}
            {used?.atRisk ? (
              <p>
                <Badge tone="let">{text.atRisk}</Badge>
              </p>
            ) : null}
            <DataTable
              caption={text.yearTitle}
              columns={columns()}
              rows={months.toReversed()}
              rowId={(month) => month.start}
              rowName={(month) => formatMonth(lang.value, Date.parse(month.start))}
            />
          </>
        )}
      </Panel>
      {full && resource.data ? (
        <section class="panel">
          <Duration year={resource.data} scope={scope} />
        </section>
      ) : null}
    </>
  );
}
