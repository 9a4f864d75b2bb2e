// Where a file is brought: by choosing it, or by dropping it; nothing needs a drag.
import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import { importWords } from '../state/import-words.ts';
import { words } from '../state/settings.ts';
import { Icon } from './icon.tsx';
import { problemText } from './panel.tsx';

interface DropFileProps {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly onFile: (file: File) => void;
}

export function DropFile({ busy, problem, onFile }: DropFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const text = importWords.value.upload;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined && !busy) onFile(file);
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
      </div>
      {problem === null ? null : (
        <p class="wrong" role="alert" style={{ marginTop: '12px' }}>
          <Icon name="warning" />
          <span>
            {text.refused} {problemText(problem)} {words.value.states.code} {problem.code}
          </span>
        </p>
      )}
      <div
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="out" size={20} />
        <p>{busy ? text.busy : text.drop}</p>
        <input
          ref={input}
          id="import-file"
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label={text.choose}
          accept=".csv,.txt,.tsv,.xlsx"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) onFile(file);
            event.currentTarget.value = '';
          }}
        />
        <button type="button" class="button primary" aria-disabled={busy} onClick={() => (busy ? undefined : input.current?.click())}>
          {busy ? words.value.signIn.busy : text.choose}
        </button>
        <p class="hint">{text.limits}</p>
        <span class="unseen" role="status">
          {busy ? text.busy : ''}
        </span>
      </div>
    </section>
  );
}
