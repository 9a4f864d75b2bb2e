// The form of an account: whose it is, and its role with the parks or the company that it is of.
import { useState } from 'preact/hooks';
import type { MadeUser, NewUser, User } from '../../api/shapes-users.ts';
import type { Company } from '../../api/shapes.ts';
import { SelectField } from '../parts/select-field.tsx';
import { accountWords } from '../state/account-words.ts';
import { type Answer, api, ask } from '../state/fetch.ts';
import { parks } from '../state/session.ts';
import { useResource } from '../state/use-resource.ts';

type Kind = User['roles'][number]['role'];
const KINDS: readonly Kind[] = ['company', 'parkmanager', 'region', 'operator'];

interface Draft {
  readonly email: string;
  readonly name: string;
  readonly kind: Kind;
  readonly parks: readonly string[];
  readonly company: string;
}

function draftOf(user: User | null): Draft {
  const [role] = user?.roles ?? [];
  return {
    email: user?.email ?? '',
    name: user?.name ?? '',
    kind: role?.role ?? 'company',
    parks: role?.role === 'parkmanager' ? role.parks : [],
    company: role?.role === 'company' ? String(role.company) : '',
  };
}

function roleOf({ kind, parks: chosen, company }: Draft): NewUser['roles'][number] {
  switch (kind) {
    case 'parkmanager':
      return { role: kind, parks: [...chosen] };
    case 'company':
      return { role: kind, company: Number(company) };
    case 'operator':
    case 'region':
      return { role: kind };
  }
}

/** What a refusal comes to, in the reader's language. */
export function troubleOf(answer: Extract<Answer<unknown>, { ok: false }>): string {
  const text = accountWords.value;
  if (answer.problem.status === 409) return text.taken;
  return answer.problem.status === 422 ? text.wrong : text.failed(answer.problem.code);
}

function ParksField({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const text = accountWords.value;
  return (
    <fieldset class="field">
      <legend>{text.parks}</legend>
      {(parks.value ?? []).map((park) => (
        <label key={park.id} style={{ display: 'block', padding: '4px 0' }}>
          <input
            type="checkbox"
            checked={draft.parks.includes(park.id)}
            onChange={(event) => change({ parks: event.currentTarget.checked ? [...draft.parks, park.id] : draft.parks.filter((id) => id !== park.id) })}
          />{' '}
          {park.name}
        </label>
      ))}
    </fieldset>
  );
}

function CompanyField({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const text = accountWords.value;
  const companies = useResource<{ items: Company[] }>(api('/companies'));
  return (
    <div class="field">
      <label for="account-company">{text.company}</label>
      <input
        id="account-company"
        type="text"
        inputMode="numeric"
        pattern="[1-9][0-9]{0,8}"
        required
        list="account-companies"
        aria-describedby="account-company-hint"
        value={draft.company}
        onInput={(event) => change({ company: event.currentTarget.value })}
      />
      <datalist id="account-companies">
        {(companies.data?.items ?? []).map((company) => (
          <option key={company.id} value={company.id}>
            {company.name}
          </option>
        ))}
      </datalist>
      <p class="hint" id="account-company-hint">
        {text.companyHint}
      </p>
    </div>
  );
}

/** @param user null: a new one */
export function AccountForm({ user, onDone }: { user: User | null; onDone: (made: MadeUser | null) => void }) {
  const text = accountWords.value;
  const [draft, setDraft] = useState(draftOf(user));
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (draft.kind === 'parkmanager' && draft.parks.length === 0) return setTrouble(text.parksNone);
    setBusy(true);
    const [name, roles] = [draft.name.trim(), [roleOf(draft)]];
    const answer =
      user === null
        ? await ask<MadeUser>(api('/users'), { method: 'POST', body: { email: draft.email.trim(), name, roles } })
        : await ask<MadeUser>(api(`/users/${user.id}`), { method: 'PATCH', body: { name, roles } });
    setBusy(false);
    setTrouble(answer.ok ? null : troubleOf(answer));
    if (!answer.ok) return;
    if (user === null) setDraft(draftOf(null));
    onDone(user === null ? answer.data : null);
  };
  return (
    <form style={{ maxWidth: '560px' }} onSubmit={(event) => void send(event)}>
      {user === null ? (
        <div class="field">
          <label for="account-email">{text.email}</label>
          <input
            id="account-email"
            type="email"
            required
            maxLength={254}
            autocomplete="off"
            value={draft.email}
            onInput={(event) => change({ email: event.currentTarget.value })}
          />
        </div>
      ) : null}
      <div class="field">
        <label for="account-name">{text.name}</label>
        <input id="account-name" type="text" required maxLength={100} autocomplete="off" value={draft.name} onInput={(event) => change({ name: event.currentTarget.value })} />
      </div>
      <SelectField
        id="account-role"
        label={text.role}
        value={draft.kind}
        options={KINDS.map((kind) => [kind, text.roleNames[kind]])}
        onPick={(kind) => change({ kind: KINDS.find((one) => one === kind) ?? 'company' })}
      />
      {draft.kind === 'parkmanager' ? <ParksField draft={draft} change={change} /> : null}
      {draft.kind === 'company' ? <CompanyField draft={draft} change={change} /> : null}
      {user !== null && user.roles.length > 1 ? <p class="says">{text.replaces}</p> : null}
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {trouble}
        </p>
      )}
      <button type="submit" class="button primary" aria-disabled={busy}>
        {busy ? text.busy : user === null ? text.add : text.save}
      </button>
    </form>
  );
}
