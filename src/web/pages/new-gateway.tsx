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
      <legend class="label" style={{ padding: 0 }}>{text.gateways.meters}</legend>
      {meters.length === 0 ? <p class="hint">{text.gateways.noMeters}</p> : (
        <div class="checks" tabIndex={0} role="group" aria-label={text.gateways.meters}>
          {meters.map((meter) => <label key={meter.id}><input type="checkbox" checked={chosen.has(meter.id)} onChange={() => onToggle(meter.id)} />{meter.serial} · {text.carriers[meter.carrier]} · {text.meters.roles[meter.role]}</label>)}
        </div>
      )}
      <p class="hint">{text.gateways.metersHint}</p>
    </fieldset>
  );
}

export function NewGatewayForm({ profiles, onClose }: { profiles: readonly string[]; onClose: () => void }) {
  const text = words.value.gateways;
  const known = myParks.value;
  const own = ownCompany.value;
  const [name, setName] = useState('');
  const [park, setPark] = useState(known[0]?.id ?? '');
  const [company, setCompany] = useState(own === null ? '' : String(own.id));
  const [profile, setProfile] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made, setMade] = useState<NewGatewayAnswer | null>(null);
  const meters = useResource<{ items: Meter[] }>(own !== null ? api(`/companies/${own.id}/meters`) : park === '' ? null : api(`/parks/${park}/meters`));
  const companies = useResource<{ items: Company[] }>(park === '' || own !== null ? null : api(`/parks/${park}/companies`));
  const free = (meters.data?.items ?? []).filter((meter) => meter.gateway === null && (company === '' || meter.company === Number(company)));
  const toggle = (id: number): void => setChosen((before) => {
    const after = new Set(before);
    if (!after.delete(id)) after.add(id);
    return after;
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const body = { name: name.trim(), park, ...(company === '' ? {} : { company: Number(company) }), ...(profile.trim() === '' ? {} : { profile: profile.trim() }), meters: free.filter((meter) => chosen.has(meter.id)).map((meter) => meter.id) };
    const answer = await ask<NewGatewayAnswer>(api('/gateways'), { method: 'POST', body });
    setBusy(false);
    if (answer.ok) setMade(answer.data);
    setProblem(answer.ok ? null : answer.problem);
  };
  if (made) {
    return (
      <section class="panel">
        <Credentials made={made} />
        <div class="actions" style={{ marginTop: '16px' }}><a class="button primary" href={`/gateways/${made.id}`}>{text.toGateway}</a></div>
      </section>
    );
  }
  return (
    <section class="panel">
      <h2>{text.new}</h2>
      <form onSubmit={(event) => void submit(event)} style={{ marginTop: '12px' }}>
        {problem ? <p class="wrong" role="alert"><Icon name="warning" /><span>{problemText(problem)} {words.value.states.code} {problem.code}</span></p> : null}
        <div class="two">
          <div>
            <div class="field"><label for="gw-name">{text.name}</label><input id="gw-name" type="text" required maxLength={64} value={name} onInput={(event) => setName(event.currentTarget.value)} aria-describedby="gw-name-hint" /><p class="hint" id="gw-name-hint">{text.nameHint}</p></div>
            <div class="field"><label for="gw-park">{text.park}</label><select id="gw-park" value={park} onChange={(event) => { setPark(event.currentTarget.value); setCompany(own === null ? '' : String(own.id)); }}>{known.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</select></div>
            <div class="field"><label for="gw-company">{text.company}</label><select id="gw-company" value={company} onChange={(event) => setCompany(event.currentTarget.value)}>{own === null ? <option value="">{text.noCompany}</option> : null}{(own === null ? (companies.data?.items ?? []) : [own]).filter((each) => mayChangeGateway(each.id)).map((each) => <option key={each.id} value={String(each.id)}>{each.name}</option>)}</select></div>
          </div>
          <div>
            <div class="field"><label for="gw-profile">{text.profile}</label><input id="gw-profile" type="text" maxLength={64} list="gw-profiles" value={profile} onInput={(event) => setProfile(event.currentTarget.value)} aria-describedby="gw-profile-hint" /><datalist id="gw-profiles">{profiles.map((each) => <option key={each} value={each} />)}</datalist><p class="hint" id="gw-profile-hint">{text.profileHint}</p></div>
            <MeterChecks meters={free} chosen={chosen} onToggle={toggle} />
          </div>
        </div>
        <div class="actions">
          <button type="submit" class="button primary" aria-disabled={busy}>{busy ? words.value.signIn.busy : text.make}</button>
          <button type="button" class="button" onClick={onClose}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
