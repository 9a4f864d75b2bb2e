// Which hours of the day meet in which month: how much of the demand could be delivered. The table is its twin.
import { useState } from 'preact/hooks';
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import { formatPercent } from '../../charts/formats.ts';
import { HOURS, type HourCell, STEP_COUNT, bestAndWorst, hourTable, monthName, shadeOf, shareOf } from '../../charts/hour-map.ts';
import { TwinTable, TwinTools } from '../parts/chart.tsx';
import { useWidth } from '../parts/use-width.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';

const LEFT_PX = 36;
const TOP_PX = 20;
const ROW_PX = 22;
/** Away from the page: none of it, to all of it in the colour of heat. */
const shadeFill = (shade: number): string => (shade === 0 ? 'var(--vlak2)' : `color-mix(in srgb, var(--warmte) ${[0, 22, 45, 70, 100][shade] ?? 100}%, var(--vlak))`);
const hourText = (hour: number): string => `${hour}:00`;

function HourGrid({ cells, sentence }: { cells: readonly HourCell[]; sentence: string }) {
  const { ref, widthPx } = useWidth();
  const months = [...new Set(cells.map(({ month }) => month))].sort((a, b) => a - b);
  const cellPx = Math.max(6, (widthPx - LEFT_PX) / HOURS);
  const every = cellPx < 16 ? 6 : cellPx < 26 ? 3 : 1;
  const heightPx = TOP_PX + months.length * ROW_PX;
  return (
    <div ref={ref}>
      {widthPx > 0 ? (
        <svg viewBox={`0 0 ${widthPx} ${heightPx}`} width={widthPx} height={heightPx} role="img" aria-label={sentence}>
          {Array.from({ length: HOURS }, (_, hour) =>
            hour % every === 0 ? (
              <text key={hour} x={LEFT_PX + (hour + 0.5) * cellPx} y={13} text-anchor="middle" fill="var(--inkt2)" font-size="12">
                {hour}
              </text>
            ) : null,
          )}
          {months.map((month, row) => (
            <text key={month} x="0" y={TOP_PX + row * ROW_PX + 15} fill="var(--inkt2)" font-size="12">
              {monthName(lang.value, month)}
            </text>
          ))}
          {cells.map((cell) => {
            const share = shareOf(cell);
            return share === null ? null : (
              <rect
                key={`${cell.month} ${cell.hour}`}
                x={LEFT_PX + cell.hour * cellPx}
                y={TOP_PX + months.indexOf(cell.month) * ROW_PX}
                width={cellPx - 1.5}
                height={ROW_PX - 2}
                rx="2"
                fill={shadeFill(shadeOf(share))}
                stroke="var(--lijn2)"
                stroke-width={shadeOf(share) === 0 ? 0.75 : 0}
              />
            );
          })}
        </svg>
      ) : null}
    </div>
  );
}

export function HoursPanel({ match }: { match: HeatMatchView }) {
  const text = heatWords.value.match;
  const [open, setOpen] = useState(false);
  const extremes = bestAndWorst(match.clock);
  if (extremes === null) return null;
  const table = hourTable(match.clock, { lang: lang.value, caption: text.hoursTitle, monthHead: text.month });
  const share = formatPercent(lang.value, extremes.share);
  const sentence = extremes.alike ? text.hoursAlike(share) : text.hoursSays(share, hourText(extremes.best), hourText(extremes.worst));
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.hoursTitle}</h2>
        <TwinTools table={table} fileName={`warmte-${match.id}-uren`} open={open} onToggle={() => setOpen(!open)} />
      </div>
      <p class="says">{sentence}</p>
      <div class="legend" style={{ margin: '6px 0' }}>
        {text.shades.slice(0, STEP_COUNT).map((name, shade) => (
          <span key={name}>
            <span style={{ width: '14px', height: '11px', borderRadius: '2px', background: shadeFill(shade), border: '1px solid var(--lijn2)' }} /> {name}
          </span>
        ))}
      </div>
      <HourGrid cells={match.clock} sentence={sentence} />
      {open ? <TwinTable table={table} /> : null}
    </section>
  );
}
