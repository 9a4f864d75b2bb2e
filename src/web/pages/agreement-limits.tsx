// The limits of one connection or group as a calendar of rows, with forms to add, end, change and take back.
import { useState } from 'preact/hooks';
import type { LimitView } from '../../api/shapes-capacity.ts';
import { formatDate, formatNumber, localDay } from '../../charts/formats.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText } from '../parts/pairs.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { agreementWords } from '../state/agreement-words.ts';
import { api, ask } from '../state/fetch.ts';
import { lang, nowMs } from '../state/settings.ts';
import { numberOf } from '../state/typed.ts';
import { Field, Opening, PostForm } from './agreement-form.tsx';

type Kind = LimitView['kind'];
type Direction = LimitView['direction'];
const KINDS: readonly Kind[] = ['firm', 'variable', 'block', 'tdtr', 'curtailment', 'cap'];
const TONE: Record<'now' | 'later' | 'past', BadgeTone> = { now: 'goed', later: 'info', past: 'stil' };

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const dayText = (at: string | null): string => (at === null ? agreementWords.value.noEnd : formatDate(lang.value, Date.parse(at)));

/** Does it hold now, is it still to come, or past? */
export function stateOf(row: { validFrom: string; validTo: string | null }): 'now' | 'later' | 'past' {
  if (Date.parse(row.validFrom) > nowMs.value) return 'later';
  return row.validTo !== null && Date.parse(row.validTo) <= nowMs.value ? 'past' : 'now';
}

export function StateBadge({ row }: { row: { validFrom: string; validTo: string | null } }) {
  const state = stateOf(row);
  return <Badge tone={TONE[state]}>{agreementWords.value.states[state]}</Badge>;
}

function hoursText({ window }: LimitView): string {
  const text = agreementWords.value;
  if (window === null) return text.allHours;
  const days = window.weekdays.length === 7 ? text.everyDay : window.weekdays.map((day) => text.days[day - 1] ?? '').join(' ');
  return text.window(clock(window.fromMinute), clock(window.toMinute % 1440), days);
}

const nameOf = (row: LimitView): string => `${agreementWords.value.kinds[row.kind]} ${formatNumber(lang.value, row.kw)} kW`;

function EndLimitForm({ row, onDone, close }: { row: LimitView; onDone: () => void; close: () => void }) {
  const text = agreementWords.value;
  const [validTo, setValidTo] = useState(localDay(nowMs.value));
  const [nextKw, setNextKw] = useState('');
  const takeBack = async (): Promise<void> => {
    await ask(api(`/limits/${row.id}`), { method: 'DELETE' });
    onDone();
  };
  return (
    <PostForm
      path={`/limits/${row.id}/end`}
      submit={text.endNow}
      body={() => ({ validTo, ...(nextKw.trim() !== '' && { nextKw: numberOf(nextKw) }) })}
      onDone={onDone}
      onCancel={close}
    >
      <Field id={`end-${row.id}`} type="date" label={text.endAt} value={validTo} onInput={setValidTo} />
      <Field id={`next-${row.id}`} label={text.nextKw} value={nextKw} required={false} mode="decimal" onInput={setNextKw} />
      <p>
        <button type="button" class="button small" aria-label={text.takeBackOf(nameOf(row))} onClick={() => void takeBack()}>
          {text.takeBack}
        </button>
      </p>
    </PostForm>
  );
}

function columns(mayChange: boolean, onDone: () => void): TableColumn<LimitView>[] {
  const text = agreementWords.value;
  const change: TableColumn<LimitView> = {
    id: 'end',
    head: text.end,
    cell: (row) =>
      stateOf(row) === 'past' ? null : (
        <Opening label={text.end} name={text.endOf(nameOf(row))} small>
          {(close) => <EndLimitForm row={row} onDone={onDone} close={close} />}
        </Opening>
      ),
  };
  return [
    { id: 'kind', head: text.kind, cell: (row) => text.kinds[row.kind], sort: (row) => text.kinds[row.kind] },
    { id: 'direction', head: text.direction, cell: (row) => text.directions[row.direction], sort: (row) => row.direction },
    { id: 'kw', head: text.kw, numeric: true, key: true, cell: (row) => kwText(row.kw), sort: (row) => row.kw },
    { id: 'state', head: text.state, key: true, cell: (row) => <StateBadge row={row} />, sort: (row) => stateOf(row) },
    { id: 'from', head: text.from, numeric: true, cell: (row) => dayText(row.validFrom), sort: (row) => row.validFrom },
    { id: 'to', head: text.to, numeric: true, cell: (row) => dayText(row.validTo), sort: (row) => row.validTo ?? '9' },
    { id: 'hours', head: text.hours, cell: hoursText },
    { id: 'note', head: text.note, cell: (row) => row.note },
    ...(mayChange ? [change] : []),
  ];
}

