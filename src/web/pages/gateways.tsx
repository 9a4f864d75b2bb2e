// Gateways: the devices that sign in and send, and the form that makes credentials for a new one.
import { useState } from 'preact/hooks';
import type { Company, Gateway } from '../../api/shapes.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api } from '../state/fetch.ts';
import { parks } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { NewGatewayForm } from './new-gateway.tsx';

export function GatewayStatus({ gateway }: { gateway: Gateway }) {
  const text = words.value.gateways;
  if (gateway.revoked)
    return (
      <Badge tone="stil" icon="cross">
        {text.revoked}
      </Badge>
    );
  if (gateway.lastMessageAt === null)
    return (
      <Badge tone="info" icon="clock">
        {text.waiting}
      </Badge>
    );
  if (gateway.refused > 0 && gateway.accepted === 0) return <Badge tone="fout">{text.refused}</Badge>;
  return <Badge tone="goed">{text.active}</Badge>;
}

function columnsFor(companyName: (id: number | null) => string): TableColumn<Gateway>[] {
  const text = words.value.gateways;
  const parkName = (id: string): string => parks.value?.find((park) => park.id === id)?.name ?? id;
  return [
    { id: 'name', head: text.name, cell: (gateway) => <a href={`/gateways/${gateway.id}`}>{gateway.name}</a>, sort: (gateway) => gateway.name },
    { id: 'status', head: text.status, key: true, cell: (gateway) => <GatewayStatus gateway={gateway} />, sort: (gateway) => (gateway.revoked ? 2 : gateway.refused > 0 ? 0 : 1) },
    { id: 'park', head: text.park, cell: (gateway) => parkName(gateway.park), sort: (gateway) => parkName(gateway.park) },
    { id: 'company', head: text.company, cell: (gateway) => companyName(gateway.company), sort: (gateway) => companyName(gateway.company) },
    { id: 'profile', head: text.profile, cell: (gateway) => gateway.profile ?? <span class="least">{text.auto}</span>, sort: (gateway) => gateway.profile ?? '' },
    { id: 'meters', head: text.meters, numeric: true, cell: (gateway) => gateway.meters.length, sort: (gateway) => gateway.meters.length },
    {
      id: 'last',
      head: text.last,
      numeric: true,
      cell: (gateway) => (gateway.lastMessageAt === null ? '–' : formatMoment(lang.value, Date.parse(gateway.lastMessageAt), nowMs.value)),
      sort: (gateway) => gateway.lastMessageAt ?? '',
    },
    { id: 'accepted', head: text.accepted, numeric: true, cell: (gateway) => formatNumber(lang.value, gateway.accepted), sort: (gateway) => gateway.accepted },
    {
      id: 'refused',
      head: text.refused,
      numeric: true,
      cell: (gateway) => <span class={gateway.refused > 0 ? 'tone-fout' : ''}>{formatNumber(lang.value, gateway.refused)}</span>,
      sort: (gateway) => gateway.refused,
    },
  ];
}

function sentenceOf(gateways: readonly Gateway[]): Sentence {
  const text = words.value.gateways;
  const heard = gateways.filter((gateway) => !gateway.revoked && gateway.lastMessageAt !== null).length;
  const refusing = gateways.filter((gateway) => !gateway.revoked && gateway.refused > 0).length;
  return [text.says(heard), ...(refusing > 0 ? [', ', stress(text.refusing(refusing), 'fout')] : []), '.'];
}

export function GatewaysPage() {
  const resource = useResource<{ items: Gateway[] }>(api('/gateways'), { concerns: (event) => event.type === 'gateway', everyMs: 10_000 });
  const [making, setMaking] = useState(false);
  const text = words.value.gateways;
  const gateways = resource.data?.items ?? null;
  const companies = useResource<{ items: Company[] }>(api('/companies'));
  const names = new Map((companies.data?.items ?? []).map((company) => [company.id, company.name]));
  const companyName = (id: number | null): string => (id === null ? '–' : (names.get(id) ?? String(id)));
  const searched = (gateway: Gateway): string => `${gateway.name} ${gateway.park} ${companyName(gateway.company)} ${gateway.profile ?? text.auto}`;
  const profiles = [...new Set((gateways ?? []).map((gateway) => gateway.profile).filter((profile) => profile !== null))].sort();
  return (
    <>
      <Lead
        over={<span>{text.title}</span>}
        sentence={gateways === null || gateways.length === 0 ? [text.title] : sentenceOf(gateways)}
        actions={
          making ? null : (
            <button type="button" class="button primary" onClick={() => setMaking(true)}>
              {text.new}
            </button>
          )
        }
      />
      <div class="grid">
        {making ? (
          <NewGatewayForm
            profiles={profiles}
            onClose={() => {
              setMaking(false);
              resource.refetch();
            }}
          />
        ) : null}
        <Panel
          title={text.listTitle}
          resource={resource}
          shape="rows"
          minHeight={240}
          empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
        >
          {(data) => (
            <DataTable
              linked
              caption={text.listTitle}
              columns={columnsFor(companyName)}
              rows={data.items}
              rowId={(gateway) => String(gateway.id)}
              rowName={(gateway) => gateway.name}
              search={{ label: text.filter, none: text.noMatch, text: searched }}
            />
          )}
        </Panel>
      </div>
    </>
  );
}
