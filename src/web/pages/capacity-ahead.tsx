// Room on the grid in the coming 48 hours, on the page about room: the tightest and the highest quarter that are expected.
import type { Forecast } from '../../api/shapes-forecast.ts';
import { formatClock, formatWeekday } from '../../charts/formats.ts';
import { Pairs, kwText } from '../parts/pairs.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { forecastWords } from '../state/forecast-words.ts';
import { lang, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const EVERY_MS = 300_000;
const at = (kw: number, start: string): string => `${kwText(kw)}, ${formatWeekday(lang.value, Date.parse(start))} ${formatClock(lang.value, Date.parse(start))}`;

export function AheadPanel({ scope, direction }: { scope: Scope; direction: Forecast['direction'] }) {
  const resource = useResource<Forecast>(api(`${scope.api}/forecast?direction=${direction}`), { concerns: scope.concerns, everyMs: EVERY_MS });
  const text = forecastWords.value;
  const empty = ({ noForecast }: Forecast): Empty | null => (noForecast === null ? null : { title: words.value.states.emptyTitle, text: text.none[noForecast] });
  return (
    <Panel title={text.aheadTitle} resource={resource} minHeight={120} asOf={(forecast) => forecast.asOf} empty={empty}>
      {({ peak, headroom }) => (
        <>
          <Pairs
            pairs={[
              [text.aheadRoom, headroom === null ? '–' : at(headroom.headroomKw, headroom.start)],
              [text.facts.peak, peak === null ? '–' : at(peak.p90Kw, peak.start)],
            ]}
          />
          <p>
            <a href={`${scope.href}/verwachting${direction === 'import' ? '' : '?richting=export'}`}>{text.toForecast}</a>
          </p>
        </>
      )}
    </Panel>
  );
}
