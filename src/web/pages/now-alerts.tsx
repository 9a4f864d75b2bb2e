// What is the matter now in a park or company, urgent first; the rest is on the page of alerts.
import type { AlertView } from '../../api/shapes-alerts.ts';
import { Badge } from '../parts/badge.tsx';
import { Panel } from '../parts/panel.tsx';
import type { Scope } from '../scope.ts';
import { alertWords } from '../state/alert-words.ts';
import { api } from '../state/fetch.ts';
import { nowWords } from '../state/now-words.ts';
import { useResource } from '../state/use-resource.ts';
import { ALERT_TONES, alertAmount, alertMoment, alertName, alertOwner, concernsAlerts } from './alert-texts.tsx';

const SHOWN_MAX = 5;
const URGENCY: readonly AlertView['severity'][] = ['urgent', 'warning', 'notice'];

function Line({ alert, owned }: { alert: AlertView; owned: boolean }) {
  const text = nowWords.value.alerts;
  const { value, limit, unit } = alert;
  return (
    <li>
      {alert.meter === null ? alertName(alert) : <a href={`/meters/${alert.meter}`}>{alertName(alert)}</a>}{' '}
      <Badge tone={ALERT_TONES[alert.severity]}>{alertWords.value.severities[alert.severity]}</Badge>
      <div class="source">
        <span>{[...(owned ? [alertOwner(alert)] : []), text.found(alertAmount(value, unit), alertAmount(limit, unit)), text.since(alertMoment(alert.openedAt))].join(' · ')}</span>
      </div>
    </li>
  );
}

export function NowAlerts({ scope }: { scope: Scope }) {
  const text = nowWords.value.alerts;
  const id = scope.href.split('/').at(-1);
  const open = useResource<{ items: AlertView[] }>(api(`/alerts?${scope.kind}=${id}`), { concerns: concernsAlerts });
  return (
    <Panel
      title={text.title}
      resource={open}
      minHeight={90}
      shape="rows"
      empty={({ items }) => (items.length > 0 ? null : { title: alertWords.value.emptyTitle, text: alertWords.value.emptyText })}
      tools={() => (
        <a class="small" href="/alerts">
          {text.all}
        </a>
      )}
    >
      {({ items }) => (
        <>
          <ul class="facts">
            {items
              .toSorted((a, b) => URGENCY.indexOf(a.severity) - URGENCY.indexOf(b.severity))
              .slice(0, SHOWN_MAX)
              .map((alert) => (
                <Line key={alert.id} alert={alert} owned={scope.kind === 'park'} />
              ))}
          </ul>
          {items.length > SHOWN_MAX ? <p class="small second">{text.more(items.length - SHOWN_MAX)}</p> : null}
        </>
      )}
    </Panel>
  );
}
