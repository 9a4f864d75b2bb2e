// One's own account: another password, and keys for programs.
import { useState } from 'preact/hooks';
import type { Key, MadeKey } from '../../api/shapes-users.ts';
import { formatDate } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { accountWords } from '../state/account-words.ts';
import { api, ask } from '../state/fetch.ts';
import { me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

function PasswordField({ id, label, complete, value, onInput }: { id: string; label: string; complete: string; value: string; onInput: (value: string) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="password"
        required
        minLength={complete === 'new-password' ? 10 : 1}
        maxLength={128}
        autocomplete={complete}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function PasswordForm() {
  const { own, busy: busyText, failed } = accountWords.value;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | 'changed'>('idle');
  const [trouble, setTrouble] = useState<string | null>(null);
  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState('busy');
    setTrouble(null);
    const answer = await ask<null>(api('/me/password'), { method: 'POST', body: { current, next } });
    setState(answer.ok ? 'changed' : 'idle');
    if (!answer.ok) return setTrouble(answer.problem.status === 422 ? own.wrong : failed(answer.problem.code));
    setCurrent('');
    setNext('');
  };
  return (
    <form style={{ maxWidth: '560px' }} onSubmit={(event) => void change(event)}>
      {/* Tells a password manager whose password it is. */}
      <input type="text" autocomplete="username" value={me.value?.email ?? ''} hidden readOnly />
      <PasswordField id="password-current" label={own.current} complete="current-password" value={current} onInput={setCurrent} />
      <PasswordField id="password-next" label={own.next} complete="new-password" value={next} onInput={setNext} />
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {trouble}
        </p>
      )}
      {state === 'changed' ? (
        <p class="says" role="status">
          {own.changed}
        </p>
      ) : null}
      <button type="submit" class="button primary" aria-disabled={state === 'busy'}>
        {state === 'busy' ? busyText : own.change}
      </button>
    </form>
  );
}

function keyColumns(onTakeBack: (key: Key) => void): TableColumn<Key>[] {
  const { name, of, own, actions } = accountWords.value;
  return [
    { id: 'name', head: name, cell: (key) => key.name },
    { id: 'made', head: own.made, numeric: true, cell: (key) => formatDate(lang.value, Date.parse(key.createdAt)), key: true },
    {
      id: 'actions',
      head: actions,
      cell: (key) => (
        <button type="button" class="button small" aria-label={of(own.takeBack, key.name)} onClick={() => onTakeBack(key)}>
          {own.takeBack}
        </button>
      ),
    },
  ];
}

function Keys() {
  const { own, busy: busyText, failed } = accountWords.value;
  const keys = useResource<{ items: Key[] }>(api('/me/keys'));
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await ask<MadeKey>(api('/me/keys'), { method: 'POST', body: { name: name.trim() } });
    setBusy(false);
    setTrouble(answer.ok ? null : answer.problem.status === 409 ? own.tooMany : failed(answer.problem.code));
    if (!answer.ok) return;
    setName('');
    setShown(answer.data.key);
    keys.refetch();
  };
  const takeBack = async (key: Key): Promise<void> => {
    const answer = await ask<null>(api(`/me/keys/${key.id}`), { method: 'DELETE' });
    setTrouble(answer.ok ? null : failed(answer.problem.code));
    setShown(null);
    keys.refetch();
  };
  return (
    <Panel title={own.keysTitle} resource={keys} shape="rows" minHeight={160}>
      {(data) => (
        <>
          <p class="says">{own.keysText}</p>
          {shown === null ? null : <ShownOnce title={own.keyTitle} text="" secret={shown} />}
          {data.items.length === 0 ? (
            <p class="says">{own.noKeys}</p>
          ) : (
            <DataTable caption={own.keysTitle} columns={keyColumns((key) => void takeBack(key))} rows={data.items} rowId={(key) => key.id} rowName={(key) => key.name} />
          )}
          <form style={{ maxWidth: '560px', marginTop: '20px' }} onSubmit={(event) => void make(event)}>
            <div class="field">
              <label for="key-name">{own.keyName}</label>
              <input id="key-name" type="text" required maxLength={30} autocomplete="off" value={name} onInput={(event) => setName(event.currentTarget.value)} />
            </div>
            {trouble === null ? null : (
              <p class="says tone-fout" role="alert">
                {trouble}
              </p>
            )}
            <button type="submit" class="button" aria-disabled={busy}>
              {busy ? busyText : own.makeKey}
            </button>
          </form>
        </>
      )}
    </Panel>
  );
}

export function OwnAccountPage() {
  const { own } = accountWords.value;
  const { name, email } = me.value ?? { name: null, email: null };
  return (
    <>
      <Lead over={<span>{own.title}</span>} sentence={[[name, email].filter((part) => part !== null && part !== '').join(', ') || own.title, '.']} />
      <div class="grid">
        <section class="panel">
          <div class="panel-head">
            <h2>{own.passwordTitle}</h2>
          </div>
          <PasswordForm />
        </section>
        <Keys />
      </div>
    </>
  );
}
