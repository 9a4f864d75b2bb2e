// Where alerts are sent: a list, and a form for one more.
import { useState } from 'preact/hooks';
import type { Gateway } from '../../api/shapes.ts';
import type { ChannelView } from '../../api/shapes-alerts.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { alertWords } from '../state/alert-words.ts';
import { api, ask } from '../state/fetch.ts';
import { type Owner, owners } from '../state/owners.ts';
import { ownCompany, parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { ChannelState, ChannelTest, channelTarget } from './alert-channel-state.tsx';

type Kind = ChannelView['kind'];
type Severity = ChannelView['leastSeverity'];

const labelOf = (one: Owner): string => (one.company === null ? alertWords.value.ownerOf(one.name) : one.name);
const ownerOf = (row: ChannelView): string =>
  row.company === null ? alertWords.value.ownerOf(parks.value?.find((park) => park.id === row.park)?.name ?? row.park) : (ownCompany.value?.name ?? String(row.company));
const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;
const quietOf = (row: ChannelView): string => (row.quietFromHour === row.quietToHour ? alertWords.value.noQuiet : `${hour(row.quietFromHour)}–${hour(row.quietToHour)}`);

function columnsFor(onRemoved: () => void): TableColumn<ChannelView>[] {
  const text = alertWords.value;
  const remove = async (row: ChannelView): Promise<void> => {
    await ask(api(`/alert-channels/${row.id}`), { method: 'DELETE' });
    onRemoved();
  };
  return [
    {
      id: 'target',
      head: text.kind,
      cell: (row) => (
        <>
          {text.channels[row.kind]}: <span class="mono">{channelTarget(row)}</span>
        </>
      ),
    },
    { id: 'owner', head: text.owner, cell: ownerOf },
    { id: 'least', head: text.least, cell: (row) => `${text.severities[row.leastSeverity]}${row.escalatesOnly ? `, ${text.escalatesShort}` : ''}` },
    { id: 'quiet', head: text.quiet, cell: quietOf },
    { id: 'sending', head: text.sending, cell: (row) => <ChannelState channel={row} />, key: true },
    { id: 'test', head: text.test, cell: (row) => <ChannelTest channel={row} /> },
    {
      id: 'remove',
      head: text.remove,
      cell: (row) => (
        <button type="button" class="button small" aria-label={text.removeOf(channelTarget(row))} onClick={() => void remove(row)}>
          {text.remove}
        </button>
      ),
    },
  ];
}

const HOURS = Array.from({ length: 24 }, (_, at): readonly [string, string] => [String(at), hour(at)]);

interface Draft {
  readonly kind: Kind;
  readonly target: string;
  readonly owner: string;
  readonly least: Severity;
  readonly from: string;
  readonly to: string;
  readonly escalates: boolean;
}
const EMPTY: Draft = { kind: 'mail', target: '', owner: '0', least: 'warning', from: '22', to: '7', escalates: false };

function WhenFields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const text = alertWords.value;
  return (
    <>
      <SelectField id="channel-from" label={text.quietFrom} value={draft.from} options={HOURS} onPick={(from) => change({ from })} />
      <SelectField id="channel-to" label={text.quietTo} value={draft.to} options={HOURS} onPick={(to) => change({ to })} />
      <div class="field">
        <label>
          <input type="checkbox" checked={draft.escalates} onChange={(event) => change({ escalates: event.currentTarget.checked })} /> {text.escalates}
        </label>
      </div>
    </>
  );
}

