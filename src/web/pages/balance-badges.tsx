// How much of a balance was measured and how, beside its period.
import type { Balance } from '../../api/shapes.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Badge, CoverageBadge } from '../parts/badge.tsx';
import { WhyDoubt } from '../parts/why-doubt.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { doubtWords } from '../state/doubt-words.ts';
import { lang, words } from '../state/settings.ts';

/** The coverage, and of each flag that there is the share that has it. */
function measuredChoices({ quality }: Balance, why: string): WhyChoice[] {
  const text = doubtWords.value.measured;
  const flags = (['M', 'I', 'E', 'S', 'C', 'X'] as const).filter((flag) => (quality[flag] ?? 0) > 0);
  return [{ name: text.coverage, path: `${why}coverage` }, ...flags.map((flag) => ({ name: text.flags[flag], path: `${why}quality.${flag}` }))];
}

/** @param why path of the API that explains a figure, up to its field */
export function Badges({ balance, why }: { balance: Balance; why: string }) {
  const text = words.value.balance;
  const whole = balance.quartersPresent >= balance.quartersExpected;
  return (
    <>
      <Badge tone={whole ? 'goed' : 'let'}>{text.quarters(formatNumber(lang.value, balance.quartersPresent), formatNumber(lang.value, balance.quartersExpected))}</Badge>
      {balance.quartersEstimated > 0 ? <Badge tone="let">{text.estimated(formatNumber(lang.value, balance.quartersEstimated))}</Badge> : null}
      <CoverageBadge coverage={balance.coverage} />
      <WhyDoubt name={doubtWords.value.measured.name} choices={measuredChoices(balance, why)} />
    </>
  );
}
