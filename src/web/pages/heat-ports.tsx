// Sources and consumers of heat of a park: what meters give away, and what people described.
import { useState } from 'preact/hooks';
import type { Company } from '../../api/shapes.ts';
import type { HeatPortView } from '../../api/shapes-heat.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api, ask } from '../state/fetch.ts';
import { heatPortsWords } from '../state/heat-ports-words.ts';
import { me, parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { HeatPortFile } from './heat-port-file.tsx';
import { HeatPortForm } from './heat-port-form.tsx';

const number = (value: number): string => formatNumber(lang.value, value, Number.isInteger(value) ? 0 : 1);
export const portName = (port: HeatPortView): string => [port.companyName ?? '', port.name].filter((part) => part !== '').join(', ') || `${port.park} ${port.id}`;
const doubtOf = (code: string): string => Object.entries(heatPortsWords.value.doubt).find(([name]) => name === code)?.[1] ?? code;

function columns(onChange: (port: HeatPortView) => void, onRemove: (port: HeatPortView) => void): TableColumn<HeatPortView>[] {
  const text = heatPortsWords.value;
  return [
    { id: 'name', head: text.name, cell: portName, sort: portName },
    { id: 'role', head: text.role, key: true, cell: (port) => text.roles[port.role], sort: (port) => port.role },
    { id: 'temperatures', head: `${text.temperatures} (°C)`, numeric: true, cell: (port) => `${number(port.supplyC)} / ${number(port.returnC)}`, sort: (port) => port.supplyC },
    {
      id: 'power',
      head: text.powerKw,
      numeric: true,
      cell: (port) => (port.powerKw === null ? '–' : `${number(port.powerKw)}, ${text.profiles[port.profile]}`),
      sort: (port) => port.powerKw ?? 0,
    },
    {
      id: 'provenance',
      head: text.provenance,
      cell: (port) => <Badge tone={port.provenance === 'measured' ? 'goed' : 'stil'}>{text.provenances[port.provenance]}</Badge>,
      sort: (port) => port.provenance,
    },
    { id: 'doubts', head: text.doubts, cell: (port) => port.doubts.map(doubtOf).join('; ') || '–' },
    {
      id: 'change',
      head: text.change,
      cell: (port) => (
        <span style={{ whiteSpace: 'nowrap' }}>
          <button type="button" class="button small" aria-label={text.changeOf(portName(port))} onClick={() => onChange(port)}>
            {text.change}
          </button>{' '}
          <button type="button" class="button small" aria-label={text.removeOf(portName(port))} onClick={() => onRemove(port)}>
            {text.remove}
          </button>
        </span>
      ),
    },
  ];
}

function List({ resource, onChange }: { resource: Resource<{ items: HeatPortView[] }>; onChange: (port: HeatPortView) => void }) {
  const text = heatPortsWords.value;
  const [refused, setRefused] = useState<string | null>(null);
  const remove = async (port: HeatPortView): Promise<void> => {
    const answer = await ask(api(`/heat-ports/${port.id}`), { method: 'DELETE' });
    setRefused(answer.ok ? null : answer.problem.detail);
    resource.refetch();
  };
  return (
    <Panel
      title={text.listTitle}
      resource={resource}
      shape="rows"
      minHeight={240}
      empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
    >
      {(data) => (
        <>
          {refused === null ? null : (
            <p class="says tone-fout" role="alert">
              {text.refused(refused)}
            </p>
          )}
          <DataTable
            caption={text.listTitle}
            columns={columns(onChange, (port) => void remove(port))}
            rows={data.items}
            rowId={(port) => String(port.id)}
            rowName={portName}
            search={{ label: text.name, none: text.emptyTitle, text: portName }}
          />
        </>
      )}
    </Panel>
  );
}

export function HeatPortsPage({ park }: { park: string }) {
  const text = heatPortsWords.value;
  const resource = useResource<{ items: HeatPortView[] }>(api(`/heat-ports?park=${park}`));
  const roles = me.value?.roles ?? [];
  const own = roles.find((role) => role.role === 'company');
  const manages = roles.some(({ role }) => role === 'parkmanager' || role === 'operator');
  const companies = useResource<{ items: Company[] }>(manages ? api(`/parks/${park}/companies`) : null);
  const [editing, setEditing] = useState<HeatPortView | 'new' | null>(null);
  const name = parks.value?.find((one) => one.id === park)?.name ?? park;
  const done = (): void => {
    setEditing(null);
    resource.refetch();
  };
  const items = resource.data?.items ?? [];
  const count = (role: HeatPortView['role']): number => items.filter((port) => port.role === role).length;
  const back = own?.role === 'company' ? `/companies/${own.company}/warmte` : `/parks/${park}/warmte`;
  return (
    <>
      <Lead
        over={
          <span>
            {name} · <a href={back}>{text.back}</a> · {text.title}
          </span>
        }
        sentence={resource.data === null ? [text.title] : [text.lead(count('source'), count('sink')), '.']}
        actions={
          <button type="button" class="button primary" aria-expanded={editing === 'new'} onClick={() => setEditing(editing === 'new' ? null : 'new')}>
            {text.add}
          </button>
        }
      />
      <div class="grid">
        {editing === null ? null : (
          <HeatPortForm
            key={editing === 'new' ? 'new' : editing.id}
            park={park}
            port={editing === 'new' ? null : editing}
            own={own?.role === 'company' ? own.company : null}
            companies={companies.data?.items ?? []}
            onDone={done}
            onCancel={() => setEditing(null)}
          />
        )}
        <List resource={resource} onChange={setEditing} />
        <HeatPortFile park={park} onDone={resource.refetch} />
      </div>
    </>
  );
}