/** An address to type, or one of the gateways that one may see. */
function TargetField({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const text = alertWords.value;
  return (
    <>
      {draft.kind === 'mqtt' ? (
        <GatewayField value={draft.target} onPick={(target) => change({ target })} />
      ) : (
        <div class="field">
          <label for="channel-target">{text.targets[draft.kind]}</label>
          <input
            id="channel-target"
            type="text"
            inputMode={draft.kind === 'mail' ? 'email' : 'url'}
            required
            maxLength={500}
            value={draft.target}
            onInput={(event) => change({ target: event.currentTarget.value })}
          />
        </div>
      )}
      <p class="hint" style={{ margin: '-10px 0 16px' }}>
        {text.explains[draft.kind]}
      </p>
    </>
  );
}

function GatewayField({ value, onPick }: { value: string; onPick: (gateway: string) => void }) {
  const text = alertWords.value;
  const { data } = useResource<{ items: Gateway[] }>(api('/gateways'));
  if (data === null) return null;
  if (data.items.length === 0) return <p class="says">{text.noGateways}</p>;
  const options = data.items.map(({ id, name }): readonly [string, string] => [String(id), name]);
  return <SelectField id="channel-target" label={text.targets.mqtt} value={value} options={[['', '–'], ...options]} onPick={onPick} />;
}

function AddChannel({ onAdded }: { onAdded: (secret: string | null) => void }) {
  const text = alertWords.value;
  const [draft, setDraft] = useState(EMPTY);
  const [state, setState] = useState<'idle' | 'busy' | 'refused'>('idle');
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const choices = owners();
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const owner = choices[Number(draft.owner)] ?? choices[0];
    if (owner === undefined) return;
    setState('busy');
    const { kind, target, least: leastSeverity, escalates: escalatesOnly } = draft;
    const body = {
      kind,
      target: target.trim(),
      park: owner.park,
      company: owner.company,
      leastSeverity,
      escalatesOnly,
      lang: lang.value,
      quietFromHour: Number(draft.from),
      quietToHour: Number(draft.to),
    };
    const answer = await ask<{ secret: string | null }>(api('/alert-channels'), { method: 'POST', body });
    setState(answer.ok ? 'idle' : 'refused');
    if (!answer.ok) return;
    setDraft({ ...EMPTY, owner: draft.owner });
    onAdded(answer.data.secret);
  };
  return (
    <form style={{ maxWidth: '560px', marginTop: '20px' }} onSubmit={(event) => void add(event)}>
      <SelectField
        id="channel-kind"
        label={text.kind}
        value={draft.kind}
        options={Object.entries(text.channels)}
        onPick={(kind) => change({ kind: kind === 'webhook' || kind === 'mqtt' ? kind : 'mail', target: '' })}
      />
      <TargetField draft={draft} change={change} />
      <SelectField
        id="channel-owner"
        label={text.owner}
        value={draft.owner}
        options={choices.map((one, index) => [String(index), labelOf(one)])}
        onPick={(owner) => change({ owner })}
      />
      <SelectField
        id="channel-least"
        label={text.least}
        value={draft.least}
        options={Object.entries(text.severities)}
        onPick={(least) => change({ least: least === 'notice' || least === 'urgent' ? least : 'warning' })}
      />
      <WhenFields draft={draft} change={change} />
      {state === 'refused' ? (
        <p class="says tone-fout" role="alert">
          {text.refused}
        </p>
      ) : null}
      <button type="submit" class="button primary" disabled={state === 'busy'}>
        {state === 'busy' ? text.adding : text.add}
      </button>
    </form>
  );
}

interface ChannelsProps {
  readonly channels: Resource<{ items: ChannelView[] }>;
  readonly onChanged: () => void;
}

export function AlertChannels({ channels, onChanged }: ChannelsProps) {
  const text = alertWords.value;
  const [secret, setSecret] = useState<string | null>(null);
  const added = (shown: string | null): void => {
    setSecret(shown);
    onChanged();
  };
  return (
    <Panel title={text.channelsTitle} resource={channels} shape="rows" minHeight={160}>
      {(data) => (
        <>
          {data.items.length === 0 ? (
            <p class="says">{text.noChannels}</p>
          ) : (
            <DataTable caption={text.channelsTitle} columns={columnsFor(onChanged)} rows={data.items} rowId={(row) => String(row.id)} rowName={channelTarget} />
          )}
          {secret === null ? null : (
            <p class="says" role="status">
              {text.secret(secret)}
            </p>
          )}
          <AddChannel onAdded={added} />
        </>
      )}
    </Panel>
  );
}
