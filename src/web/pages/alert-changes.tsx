// Who switched rules and changed channels, and when: newest first.
import type { AlertChangeView, ChannelView } from '../../api/shapes-alerts.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { alertRuleWords } from '../state/alert-rule-words.ts';
import { alertWords } from '../state/alert-words.ts';
import { ownCompany, parks } from '../state/session.ts';
import type { Resource } from '../state/use-resource.ts';
import { channelName } from './alert-channel-state.tsx';
import { alertMoment, alertName } from './alert-texts.tsx';

type Field = AlertChangeView['fields'][number];

const nameIn = (names: Readonly<Record<string, string>>, value: string): string => names[value] ?? value;

/** 22-7 as 22:00–07:00; two the same are none. */
function quietText(value: string): string {
  const [from = '', to = ''] = value.split('-').map((hour) => `${hour.padStart(2, '0')}:00`);
  return from === to ? alertWords.value.noQuiet : `${from}–${to}`;
}

/** A value as the form has it. */
function valueText(field: Field['field'], value: string): string {
  const [text, rules] = [alertWords.value, alertRuleWords.value];
  switch (field) {
    case 'kinds':
      return value === ''
        ? rules.allRules
        : value
            .split(' ')
            .map((kind) => nameIn(text.kinds, kind))
            .join(', ');
    case 'leastSeverity':
      return nameIn(text.severities, value);
    case 'lang':
      return nameIn(text.langs, value);
    case 'quiet':
      return quietText(value);
    case 'escalatesOnly':
      return nameIn(rules.yesNo, value);
    case 'name':
    case 'target':
    case 'secret':
      return value === '' ? '–' : value;
  }
}

function fieldText({ field, from, to }: Field): string {
  const name = alertRuleWords.value.fields[field];
  return field === 'secret' ? name : `${name}: ${valueText(field, from)} → ${valueText(field, to)}`;
}

/** A channel that is there by its name, one that is gone by where it went. */
function changeText(change: AlertChangeView, channels: readonly ChannelView[]): string {
  const what = alertRuleWords.value.changes[change.what];
  if (change.kind !== null) return `${alertName({ kind: change.kind })} ${what}`;
  const channel = channels.find(({ id }) => id === change.channel);
  const [first] = change.fields;
  if (change.what !== 'channel-changed') return `${what}: ${first === undefined ? '' : first.from + first.to}`;
  return `${what}${channel === undefined ? '' : ` (${channelName(channel)})`}: ${change.fields.map(fieldText).join('; ')}`;
}

const ownerText = ({ park, company }: AlertChangeView): string =>
  company === null ? alertWords.value.ownerOf(parks.value?.find(({ id }) => id === park)?.name ?? park) : (ownCompany.value?.name ?? String(company));

export function AlertChanges({ changes, channels }: { changes: Resource<{ items: AlertChangeView[] }>; channels: readonly ChannelView[] }) {
  const text = alertRuleWords.value;
  const columns: TableColumn<AlertChangeView>[] = [
    { id: 'when', head: text.when, cell: ({ at }) => alertMoment(at), sort: ({ at }) => at },
    { id: 'change', head: text.change, cell: (change) => changeText(change, channels), key: true },
    { id: 'owner', head: alertWords.value.owner, cell: ownerText },
    { id: 'who', head: text.who, cell: ({ by }) => by, sort: ({ by }) => by },
  ];
  return (
    <Panel title={text.changesTitle} resource={changes} shape="rows" minHeight={120}>
      {(data) =>
        data.items.length === 0 ? (
          <p class="says">{text.noChanges}</p>
        ) : (
          <DataTable caption={text.changesTitle} columns={columns} rows={data.items} rowId={({ id }) => String(id)} rowName={(change) => changeText(change, channels)} />
        )
      }
    </Panel>
  );
}
