// What is watched: each rule with its limits, when it waits, and where what it finds goes.
import type { AlertRuleView, AlertView, ChannelView } from '../../api/shapes-alerts.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { alertRuleWords } from '../state/alert-rule-words.ts';
import { alertWords } from '../state/alert-words.ts';
import { type Owner, owners } from '../state/owners.ts';
import { lang } from '../state/settings.ts';
import type { Resource } from '../state/use-resource.ts';
import { channelName } from './alert-channel-state.tsx';
import { RuleSwitch } from './alert-rule-switch.tsx';
import { ALERT_TONES, alertName } from './alert-texts.tsx';

const number = (value: number): string => formatNumber(lang.value, value, Number.isInteger(value) ? 0 : 1);

/** A percentage stands close to its sign, other units one space off. */
function limitOf(value: number, unit: AlertRuleView['unit']): string {
  const word = alertRuleWords.value.units[unit];
  return `${number(value)}\u00a0${word}`;
}

function beginsOf({ begins, unit, least, kind }: AlertRuleView): string {
  const text = alertRuleWords.value;
  const first = kind === 'consent-ending' ? text.within(limitOf(begins, unit)) : text.from(limitOf(begins, unit));
  return least === null ? first : `${first}, ${text.least(`${number(least.value)} ${text.leastUnits[least.unit]}`)}`;
}

function endsOf({ ends, unit, kind }: AlertRuleView): string {
  const text = alertRuleWords.value;
  return kind === 'consent-ending' ? text.from(limitOf(ends, unit)) : text.below(limitOf(ends, unit));
}

const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;

/** Where it goes, and when that channel keeps still. */
function Where({ rule, channels }: { rule: AlertRuleView; channels: readonly ChannelView[] }) {
  const text = alertRuleWords.value;
  const heard = channels.filter((channel) => rule.channels.includes(channel.id));
  if (heard.length === 0) return <span class="least">{text.nowhere}</span>;
  return (
    <ul>
      {heard.map((channel) => {
        const quiet = rule.waitsInQuietHours && channel.quietFromHour !== channel.quietToHour ? text.quietOf(hour(channel.quietFromHour), hour(channel.quietToHour)) : null;
        const when = [channel.escalatesOnly ? text.escalated(number(rule.escalatesAfterMin)) : null, quiet].filter((part) => part !== null);
        return (
          <li key={channel.id}>
            {alertWords.value.channels[channel.kind]} <span class="mono">{channelName(channel)}</span>
            {when.length === 0 ? null : <span class="small second">, {when.join(', ')}</span>}
          </li>
        );
      })}
    </ul>
  );
}

interface Columns {
  readonly open: readonly AlertView[];
  readonly channels: readonly ChannelView[];
  /** Whose rules the reader switches. */
  readonly switching: readonly Owner[];
  readonly onSwitched: () => void;
}

function columnsFor({ open, channels, switching, onSwitched }: Columns): TableColumn<AlertRuleView>[] {
  const text = alertRuleWords.value;
  const openOf = (rule: AlertRuleView): number => open.filter((alert) => alert.kind === rule.kind).length;
  return [
    {
      id: 'rule',
      head: text.rule,
      cell: (rule) => (
        <>
          {alertName(rule)}
          <p class="small second rule-says">{text.says[rule.kind]}</p>
        </>
      ),
      sort: alertName,
    },
    ...(switching.length === 0
      ? []
      : [{ id: 'state', head: text.state, cell: (rule: AlertRuleView) => <RuleSwitch rule={rule} owners={switching} onChanged={onSwitched} />, key: true }]),
    { id: 'open', head: text.open, cell: (rule) => number(openOf(rule)), sort: openOf, numeric: true, key: true },
    { id: 'looks', head: text.looks, cell: (rule) => (rule.at === null ? text.everyMinute : text.daily(rule.at)) },
    { id: 'begins', head: text.begins, cell: beginsOf },
    { id: 'ends', head: text.ends, cell: endsOf },
    {
      id: 'urgency',
      head: text.urgency,
      cell: (rule) => <Badge tone={ALERT_TONES[rule.severity]}>{alertWords.value.severities[rule.severity]}</Badge>,
      sort: (rule) => rule.severity,
    },
    { id: 'quiet', head: text.quiet, cell: (rule) => (rule.waitsInQuietHours ? text.waits : text.goes) },
    { id: 'channels', head: text.channels, cell: (rule) => <Where rule={rule} channels={channels} /> },
  ];
}

interface RulesProps {
  readonly rules: Resource<{ items: AlertRuleView[] }>;
  readonly open: readonly AlertView[];
  readonly channels: readonly ChannelView[];
  /** May the reader switch rules? */
  readonly maySwitch: boolean;
  readonly onSwitched: () => void;
}

export function AlertRules({ rules, open, channels, maySwitch, onSwitched }: RulesProps) {
  const text = alertRuleWords.value;
  const agreements = owners().map((one) => ({ name: one.name, href: one.company === null ? `/parks/${one.park}/afspraken` : `/companies/${one.company}/afspraken` }));
  return (
    <Panel title={text.title} resource={rules} shape="rows" minHeight={240}>
      {(data) => (
        <>
          <p class="says">
            {text.hint}{' '}
            {agreements.map(({ name, href }) => (
              <a key={href} href={href} class="rule-link">
                {text.agreementsOf(name)}
              </a>
            ))}
          </p>
          <DataTable
            caption={text.title}
            columns={columnsFor({ open, channels, switching: maySwitch ? owners() : [], onSwitched })}
            rows={data.items}
            rowId={(rule) => rule.kind}
            rowName={alertName}
          />
        </>
      )}
    </Panel>
  );
}
