// The form for a correction by hand: which register, which days, how much and why.
import { useState } from 'preact/hooks';
import type { Meter } from '../../api/shapes.ts';
import { type Asked, api } from '../state/fetch.ts';
import { lang, words } from '../state/settings.ts';
import { typedNumber } from '../typed-number.ts';

type How = 'per-quarter' | 'even' | 'as-measured';
interface Draft {
  readonly register: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly how: How;
  readonly reason: string;
}
const HOWS: readonly How[] = ['per-quarter', 'even', 'as-measured'];

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly unit: 'kWh' | 'm3';
}
const choicesOf = (meters: readonly Meter[]): Choice[] =>
  meters.flatMap((meter) =>
    meter.registers
      .filter((register) => register.kind === 'counter')
      .map(({ id, name, unit }): Choice => ({ id: String(id), name: `${meter.serial} · ${name}`, unit: unit === 'm3' ? 'm3' : 'kWh' })),
  );

function Input(over: { id: string; label: string; type: 'text' | 'date'; value: string; onInput: (value: string) => void }) {
  return (
    <div class="field">
      <label for={over.id}>{over.label}</label>
      {over.type === 'date' ? (
        <input id={over.id} type="date" required value={over.value} onInput={(event) => over.onInput(event.currentTarget.value)} />
      ) : (
        <input id={over.id} type="text" required value={over.value} onInput={(event) => over.onInput(event.currentTarget.value)} />
      )}
    </div>
  );
}

export function CorrectionForm({ meters, act }: { meters: readonly Meter[]; act: (to: string, asked: Asked) => Promise<void> }) {
  const text = words.value.settled;
  const choices = choicesOf(meters);
  const [draft, setDraft] = useState<Draft>({ register: choices[0]?.id ?? '', from: '', to: '', amount: '', how: 'per-quarter', reason: '' });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const chosen = choices.find((one) => one.id === draft.register);
  const names: Record<How, string> = { 'per-quarter': text.perQuarter, even: text.totalEven, 'as-measured': text.totalMeasured };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const number = typedNumber(draft.amount, lang.value);
    const fits = number !== null && number >= 0 && draft.from < draft.to && draft.reason.trim().length >= 3;
    setWrong(!fits);
    if (!fits || number === null || chosen === undefined) return;
    const amount = draft.how === 'per-quarter' ? { unit: chosen.unit, perQuarter: number } : { unit: chosen.unit, total: number, shape: draft.how };
    setBusy(true);
    await act(api('/corrections'), { method: 'POST', body: { register: Number(chosen.id), from: draft.from, to: draft.to, amount, reason: draft.reason.trim() } });
    setBusy(false);
  };
  return (
    <form class="form-grid" noValidate onSubmit={(event) => void send(event)}>
      <div class="field">
        <label for="fix-register">{text.register}</label>
        <select id="fix-register" value={draft.register} onChange={(event) => set({ register: event.currentTarget.value })}>
          {choices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Input id="fix-from" type="date" label={text.fromDay} value={draft.from} onInput={(from) => set({ from })} />
      <Input id="fix-to" type="date" label={text.toDay} value={draft.to} onInput={(to) => set({ to })} />
      <Input id="fix-amount" type="text" label={`${text.amount} (${chosen?.unit ?? 'kWh'})`} value={draft.amount} onInput={(amount) => set({ amount })} />
      <div class="field">
        <label for="fix-how">{text.how}</label>
        <select id="fix-how" value={draft.how} onChange={(event) => set({ how: HOWS.find((one) => one === event.currentTarget.value) ?? 'per-quarter' })}>
          {HOWS.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      </div>
      <Input id="fix-reason" type="text" label={text.reason} value={draft.reason} onInput={(reason) => set({ reason })} />
      {wrong ? (
        <p class="wrong" role="alert">
          {text.invalid}
        </p>
      ) : null}
      <button type="submit" class="button primary" disabled={busy || chosen === undefined}>
        {busy ? text.busy : text.save}
      </button>
    </form>
  );
}
