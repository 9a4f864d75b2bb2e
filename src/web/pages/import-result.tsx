// What became of a file: how far it is, what went in, what was refused and why, and the way back.
import { useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import type { Import, ImportResult } from '../../api/shapes-imports.ts';
import { formatDate, formatMoment, formatNumber, formatPercent } from '../../charts/formats.ts';
import { Icon } from '../parts/icon.tsx';
import { Panel, problemText } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const number = (value: number, digits = 0): string => formatNumber(lang.value, value, digits);
const date = (at: string): string => formatDate(lang.value, Date.parse(at));
const moment = (at: string): string => formatMoment(lang.value, Date.parse(at), nowMs.value);

function Progress({ row }: { row: Import }) {
  const text = importWords.value;
  const percent = formatPercent(lang.value, row.share);
  return (
    <div class="progress">
      <p role="status">{text.running(percent)}</p>
      <progress aria-label={text.running(percent)} value={row.share} max={1} />
      <p class="hint">{text.runningText}</p>
    </div>
  );
}

function Series({ result }: { result: ImportResult }) {
  const text = importWords.value;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={text.result.connection}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.result.connection}</th>
            <th scope="col">{text.choices.flow}</th>
            <th scope="col">{text.result.period}</th>
            <th scope="col" class="num">
              {text.result.quarters}
            </th>
            <th scope="col" class="num">
              {text.result.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.series.slice(0, 200).map((one) => (
            <tr key={`${one.ean}${one.flow}`}>
              <th scope="row" class="mono">
                {one.ean}
              </th>
              <td>{text.choices.flows[one.flow]}</td>
              <td class="nowrap">
                {date(one.start)} – {moment(one.end)}
              </td>
              <td class="num">{number(one.quarters)}</td>
              <td class="num">
                {number(one.total, 1)} {one.unit === 'm3' ? 'm³' : 'kWh'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Refused({ result }: { result: ImportResult }) {
  const text = importWords.value;
  const counts = Object.entries(result.refused);
  const nameOf = (reason: string): string => Object.entries(text.reasons).find(([name]) => name === reason)?.[1] ?? reason;
  if (counts.length === 0) return null;
  return (
    <>
      <h3 style={{ marginTop: '16px' }}>{text.result.refusedTitle}</h3>
      <ul class="facts">
        {counts.map(([reason, count]) => (
          <li key={reason}>
            <strong>{number(count)}</strong> × {nameOf(reason)}
          </li>
        ))}
      </ul>
      {result.listed.length === 0 ? null : (
        <details>
          <summary>{text.result.listed(number(result.listed.length))}</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={text.result.refusedTitle}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{text.lines.line}</th>
                  <th scope="col">{text.result.reason}</th>
                  <th scope="col">{text.result.text}</th>
                </tr>
              </thead>
              <tbody>
                {result.listed.map((line, index) => (
                  <tr key={index}>
                    <th scope="row" class="num">
                      {line.line}
                    </th>
                    <td>{text.reasons[line.reason]}</td>
                    <td class="mono">{line.text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  );
}

function Gaps({ result }: { result: ImportResult }) {
  const text = importWords.value;
  if (result.gaps.length === 0) return null;
  return (
    <>
      <h3 style={{ marginTop: '16px' }}>{text.result.gapsTitle}</h3>
      <ul class="facts">
        {result.gaps.slice(0, 20).map((gap) => (
          <li key={`${gap.ean}${gap.flow}${gap.start}`}>
            <span class="mono">{gap.ean}</span> {text.choices.flows[gap.flow]}: {moment(gap.start)} – {moment(gap.end)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Undo({ row, onUndone }: { row: Import; onUndone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = importWords.value.undo;
  const undo = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await ask<Import>(api(`/imports/${row.id}/undo`), { method: 'POST', body: { reason: why.trim() } });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onUndone();
  };
  if (!asking) {
    return (
      <button type="button" class="button danger" onClick={() => setAsking(true)}>
        {text.go}
      </button>
    );
  }
  return (
    <form onSubmit={(event) => void undo(event)}>
      {problem === null ? null : (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          <span>
            {problemText(problem)} {words.value.states.code} {problem.code}
          </span>
        </p>
      )}
      <div class="field" style={{ maxWidth: '420px' }}>
        <label for="undo-why">{text.why}</label>
        <input id="undo-why" type="text" required maxLength={200} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      </div>
      <div class="actions">
        <button type="submit" class="button danger" aria-disabled={busy}>
          {busy ? text.busy : text.sure}
        </button>
        <button type="button" class="button" onClick={() => setAsking(false)}>
          {text.cancel}
        </button>
      </div>
    </form>
  );
}

/** What was read stays until it is undone. */
function Stop({ id, onStopped }: { id: number; onStopped: () => void }) {
  const [busy, setBusy] = useState(false);
  const text = importWords.value.result;
  const stop = async (): Promise<void> => {
    setBusy(true);
    await ask<Import>(api(`/imports/${id}/cancel`), { method: 'POST', body: {} });
    setBusy(false);
    onStopped();
  };
  return (
    <button type="button" class="button" aria-disabled={busy} onClick={() => (busy ? undefined : void stop())}>
      {text.stop}
    </button>
  );
}

function resultSentence(result: ImportResult): string {
  const text = importWords.value.result;
  const parts = [
    text.done(number(result.values)),
    ...(result.refusedTotal > 0 ? [text.refused(number(result.refusedTotal))] : []),
    result.gapQuarters > 0 ? text.gaps(number(result.gapQuarters)) : text.complete,
    ...(result.replaced > 0 ? [text.replaced(number(result.replaced))] : []),
  ];
  return `${parts.join(', ')}.${result.values > 0 && result.written === 0 ? ` ${text.same}` : ''}`;
}

export function ResultPanel({ id, onChanged, onClose }: { id: number; onChanged: () => void; onClose: () => void }) {
  const resource = useResource<Import>(api(`/imports/${id}`), { concerns: (event) => event.type === 'import' && event.import === id, everyMs: 1000 });
  const text = importWords.value;
  const changed = (): void => {
    resource.refetch();
    onChanged();
  };
  return (
    <Panel
      title={text.result.title(resource.data?.name ?? '')}
      resource={resource}
      shape="rows"
      minHeight={160}
      tools={() => (
        <button type="button" class="text-button" onClick={onClose}>
          {text.result.close}
        </button>
      )}
    >
      {(row) => (
        <>
          {row.state === 'running' ? <Progress row={row} /> : null}
          {row.state === 'undone' ? (
            <p class="says" role="status">
              {text.undo.done}
            </p>
          ) : null}
          {row.result === null ? null : (
            <>
              {row.result.trouble === null ? (
                <p class="says" role="status">
                  {resultSentence(row.result)}
                </p>
              ) : (
                <p class="wrong" role="alert">
                  <Icon name="warning" />
                  <span>
                    {text.result.trouble} {row.result.trouble}
                  </span>
                </p>
              )}
              {row.result.series.length > 0 ? <Series result={row.result} /> : null}
              <Refused result={row.result} />
              <Gaps result={row.result} />
            </>
          )}
          {row.state === 'running' ? <Stop id={row.id} onStopped={changed} /> : null}
          {row.own ? (
            <p class="small">
              <a href={api(`/imports/${row.id}/file`)}>{text.result.file}</a>
            </p>
          ) : null}
          {row.state === 'done' || row.state === 'failed' ? (
            <div style={{ marginTop: '16px' }}>
              <Undo row={row} onUndone={changed} />
            </div>
          ) : null}
        </>
      )}
    </Panel>
  );
}
