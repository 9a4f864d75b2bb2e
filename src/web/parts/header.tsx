// The header: where you are, what else there is, whether the figures are simulated and live, and your account.
import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { formatClock, formatPercent } from '../../charts/formats.ts';
import { simulated } from '../state/fetch.ts';
import { connection, heardAtMs, history } from '../state/live.ts';
import { homeOf, me, parks, signOut } from '../state/session.ts';
import { type Theme, lang, theme, words } from '../state/settings.ts';
import { Icon, type IconName, Logo } from './icon.tsx';
import { Menu } from './menu.tsx';
import { ParkPicker } from './park-picker.tsx';
import { Segments } from './segments.tsx';

export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

function Tabs({ tabs, current, bottom }: { tabs: readonly Tab[]; current: string; bottom: boolean }) {
  const bar = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // On a phone there are more sections than fit: where you are is in sight, the others are a swipe away.
    const frame = bar.current;
    const here = frame?.querySelector<HTMLElement>('[aria-current]')?.parentElement;
    if (frame && here) frame.scrollLeft = here.offsetLeft - frame.offsetLeft - (frame.clientWidth - here.clientWidth) / 2;
  }, [current, tabs.length]);
  return (
    <nav class={bottom ? 'bottom-bar' : 'tabs'} aria-label={words.value.tabs.label}>
      <ul ref={bar}>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.href === current ? 'page' : undefined}>
              {bottom ? <Icon name={tab.icon} size={20} /> : null}
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Stamp() {
  const state = connection.value;
  const at = heardAtMs.value;
  const text = state === 'closed' ? words.value.offline : at === null ? words.value.connecting : words.value.liveAt(formatClock(lang.value, at));
  return (
    <span class="stamp">
      <span class={`dot ${state === 'open' ? 'live' : state === 'closed' ? 'off' : ''}`} />
      <span>{text}</span>
    </span>
  );
}

const initials = (name: string): string =>
  name
    .split(/[\s@.]+/)
    .filter((part) => part !== '')
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');

export function SettingsGroup() {
  const { account } = words.value;
  const themes: Theme[] = ['system', 'light', 'dark'];
  return (
    <>
      <div class="group">
        <span class="label">{account.language}</span>
        <Segments
          label={account.language}
          value={lang.value}
          options={[
            { value: 'nl', label: 'NL' },
            { value: 'en', label: 'EN' },
          ]}
          onPick={(value) => (lang.value = value)}
        />
      </div>
      <div class="group">
        <span class="label">{account.theme}</span>
        <Segments label={account.theme} value={theme.value} options={themes.map((value) => ({ value, label: account.themes[value] }))} onPick={(value) => (theme.value = value)} />
      </div>
    </>
  );
}

function Account() {
  const { account } = words.value;
  const who = me.value;
  const name = who?.name ?? who?.email ?? '';
  return (
    <Menu label={`${account.open}, ${name}`} buttonClass="avatar" right button={<span aria-hidden="true">{initials(name) || '–'}</span>}>
      <div class="group">
        <strong>{name}</strong>
        <p class="small second">{who?.roles.map((role) => account.roles[role.role]).join(', ')}</p>
      </div>
      <SettingsGroup />
      <div class="group">
        <a href="/account">{account.own}</a>
        <button type="button" class="button low" onClick={() => void signOut()}>
          {account.signOut}
        </button>
      </div>
    </Menu>
  );
}

/** While the demo's history is being made: how far it is, politely. */
function HistoryLine() {
  const filling = history.value;
  if (filling?.state !== 'filling') return null;
  // Whole tens in the live region: it speaks seldom, while the bar itself moves smoothly.
  const tens = Math.floor(filling.share * 10) / 10;
  return (
    <div class="history">
      <div class="history-in">
        <progress value={filling.share} max={1} aria-label={words.value.historyLabel} />
        <span aria-hidden="true">{words.value.history(formatPercent(lang.value, filling.share))}</span>
        <span class="unseen" role="status">
          {words.value.history(formatPercent(lang.value, tens))}
        </span>
      </div>
    </div>
  );
}

interface HeaderProps {
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly picked: string | null;
  /** The company's name, for who has nothing to pick. */
  readonly place: string | null;
}

export function Header({ tabs, current, picked, place }: HeaderProps) {
  const who = me.value;
  const { path } = useLocation();
  const home = who === null ? '/' : (homeOf(who, parks.value ?? []) ?? '/');
  return (
    <>
      <header class="header">
        <div class="header-in">
          <a class="logo" href={home} aria-label={words.value.product} aria-current={path === home ? 'page' : undefined}>
            <Logo />
            <span class="wide">{words.value.product}</span>
          </a>
          {place ? (
            <p class="place">
              <strong>{place}</strong>
            </p>
          ) : (
            <ParkPicker picked={picked} />
          )}
          <Tabs tabs={tabs} current={current} bottom={false} />
          <div class="header-end">
            {simulated.value ? (
              <span class="demo" title={words.value.demoWhy}>
                {words.value.demo}
              </span>
            ) : null}
            <Stamp />
            <Account />
          </div>
        </div>
        <HistoryLine />
      </header>
      {connection.value === 'closed' ? (
        <p class="notice" role="status">
          <Icon name="warning" />
          {words.value.offlineWhy}
        </p>
      ) : null}
      <Tabs tabs={tabs} current={current} bottom />
    </>
  );
}
