// Who makes the peak of a park: each company's own peak beside its part in the common one.
import type { Peaks } from '../../api/shapes-capacity.ts';
import { formatMoment, formatPercent } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { WhyCapacity, choicesOf } from '../parts/why-capacity.tsx';
import { explainedWords } from '../state/explained-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Peak = Peaks['items'][number];
const shown = (kw: number | null): string => (kw === null ? '–' : kwText(kw));
const momentOf = (at: string): string => formatMoment(lang.value, Date.parse(at), nowMs.value);

/** What is known of a company in the peak, and of all together. */
const MEMBER_FIELDS = ['coincidentKw', 'coincidentShare', 'kwMax', 'topMeanKw', 'topShare', 'withoutKw', 'shapleyKw', 'shapleyErrorKw'] as const;
const TOGETHER_FIELDS = ['kwMax', 'benefitKw', 'coincidence', 'ownPeaksKw'] as const;
type Names = ReadonlyMap<number, string>;

/** The peak of all together, where every company stands in the table: then its parts add up to it. */
function footOf({ items, kwMax, ownPeaksKw, companiesHidden }: Peaks): { readonly [column: string]: string } {
  if (companiesHidden > 0 || kwMax === null) return {};
  const top = items.reduce<number | null>((sum, one) => (sum === null || one.topMeanKw === null ? null : sum + one.topMeanKw), 0);
  return {
    company: words.value.capacity.peaksAll,
    own: shown(ownPeaksKw),
    at: '',
    in: kwText(kwMax),
    share: formatPercent(lang.value, 1),
    top: shown(top),
    shapley: kwText(kwMax),
    why: '',
  };
}

function columns(peaks: Peaks, why: string, companies: Names): TableColumn<Peak>[] {
  const text = words.value.capacity;
  const foot = footOf(peaks);
  const all: TableColumn<Peak>[] = [
    { id: 'company', head: text.company, cell: (peak) => <a href={`/companies/${peak.company}/ruimte`}>{peak.name}</a>, sort: (peak) => peak.name },
    { id: 'own', head: text.ownPeak, numeric: true, cell: (peak) => kwText(peak.kwMax), sort: (peak) => peak.kwMax },
    { id: 'at', head: text.ownPeakAt, numeric: true, cell: (peak) => momentOf(peak.at), sort: (peak) => peak.at },
    { id: 'in', head: text.coincident, numeric: true, cell: (peak) => shown(peak.coincidentKw), sort: (peak) => peak.coincidentKw ?? 0 },
    {
      id: 'share',
      head: text.coincidentShare,
      numeric: true,
      key: true,
      cell: (peak) => (peak.coincidentShare === null ? '–' : formatPercent(lang.value, peak.coincidentShare)),
      sort: (peak) => peak.coincidentShare ?? 0,
    },
    { id: 'top', head: text.topMean, numeric: true, cell: (peak) => shown(peak.topMeanKw), sort: (peak) => peak.topMeanKw ?? 0 },
    {
      id: 'shapley',
      head: text.shapley,
      numeric: true,
      cell: (peak) => `${shown(peak.shapleyKw)}${peak.shapleyErrorKw !== null && peak.shapleyErrorKw >= 0.5 ? ` ${text.shapleyError(kwText(peak.shapleyErrorKw))}` : ''}`,
      sort: (peak) => peak.shapleyKw ?? 0,
    },
    { id: 'why', head: explainedWords.value.statement.why, cell: (peak) => <WhyPeak peak={peak} why={why} companies={companies} /> },
  ];
  return all.map((column) => (foot[column.id] === undefined ? column : { ...column, foot: foot[column.id] }));
}

function WhyPeak({ peak, why, companies }: { peak: Peak; why: string; companies: Names }) {
  const fields = MEMBER_FIELDS.filter((field) => peak[field] !== null);
  return <WhyCapacity name={peak.name} choices={choicesOf(`${why}&company=${peak.company}`, fields)} companies={companies} />;
}

/** @param why explains them, but for the field */
export function PeaksPanel({ path, why }: { path: string; why: string }) {
  const resource = useResource<Peaks>(path);
  const text = words.value.capacity;
  return (
    <Panel
      title={text.peaksTitle}
      resource={resource}
      shape="rows"
      minHeight={220}
      empty={(peaks) => (peaks.items.length > 0 || peaks.companiesHidden > 0 ? null : { title: text.peaksEmptyTitle, text: text.peaksEmptyText })}
    >
      {(peaks) => {
        const companies: Names = new Map(peaks.items.map((peak) => [peak.company, peak.name]));
        const known = TOGETHER_FIELDS.filter((field) => peaks[field] !== null);
        return (
          <>
            <p class="says">
              {peaks.kwMax === null || peaks.kwMaxAt === null ? text.peaksNone : text.peaksSays(kwText(peaks.kwMax), momentOf(peaks.kwMaxAt))}{' '}
              {peaks.benefitKw === null || peaks.coincidence === null ? '' : text.peaksTogether(kwText(peaks.benefitKw), formatPercent(lang.value, peaks.coincidence))}{' '}
              {peaks.companiesHidden > 0 ? text.peaksHidden(peaks.companiesHidden) : ''}
            </p>
            {known.length > 0 ? <WhyCapacity name={text.peaksTitle} choices={choicesOf(why, known)} companies={companies} /> : null}
            {peaks.items.length > 0 ? (
              <>
                <DataTable
                  caption={text.peaksTitle}
                  columns={columns(peaks, why, companies)}
                  rows={peaks.items}
                  rowId={(peak) => String(peak.company)}
                  rowName={(peak) => peak.name}
                />
                <p class="small second">{text.explainPeaks}</p>
              </>
            ) : null}
          </>
        );
      }}
    </Panel>
  );
}
