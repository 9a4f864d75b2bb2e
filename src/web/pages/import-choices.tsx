// What the importer reads in a file: each guess with its reason, to be changed, and the first lines with what they become.
import { useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import type { Import, ImportPreview, UploadedImport } from '../../api/shapes-imports.ts';
import { formatClock, formatDate, formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { problemText } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { lang, words } from '../state/settings.ts';
import { ChoiceFields, type Choices } from './import-fields.tsx';
import { ValueColumns } from './import-columns.tsx';

interface ChoicesPanelProps {
  readonly uploaded: UploadedImport;
  readonly onStarted: (row: Import) => void;
  readonly onCancel: () => void;
}

type Became = ImportPreview['lines'][number]['became'][number];

/** As many decimals as the number has, at most three. */
const digitsOf = (value: number): number => [0, 1, 2].find((digits) => Number(value.toFixed(digits)) === value) ?? 3;

function becameText(became: Became): string {
  const text = importWords.value;
  if (!became.ok) return text.reasons[became.reason];
  const [from, to] = [Date.parse(became.start), Date.parse(became.end)];
  const amount = `${formatNumber(lang.value, became.amount, digitsOf(became.amount))} ${became.unit === 'm3' ? 'm³' : 'kWh'} ${text.choices.flows[became.flow]}`;
  return `${amount} · …${became.ean.slice(-6)} · ${formatDate(lang.value, from)} ${formatClock(lang.value, from)} – ${formatClock(lang.value, to)}${text.lines.quality[became.quality]}`;
}

function Lines({ preview, busy }: { preview: ImportPreview; busy: boolean }) {
  const text = importWords.value.lines;
  const refused = Object.values(preview.sample.refused).reduce((sum, count) => sum + count, 0);
  return (
    <section class="panel" aria-busy={busy}>
      <div class="panel-head">
        <h2>{text.title}</h2>
      </div>
      <p class="says" role="status">
        {busy ? importWords.value.choices.again : text.sample(formatNumber(lang.value, preview.sample.values), formatNumber(lang.value, refused))}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label={text.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.line}</th>
              <th scope="col">{text.cells}</th>
              <th scope="col">{text.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {preview.lines.map((line) => (
              <tr key={line.line}>
                <th scope="row" class="num">
                  {line.line}
                </th>
                <td class="mono">{line.cells.join(' | ')}</td>
                <td>
                  {line.became.length === 0
                    ? '–'
                    : line.became.map((became, index) => (
                        <div key={index} class={became.ok ? '' : 'tone-fout'}>
                          {becameText(became)}
                        </div>
                      ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function ChoicesPanel({ uploaded, onStarted, onCancel }: ChoicesPanelProps) {
  const [preview, setPreview] = useState(uploaded.preview);
  const [choices, setChoices] = useState<Choices>(uploaded.preview.choices);
  const [busy, setBusy] = useState<'none' | 'again' | 'start'>('none');
  const [sender, setSender] = useState(uploaded.preview.sender ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = importWords.value.choices;
  const path = api(`/imports/${uploaded.import.id}`);
  const change = async (part: Partial<Choices>): Promise<void> => {
    const next = { ...choices, ...part };
    setChoices(next);
    setBusy('again');
    const answer = await ask<ImportPreview>(`${path}/preview`, { method: 'POST', body: { choices: next } });
    setBusy('none');
    setProblem(answer.ok ? null : answer.problem);
    // Only the lines follow: the guesses stay what the file itself said.
    if (answer.ok) setPreview((before) => ({ ...before, lines: answer.data.lines, sample: answer.data.sample, fault: answer.data.fault, headings: answer.data.headings }));
  };
  const start = async (): Promise<void> => {
    if (busy !== 'none' || preview.fault !== null) return;
    setBusy('start');
    const answer = await ask<Import>(path, { method: 'POST', body: { choices, ...(sender.trim() === '' ? {} : { sender: sender.trim() }) } });
    setBusy('none');
    if (answer.ok) onStarted(answer.data);
    else setProblem(answer.problem);
  };
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title(uploaded.import.name)}</h2>
          {preview.sender === null ? null : <Badge tone="goed">{text.known(preview.sender)}</Badge>}
        </div>
        <p class="says">{text.says}</p>
        {problem === null ? null : (
          <p class="wrong" role="alert" style={{ marginTop: '12px' }}>
            <Icon name="warning" />
            <span>
              {problemText(problem)} {words.value.states.code} {problem.code}
            </span>
          </p>
        )}
        <ChoiceFields preview={preview} choices={choices} onChange={(part) => void change(part)} />
        <ValueColumns preview={preview} choices={choices} onChange={(part) => void change(part)} />
        <div class="field" style={{ marginTop: '16px', maxWidth: '420px' }}>
          <label for="import-sender">{text.sender}</label>
          <input id="import-sender" type="text" maxLength={80} value={sender} aria-describedby="import-sender-hint" onInput={(event) => setSender(event.currentTarget.value)} />
          <p class="hint" id="import-sender-hint">
            {text.senderHint}
          </p>
        </div>
        <div class="actions">
          <button type="button" class="button primary" disabled={preview.fault !== null} aria-disabled={busy !== 'none'} onClick={() => void start()}>
            {busy === 'start' ? text.starting : text.start}
          </button>
          <button type="button" class="button" onClick={onCancel}>
            {text.cancel}
          </button>
        </div>
        {preview.fault === null ? null : <p class="hint">{text.notYet}</p>}
      </section>
      <Lines preview={preview} busy={busy === 'again'} />
    </>
  );
}
