// The running quarter-hour against the own limit and that of each group: where it ends and what must come off.
import type { CapacityNow, RunningQuarter } from '../../api/shapes-capacity.ts';
import { formatClockPair } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { Pairs, kwText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { QuarterBar } from '../parts/quarter-bar.tsx';
import { lang, words } from '../state/settings.ts';
import type { Resource } from '../state/use-resource.ts';

const shown = (kw: number | null): string => (kw === null ? '–' : kwText(kw));

/** What must come off is said where something must. */
export function RunningPairs({ running }: { running: RunningQuarter }) {
  const text = words.value.capacity;
  const over = running.comeOffKw !== null && running.comeOffKw > 0;
  return (
    <Pairs
      pairs={[
        [text.projected, shown(running.projectedKw)],
        [text.limit, shown(running.limitKw)],
        over ? [text.comeOff, shown(running.comeOffKw)] : [text.headroom, shown(running.headroomKw)],
      ]}
    />
  );
}

/** @param why path that explains the running quarter, but for the field */
export function NowPanel({ resource, why }: { resource: Resource<CapacityNow>; why: string }) {
  const text = words.value.capacity;
  const { states } = words.value;
  return (
    <Panel
      title={text.nowTitle}
      resource={resource}
      minHeight={140}
      asOf={(now) => now.asOf}
      empty={(now) => (now.own.usedKwh === null && now.groups.length === 0 && now.coverage === 0 ? { title: states.emptyTitle, text: states.emptyText } : null)}
    >
      {(now) => (
        <>
          <QuarterBar quarter={{ ...now, ...now.own }} why={why} />
          {now.groups.map((group) => (
            <div key={group.group} style={{ marginTop: '12px' }}>
              <h3>
                {text.groupNow(group.name)} <span class="second small">{formatClockPair(lang.value, Date.parse(now.start), Date.parse(now.end))}</span>{' '}
                {group.comeOffKw !== null && group.comeOffKw > 0 ? <Badge tone="fout">{text.comeOff}</Badge> : null}
              </h3>
              <RunningPairs running={group} />
            </div>
          ))}
        </>
      )}
    </Panel>
  );
}
