// Describing a source or consumer of heat, or changing what is known of one.
import { useState } from 'preact/hooks';
import type { Company } from '../../api/shapes.ts';
import type { HeatPortView } from '../../api/shapes-heat.ts';
import { localDay } from '../../charts/formats.ts';
import { impossibleTexts } from '../../charts/heat-limits.ts';
import { SelectField } from '../parts/select-field.tsx';
import { api, ask } from '../state/fetch.ts';
import { heatPortsWords } from '../state/heat-ports-words.ts';
import { lang } from '../state/settings.ts';
import { fieldText, numberOf, numberOrNone } from '../state/typed.ts';

interface FormProps {
  readonly park: string;
  /** null: a new one. */
  readonly port: HeatPortView | null;
  /** A company describes its own. */
  readonly own: number | null;
  readonly companies: readonly Company[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Not empty: a form is not sent with a choice that is. */
const OF_PARK = 'park';
const NUMBERS = ['supplyC', 'returnC', 'minReturnC', 'powerKw', 'lat', 'lon'] as const;
type Numbers = Record<(typeof NUMBERS)[number], string>;
const DAYS = ['validFrom', 'validTo'] as const;
type Days = Record<(typeof DAYS)[number], string>;
type Fields = Numbers &
  Days & { name: string; note: string; company: string; role: string; medium: string; profile: string; residual: string; outsidePark: boolean; firm: boolean };

const dayOf = (at: string | null | undefined): string => (at === null || at === undefined ? '' : localDay(Date.parse(at)));

function fieldsOf(port: HeatPortView | null, own: number | null): Fields {
  return {
    name: port?.name ?? '',
    note: port?.note ?? '',
    medium: port?.medium ?? 'water',
    firm: port?.firm ?? false,
    validFrom: dayOf(port?.validFrom),
    validTo: dayOf(port?.validTo),
    company: String(port === null ? (own ?? OF_PARK) : (port.company ?? OF_PARK)),
    role: port?.role ?? 'source',
    profile: port?.profile ?? 'flat',
    residual: port?.residual ?? 'unknown',
    outsidePark: port?.outsidePark ?? false,
    supplyC: fieldText(port?.supplyC ?? null),
    returnC: fieldText(port?.returnC ?? null),
    minReturnC: fieldText(port?.minReturnC ?? null),
    powerKw: fieldText(port?.powerKw ?? null),
    lat: fieldText(port?.lat ?? null),
    lon: fieldText(port?.lon ?? null),
  };
}

/** Empty is not known. */
function bodyOf({ name, note, medium, firm, profile, residual, outsidePark, role, company, ...rest }: Fields, over: { park: string; port: HeatPortView | null }): object {
  const isNew = over.port === null;
  // A day that nobody touched may have begun at another hour than midnight.
  const days: Partial<Record<keyof Days, string | null>> = {};
  for (const field of DAYS) {
    const day = rest[field];
    if (day !== dayOf(over.port?.[field]) && (day !== '' || field === 'validTo')) days[field] = day === '' ? null : day;
  }
  const numbers: Record<string, number | null> = {};
  for (const field of NUMBERS) {
    if (rest[field].trim() !== '') numbers[field] = numberOf(rest[field]);
    else if (!isNew && field !== 'supplyC' && field !== 'returnC') numbers[field] = null;
  }
  const owner = isNew ? (company === OF_PARK ? { park: over.park } : { company: Number(company) }) : {};
  return { name, note, medium, firm, profile, residual, outsidePark, ...numbers, ...days, ...owner, ...(isNew && { role }) };
}

/** What cannot be, in words; null: nothing of it. The server refuses it as well. */
function wrongText(fields: Fields, metered: boolean): string | null {
  const text = heatPortsWords.value;
  const valueOf = (field: (typeof NUMBERS)[number]): number | null => numberOrNone(fields[field]);
  const said = (field: (typeof NUMBERS)[number], reason: keyof typeof text.refusals): string => `${text.columns[field]}: ${text.refusals[reason]}`;
  const noNumber = NUMBERS.find((field) => Number.isNaN(valueOf(field)));
  if (noNumber !== undefined) return said(noNumber, 'no-number');
  const found = impossibleTexts(lang.value, { medium: fields.medium, supplyC: valueOf('supplyC'), returnC: valueOf('returnC'), minReturnC: valueOf('minReturnC') });
  if (found !== null) return text.impossible({ ...found, label: text[found.field], medium: text.media[found.medium] });
  const [supplyC, returnC] = [valueOf('supplyC'), valueOf('returnC')];
  if (supplyC !== null && returnC !== null && returnC >= supplyC) return said('returnC', 'return-not-lower');
  return !metered && valueOf('powerKw') === null ? said('powerKw', 'no-power') : null;
}

/** From when to when it is there, and how sure that is. */
function Standing({ fields, onChange: set }: { fields: Fields; onChange: (change: Partial<Fields>) => void }) {
  const text = heatPortsWords.value;
  return (
    <>
      {DAYS.map((field) => (
        <div class="field" key={field}>
          <label for={`port-${field}`}>{text[field]}</label>
          <input id={`port-${field}`} type="date" value={fields[field]} onInput={(event) => set({ [field]: event.currentTarget.value })} />
        </div>
      ))}
      <div class="field">
        <label for="port-note">{text.note}</label>
        <input id="port-note" type="text" maxLength={400} value={fields.note} onInput={(event) => set({ note: event.currentTarget.value })} />
      </div>
      <label class="check">
        <input type="checkbox" checked={fields.firm} onChange={(event) => set({ firm: event.currentTarget.checked })} /> {text.firm}
      </label>
      <label class="check">
        <input type="checkbox" checked={fields.outsidePark} onChange={(event) => set({ outsidePark: event.currentTarget.checked })} /> {text.outside}
      </label>
    </>
  );
}

export function HeatPortForm({ park, port, own, companies, onDone, onCancel }: FormProps) {
  const text = heatPortsWords.value;
  const [fields, setFields] = useState(() => fieldsOf(port, own));
  const [state, setState] = useState<{ busy: boolean; refused: string | null }>({ busy: false, refused: null });
  const metered = port !== null && port.meter !== null;
  const set = (change: Partial<Fields>): void => setFields((before) => ({ ...before, ...change }));
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong = wrongText(fields, metered);
    if (wrong !== null) return setState({ busy: false, refused: wrong });
    setState({ busy: true, refused: null });
    const body = bodyOf(fields, { park, port });
    const answer = port === null ? await ask(api('/heat-ports'), { method: 'POST', body }) : await ask(api(`/heat-ports/${port.id}`), { method: 'PATCH', body });
    setState({ busy: false, refused: answer.ok ? null : text.refused(answer.problem.detail) });
    if (answer.ok) onDone();
  };
  return (
    <section class="panel">
      <h2>{port === null ? text.add : text.change}</h2>
      <form class="form-grid" onSubmit={(event) => void send(event)}>
        {port !== null || own !== null ? null : (
          <SelectField
            id="port-company"
            label={text.company}
            value={fields.company}
            options={[[OF_PARK, text.ofPark], ...companies.map((company) => [String(company.id), company.name] as const)]}
            onPick={(company) => set({ company })}
          />
        )}
        {port === null ? <SelectField id="port-role" label={text.role} value={fields.role} options={Object.entries(text.roles)} onPick={(role) => set({ role })} /> : null}
        <div class="field">
          <label for="port-name">{text.name}</label>
          <input id="port-name" type="text" maxLength={80} value={fields.name} onInput={(event) => set({ name: event.currentTarget.value })} />
        </div>
        {NUMBERS.filter((field) => !(metered && field === 'powerKw') && !(field === 'minReturnC' && fields.role === 'sink')).map((field) => (
          <div class="field" key={field}>
            <label for={`port-${field}`}>{text[field]}</label>
            <input id={`port-${field}`} type="text" inputMode="decimal" maxLength={20} value={fields[field]} onInput={(event) => set({ [field]: event.currentTarget.value })} />
          </div>
        ))}
        <SelectField id="port-medium" label={text.medium} value={fields.medium} options={Object.entries(text.media)} onPick={(medium) => set({ medium })} />
        {metered ? null : (
          <SelectField id="port-profile" label={text.profile} value={fields.profile} options={Object.entries(text.profiles)} onPick={(profile) => set({ profile })} />
        )}
        {fields.role === 'source' ? (
          <SelectField id="port-residual" label={text.residual} value={fields.residual} options={Object.entries(text.residuals)} onPick={(residual) => set({ residual })} />
        ) : null}
        <Standing fields={fields} onChange={set} />
        <button type="submit" class="button primary" disabled={state.busy}>
          {state.busy ? text.busy : text.save}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {text.cancel}
        </button>
        {state.refused === null ? null : (
          <p class="wrong" role="alert">
            {state.refused}
          </p>
        )}
      </form>
    </section>
  );
}
