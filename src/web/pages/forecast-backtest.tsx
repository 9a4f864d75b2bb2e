// What earlier forecasts were worth: by time ahead, against plain forecasts, and whether their band held what it said.
import type { ForecastBacktest } from '../../api/shapes-forecast.ts';
import { formatDate, formatNumber, formatPercent } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText } from '../parts/pairs.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import { WhyScore } from '../parts/why-score.tsx';
import { doubtWords } from '../state/doubt-words.ts';
import { forecastWords } from '../state/forecast-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Lead = ForecastBacktest['items'][number];

const kw = (value: number | null): string => (value === null ? '–' : kwText(value));
const share = (value: number | null): string => (value === null ? '–' : formatPercent(lang.value, value));
const leadText = ({ fromHours, toHours }: Lead): string => forecastWords.value.hours(formatNumber(lang.value, fromHours), formatNumber(lang.value, toHours));

function columns(totals: Lead | null, path: string): TableColumn<Lead>[] {
  const text = forecastWords.value;
  const column = (id: string, head: string, cell: (lead: Lead) => string): TableColumn<Lead> => ({
    id,
    head,
    numeric: true,
    key: id === 'loss',
    cell,
    ...(totals !== null && { foot: cell(totals) }),
  });
  return [
    { id: 'ahead', head: text.ahead, cell: leadText, foot: text.all },
    column('loss', text.loss, (lead) => kw(lead.pinballKw)),
    column('week', text.lastWeek, (lead) => kw(lead.lastWeekPinballKw)),
    column('any', text.anyQuarter, (lead) => kw(lead.anyQuarterPinballKw)),
    column('better', text.better, (lead) => share(lead.skillLastWeek)),
    column('band', text.inBand, (lead) => share(lead.bandCoverage)),
    column('below', text.below, (lead) => [lead.belowP10, lead.belowP50, lead.belowP90].map(share).join(' / ')),
    {
      id: 'why',
      head: doubtWords.value.how,
      cell: (lead) => <WhyScore ahead={leadText(lead)} path={path} toHours={lead.toHours} />,
      ...(totals !== null && { foot: '' }),
    },
  ];
}

function verdictText({ verdict, reference, skill }: ForecastBacktest): string {
  const { verdicts } = forecastWords.value;
  if (verdict !== 'better') return verdicts[verdict];
  return verdicts[reference === 'last-week' ? 'better' : 'better-any'](share(skill));
}

/** @param why path of the API that explains a figure of the score */
export function BacktestPanel({ path, why }: { path: string; why: string }) {
  const resource = useResource<ForecastBacktest>(path);
  const text = forecastWords.value;
  const empty = (answer: ForecastBacktest): Empty | null => (answer.totals === null ? { title: words.value.states.emptyTitle, text: text.noBacktest } : null);
  const day = (at: string | null): string => (at === null ? '–' : formatDate(lang.value, Date.parse(at)));
  return (
    <Panel title={text.backtestTitle} resource={resource} shape="rows" minHeight={220} empty={empty}>
      {(answer) => (
        <>
          <p class="says">
            {verdictText(answer)} <WhyScore ahead={text.all} path={why} toHours={null} />
          </p>
          <p>{text.calibration(share(answer.totals?.bandCoverage ?? null))}</p>
          <DataTable caption={text.backtestTitle} columns={columns(answer.totals, why)} rows={answer.items} rowId={(lead) => String(lead.toHours)} rowName={leadText} />
          <p class="small second">
            {text.forecasts(formatNumber(lang.value, answer.forecasts), day(answer.from), day(answer.to))} {text.lossIs}
          </p>
        </>
      )}
    </Panel>
  );
}
