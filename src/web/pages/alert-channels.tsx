// Where alerts are sent: a list, a form for one more, and the same form to change one.
import { useState } from 'preact/hooks';
import type { ChannelView } from '../../api/shapes-alerts.ts';
import { Dialog } from '../parts/dialog.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { alertWords } from '../state/alert-words.ts';
import { api, ask } from '../state/fetch.ts';
import { ownCompany, parks } from '../state/session.ts';
import type { Resource } from '../state/use-resource.ts';
import { ChannelForm } from './alert-channel-form.tsx';
import { ChannelState, ChannelTest, channelName, channelTarget } from './alert-channel-state.tsx';
import { alertName } from './alert-texts.tsx';

const ownerOf = (row: ChannelView): string =>
  row.company === null ? alertWords.value.ownerOf(parks.value?.find((park) => park.id === row.park)?.name ?? row.park) : (ownCompany.value?.name ?? String(row.company));
const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;
const quietOf = (row: ChannelView): string => (row.quietFromHour === row.quietToHour ? alertWords.value.noQuiet : `${hour(row.quietFromHour)}–${hour(row.quietToHour)}`);

/** Whatever is urgent enough, or only some rules of that. */
function hearsOf({ leastSeverity, escalatesOnly, kinds }: ChannelView): string {
  const text = alertWords.value;
  const most = `${text.severities[leastSeverity]}${escalatesOnly ? `, ${text.escalatesShort}` : ''}`;
  return kinds === null ? most : `${most}; ${text.onlyRules(kinds.map((kind) => alertName({ kind })))}`;
}

function columnsFor(onRemoved: () => void, onEdit: (row: ChannelView) => void): TableColumn<ChannelView>[] {
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
          {row.name === '' ? null : <b>{row.name} </b>}
          {text.channels[row.kind]}: <span class="mono">{channelTarget(row)}</span>
        </>
      ),
    },
    { id: 'owner', head: text.owner, cell: ownerOf },
    { id: 'least', head: text.least, cell: hearsOf },
    { id: 'quiet', head: text.quiet, cell: quietOf },
    { id: 'sending', head: text.sending, cell: (row) => <ChannelState channel={row} />, key: true },
    { id: 'test', head: text.test, cell: (row) => <ChannelTest channel={row} /> },
    {
      id: 'edit',
      head: text.edit,
      cell: (row) => (
        <button type="button" class="button small" aria-label={text.editOf(channelName(row))} onClick={() => onEdit(row)}>
          {text.edit}
        </button>
      ),
    },
    {
      id: 'remove',
      head: text.remove,
      cell: (row) => (
        <button type="button" class="button small" aria-label={text.removeOf(channelName(row))} onClick={() => void remove(row)}>
          {text.remove}
        </button>
      ),
    },
  ];
}

interface ChannelsProps {
  readonly channels: Resource<{ items: ChannelView[] }>;
  readonly onChanged: () => void;
}

export function AlertChannels({ channels, onChanged }: ChannelsProps) {
  const text = alertWords.value;
  const [secret, setSecret] = useState<string | null>(null);
  const [edited, setEdited] = useState<ChannelView | null>(null);
  const saved = (shown: string | null): void => {
    setEdited(null);
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
            <DataTable caption={text.channelsTitle} columns={columnsFor(onChanged, setEdited)} rows={data.items} rowId={(row) => String(row.id)} rowName={channelName} />
          )}
          {secret === null ? null : (
            <p class="says" role="status">
              {text.secret(secret)}
            </p>
          )}
          <h3 style={{ marginTop: '20px' }}>{text.addTitle}</h3>
          <ChannelForm id="channel" channel={null} onDone={saved} />
          {edited === null ? null : (
            <Dialog title={text.editOf(channelName(edited))} onClose={() => setEdited(null)}>
              <ChannelForm id="edited" channel={edited} onDone={saved} />
            </Dialog>
          )}
        </>
      )}
    </Panel>
  );
}
