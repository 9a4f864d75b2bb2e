// How much heat a park could exchange at most, as curves: composite, grand composite and its problem table.
import { useMemo, useState } from 'preact/hooks';
import type { HeatPinch } from '../../api/shapes-heat.ts';
import { compositeChart, grandChart } from '../../charts/composite-chart.ts';
import { formatAmount, formatNumber, formatPercent } from '../../charts/formats.ts';
import { Chart } from '../parts/chart.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyHeatPark } from '../parts/why-heat-park.tsx';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';

/** Figures of a slice that a reader may ask the ground of. */
const EXPLAINED = ['exchangeableKw', 'hotUtilityKw', 'coldUtilityKw', 'hotKw', 'coldKw'];
type Slice = HeatPinch['slices'][number]['slice'];

/** Composite curves, and what is left of both, by slice of the year. */
export function PinchCurves({ data }: { data: HeatPinch }) {
  const text = heatWords.value.together;
  const [slice, setSlice] = useState<Slice>('year');
  const palette = usePalette();
  const language = lang.value;
  const one = data.slices.find((each) => each.slice === slice);
  const drawn = useMemo(() => {
    const power = (kw: number): string => formatAmount(language, kw, 'kW');
    const sentence =
      one === undefined ? [''] : [text.pinchSays(power(one.exchangeableKw), power(one.hotUtilityKw), one.pinchesC.map((c) => `${formatNumber(language, c)} °C`).join(', '))];
    const names = { curve: text.curve, hot: text.hot, cold: text.cold, power: text.power, temperature: heatWords.value.match.temperatures };
    return compositeChart({ hot: one?.hot ?? [], cold: one?.cold ?? [], lang: language, palette, sentence, names }, text.pinchTitle);
  }, [one, language, palette, text]);
  const rest = useMemo(() => {
    const least = one?.hotUtilityKw ?? 0;
    const sentence = [text.grandSays(formatAmount(language, least, 'kW'), formatAmount(language, one?.coldUtilityKw ?? 0, 'kW'))];
    return grandChart(
      { grand: one?.grand ?? [], lang: language, palette, sentence, names: { curve: text.grandTitle, shifted: text.shifted, passed: text.passed, left: text.left } },
      text.grandTitle,
    );
  }, [one, language, palette, text]);
  return (
    <>
      <Chart
        title={text.pinchTitle}
        drawn={drawn}
        fileName={`pinch-${data.park}-${slice}`}
        heightPx={280}
        sub
        between={
          <>
            <p class="says">
              {text.leastK(formatNumber(language, data.leastK))} {data.exchangePotentialUsed === null ? '' : text.used(formatPercent(language, data.exchangePotentialUsed))}
            </p>
            <div class="legend">
              <span>
                <span class="line" style={{ background: 'var(--warmte)' }} /> {text.hot}
              </span>
              <span>
                <span class="line" style={{ background: 'var(--koude)' }} /> {text.cold}
              </span>
            </div>
            <WhyHeatPark
              name={text.most}
              path={`/parks/${data.park}/pinch`}
              query={`slice=${slice}&`}
              fields={data.exchangePotentialUsed === null ? EXPLAINED : [...EXPLAINED, 'exchangePotentialUsed']}
            />
            <Segments label={text.slice} value={slice} options={data.slices.map((each) => ({ value: each.slice, label: text.slices[each.slice] }))} onPick={setSlice} />
          </>
        }
      />
      <Chart title={text.grandTitle} drawn={rest} fileName={`pinch-rest-${data.park}-${slice}`} heightPx={240} sub between={<p class="says">{text.problemTable}</p>} />
    </>
  );
}
