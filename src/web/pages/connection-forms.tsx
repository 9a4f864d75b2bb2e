// Forms of a connection: its contract, its end, adding one; and a button that takes something out.
import { useState } from 'preact/hooks';
import type { Connection, Meter } from '../../api/shapes.ts';
import type { Problem } from '../../api/shapes.ts';
import { localDay } from '../../charts/formats.ts';
import { SelectField } from '../parts/select-field.tsx';
import { connectionWords } from '../state/connection-words.ts';
import { type Asked, api, ask } from '../state/fetch.ts';
import { nowMs, words } from '../state/settings.ts';
import { fieldText, numberOf } from '../state/typed.ts';
import { Field, PostForm, Refused } from './agreement-form.tsx';

const POWERS = ['contractedImportKw', 'contractedExportKw', 'physicalImportKw', 'physicalExportKw'] as const;
type Powers = Readonly<Record<(typeof POWERS)[number], string>>;
const NO_POWERS: Powers = { contractedImportKw: '', contractedExportKw: '', physicalImportKw: '', physicalExportKw: '' };
type Carrier = Connection['carrier'];

const powersOf = (connection: Connection): Powers => {
  const { contractedImportKw, contractedExportKw, physicalImportKw, physicalExportKw } = connection;
  return {
    contractedImportKw: fieldText(contractedImportKw),
    contractedExportKw: fieldText(contractedExportKw),
    physicalImportKw: fieldText(physicalImportKw),
    physicalExportKw: fieldText(physicalExportKw),
  };
};
/** What is no number goes as it was typed: the server says so, and nothing becomes unknown by mistake. */
const kwOf = (typed: string): number | string | null => (typed.trim() === '' ? null : Number.isNaN(numberOf(typed)) ? typed : numberOf(typed));

interface FormProps {
  readonly onDone: () => void;
  readonly close: () => void;
}

function PowerFields({ id, powers, change }: { id: string; powers: Powers; change: (powers: Powers) => void }) {
  const text = connectionWords.value;
  return (
    <>
      {POWERS.map((name) => (
        <Field key={name} id={`${id}-${name}`} label={text[name]} value={powers[name]} required={false} mode="decimal" onInput={(value) => change({ ...powers, [name]: value })} />
      ))}
      <p class="small second">{text.unknownKw}</p>
    </>
  );
}

/** @param measured then the EAN stays */
export function ChangeConnection({ connection, measured, onDone, close }: FormProps & { connection: Connection; measured: boolean }) {
  const text = connectionWords.value;
  const [powers, setPowers] = useState(() => powersOf(connection));
  const [ean, setEan] = useState(connection.ean ?? '');
  const body = (): object => ({ ...Object.fromEntries(POWERS.map((name) => [name, kwOf(powers[name])])), ...(ean.trim() !== connection.ean && { ean: ean.trim() }) });
  return (
    <PostForm path={`/connections/${connection.id}`} method="PATCH" submit={text.save} body={body} onDone={onDone} onCancel={close}>
      <PowerFields id={`connection-${connection.id}`} powers={powers} change={setPowers} />
      {measured ? <p class="small second">{text.eanHelp}</p> : <Field id={`ean-${connection.id}`} label={text.ean} value={ean} onInput={setEan} />}
    </PostForm>
  );
}

/** Of a connection or a meter, by its path. */
export function EndIt({ path, onDone, close }: FormProps & { path: string }) {
  const text = connectionWords.value;
  const [validTo, setValidTo] = useState(localDay(nowMs.value));
  return (
    <PostForm path={path} method="PATCH" submit={text.end} body={() => ({ validTo })} onDone={onDone} onCancel={close}>
      <Field id={`end${path.replaceAll('/', '-')}`} type="date" label={text.endAt} value={validTo} onInput={setValidTo} />
      <p class="small second">{text.endHelp}</p>
    </PostForm>
  );
}

/** A list has to have a value. */
const NOT_BEHIND = '0';

interface NewConnection {
  readonly ean: string;
  readonly carrier: Carrier;
  readonly behind: string;
  readonly validFrom: string;
}

const isCarrier = (name: string): name is Carrier => Object.hasOwn(words.value.carriers, name);

