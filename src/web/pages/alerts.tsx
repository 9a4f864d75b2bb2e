// What is the matter now, what was, and where it is told.
import { useState } from 'preact/hooks';
import type { AlertChangeView, AlertRuleView, AlertView, ChannelView } from '../../api/shapes-alerts.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { alertWords } from '../state/alert-words.ts';
import { api, ask } from '../state/fetch.ts';
import { me } from '../state/session.ts';
import { useResource } from '../state/use-resource.ts';
import { AlertChanges } from './alert-changes.tsx';
import { AlertChannels } from './alert-channels.tsx';
import { AlertRules } from './alert-rules.tsx';
import { ALERT_TONES, alertAmount, alertMoment, alertName, alertOwner, concernsAlerts } from './alert-texts.tsx';

const EVERY_MS = 3_000;

function Acknowledge({ alert, onDone }: { alert: AlertView; onDone: (late: boolean) => void }) {
  const text = alertWords.value;
  const [busy, setBusy] = useState(false);
  if (alert.acknowledgedBy !== null) return <span>{text.acknowledgedBy(alert.acknowledgedBy)}</span>;
  // A member is told of its group; the park looks after it.
  if (alert.company === null && me.value?.roles.every((role) => role.role === 'company') === true) return null;
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api(`/alerts/${alert.id}/acknowledgement`), { method: 'POST' });
    setBusy(false);
    onDone(!answer.ok);
  };
  return (
    <button type="button" class="button small" disabled={busy} aria-label={text.acknowledgeOf(`${alertName(alert)}, ${alertOwner(alert)}`)} onClick={() => void acknowledge()}>
      {text.acknowledge}
    </button>
  );
}

/** A meter is looked at on its own page. */
function What({ alert }: { alert: AlertView }) {
  return (
    <>
      {alert.meter === null ? alertName(alert) : <a href={`/meters/${alert.meter}`}>{alertName(alert)}</a>}
      {alert.subjectName === null ? null : <span class="small second mono"> {alert.subjectName}</span>}
    </>
  );
}

function commonColumns(): TableColumn<AlertView>[] {
  const text = alertWords.value;
  return [
    { id: 'what', head: text.what, cell: (alert) => <What alert={alert} />, sort: alertName },
    {
      id: 'severity',
      head: text.state,
      key: true,
      cell: (alert) => <Badge tone={ALERT_TONES[alert.severity]}>{text.severities[alert.severity]}</Badge>,
      sort: (alert) => alert.severity,
    },
    { id: 'whose', head: text.whose, cell: alertOwner, sort: alertOwner },
    { id: 'found', head: text.found, numeric: true, cell: (alert) => alertAmount(alert.value, alert.unit) },
    { id: 'limit', head: text.limit, numeric: true, cell: (alert) => alertAmount(alert.limit, alert.unit) },
    { id: 'since', head: text.since, numeric: true, cell: (alert) => alertMoment(alert.openedAt), sort: (alert) => alert.openedAt },
  ];
}

/** Of one whose rule was switched off nobody looked whether it is over. */
const untilOf = ({ closedAt, closedBecause }: AlertView): string =>
  closedBecause === 'switched-off' ? `${alertMoment(closedAt)} (${alertWords.value.switchedOff})` : alertMoment(closedAt);

function sentenceOf(open: readonly AlertView[]): Sentence {
  const text = alertWords.value;
  const urgent = open.filter((alert) => alert.severity === 'urgent').length;
  return open.length === 0 ? [text.calm, '.'] : [stress(text.says(open.length, urgent), urgent > 0 ? 'fout' : undefined), '.'];
}

export function AlertsPage() {
  const text = alertWords.value;
  const open = useResource<{ items: AlertView[] }>(api('/alerts'), { concerns: concernsAlerts, everyMs: EVERY_MS });
  const all = useResource<{ items: AlertView[] }>(api('/alerts?state=all'), { concerns: concernsAlerts, everyMs: EVERY_MS });
  const rules = useResource<{ items: AlertRuleView[] }>(api('/alert-rules'));
  const channels = useResource<{ items: ChannelView[] }>(api('/alert-channels'), { concerns: concernsAlerts, everyMs: EVERY_MS });
  const [late, setLate] = useState(false);
  const mayTell = me.value?.roles.some((role) => role.role === 'parkmanager' || role.role === 'company' || role.role === 'operator') ?? false;
  const changes = useResource<{ items: AlertChangeView[] }>(mayTell ? api('/alert-changes') : null);
  const settingsChanged = (): void => [channels, rules, changes, open, all].forEach((one) => one.refetch());
  const done = (tooLate: boolean): void => {
    setLate(tooLate);
    open.refetch();
  };
  return (
    <>
      <Lead over={<span>{text.title}</span>} sentence={open.data === null ? [text.title] : sentenceOf(open.data.items)} />
      <div class="grid">
        <Panel
          title={text.openTitle}
          resource={open}
          shape="rows"
          minHeight={160}
          empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
        >
          {(data) => (
            <>
              {late ? (
                <p class="says tone-fout" role="alert">
                  {text.late}
                </p>
              ) : null}
              <DataTable
                caption={text.openTitle}
                columns={[...commonColumns(), { id: 'take', head: text.acknowledge, cell: (alert) => <Acknowledge alert={alert} onDone={done} /> }]}
                rows={data.items}
                rowId={(alert) => String(alert.id)}
                rowName={(alert) => `${alertName(alert)}, ${alertOwner(alert)}`}
              />
            </>
          )}
        </Panel>
        <Panel
          title={text.pastTitle}
          resource={all}
          shape="rows"
          minHeight={160}
          empty={(data) => (data.items.some((alert) => alert.closedAt !== null) ? null : { title: text.pastEmptyTitle, text: text.pastEmptyText })}
        >
          {(data) => (
            <DataTable
              caption={text.pastTitle}
              columns={[...commonColumns(), { id: 'until', head: text.until, numeric: true, cell: untilOf, sort: (alert) => alert.closedAt ?? '' }]}
              rows={data.items.filter((alert) => alert.closedAt !== null)}
              rowId={(alert) => String(alert.id)}
              rowName={(alert) => `${alertName(alert)}, ${alertOwner(alert)}`}
            />
          )}
        </Panel>
        <AlertRules rules={rules} open={open.data?.items ?? []} channels={channels.data?.items ?? []} maySwitch={mayTell} onSwitched={settingsChanged} />
        {mayTell ? <AlertChannels channels={channels} onChanged={settingsChanged} /> : null}
        {mayTell ? <AlertChanges changes={changes} channels={channels.data?.items ?? []} /> : null}
      </div>
    </>
  );
}
