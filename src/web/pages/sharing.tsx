// Delen: who may see this company's figures apart, given and withdrawn by the company itself.
import { useState } from 'preact/hooks';
import type { Consent } from '../../api/shapes.ts';
import { formatDate } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { EmptyState, Panel, problemText } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api, ask } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Standing = 'open' | 'planned' | 'ended' | 'revoked';

export function standingOf(consent: Consent, atMs: number): Standing {
  if (consent.revokedAt !== null) return 'revoked';
  if (Date.parse(consent.validFrom) > atMs) return 'planned';
  if (consent.validTo !== null && Date.parse(consent.validTo) <= atMs) return 'ended';
  return 'open';
}

const AUDIENCES = ['parkmanager', 'region'] as const;

export function SharingPage({ company, name }: { company: number; name: string }) {
  const path = api(`/companies/${company}/consents`);
  const resource = useResource<{ items: Consent[] }>(path);
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const text = words.value.sharing;
  const consents = resource.data?.items ?? [];
  const open = consents.filter((consent) => standingOf(consent, nowMs.value) === 'open');
  const act = async (what: string, done: string, asked: Parameters<typeof ask>[1] & object, to: string): Promise<void> => {
    setBusy(what);
    const answer = await ask<unknown>(to, asked);
    setBusy(null);
    setSaid(answer.ok ? { text: done, wrong: false } : { text: `${problemText(answer.problem)} ${words.value.states.code} ${answer.problem.code}`, wrong: true });
    resource.refetch();
  };
  const date = (at: string | null, none: string): string => (at === null ? none : formatDate(lang.value, Date.parse(at)));
  const status = (consent: Consent) => {
    const standing = standingOf(consent, nowMs.value);
    return <Badge tone={standing === 'open' ? 'goed' : 'stil'}>{standing === 'revoked' ? text.revoked(date(consent.revokedAt, '')) : text[standing]}</Badge>;
  };
  const columns: TableColumn<Consent>[] = [
    { id: 'who', head: text.who, cell: (consent) => text.audience[consent.audience] },
    { id: 'status', head: text.status, key: true, cell: status },
    { id: 'from', head: text.from, cell: (consent) => date(consent.validFrom, '') },
    { id: 'to', head: text.to, cell: (consent) => date(consent.validTo, text.noEnd) },
    { id: 'by', head: text.by, cell: (consent) => consent.grantedBy },
    { id: 'revoke', head: text.revoke, cell: (consent) => standingOf(consent, nowMs.value) === 'open' || standingOf(consent, nowMs.value) === 'planned'
      ? <button type="button" class="button low danger" disabled={busy !== null} onClick={() => void act(`revoke-${consent.id}`, text.revokedNow, { method: 'DELETE' }, `${path}/${consent.id}`)}>{busy === `revoke-${consent.id}` ? text.busy : text.revoke}</button>
      : '–' },
  ];
  return (
    <>
      <Lead over={<span>{name}</span>} sentence={resource.data === null ? [text.title] : [text.says(new Set(open.map((consent) => consent.audience)).size)]} under={text.explain} />
      <Panel title={text.list} resource={resource} shape="rows" minHeight={160}>
        {() => (
          <>
            {said ? <p class={said.wrong ? 'wrong' : 'says'} role="status">{said.text}</p> : null}
            {consents.length === 0 ? <EmptyState icon="eye" empty={{ title: text.emptyTitle, text: text.emptyText }} /> : <DataTable caption={text.list} columns={columns} rows={consents} rowId={(consent) => String(consent.id)} rowName={(consent) => text.audience[consent.audience]} />}
            <div class="actions" style={{ marginTop: '16px' }}>
              {AUDIENCES.filter((audience) => !open.some((consent) => consent.audience === audience)).map((audience) => (
                <button key={audience} type="button" class="button" disabled={busy !== null} onClick={() => void act(audience, text.granted, { method: 'POST', body: { audience } }, path)}>{busy === audience ? text.busy : text.grant(text.audience[audience].toLowerCase())}</button>
              ))}
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
