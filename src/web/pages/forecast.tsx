// Verwachting: the coming 48 hours against the limit, and how good such forecasts were.
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import type { Forecast } from '../../api/shapes-forecast.ts';
import { forecastChart } from '../../charts/forecast-chart.ts';
import { formatClock, formatDate, formatLongDate, formatWeekday } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { CoverageBadge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { Pairs, kwText } from '../parts/pairs.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyForecast } from '../parts/why-forecast.tsx';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { forecastWords } from '../state/forecast-words.ts';
import { lang, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';
import { BacktestPanel } from './forecast-backtest.tsx';
import { GridHoursPanel } from './grid-hours.tsx';

type DirectionName = Forecast['direction'];
const DIRECTIONS: readonly DirectionName[] = ['import', 'export'];
/** A new quarter-hour makes a new forecast. */
const EVERY_MS = 60_000;

const whenText = (start: string): string => `${formatWeekday(lang.value, Date.parse(start))} ${formatClock(lang.value, Date.parse(start))}`;

/** In a sentence: friday 27 november at 21:15. */
function toldTime(start: string): string {
  const at = Date.parse(start);
  return forecastWords.value.when(formatLongDate(lang.value, at).replace(/,? \d{4}$/, ''), formatClock(lang.value, at));
}

function leadOf(forecast: Forecast | null): Sentence {
  const text = forecastWords.value;
  if (forecast === null) return [text.title];
  const { headroom, peak } = forecast;
  if (headroom !== null && headroom.headroomKw < 0) return [text.leadShort, stress(kwText(-headroom.headroomKw), 'fout'), text.leadShortEnd(toldTime(headroom.start))];
  if (headroom !== null) return [text.leadRoom, stress(kwText(headroom.headroomKw), 'goed'), text.leadRoomEnd(toldTime(headroom.start))];
  if (peak !== null) return [text.leadPeak, stress(kwText(peak.p90Kw), 'key'), text.leadPeakEnd(toldTime(peak.start))];
  return [text.leadNone];
}

const whyPath = (scope: Scope, direction: DirectionName, start: string): string => api(`${scope.api}/forecast/explain?direction=${direction}&at=${start}`);

function emptiness({ noForecast }: Forecast, scope: Scope): Empty | null {
  const { states } = words.value;
  if (noForecast === null) return null;
  return { title: states.emptyTitle, text: forecastWords.value.none[noForecast], action: { label: states.toMeters, href: `${scope.href}/meters` } };
}

function FanChart({ forecast, scope }: { forecast: Forecast; scope: Scope }) {
  const palette = usePalette();
  const language = lang.value;
  const text = forecastWords.value;
  const title = text.chartTitles[forecast.direction];
  const { steps } = forecast;
  const drawn = useMemo(
    () => forecastChart({ points: steps.map(({ start, end: _, headroomKw: __, ...kw }) => ({ startMs: Date.parse(start), ...kw })), lang: language, palette }, title),
    [steps, language, palette, title],
  );
  const legend = (
    <div class="legend">
      <span>
        <i class="chip" style={{ background: 'var(--stroom)', opacity: 0.3 }} />
        {text.band}
      </span>
      <span>
        <i class="line" style={{ borderTopStyle: 'dashed', borderColor: 'var(--stroom)', background: 'none', borderTopWidth: '2px' }} />
        {text.middle}
      </span>
      {forecast.limitKind === null ? null : (
        <span>
          <i class="line" />
          {text.limit}
        </span>
      )}
    </div>
  );
  const whyOf = (row: number): ComponentChildren => {
    const step = steps[row];
    return step === undefined ? null : <WhyForecast name={whenText(step.start)} path={whyPath(scope, forecast.direction, step.start)} />;
  };
  return <Chart title={title} drawn={drawn} last={whyOf} fileName={`verwachting-${scope.href.split('/').at(-1)}-${forecast.from.slice(0, 10)}`} heightPx={280} between={legend} />;
}

function Facts({ forecast, scope }: { forecast: Forecast; scope: Scope }) {
  const text = forecastWords.value;
  const { peak, headroom, learnedFrom, learnedTo, weather } = forecast;
  const day = (at: string): string => formatDate(lang.value, Date.parse(at));
  return (
    <>
      <Pairs
        pairs={[
          [text.facts.peak, peak === null ? '–' : `${kwText(peak.p90Kw)}, ${whenText(peak.start)}`],
          [text.facts.room, headroom === null ? '–' : `${kwText(headroom.headroomKw)}, ${whenText(headroom.start)}`],
          [text.facts.learned, learnedFrom === null || learnedTo === null ? '–' : text.learned(day(learnedFrom), day(learnedTo))],
          [text.facts.weather, weather === null ? text.noWeather : weather.simulated ? text.simulatedWeather : weather.source],
          [text.facts.connections, text.connections(String(forecast.connections), forecast.connectionsSilent)],
        ]}
      />
      {peak === null ? null : <WhyForecast name={`${text.facts.peak}, ${whenText(peak.start)}`} path={whyPath(scope, forecast.direction, peak.start)} />}
      <p class="small second">{text.method}</p>
      <p class="small second">{forecast.limitKind === null ? words.value.capacity.noLimit : words.value.capacity.kinds[forecast.limitKind].replace(/\.?$/, '.')}</p>
    </>
  );
}

export function ForecastPage({ scope }: { scope: Scope }) {
  const { path, query, route } = useLocation();
  const direction = DIRECTIONS.find((one) => one === query['richting']) ?? 'import';
  const text = forecastWords.value;
  const resource = useResource<Forecast>(api(`${scope.api}/forecast?direction=${direction}`), { concerns: scope.concerns, everyMs: EVERY_MS });
  const empty = (forecast: Forecast): Empty | null => emptiness(forecast, scope);
  const full = resource.data !== null && empty(resource.data) === null;
  return (
    <>
      <Lead
        over={
          <>
            <span>{text.title}</span>
            {full && resource.data ? <CoverageBadge coverage={resource.data.coverage} /> : null}
          </>
        }
        sentence={leadOf(resource.data)}
      />
      <div class="actions" style={{ marginBottom: '14px' }}>
        <Segments
          label={text.direction}
          value={direction}
          options={DIRECTIONS.map((value) => ({ value, label: text.directions[value] }))}
          onPick={(of) => route(path + (of === 'import' ? '' : `?richting=${of}`))}
        />
      </div>
      <div class="grid">
        {full && resource.data ? (
          <section class="panel">
            <FanChart forecast={resource.data} scope={scope} />
            <Facts forecast={resource.data} scope={scope} />
          </section>
        ) : (
          <Panel title={text.chartTitles[direction]} resource={resource} minHeight={280} empty={empty}>
            {() => null}
          </Panel>
        )}
        <GridHoursPanel />
        <BacktestPanel path={api(`${scope.api}/forecast/backtest?direction=${direction}`)} why={api(`${scope.api}/forecast/backtest/explain?direction=${direction}`)} />
      </div>
    </>
  );
}
