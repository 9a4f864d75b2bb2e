// One panel in all its states: same place and title whether good, loading, empty, stale, failed or denied.
import type { ComponentChildren } from 'preact';
import type { Problem } from '../../api/shapes.ts';
import { formatMoment, formatSeconds } from '../../charts/formats.ts';
import type { Resource } from '../state/use-resource.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { Badge } from './badge.tsx';
import { Icon, type IconName } from './icon.tsx';

export const STALE_AFTER_MS = 15 * 60 * 1000;
export const isStale = (asOf: string | null, atMs: number): boolean => asOf !== null && atMs - Date.parse(asOf) > STALE_AFTER_MS;

interface StateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly code?: string;
  readonly wrong?: boolean;
  readonly children?: ComponentChildren;
}

export function PanelState({ icon, title, text, code, wrong = false, children }: StateProps) {
  return (
    <div class={wrong ? 'state fout' : 'state'}>
      <span class="sign">
        <Icon name={icon} size={20} />
      </span>
      <h3>{title}</h3>
      <p>{text}</p>
      {code ? <p class="mono">{code}</p> : null}
      {children}
    </div>
  );
}

/** What happened, in the reader's language; the server's own words are for programs. */
export function problemText(problem: Problem): string {
  const known = Object.entries(words.value.problems).find(([code]) => code === problem.code);
  return known?.[1] ?? words.value.states.errorText;
}

export function ProblemState({ problem, retry }: { problem: Problem; retry: () => void }) {
  const { states } = words.value;
  if (problem.status === 401 || (problem.status === 403 && problem.code !== 'suppressed')) return <PanelState icon="eye" title={states.deniedTitle} text={states.deniedText} />;
  if (problem.code === 'suppressed') return <PanelState icon="lock" title={states.keptTitle} text={states.keptText} />;
  if (problem.status === 404) return <PanelState icon="unknown" title={states.missingTitle} text={states.missingText} />;
  return (
    <PanelState wrong icon="warning" title={states.errorTitle} text={problemText(problem)} code={`${states.code} ${problem.code} · ${formatSeconds(lang.value, nowMs.value)}`}>
      <button type="button" class="button" onClick={retry}>
        {states.retry}
      </button>
    </PanelState>
  );
}

const BARS = [38, 46, 58, 66, 62, 50, 34, 40, 52, 64, 70, 60, 44, 36, 48, 60];

export function Skeleton({ shape }: { shape: 'bars' | 'rows' }) {
  return (
    <div class={`skeleton ${shape}`} role="status">
      <span class="unseen">{words.value.states.loading}</span>
      {BARS.slice(0, shape === 'bars' ? 16 : 6).map((share) => (
        <i key={share * 2} style={shape === 'bars' ? { height: `${share}%` } : { width: `${share + 30}%` }} />
      ))}
    </div>
  );
}

export interface Empty {
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly href: string };
}

export function EmptyState({ empty, icon = 'plug' }: { empty: Empty; icon?: IconName }) {
  return (
    <PanelState icon={icon} title={empty.title} text={empty.text}>
      {empty.action ? (
        <a class="button primary" href={empty.action.href}>
          {empty.action.label}
        </a>
      ) : null}
    </PanelState>
  );
}

interface PanelProps<T> {
  readonly title: ComponentChildren;
  readonly resource: Resource<T>;
  readonly children: (data: T, stale: boolean) => ComponentChildren;
  readonly class?: string;
  readonly shape?: 'bars' | 'rows';
  readonly minHeight?: number;
  readonly tools?: (data: T) => ComponentChildren;
  readonly empty?: (data: T) => Empty | null;
  /** The instant of the newest measurement, when old figures must look old. */
  readonly asOf?: (data: T) => string | null;
}

/** Above figures that stay while they cannot be asked for again. */
export function RefreshFailed<T>({ resource }: { resource: Resource<T> }) {
  if (resource.data === null || !resource.problem || resource.receivedAtMs === null) return null;
  return (
    <p class="says tone-let" role="status">
      {words.value.states.refreshFailed(formatMoment(lang.value, resource.receivedAtMs, nowMs.value))}
    </p>
  );
}

export function Panel<T>(props: PanelProps<T>) {
  const { resource, title, shape = 'bars', minHeight = 120 } = props;
  const { data, problem } = resource;
  const { states } = words.value;
  const empty = data === null ? null : (props.empty?.(data) ?? null);
  const asOf = data === null ? null : (props.asOf?.(data) ?? null);
  const stale = empty === null && isStale(asOf, nowMs.value);
  const since = asOf === null ? '' : formatMoment(lang.value, Date.parse(asOf), nowMs.value);
  return (
    <section class={`panel ${props.class ?? ''} ${stale ? 'stale' : ''}`}>
      <div class="panel-head">
        <h2>{title}</h2>
        <div class="tools">
          {stale ? (
            <Badge tone="let" icon="clock">
              {states.since(since)}
            </Badge>
          ) : null}
          {data !== null && empty === null ? props.tools?.(data) : null}
        </div>
      </div>
      {stale ? <p class="says">{states.staleText(since)}</p> : null}
      <RefreshFailed resource={resource} />
      <div style={{ minHeight: `${minHeight}px`, ...(data === null || empty ? { display: 'grid' } : {}) }}>
        {data === null ? (
          problem ? (
            <ProblemState problem={problem} retry={resource.refetch} />
          ) : resource.slow ? (
            <Skeleton shape={shape} />
          ) : null
        ) : empty ? (
          <EmptyState empty={empty} />
        ) : (
          props.children(data, stale)
        )}
      </div>
    </section>
  );
}
