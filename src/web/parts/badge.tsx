// Status in a sign and a word; colour comes third.
import type { ComponentChildren } from 'preact';
import { formatPercent } from '../../charts/formats.ts';
import { lang, words } from '../state/settings.ts';
import { Icon, type IconName } from './icon.tsx';

export type BadgeTone = 'goed' | 'let' | 'fout' | 'info' | 'stil';
const ICON: Record<BadgeTone, IconName | null> = { goed: 'check', let: 'warning', fout: 'cross', info: 'unknown', stil: null };

export function Badge({ tone, icon, children }: { tone: BadgeTone; icon?: IconName; children: ComponentChildren }) {
  const name = icon ?? ICON[tone];
  return (
    <span class={`badge ${tone}`}>
      {name ? <Icon name={name} size={14} /> : null}
      <span>{children}</span>
    </span>
  );
}

export function CoverageBadge({ coverage }: { coverage: number }) {
  const tone = coverage >= 0.95 ? 'goed' : coverage >= 0.8 ? 'stil' : 'let';
  return <Badge tone={tone}>{words.value.balance.metered(formatPercent(lang.value, coverage))}</Badge>;
}
