// Who can sign in, for the operator: a list, one more, other roles, a new password, and away.
import { useState } from 'preact/hooks';
import type { MadeUser, User } from '../../api/shapes-users.ts';
import type { Company } from '../../api/shapes.ts';
import { formatDate } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { accountWords } from '../state/account-words.ts';
import { api, ask } from '../state/fetch.ts';
import { parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { AccountForm, troubleOf } from './account-form.tsx';

type Verb = 'change' | 'newPassword' | 'remove';
const VERBS: readonly Verb[] = ['change', 'newPassword', 'remove'];
interface Shown {
  readonly name: string;
  readonly password: string;
}

function rolesOf(user: User, companies: readonly Company[]): string {
  const text = accountWords.value;
  const said = user.roles.map((role) => {
    const name = text.roleNames[role.role];
    if (role.role === 'parkmanager') return text.withParks(name, role.parks.map((id) => parks.value?.find((park) => park.id === id)?.name ?? id).join(', '));
    return role.role === 'company' ? text.withCompany(name, companies.find((company) => company.id === role.company)?.name ?? String(role.company)) : name;
  });
  return said.length === 0 ? text.noRole : said.join('; ');
}

function columnsFor(companies: readonly Company[], onDo: (verb: Verb, user: User) => void): TableColumn<User>[] {
  const text = accountWords.value;
  const roles = (user: User): string => rolesOf(user, companies);
  return [
    { id: 'name', head: text.name, cell: (user) => user.name, sort: (user) => user.name },
    { id: 'email', head: text.email, cell: (user) => <span style={{ overflowWrap: 'anywhere' }}>{user.email}</span>, sort: (user) => user.email },
    { id: 'roles', head: text.roles, cell: roles, sort: roles, key: true },
    { id: 'since', head: text.since, numeric: true, cell: (user) => formatDate(lang.value, Date.parse(user.createdAt)), sort: (user) => user.createdAt },
    {
      id: 'actions',
      head: text.actions,
      cell: (user) => (
        <span class="actions">
          {VERBS.map((verb) => (
            <button key={verb} type="button" class="button small" aria-label={text.of(text[verb], user.name)} onClick={() => onDo(verb, user)}>
              {text[verb]}
            </button>
          ))}
        </span>
      ),
    },
  ];
}

/** Asks once more, and does it. */
function Sure({ verb, user, onDone }: { verb: 'newPassword' | 'remove'; user: User; onDone: (shown: Shown | null) => void }) {
  const text = accountWords.value;
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    const answer =
      verb === 'remove'
        ? await ask<null>(api(`/users/${user.id}`), { method: 'DELETE' })
        : await ask<{ password: string }>(api(`/users/${user.id}/password`), { method: 'POST', body: {} });
    setBusy(false);
    if (!answer.ok) return setTrouble(troubleOf(answer));
    onDone(answer.data === null || !('password' in answer.data) ? null : { name: user.name, password: answer.data.password });
  };
  return (
    <>
      <p class="says">{verb === 'remove' ? text.removeText : text.passwordText}</p>
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {trouble}
        </p>
      )}
      <button type="button" class={verb === 'remove' ? 'button danger' : 'button primary'} disabled={busy} onClick={() => void act()}>
        {busy ? text.busy : text[verb]}
      </button>
    </>
  );
}

const titleOf = (verb: Verb, user: User): string => {
  const text = accountWords.value;
  return { change: text.changeTitle, newPassword: text.passwordTitle, remove: text.removeTitle }[verb](user.name);
};

export function AccountsPage() {
  const users = useResource<{ items: User[] }>(api('/users'));
  const companies = useResource<{ items: Company[] }>(api('/companies')).data?.items ?? [];
  const [doing, setDoing] = useState<{ verb: Verb; user: User } | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const text = accountWords.value;
  const done = (what: Shown | null): void => {
    setDoing(null);
    setShown(what);
    users.refetch();
  };
  const made = (user: MadeUser | null): void => done(user === null ? null : { name: user.name, password: user.password });
  const listed = users.data?.items ?? null;
  return (
    <>
      <Lead over={<span>{text.title}</span>} sentence={[listed === null ? text.title : text.says(listed.length), '.']} />
      <div class="grid">
        <Panel
          title={text.listTitle}
          resource={users}
          shape="rows"
          minHeight={240}
          empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
        >
          {(data) => (
            <>
              {shown === null ? null : <ShownOnce title={text.shownTitle} text={text.shown(shown.name)} secret={shown.password} />}
              <DataTable
                caption={text.listTitle}
                columns={columnsFor(companies, (verb, user) => setDoing({ verb, user }))}
                rows={data.items}
                rowId={(user) => user.id}
                rowName={(user) => user.name}
                search={{ label: text.search, none: text.noMatch, text: (user) => `${user.name} ${user.email} ${rolesOf(user, companies)}` }}
              />
            </>
          )}
        </Panel>
        <section class="panel">
          <div class="panel-head">
            <h2>{text.addTitle}</h2>
          </div>
          <AccountForm user={null} onDone={made} />
        </section>
      </div>
      {doing === null ? null : (
        <Dialog title={titleOf(doing.verb, doing.user)} onClose={() => setDoing(null)}>
          {doing.verb === 'change' ? <AccountForm user={doing.user} onDone={made} /> : <Sure verb={doing.verb} user={doing.user} onDone={done} />}
        </Dialog>
      )}
    </>
  );
}
