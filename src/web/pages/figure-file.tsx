// Figures without a wire from a table: chosen, entered line by line, with what was refused and why.
import { useRef, useState } from 'preact/hooks';
import type { FigureFile } from '../../api/shapes-imports.ts';
import type { Problem } from '../../api/shapes.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Icon } from '../parts/icon.tsx';
import { problemText } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { importWords } from '../state/import-words.ts';
import { lang, words } from '../state/settings.ts';

export function FigureFilePanel({ onAdded }: { onAdded: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<FigureFile | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = importWords.value.figures.file;
  const bring = async (file: File): Promise<void> => {
    setBusy(true);
    const answer = await ask<FigureFile>(api(`/figures/file?name=${encodeURIComponent(file.name.slice(0, 200))}`), { method: 'POST', file });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    setResult(answer.ok ? answer.data : null);
    if (answer.ok && answer.data.added.length > 0) onAdded();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
      </div>
      <p class="says">{text.says}</p>
      {problem === null ? null : (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          <span>
            {problemText(problem)} {problem.detail} {words.value.states.code} {problem.code}
          </span>
        </p>
      )}
      <input
        ref={input}
        id="figure-file"
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={text.choose}
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void bring(file);
          event.currentTarget.value = '';
        }}
      />
      <button type="button" class="button" style={{ marginTop: '8px' }} aria-disabled={busy} onClick={() => (busy ? undefined : input.current?.click())}>
        {busy ? words.value.signIn.busy : text.choose}
      </button>
      {result === null ? null : (
        <div role="status">
          <p class="says">{text.done(formatNumber(lang.value, result.added.length), formatNumber(lang.value, result.refused.length))}</p>
          <ul class="facts">
            {result.refused.slice(0, 50).map(({ line, reason }) => (
              <li key={line}>{text.refused(formatNumber(lang.value, line), reason)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
