// The first line of a park or company at this moment: what the running quarter comes to, against its limit. Pure.
import { type Lang, formatAmount, formatClockPair } from './formats.ts';
import { type Sentence, stress } from './sentence.ts';

export interface NowFigures {
  readonly importKw: number | null;
  /** Of all connections together; told where how much of it is of the grid may not be. */
  readonly drawnKw: number | null;
  readonly exportKw: number | null;
  readonly generationKw: number | null;
  readonly quarter: {
    /** Below 0 where more is fed in than drawn. */
    readonly projectedKw: number | null;
    readonly limitKw: number | null;
    readonly limitKind: 'closed-distribution-main' | 'group' | 'group-and-contracts' | 'sum-of-contracts' | 'contract' | null;
  };
  readonly meters: { readonly live: number; readonly total: number };
}
/** The last quarter that is over: what the sentence is about in the first three minutes of the next. */
export interface PastQuarter {
  readonly startMs: number;
  readonly endMs: number;
  readonly importKwh: number;
}

const LIMIT = {
  nl: {
    'closed-distribution-main': 'de groepsgrens van',
    group: 'het groepscontract van',
    'group-and-contracts': 'het groepscontract en de losse contracten samen,',
    'sum-of-contracts': 'de som van de contracten,',
    contract: 'het contract van',
  },
  en: {
    'closed-distribution-main': 'the group limit of',
    group: 'the group contract of',
    'group-and-contracts': 'the group contract and the single contracts together,',
    'sum-of-contracts': 'the sum of the contracts,',
    contract: 'the contract of',
  },
} as const;

interface Limit {
  readonly limitKw: number;
  readonly limitKind: NowFigures['quarter']['limitKind'];
}

function against(lang: Lang, kw: number, { limitKw, limitKind }: Limit): Sentence {
  const over = kw - limitKw;
  const limit = `${LIMIT[lang][limitKind ?? 'contract']} ${formatAmount(lang, limitKw, 'kW')}`;
  const side = over > 0 ? (lang === 'nl' ? 'boven' : 'above') : lang === 'nl' ? 'onder' : 'below';
  const difference = `${formatAmount(lang, Math.abs(over), 'kW')} ${side}`;
  return [lang === 'nl' ? ', dat is ' : ', that is ', stress(difference, over > 0 ? 'fout' : 'goed'), ` ${limit}.`];
}

export function nowSentence(now: NowFigures, past: PastQuarter | null, lang: Lang): Sentence {
  const { projectedKw, limitKw, limitKind } = now.quarter;
  const expectedKw = projectedKw === null ? null : Math.max(projectedKw, 0);
  if (expectedKw !== null && limitKw !== null) {
    const value = stress(formatAmount(lang, expectedKw, 'kW'), expectedKw > limitKw ? 'fout' : 'key');
    return [lang === 'nl' ? 'Dit kwartier komt uit op ' : 'This quarter-hour comes to ', value, ...against(lang, expectedKw, { limitKw, limitKind })];
  }
  if (past && limitKw !== null) {
    const kw = past.importKwh * 4;
    const pair = formatClockPair(lang, past.startMs, past.endMs);
    const value = stress(formatAmount(lang, kw, 'kW'), kw > limitKw ? 'fout' : 'key');
    return [lang === 'nl' ? `Het kwartier ${pair} kwam uit op ` : `The quarter-hour ${pair} came to `, value, ...against(lang, kw, { limitKw, limitKind })];
  }
  if (now.importKw !== null) {
    const taken = now.importKw >= (now.exportKw ?? 0) ? now.importKw : (now.exportKw ?? 0);
    const exports = taken !== now.importKw;
    const parts: Sentence =
      lang === 'nl'
        ? [exports ? 'Nu gaat ' : 'De afname is nu ', stress(formatAmount(lang, taken, 'kW')), exports ? ' terug het net op' : '']
        : [exports ? 'Now ' : 'Import is now ', stress(formatAmount(lang, taken, 'kW')), exports ? ' flows back to the grid' : ''];
    const own = now.generationKw === null ? [] : [lang === 'nl' ? '; de eigen opwek is ' : '; own generation is ', stress(formatAmount(lang, now.generationKw, 'kW'))];
    return [...parts, ...own, '.'];
  }
  if (now.drawnKw !== null) {
    const drawn = stress(formatAmount(lang, now.drawnKw, 'kW'));
    return lang === 'nl' ? ['De aansluitingen nemen nu samen ', drawn, ' af.'] : ['The connections draw ', drawn, ' together now.'];
  }
  const count = `${now.meters.live} ${lang === 'nl' ? 'van' : 'of'} ${now.meters.total}`;
  return [lang === 'nl' ? `Nog te weinig metingen om dit te zeggen (${count} meters live).` : `Too few measurements yet to say this (${count} meters live).`];
}
