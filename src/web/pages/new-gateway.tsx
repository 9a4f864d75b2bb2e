// A new gateway: name, park and meters in, credentials out. The password lives only as long as this form.
import { useState } from 'preact/hooks';
import type { Company, Meter, NewGatewayAnswer, Problem } from '../../api/shapes.ts';
import { Credentials } from '../parts/credentials.tsx';
import { Icon } from '../parts/icon.tsx';
import { problemText } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { mayChangeGateway, myParks, ownCompany } from '../state/session.ts';
import { words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

interface MeterChecksProps {
  readonly meters: readonly Meter[];
  readonly chosen: ReadonlySet<number>;
  readonly onToggle: (id: number) => void;
}

function MeterChecks({ meters, chosen, onToggle }: MeterChecksProps) {
  const text = words.value;
  return (
    <fieldset class="field" style={{ border: 0, padding: 0, margin: '0 0 16px' }}>
      <legend class="label" style={{ padding: 0 }}>
        {text.gateways.meters}
      </legend>
      {meters.length === 0 ? (
        <p class="hint">{text.gateways.noMeters}</p>
      ) : (
        <div class="checks" tabIndex={0} role="group" aria-label={text.gateways.meters}>
          {meters.map((meter) => (
            <label key={meter.id}>
              <input type="checkbox" checked={chosen.has(meter.id)} onChange={() => onToggle(meter.id)} />
              {meter.serial} · {text.carriers[meter.carrier]} · {text.meters.roles[meter.role]}
            </label>
          ))}
        </div>
      )}
      <p class="hint">{text.gateways.metersHint}</p>
    </fieldset>
  );
}

interface Draft {
  readonly name: string;
  readonly park: string;
  /** '' = of the park itself. */
  readonly company: string;
  readonly profile: string;
}
interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function WhereFields({ draft, onChange }: FieldsProps) {
  const text = words.value.gateways;
  const own = ownCompany.value;
  const listed = useResource<{ items: Company[] }>(draft.park === '' || own !== null ? null : api(`/parks/${draft.park}/companies`));
  const companies = (own === null ? (listed.data?.items ?? []) : [own]).filter((each) => mayChangeGateway(each.id));
  return (
    <div>
      <div class="field">
        <label for="gw-name">{text.name}</label>
        <input
          id="gw-name"
          type="text"
          required
          maxLength={64}
          value={draft.name}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
          aria-describedby="gw-name-hint"
        />
        <p class="hint" id="gw-name-hint">
          {text.nameHint}
        </p>
      </div>
      <div class="field">
        <label for="gw-park">{text.park}</label>
        <select id="gw-park" value={draft.park} onChange={(event) => onChange({ park: event.currentTarget.value, company: own === null ? '' : String(own.id) })}>
          {myParks.value.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="gw-company">{text.company}</label>
        <select id="gw-company" value={draft.company} onChange={(event) => onChange({ company: event.currentTarget.value })}>
          {own === null ? <option value="">{text.noCompany}</option> : null}
          {companies.map((each) => (
            <option key={each.id} value={String(each.id)}>
              {each.name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function ProfileField({ draft, onChange, profiles }: FieldsProps & { readonly profiles: readonly string[] }) {
  const text = words.value.gateways;
  const set = (event: { readonly currentTarget: HTMLInputElement }): void => onChange({ profile: event.currentTarget.value });
  return (
    <div class="field">
      <label for="gw-profile">{text.profile}</label>
      <input id="gw-profile" type="text" maxLength={64} list="gw-profiles" value={draft.profile} onInput={set} aria-describedby="gw-profile-hint" />
      <datalist id="gw-profiles">
        {profiles.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <p class="hint" id="gw-profile-hint">
        {text.profileHint}
      </p>
    </div>
  );
}

function Made({ made }: { made: NewGatewayAnswer }) {
  return (
    <section class="panel">
      <Credentials made={made} />
      <div class="actions" style={{ marginTop: '16px' }}>
        <a class="button primary" href={`/gateways/${made.id}`}>
          {words.value.gateways.toGateway}
        </a>
      </div>
    </section>
  );
}

const bodyOf = ({ name, park, company, profile }: Draft, meters: readonly number[]) => ({
  name: name.trim(),
  park,
  ...(company === '' ? {} : { company: Number(company) }),
  ...(profile.trim() === '' ? {} : { profile: profile.trim() }),
  meters,
});

export function NewGatewayForm({ profiles, onClose }: { profiles: readonly string[]; onClose: () => void }) {
  const text = words.value.gateways;
  const own = ownCompany.value;
  const [draft, setDraft] = useState<Draft>({ name: '', park: myParks.value[0]?.id ?? '', company: own === null ? '' : String(own.id), profile: '' });
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made, setMade] = useState<NewGatewayAnswer | null>(null);
  const meters = useResource<{ items: Meter[] }>(own !== null ? api(`/companies/${own.id}/meters`) : draft.park === '' ? null : api(`/parks/${draft.park}/meters`));
  const free = (meters.data?.items ?? []).filter((meter) => meter.gateway === null && (draft.company === '' || meter.company === Number(draft.company)));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const toggle = (id: number): void =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const wanted = free.filter((meter) => chosen.has(meter.id)).map((meter) => meter.id);
    const answer = await ask<NewGatewayAnswer>(api('/gateways'), { method: 'POST', body: bodyOf(draft, wanted) });
    setBusy(false);
    if (answer.ok) setMade(answer.data);
    setProblem(answer.ok ? null : answer.problem);
  };
  if (made) return <Made made={made} />;
  return (
    <section class="panel">
      <h2>{text.new}</h2>
      <form onSubmit={(event) => void submit(event)} style={{ marginTop: '12px' }}>
        {problem ? (
          <p class="wrong" role="alert">
            <Icon name="warning" />
            <span>
              {problemText(problem)} {words.value.states.code} {problem.code}
            </span>
          </p>
        ) : null}
        <div class="two">
          <WhereFields draft={draft} onChange={change} />
          <div>
            <ProfileField draft={draft} onChange={change} profiles={profiles} />
            <MeterChecks meters={free} chosen={chosen} onToggle={toggle} />
          </div>
        </div>
        <div class="actions">
          <button type="submit" class="button primary" aria-disabled={busy}>
            {busy ? words.value.signIn.busy : text.make}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {text.cancel}
          </button>
        </div>
      </form>
    </section>
  );
}
