// Delen: who may see this company's figures apart, given and withdrawn by the company itself.
import { useState } from 'preact/hooks';
import type { Consent } from '../../api/shapes.ts';
import { formatDate } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { EmptyState, Panel, problemText } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { type Asked, api, ask } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { sharingWords } from '../state/sharing-words.ts';
import { useResource } from '../state/use-resource.ts';

type Standing = 'open' | 'planned' | 'ended' | 'revoked';

export function standingOf(consent: Consent, atMs: number): Standing {
  if (consent.revokedAt !== null) return 'revoked';
  if (Date.parse(consent.validFrom) > atMs) return 'planned';
  if (consent.validTo !== null && Date.parse(consent.validTo) <= atMs) return 'ended';
  return 'open';
}

interface Act {
  readonly name: string;
  /** What to say when it is done. */
  readonly done: string;
  readonly to: string;
  readonly asked: Asked;
}

type Audience = Consent['audience'];
const AUDIENCES: readonly Audience[] = ['parkmanager', 'region', 'region-recognisable', 'group'];

/** Who receives: the region is one, whatever it may see. */
const receiverOf = (audience: Audience): string => (audience === 'region-recognisable' ? 'region' : audience);

/** What may be allowed now: to be recognised says something only of figures in which one is counted. */
const grantable = (open: ReadonlySet<Audience>): Audience[] => AUDIENCES.filter((audience) => !open.has(audience) && (audience !== 'region-recognisable' || open.has('region')));

interface Acting {
  readonly busy: string | null;
  readonly act: (act: Act) => Promise<void>;
}

const date = (at: string | null, none: string): string => (at === null ? none : formatDate(lang.value, Date.parse(at)));

function Status({ consent }: { consent: Consent }) {
  const text = sharingWords.value;
  const standing = standingOf(consent, nowMs.value);
  return <Badge tone={standing === 'open' ? 'goed' : 'stil'}>{standing === 'revoked' ? text.revoked(date(consent.revokedAt, '')) : text[standing]}</Badge>;
}

function Revoke({ consent, path, acting }: { consent: Consent; path: string; acting: Acting }) {
  const text = sharingWords.value;
  const standing = standingOf(consent, nowMs.value);
  if (standing !== 'open' && standing !== 'planned') return <>–</>;
  const name = `revoke-${consent.id}`;
  const revoke = () => void acting.act({ name, done: text.revokedNow, to: `${path}/${consent.id}`, asked: { method: 'DELETE' } });
  return (
    <button type="button" class="button low danger" disabled={acting.busy !== null} onClick={revoke}>
      {acting.busy === name ? text.busy : text.revoke}
    </button>
  );
}

function columnsFor(path: string, acting: Acting): TableColumn<Consent>[] {
  const text = sharingWords.value;
  return [
    { id: 'who', head: text.who, cell: (consent) => text.audience[consent.audience] },
    { id: 'status', head: text.status, key: true, cell: (consent) => <Status consent={consent} /> },
    { id: 'from', head: text.from, cell: (consent) => date(consent.validFrom, '') },
    { id: 'to', head: text.to, cell: (consent) => date(consent.validTo, text.noEnd) },
    { id: 'by', head: text.by, cell: (consent) => consent.grantedBy },
    { id: 'revoke', head: text.revoke, cell: (consent) => <Revoke consent={consent} path={path} acting={acting} /> },
  ];
}

export function SharingPage({ company, name }: { company: number; name: string }) {
  const path = api(`/companies/${company}/consents`);
  const resource = useResource<{ items: Consent[] }>(path);
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const text = sharingWords.value;
  const consents = resource.data?.items ?? [];
  const open = new Set(consents.filter((consent) => standingOf(consent, nowMs.value) === 'open').map(({ audience }) => audience));
  const act = async ({ name: what, done, to, asked }: Act): Promise<void> => {
    setBusy(what);
    const answer = await ask<unknown>(to, asked);
    setBusy(null);
    setSaid(answer.ok ? { text: done, wrong: false } : { text: `${problemText(answer.problem)} ${words.value.states.code} ${answer.problem.code}`, wrong: true });
    resource.refetch();
  };
  return (
    <>
      <Lead over={<span>{name}</span>} sentence={resource.data === null ? [text.title] : [text.says(new Set([...open].map(receiverOf)).size)]} under={text.explain} />
      <Panel title={text.list} resource={resource} shape="rows" minHeight={160}>
        {() => (
          <>
            {said ? (
              <p class={said.wrong ? 'wrong' : 'says'} role="status">
                {said.text}
              </p>
            ) : null}
            {consents.length === 0 ? (
              <EmptyState icon="eye" empty={{ title: text.emptyTitle, text: text.emptyText }} />
            ) : (
              <DataTable
                caption={text.list}
                columns={columnsFor(path, { busy, act })}
                rows={consents}
                rowId={(consent) => String(consent.id)}
                rowName={(consent) => text.audience[consent.audience]}
              />
            )}
            <div class="actions" style={{ marginTop: '16px' }}>
              {grantable(open).map((audience) => (
                <button
                  key={audience}
                  type="button"
                  class="button"
                  disabled={busy !== null}
                  onClick={() => void act({ name: audience, done: text.granted, to: path, asked: { method: 'POST', body: { audience } } })}
                >
                  {busy === audience ? text.busy : audience === 'region-recognisable' ? text.grantRecognisable : text.grant(text.audience[audience].toLowerCase())}
                </button>
              ))}
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
