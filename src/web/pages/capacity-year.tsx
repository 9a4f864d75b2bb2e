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
import { WhyCapacity, choicesOf } from '../parts/why-capacity.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import type { Scope } from '../scope.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';

type Month = CapacityYear['months'][number];

interface Asked {
  /** Explains a figure of the year, but for the field. */
  readonly why: string;
  /** Explains one quarter, but for when it begins. */
  readonly whyQuarter: string;
}

function columns({ why, whyQuarter }: Asked): TableColumn<Month>[] {
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
    {
      id: 'why',
      head: explainedWords.value.statement.why,
      cell: (month) => (
        <WhyCapacity
          name={formatMonth(lang.value, Date.parse(month.start))}
          choices={[
            { name: text.kwMax, path: `${whyQuarter}&at=${month.at}` },
            ...(month.utilization === null ? [] : [{ name: text.monthShare, path: `${why}&field=months.utilization&start=${month.start}` }]),
          ]}
        />
      ),
    },
  ];
}

/** The heights that the sentence names first. */
function durationChoices({ duration: { ranks, p999Kw, fullLoadHours } }: CapacityYear, why: string): WhyChoice[] {
  const text = explainedWords.value.room;
  const heights = [...(p999Kw === null ? [] : ['duration.p999Kw']), ...(fullLoadHours === null ? [] : ['duration.fullLoadHours'])];
  return [...ranks.toReversed().map(({ rank }) => ({ name: text.rankName(rank), path: `${why}&field=duration.ranks.kw&rank=${rank}` })), ...choicesOf(why, heights)];
}

function Duration({ year, scope, why }: { year: CapacityYear; scope: Scope; why: string }) {
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
  const whyOf = (row: number) => {
    const point = points[row];
    if (point === undefined) return null;
    const name = `${formatNumber(language, point.share * 100, 2)} %`;
    return <WhyCapacity name={name} choices={[{ name, path: `${why}&field=duration.points.kw&share=${point.share}` }]} />;
  };
  return (
    <>
      <Chart title={text.durationTitle} drawn={drawn} fileName={`belastingduur-${scope.href.split('/').at(-1)}`} heightPx={240} last={whyOf} />
      {ranks.length === 0 ? null : <WhyCapacity name={text.durationTitle} choices={durationChoices(year, why)} />}
      {fullLoadHours === null ? null : <p class="small second">{text.fullLoadHours(formatNumber(language, fullLoadHours))}</p>}
    </>
  );
}

/** What the sentence about the contract says, and what went above it in this time. */
function yearFields({ utilization: used, violations }: CapacityYear): string[] {
  return [
    ...(used === null ? [] : ['utilization.share', 'utilization.unusedKw', 'utilization.atRisk']),
    'kwMax',
    ...(violations === 0 ? ['violations'] : ['violations', 'hoursAbove', 'aboveKwh', 'longestRunMinutes']),
    'energyKwh',
    'eveningShare',
    'quartersJudged',
  ];
}

export function YearPanels({ scope, direction }: { scope: Scope; direction: CapacityYear['direction'] }) {
  const resource = useResource<CapacityYear>(api(`${scope.api}/capacity/year?direction=${direction}`));
  const why = api(`${scope.api}/capacity/year/explain?direction=${direction}`);
  const whyQuarter = api(`${scope.api}/capacity/explain?direction=${direction}`);
  const text = words.value.capacity;
  const { states } = words.value;
  const empty = (year: CapacityYear): Empty | null => (year.months.length > 0 ? null : { title: states.emptyTitle, text: text.durationNone });
  const full = resource.data !== null && empty(resource.data) === null;
  return (
    <>
      <Panel title={text.yearTitle} resource={resource} shape="rows" minHeight={220} empty={empty}>
        {(year) => {
          const { utilization: used, months } = year;
          return (
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
              <WhyCapacity name={text.yearTitle} choices={choicesOf(why, yearFields(year))} />
              <DataTable
                caption={text.yearTitle}
                columns={columns({ why, whyQuarter })}
                rows={months.toReversed()}
                rowId={(month) => month.start}
                rowName={(month) => formatMonth(lang.value, Date.parse(month.start))}
              />
              {months.some(({ kwMax }) => kwMax < 0) ? <p class="small second">{marginWords.value.belowZero[direction]}</p> : null}
            </>
          );
        }}
      </Panel>
      {full && resource.data ? (
        <section class="panel">
          <Duration year={resource.data} scope={scope} why={why} />
        </section>
      ) : null}
    </>
  );
}
