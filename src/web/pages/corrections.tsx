// Corrections and meter swaps of the meters on the page: who, why, and undoing; and the form for a new correction.
import { useState } from 'preact/hooks';
import type { Meter } from '../../api/shapes.ts';
import type { Correction } from '../../api/shapes-settled.ts';
import { formatMoment } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Panel, problemText } from '../parts/panel.tsx';
import { type Asked, api, ask } from '../state/fetch.ts';
import { mayChangeGateway } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { CorrectionForm } from './correction-form.tsx';
import { SwapForm } from './swap-form.tsx';

const moment = (at: string): string => formatMoment(lang.value, Date.parse(at), nowMs.value);

interface Does {
  readonly undo: (correction: Correction) => void;
  /** Swaps are changed where their meter is. */
  readonly change: ((correction: Correction) => void) | null;
}

function columnsFor(meters: ReadonlyMap<number, Meter>, { undo, change }: Does): TableColumn<Correction>[] {
  const text = words.value.settled;
  const isMine = ({ meter }: Correction): boolean => mayChangeGateway(meters.get(meter)?.company ?? null);
  return [
    { id: 'what', head: text.what, cell: (row) => `${text.kinds[row.kind]} ${meters.get(row.meter)?.serial ?? row.meter}` },
    { id: 'period', head: text.period, cell: (row) => `${formatMoment(lang.value, Date.parse(row.from), 0)} – ${formatMoment(lang.value, Date.parse(row.to), 0)}` },
    { id: 'author', head: text.author, cell: (row) => row.author, sort: (row) => row.author },
    { id: 'reason', head: text.reason, cell: (row) => row.reason },
    { id: 'when', head: text.when, cell: (row) => moment(row.at), sort: (row) => row.at, numeric: true },
    {
      id: 'state',
      head: text.state,
      key: true,
      cell: (row) =>
        row.undone !== null ? (
          <Badge tone="stil">{text.undone(row.undone.author)}</Badge>
        ) : isMine(row) ? (
          <span class="actions">
            {change !== null && row.kind === 'swap' ? (
              <button type="button" class="button low" onClick={() => change(row)}>
                {words.value.swap.change}
              </button>
            ) : null}
            <button type="button" class="button low danger" onClick={() => undo(row)}>
              {text.undo}
            </button>
          </span>
        ) : (
          <Badge tone="goed">{text.stands}</Badge>
        ),
    },
  ];
}

function UndoDialog({ correction, act, onClose }: { correction: Correction; act: (to: string, asked: Asked) => Promise<void>; onClose: () => void }) {
  const text = words.value.settled;
  const [reason, setReason] = useState('');
  const send = (event: Event): void => {
    event.preventDefault();
    void act(api(`/corrections/${correction.id}/undo`), { method: 'POST', body: { reason } });
  };
  return (
    <Dialog title={text.undo} onClose={onClose}>
      <form onSubmit={send}>
        <p class="says">{text.undoText}</p>
        <div class="field">
          <label for="undo-reason">{text.reason}</label>
          <input id="undo-reason" type="text" required minLength={3} maxLength={500} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
        <button type="submit" class="button danger">
          {text.undo}
        </button>
      </form>
    </Dialog>
  );
}

/** What the page adds: a correction of one of several meters, or a swap of one, new or in the place of another. */
type Adding = 'correction' | 'swap' | Correction | null;

/** @param swapsOf the one meter whose page this is, and when the ledger saw it change */
export function Corrections({ meters, swapsOf = null }: { meters: readonly Meter[]; swapsOf?: { readonly meter: Meter; readonly seenAt: string | null } | null }) {
  const text = words.value.settled;
  const resource = useResource<{ items: Correction[] }>(api(swapsOf === null ? '/corrections' : `/meters/${swapsOf.meter.id}/corrections`));
  const [undoing, setUndoing] = useState<Correction | null>(null);
  const [adding, setAdding] = useState<Adding>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const mine = meters.filter((meter) => mayChangeGateway(meter.company));
  const act = async (to: string, asked: Asked): Promise<void> => {
    const done = undoing !== null ? text.undoneNow : adding === 'correction' ? text.saved : words.value.swap.saved;
    const answer = await ask<unknown>(to, asked);
    setSaid(answer.ok ? { text: done, wrong: false } : { text: answer.problem.detail || problemText(answer.problem), wrong: true });
    setUndoing(null);
    if (answer.ok) setAdding(null);
    resource.refetch();
  };
  const tools =
    mine.length === 0 ? null : (
      <span class="actions">
        {swapsOf === null ? null : (
          <button type="button" class="button low" aria-expanded={adding !== null && adding !== 'correction'} onClick={() => setAdding(adding === 'swap' ? null : 'swap')}>
            {words.value.swap.add}
          </button>
        )}
        <button type="button" class="button low" aria-expanded={adding === 'correction'} onClick={() => setAdding(adding === 'correction' ? null : 'correction')}>
          {text.add}
        </button>
      </span>
    );
  return (
    <Panel title={swapsOf === null ? text.title : words.value.swap.title} resource={resource} shape="rows" minHeight={80} tools={() => tools}>
      {(data) => {
        const rows = data.items.filter((row) => byId.has(row.meter));
        return (
          <>
            {said ? (
              <p class={said.wrong ? 'wrong' : 'says'} role="status">
                {said.text}
              </p>
            ) : null}
            {adding === 'correction' ? <CorrectionForm meters={mine} act={act} /> : null}
            {swapsOf !== null && adding !== null && adding !== 'correction' ? (
              <SwapForm key={adding === 'swap' ? 'new' : adding.id} {...swapsOf} replaced={adding === 'swap' ? null : adding} act={act} />
            ) : null}
            {rows.length === 0 ? (
              <p class="says">
                {text.none}. {text.noneText}
              </p>
            ) : (
              <DataTable
                caption={text.title}
                columns={columnsFor(byId, { undo: setUndoing, change: swapsOf === null ? null : setAdding })}
                rows={rows}
                rowId={(row) => String(row.id)}
                rowName={(row) => text.kinds[row.kind]}
              />
            )}
            {undoing ? <UndoDialog correction={undoing} act={act} onClose={() => setUndoing(null)} /> : null}
          </>
        );
      }}
    </Panel>
  );
}
