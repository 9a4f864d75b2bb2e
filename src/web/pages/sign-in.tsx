// Inloggen: e-mail and password, and a plain sentence when it fails.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { Icon, Logo } from '../parts/icon.tsx';
import { Segments } from '../parts/segments.tsx';
import { ownPath } from '../routes.ts';
import { signIn } from '../state/session.ts';
import { lang, words } from '../state/settings.ts';

export function SignInPage() {
  const { query, route } = useLocation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | 'wrong' | 'too-many' | 'failed'>('idle');
  const text = words.value.signIn;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState('busy');
    const result = await signIn({ email, password });
    if (result === 'ok') route(ownPath(query['naar']) ?? '/', true);
    else setState(result);
  };
  const failure = state === 'wrong' ? text.wrong : state === 'too-many' ? text.tooMany : state === 'failed' ? text.failed : null;
  return (
    <main id="inhoud" class="sign-in">
      <p class="logo">
        <Logo />
        {words.value.product}
      </p>
      <section class="panel">
        <h1 tabIndex={-1}>{text.title}</h1>
        <p class="second" style={{ margin: '4px 0 16px' }}>
          {text.text}
        </p>
        <form onSubmit={(event) => void submit(event)}>
          {failure ? (
            <p class="wrong" role="alert">
              <Icon name="warning" />
              <span>{failure}</span>
            </p>
          ) : null}
          <div class="field">
            <label for="email">{text.email}</label>
            <input id="email" type="email" autocomplete="username" required value={email} onInput={(event) => setEmail(event.currentTarget.value)} />
          </div>
          <div class="field">
            <label for="password">{text.password}</label>
            <input id="password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
          </div>
          <button type="submit" class="button primary" style={{ width: '100%' }} aria-disabled={state === 'busy'}>
            {state === 'busy' ? text.busy : text.go}
          </button>
        </form>
      </section>
      <div style={{ marginTop: '16px' }}>
        <Segments
          label={words.value.account.language}
          value={lang.value}
          options={[
            { value: 'nl', label: 'Nederlands' },
            { value: 'en', label: 'English' },
          ]}
          onPick={(value) => (lang.value = value)}
        />
      </div>
    </main>
  );
}
