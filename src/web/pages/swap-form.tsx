// The form for a meter swap: when, the last readings of the old meter, the first of the new one, and why.
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Meter } from '../../api/shapes.ts';
import type { Correction } from '../../api/shapes-settled.ts';
import { localDay } from '../../charts/formats.ts';
import { type Asked, api } from '../state/fetch.ts';
import { words } from '../state/settings.ts';
import { fieldText, numberOf } from '../state/typed.ts';
import { clockOf, instantOf } from '../wall-clock.ts';

interface Draft {
  readonly day: string;
  readonly clock: string;
  readonly reason: string;
  /** By register: what was typed. */
  readonly ends: Readonly<Record<string, string>>;
  readonly starts: Readonly<Record<string, string>>;
}

interface Reading {
  readonly register: string;
  readonly end: number;
  readonly start: number;
}
const isReading = (value: unknown): value is Reading => typeof value === 'object' && value !== null && 'register' in value && 'end' in value && 'start' in value;

/** What was entered before, to change it; otherwise empty, at the swap that the ledger saw. */
function draftOf(replaced: Correction | null, seenAt: string | null): Draft {
  const detail = new Map<string, unknown>(Object.entries(replaced?.detail ?? {}));
  const [entered, given] = [detail.get('at'), detail.get('readings')];
  const at = replaced === null ? seenAt : typeof entered === 'string' ? entered : null;
  const readings = Array.isArray(given) ? given.filter(isReading) : [];
  const texts = (of: (one: Reading) => number): Record<string, string> => Object.fromEntries(readings.map((one) => [one.register, fieldText(of(one))]));
  const [day, clock] = at === null ? ['', ''] : [localDay(Date.parse(at)), clockOf(Date.parse(at))];
  return { day, clock, reason: '', ends: texts((one) => one.end), starts: texts((one) => one.start) };
}

/** A counter never stands below 0. */
const readingOf = (text: string | undefined): number | null => {
  const value = numberOf(text ?? '');
  return value >= 0 ? value : null;
};

/** @returns null when something is missing or no number */
function bodyOf(draft: Draft, names: readonly string[]): { at: string; readings: Reading[]; reason: string } | null {
  const at = instantOf(draft.day, draft.clock);
  const given = names.filter((name) => (draft.ends[name] ?? '').trim() !== '' || (draft.starts[name] ?? '').trim() !== '');
  const readings = given.flatMap((register): Reading[] => {
    const [end, start] = [readingOf(draft.ends[register]), readingOf(draft.starts[register])];
    return end === null || start === null ? [] : [{ register, end, start }];
  });
  const reason = draft.reason.trim();
  return at === null || readings.length === 0 || readings.length < given.length || reason.length < 3 ? null : { at, readings, reason };
}

interface SwapFormProps {
  readonly meter: Meter;
  /** The swap that this one takes the place of. */
  readonly replaced: Correction | null;
  readonly seenAt: string | null;
  readonly act: (to: string, asked: Asked) => Promise<void>;
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly type?: 'date';
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Field({ id, label, type, value, onInput }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === undefined ? (
        <input id={id} type="text" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input id={id} type="date" required value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
    </div>
  );
}

export function SwapForm({ meter, replaced, seenAt, act }: SwapFormProps) {
  const text = words.value.swap;
  const [draft, setDraft] = useState<Draft>(() => draftOf(replaced, seenAt));
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const counters = meter.registers.filter((register) => register.kind === 'counter' && !register.name.startsWith('given-'));
  if (counters.length === 0) return <p class="says">{text.noCounters}</p>;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = bodyOf(
      draft,
      counters.map((one) => one.name),
    );
    setWrong(body === null);
    if (body === null) return;
    setBusy(true);
    await act(api(`/meters/${meter.id}/swaps`), { method: 'POST', body: { ...body, ...(replaced !== null && { replaces: replaced.id }) } });
    setBusy(false);
  };
  const typed = (of: 'ends' | 'starts', name: string) => (value: string) => setDraft((now) => ({ ...now, [of]: { ...now[of], [name]: value } }));
  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      <p class="says">{replaced === null ? text.intro : text.changing}</p>
      <div class="form-grid">
        <Field id="swap-day" type="date" label={text.day} value={draft.day} onInput={(day) => setDraft((now) => ({ ...now, day }))} />
        <Field id="swap-clock" label={text.clock} value={draft.clock} onInput={(clock) => setDraft((now) => ({ ...now, clock }))} />
        {counters.map(({ name, unit }) => (
          <Fragment key={name}>
            <Field id={`swap-end-${name}`} label={text.end(name, unit.replace('m3', 'm³'))} value={draft.ends[name] ?? ''} onInput={typed('ends', name)} />
            <Field id={`swap-start-${name}`} label={text.start(name, unit.replace('m3', 'm³'))} value={draft.starts[name] ?? ''} onInput={typed('starts', name)} />
          </Fragment>
        ))}
        <Field id="swap-reason" label={text.reason} value={draft.reason} onInput={(reason) => setDraft((now) => ({ ...now, reason }))} />
        {wrong ? (
          <p class="wrong" role="alert">
            {text.invalid}
          </p>
        ) : null}
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? words.value.settled.busy : replaced === null ? text.save : text.replace}
        </button>
      </div>
    </form>
  );
}
