// The running quarter-hour: used solid, expected hatched, beyond the limit red hatched, the limit as a tick.
import type { Now } from '../../api/shapes-now.ts';
import { formatAmount, formatClockPair, formatNumber } from '../../charts/formats.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useWidth } from './use-width.ts';
import { WhyRunning } from './why-running.tsx';

const BAR_TOP = 22;
const BAR_PX = 22;

function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="var(--vlak)" />
      <rect width="3.2" height="6" fill={color} />
    </pattern>
  );
}

interface BarProps {
  readonly usedKwh: number;
  readonly expectedKwh: number | null;
  readonly limitKwh: number | null;
}

function Bar({ usedKwh, expectedKwh, limitKwh }: BarProps) {
  const { ref, widthPx } = useWidth();
  const { quarterBar } = words.value;
  const expected = expectedKwh ?? usedKwh;
  const fullKwh = Math.max(expected * 1.08, (limitKwh ?? 0) * 1.14, usedKwh * 1.08, 1);
  const x = (kwh: number): number => (kwh / fullKwh) * widthPx;
  const within = limitKwh === null ? expected : Math.min(expected, limitKwh);
  const over = limitKwh === null ? 0 : Math.max(0, expected - limitKwh);
  const usedText = `${quarterBar.used} ${formatAmount(lang.value, usedKwh, 'kWh')}`;
  const restKwh = Math.max(0, expected - usedKwh);
  const restText = `${quarterBar.rest} ${formatAmount(lang.value, restKwh, 'kWh')}`;
  const restX = Math.max(x(usedKwh), usedText.length * 6.4 + 12);
  const limitText = limitKwh === null ? '' : `${quarterBar.limitLabel} ${formatAmount(lang.value, limitKwh, 'kWh')}`;
  const says = quarterBar.says(
    formatAmount(lang.value, usedKwh, 'kWh'),
    expectedKwh === null ? '–' : formatAmount(lang.value, expectedKwh, 'kWh'),
    limitKwh === null ? '–' : formatAmount(lang.value, limitKwh, 'kWh'),
  );
  const overText = `+${formatAmount(lang.value, over, 'kWh')}`;
  const roomRight = widthPx - restX - restText.length * 6.4;
  return (
    <div ref={ref} style={{ minHeight: '64px' }}>
      {widthPx > 0 ? (
        <svg width={widthPx} height={64} viewBox={`0 0 ${widthPx} 64`} role="img" aria-label={says} style={{ display: 'block' }}>
          <defs>
            <Hatch id="hatch-expected" color="var(--stroom)" />
            <Hatch id="hatch-over" color="var(--fout)" />
            <clipPath id="bar-round">
              <rect x="0" y={BAR_TOP} width={widthPx} height={BAR_PX} rx="6" />
            </clipPath>
          </defs>
          <g clip-path="url(#bar-round)">
            <rect x="0" y={BAR_TOP} width={widthPx} height={BAR_PX} fill="var(--vlak2)" />
            <rect x={x(usedKwh)} y={BAR_TOP} width={Math.max(0, x(within) - x(usedKwh))} height={BAR_PX} fill="url(#hatch-expected)" />
            {over > 0 ? (
              <rect x={x(Math.max(limitKwh ?? 0, usedKwh))} y={BAR_TOP} width={x(expected) - x(Math.max(limitKwh ?? 0, usedKwh))} height={BAR_PX} fill="url(#hatch-over)" />
            ) : null}
            <rect x="0" y={BAR_TOP} width={x(usedKwh)} height={BAR_PX} fill="var(--stroom)" />
          </g>
          {limitKwh === null ? null : (
            <>
              <rect x={x(limitKwh) - 1} y={BAR_TOP - 6} width="2" height={BAR_PX + 10} fill="var(--inkt)" />
              <text x={Math.max(limitText.length * 6.6, x(limitKwh) - 6)} y={BAR_TOP - 8} text-anchor="end" fill="var(--inkt)" font-weight="650">
                {limitText}
              </text>
            </>
          )}
          <text x="0" y="60" fill="var(--inkt2)">
            {usedText}
          </text>
          {expectedKwh !== null && roomRight > (over > 0 ? overText.length * 7 : 0) ? (
            <text x={restX} y="60" fill="var(--inkt2)">
              {restText}
            </text>
          ) : null}
          {over > 0 ? (
            <text x={widthPx} y="60" text-anchor="end" fill="var(--fout)" font-weight="650">
              {overText}
            </text>
          ) : null}
        </svg>
      ) : null}
    </div>
  );
}

/** Why nothing is expected of a quarter. */
function unknownText({ unknown }: Now['quarter']): string {
  const { quarterBar } = words.value;
  return unknown === null ? quarterBar.kept : quarterBar[unknown];
}

/** @param why path that explains it, but for the field */
export function QuarterBar({ quarter, why }: { quarter: Now['quarter']; why: string }) {
  const { quarterBar, capacity } = words.value;
  const limitKwh = quarter.limitKw === null ? null : quarter.limitKw / 4;
  // A quarter that feeds in is drawn as nothing used.
  const usedKwh = quarter.usedKwh === null ? null : Math.max(quarter.usedKwh, 0);
  const expectedKw = quarter.projectedKw === null ? null : Math.max(quarter.projectedKw, 0);
  const over = expectedKw !== null && quarter.limitKw !== null && expectedKw > quarter.limitKw;
  const title = quarterBar.title(formatClockPair(lang.value, Date.parse(quarter.start), Date.parse(quarter.end)));
  const minutes = Math.max(0, Math.ceil((Date.parse(quarter.end) - Math.max(nowMs.value, Date.parse(quarter.at))) / 60_000));
  return (
    <div class="quarter">
      <h2>{title}</h2>
      <p class="headline">
        <span class={over ? 'amount over' : 'amount'}>{expectedKw === null ? '–' : formatAmount(lang.value, expectedKw, 'kW')}</span>
        <span>
          {expectedKw === null ? unknownText(quarter) : quarterBar.expected}
          {quarter.limitKw === null ? (
            ` · ${quarterBar.noLimit}`
          ) : (
            <>
              {' '}
              · {quarterBar.limit} <strong>{formatNumber(lang.value, quarter.limitKw)}</strong>
            </>
          )}
          {' · '}
          <strong>{quarterBar.minutes(minutes)}</strong>
        </span>
        {usedKwh === null ? null : <WhyRunning name={title} path={why} />}
      </p>
      {quarter.limitKind && quarter.limitKw !== null ? <p class="small second">{capacity.kinds[quarter.limitKind]}</p> : null}
      {usedKwh === null ? null : <Bar usedKwh={usedKwh} expectedKwh={expectedKw === null ? null : expectedKw / 4} limitKwh={limitKwh} />}
    </div>
  );
}
