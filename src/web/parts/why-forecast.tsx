// "Waarom dit getal?" for a quarter of a forecast: the terms that add up to it, the band around it and the weeks it was learned from.
import type { ForecastExplanation } from '../../api/shapes-explained.ts';
import { formatDate } from '../../charts/formats.ts';
import { explainedWords } from '../state/explained-words.ts';
import { forecastWords } from '../state/forecast-words.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { DataTable } from './data-table.tsx';
import { ProblemState, Skeleton } from './panel.tsx';
import { WhyButton, exact, moment } from './why.tsx';

/** To the millionth that is left of a coefficient. */
const short = (value: number): string => exact(Math.round(value * 1e3) / 1e3);

function Terms({ data, spread }: { data: ForecastExplanation; spread: NonNullable<ForecastExplanation['spread']> }) {
  const text = explainedWords.value.forecast;
  const rows = [
    ...data.terms
      .filter((one) => one.kw !== 0)
      .map(({ term, value, times, kw }) => ({ name: text.terms[term], how: term === 'usual-week' ? '' : `${short(value)} × ${short(times)}`, kw })),
    { name: text.middle, how: `${short(spread.p50)} × ${short(spread.usualDistanceKw)}`, kw: spread.p50Kw },
  ];
  return (
    <DataTable
      caption={text.caption}
      columns={[
        { id: 'term', head: text.what, cell: (row) => row.name, foot: 'P50' },
        { id: 'how', head: text.how, numeric: true, cell: (row) => row.how, foot: '' },
        { id: 'kw', head: 'kW', key: true, numeric: true, cell: (row) => exact(row.kw), foot: exact(data.p50Kw ?? 0) },
      ]}
      rows={rows}
      rowId={(row) => row.name}
      rowName={(row) => row.name}
    />
  );
}

function Explained({ path }: { path: string }) {
  const { data, problem, refetch } = useResource<ForecastExplanation>(path);
  const text = explainedWords.value.forecast;
  if (data === null) return problem ? <ProblemState problem={problem} retry={refetch} /> : <Skeleton shape="rows" />;
  if (data.spread === null || data.p50Kw === null) return <p class="says">{data.noForecast === null ? '' : forecastWords.value.none[data.noForecast]}</p>;
  const { spread, model, references } = data;
  const day = (at: string | null): string => (at === null ? '–' : formatDate(lang.value, Date.parse(at)));
  return (
    <>
      <p class="amount">{`${exact(data.p50Kw)} kW`}</p>
      <p class="says">{text.sum}</p>
      <Terms data={data} spread={spread} />
      <p class="says">
        {text.band({
          p10: exact(data.p10Kw ?? 0),
          p90: exact(data.p90Kw ?? 0),
          hours: `${spread.hoursAhead.from}–${spread.hoursAhead.to}`,
          distance: short(spread.usualDistanceKw),
          low: short(spread.p10),
          high: short(spread.p90),
        })}{' '}
        {text.spreadRules[spread.rule]}
      </p>
      <p class="says">{text.model(model.edition, day(model.learnedFrom), day(model.learnedTo))}</p>
      {references.length === 0 ? null : (
        <DataTable
          caption={text.references}
          columns={[
            { id: 'start', head: text.referenceHead, cell: (row) => moment(row.start) },
            { id: 'kw', head: 'kW', key: true, numeric: true, cell: (row) => exact(row.kw) },
            { id: 'weight', head: text.weight, numeric: true, cell: (row) => short(row.weight) },
          ]}
          rows={references}
          rowId={(row) => row.start}
          rowName={(row) => moment(row.start)}
        />
      )}
    </>
  );
}

/** @param name of the quarter, as the screen calls it
 *  @param path of the API that explains it */
export function WhyForecast({ name, path }: { name: string; path: string }) {
  return (
    <WhyButton name={name}>
      <Explained path={path} />
    </WhyButton>
  );
}