interface Draft {
  readonly direction: Direction;
  readonly kind: Kind;
  readonly kw: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly windowed: boolean;
  readonly fromClock: string;
  readonly toClock: string;
  readonly weekdays: readonly number[];
  readonly note: string;
}

function bodyOf(draft: Draft): object {
  const { direction, kind, validFrom, validTo, note } = draft;
  const window = { fromMinute: minuteOf(draft.fromClock), toMinute: minuteOf(draft.toClock), weekdays: draft.weekdays };
  return { direction, kind, kw: numberOf(draft.kw), validFrom, note, ...(validTo !== '' && { validTo }), ...(draft.windowed && { window }) };
}

function HoursFields({ id, draft, change }: { id: string; draft: Draft; change: (part: Partial<Draft>) => void }) {
  const text = agreementWords.value;
  const toggled = (day: number): number[] => (draft.weekdays.includes(day) ? draft.weekdays.filter((one) => one !== day) : [...draft.weekdays, day]);
  return (
    <>
      <div class="field">
        <label>
          <input type="checkbox" checked={draft.windowed} onChange={(event) => change({ windowed: event.currentTarget.checked })} /> {text.onlyHours}
        </label>
      </div>
      {draft.windowed ? (
        <>
          <Field id={`${id}-clock-from`} type="time" label={text.fromClock} value={draft.fromClock} onInput={(fromClock) => change({ fromClock })} />
          <Field id={`${id}-clock-to`} type="time" label={text.toClock} value={draft.toClock} onInput={(toClock) => change({ toClock })} />
          <fieldset class="field">
            <legend>{text.weekdays}</legend>
            {text.days.map((name, index) => (
              <label key={name} style={{ marginRight: '10px', display: 'inline-block' }}>
                <input type="checkbox" checked={draft.weekdays.includes(index + 1)} onChange={() => change({ weekdays: toggled(index + 1) })} /> {name}
              </label>
            ))}
          </fieldset>
        </>
      ) : null}
    </>
  );
}

function AddLimit({ path, onDone, close }: { path: string; onDone: () => void; close: () => void }) {
  const text = agreementWords.value;
  const id = path.replaceAll('/', '-');
  const today = localDay(nowMs.value);
  const [draft, setDraft] = useState<Draft>({
    direction: 'import',
    kind: 'firm',
    kw: '',
    validFrom: today,
    validTo: '',
    windowed: false,
    fromClock: '22:00',
    toClock: '06:00',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    note: '',
  });
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const picked = (kind: string): void => {
    const known = KINDS.find((one) => one === kind) ?? 'firm';
    change({ kind: known, ...(known === 'block' && { windowed: true }) });
  };
  return (
    <PostForm path={path} submit={text.add} body={() => bodyOf(draft)} onDone={onDone} onCancel={close}>
      <SelectField id={`${id}-kind`} label={text.kind} value={draft.kind} options={KINDS.map((kind) => [kind, text.kinds[kind]])} onPick={picked} />
      <p class="small second">{text.kindHelp[draft.kind]}</p>
      <SelectField
        id={`${id}-direction`}
        label={text.direction}
        value={draft.direction}
        options={Object.entries(text.directions)}
        onPick={(direction) => change({ direction: direction === 'export' ? 'export' : 'import' })}
      />
      <Field id={`${id}-kw`} label={text.kw} value={draft.kw} mode="decimal" onInput={(kw) => change({ kw })} />
      <Field id={`${id}-from`} type="date" label={text.from} value={draft.validFrom} onInput={(validFrom) => change({ validFrom })} />
      <Field id={`${id}-to`} type="date" label={`${text.to} (${text.noEnd})`} value={draft.validTo} required={false} onInput={(validTo) => change({ validTo })} />
      <HoursFields id={id} draft={draft} change={change} />
      <Field id={`${id}-note`} label={text.note} value={draft.note} required={false} onInput={(note) => change({ note })} />
    </PostForm>
  );
}

/** @param path of the limits, to add one more */
export function LimitRows({ path, limits, caption, mayChange, onDone }: { path: string; limits: readonly LimitView[]; caption: string; mayChange: boolean; onDone: () => void }) {
  const text = agreementWords.value;
  const [added, setAdded] = useState(0);
  const done = (): void => {
    setAdded(added + 1);
    onDone();
  };
  const ordered = [...limits].sort((a, b) => a.validFrom.localeCompare(b.validFrom) || a.id - b.id);
  return (
    <>
      {limits.length === 0 ? (
        <p class="says">{text.noLimits}</p>
      ) : (
        <DataTable key={added} caption={caption} columns={columns(mayChange, done)} rows={ordered} rowId={(row) => String(row.id)} rowName={nameOf} />
      )}
      {mayChange ? (
        <Opening key={`add-${added}`} label={text.addLimit}>
          {(close) => <AddLimit path={path} onDone={done} close={close} />}
        </Opening>
      ) : null}
    </>
  );
}
