// What the forms on agreements share: a button that opens one, its fields, and what the server says of it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import { problemText } from '../parts/panel.tsx';
import { agreementWords } from '../state/agreement-words.ts';
import { type Answer, api, ask } from '../state/fetch.ts';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'date' | 'time';
  readonly required?: boolean;
  readonly mode?: 'decimal';
}

export function Field({ id, label, value, onInput, type = 'text', required = true, mode }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'text' ? (
        <input id={id} type="text" value={value} required={required} maxLength={300} inputMode={mode} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input id={id} type={type} value={value} required={required} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
    </div>
  );
}

interface FormProps {
  readonly path: string;
  readonly method?: 'POST' | 'PATCH';
  readonly body: () => object;
  readonly submit: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

/** Why the server refused; its own sentence says what to do. */
export function Refused({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <div class="says tone-fout" role="alert">
      {problemText(problem)}
      <p class="small mono" style={{ overflowWrap: 'anywhere' }}>
        {problem.detail}
      </p>
    </div>
  );
}

/** A form that posts; what is refused says why. */
export function PostForm({ path, method = 'POST', body, submit, onDone, onCancel, children }: FormProps) {
  const text = agreementWords.value;
  const [state, setState] = useState<{ busy: boolean; refused: Problem | null }>({ busy: false, refused: null });
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState({ busy: true, refused: null });
    const answer: Answer<unknown> = await ask(api(path), { method, body: body() });
    setState({ busy: false, refused: answer.ok ? null : answer.problem });
    if (answer.ok) onDone();
  };
  return (
    <form style={{ maxWidth: '560px', marginTop: '14px' }} onSubmit={(event) => void send(event)}>
      {children}
      <Refused problem={state.refused} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={state.busy}>
          {state.busy ? text.busy : submit}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {text.cancel}
        </button>
      </div>
    </form>
  );
}

/** A button in whose place a form opens. */
export function Opening({ label, name, small = false, children }: { label: string; name?: string; small?: boolean; children: (close: () => void) => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  if (open) return <>{children(() => setOpen(false))}</>;
  return (
    <button type="button" class={small ? 'button small' : 'button'} aria-label={name} onClick={() => setOpen(true)}>
      {label}
    </button>
  );
}