export function AddConnection({ company, others, onDone, close }: FormProps & { company: number; others: readonly Connection[] }) {
  const text = connectionWords.value;
  const [draft, setDraft] = useState<NewConnection>({ ean: '', carrier: 'electricity', behind: NOT_BEHIND, validFrom: localDay(nowMs.value) });
  const [powers, setPowers] = useState(NO_POWERS);
  const change = (part: Partial<NewConnection>): void => setDraft({ ...draft, ...part });
  const known = (): object => Object.fromEntries(POWERS.filter((name) => powers[name].trim() !== '').map((name) => [name, kwOf(powers[name])]));
  const body = (): object => ({
    company,
    ean: draft.ean.trim(),
    carrier: draft.carrier,
    validFrom: draft.validFrom,
    ...known(),
    ...(draft.behind !== NOT_BEHIND && { behind: Number(draft.behind) }),
  });
  const roots = others.filter((one) => one.carrier === draft.carrier);
  return (
    <PostForm path="/connections" submit={text.addConnection} body={body} onDone={onDone} onCancel={close}>
      <Field id="new-ean" label={text.ean} value={draft.ean} onInput={(ean) => change({ ean })} />
      <SelectField
        id="new-carrier"
        label={text.carrier}
        value={draft.carrier}
        options={Object.entries(words.value.carriers)}
        onPick={(carrier) => isCarrier(carrier) && change({ carrier, behind: NOT_BEHIND })}
      />
      <PowerFields id="new" powers={powers} change={setPowers} />
      {roots.length === 0 ? null : (
        <SelectField
          id="new-behind"
          label={text.behind}
          value={draft.behind}
          options={[[NOT_BEHIND, text.behindNone], ...roots.map((one) => [String(one.id), String(one.id)] as const)]}
          onPick={(behind) => change({ behind })}
        />
      )}
      <Field id="new-from" type="date" label={text.from} value={draft.validFrom} onInput={(validFrom) => change({ validFrom })} />
    </PostForm>
  );
}

interface MeterDraft {
  readonly serial: string;
  readonly role: string;
  readonly kind: string;
  readonly validFrom: string;
}

/** @param meter null: another one is added */
export function MeterForm({ connection, meter, onDone, close }: FormProps & { connection: Connection; meter: Meter | null }) {
  const text = connectionWords.value;
  const [draft, setDraft] = useState<MeterDraft>({ serial: meter?.serial ?? '', role: meter?.role ?? 'main', kind: 'sun', validFrom: localDay(nowMs.value) });
  const change = (part: Partial<MeterDraft>): void => setDraft({ ...draft, ...part });
  const id = meter === null ? `meter-of-${connection.id}` : `meter-${meter.id}`;
  const isFixed = meter !== null && meter.registers.length > 0;
  const body = (): object => ({
    serial: draft.serial.trim(),
    ...(!isFixed && { role: draft.role, ...(draft.role === 'generation' && { generationKind: draft.kind }) }),
    ...(meter === null && { connection: connection.id, carrier: connection.carrier, validFrom: draft.validFrom }),
  });
  return (
    <PostForm
      path={meter === null ? '/meters' : `/meters/${meter.id}`}
      method={meter === null ? 'POST' : 'PATCH'}
      submit={meter === null ? text.addMeter : text.save}
      body={body}
      onDone={onDone}
      onCancel={close}
    >
      <Field id={`${id}-serial`} label={text.serial} value={draft.serial} onInput={(serial) => change({ serial })} />
      {isFixed ? (
        <p class="small second">{text.roleHelp}</p>
      ) : (
        <SelectField id={`${id}-role`} label={text.role} value={draft.role} options={Object.entries(words.value.meters.roles)} onPick={(role) => change({ role })} />
      )}
      {!isFixed && draft.role === 'generation' ? (
        <SelectField id={`${id}-kind`} label={text.generationKind} value={draft.kind} options={Object.entries(text.kinds)} onPick={(kind) => change({ kind })} />
      ) : null}
      {meter === null ? <Field id={`${id}-from`} type="date" label={text.from} value={draft.validFrom} onInput={(validFrom) => change({ validFrom })} /> : null}
    </PostForm>
  );
}

/** A button that asks the server for one thing, and says why it was refused. */
export function AskButton({ label, name, path, asked, onDone }: { label: string; name: string; path: string; asked: Asked; onDone: () => void }) {
  const [state, setState] = useState<{ busy: boolean; refused: Problem | null }>({ busy: false, refused: null });
  const send = async (): Promise<void> => {
    setState({ busy: true, refused: null });
    const answer = await ask<unknown>(api(path), asked);
    setState({ busy: false, refused: answer.ok ? null : answer.problem });
    if (answer.ok) onDone();
  };
  return (
    <>
      <button type="button" class="button small" aria-label={connectionWords.value.of(label, name)} disabled={state.busy} onClick={() => void send()}>
        {label}
      </button>
      <Refused problem={state.refused} />
    </>
  );
}
