// The balance as one line of sums that close as printed, with the two self-ratios at its end.
import type { Balance } from '../../api/shapes.ts';
import { type BalanceTotals, type TermId, equationTerms } from '../../charts/balance-sentence.ts';
import { type Scale, formatAmount, formatMoment, formatPercent, formatScaled } from '../../charts/formats.ts';
import { gasText } from '../../charts/gas-text.ts';
import { flowName } from '../parts/flow-diagram.tsx';
import { WhyDoubt } from '../parts/why-doubt.tsx';
import { Why, type WhyChoice } from '../parts/why.tsx';
import { doubtWords } from '../state/doubt-words.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, words } from '../state/settings.ts';

const GENERATION: ReadonlySet<string> = new Set(['sun', 'wind', 'chp', 'other-generation']);

/** Generation by kind, from the flows: each source's flows add up to what it gave. */
function generationParts(balance: Balance, scale: Scale): string {
  const kinds = new Map<string, number>();
  for (const flow of balance.flows) {
    if (GENERATION.has(flow.from)) kinds.set(flow.from, (kinds.get(flow.from) ?? 0) + flow.amount);
  }
  const word = (kind: string): string => {
    const name = flowName(kind);
    return name === name.toUpperCase() ? name : name.toLowerCase();
  };
  return [...kinds].map(([kind, amount]) => `${word(kind)} ${formatScaled(lang.value, amount, scale)}`).join(' · ');
}

interface Shown {
  readonly totals: BalanceTotals;
  readonly balance: Balance;
  readonly scale: Scale;
  readonly residualInside: boolean;
}

function partsOf(id: TermId, { totals, balance, scale, residualInside }: Shown): string {
  const text = words.value.balance;
  const language = lang.value;
  switch (id) {
    case 'gridIn':
      if (balance.unit === 'm3') return '';
      return totals.peakImportKw === null || totals.peakAt === null
        ? text.noPeak
        : text.peak(
            formatAmount(language, totals.peakImportKw, 'kW'),
            balance.step === 'PT15M' ? formatMoment(language, Date.parse(totals.peakAt), Date.parse(totals.peakAt)) : formatMoment(language, Date.parse(totals.peakAt), 0),
          );
    case 'generation':
      return generationParts(balance, scale);
    case 'consumption':
      return residualInside && totals.residual > 0.5 ? text.ofWhichResidual(formatScaled(language, totals.residual, scale)) : '';
    case 'gridOut':
      return totals.exchanged > 0 ? text.exchanged(formatScaled(language, totals.exchanged, scale)) : '';
    case 'discharge':
    case 'charge':
    case 'residual':
      return '';
  }
}

/** The band of a term, where it is one of a figure that has one. */
function bandOf(id: TermId, { totals }: Balance): { low: number; high: number } | undefined {
  const volume = 'importM3' in totals;
  const bands = volume ? totals.uncertaintyM3 : totals.uncertaintyKwh;
  if (id === 'consumption' || id === 'generation') return bands?.[id];
  if (id !== 'gridIn') return undefined;
  return volume ? totals.uncertaintyM3?.import : totals.uncertaintyKwh?.gridImport;
}

/** What is said of how sure a term is, where part of the period was estimated. */
function marginsOf(id: TermId, { totals, balance, scale }: Shown): string[] {
  if (balance.quartersEstimated === 0) return [];
  const band = bandOf(id, balance);
  const [low, high] = band === undefined ? ['', ''] : [formatScaled(lang.value, band.low, scale), formatScaled(lang.value, band.high, scale)];
  const lines = low === high ? [] : [marginWords.value.band(low, high)];
  const peak = id === 'gridIn' && 'uncertaintyKw' in balance.totals ? balance.totals.uncertaintyKw?.peakImport : undefined;
  if (peak && totals.peakImportKw !== null && peak.high > totals.peakImportKw * 1.001) lines.push(marginWords.value.peakUpTo(formatAmount(lang.value, peak.high, 'kW')));
  return lines;
}

/** What explains the ends of a term's band, where some of it is told. */
function bandChoices(id: TermId, { balance, why, lines }: { balance: Balance; why: string; lines: readonly string[] }): WhyChoice[] {
  if (lines.length === 0) return [];
  const text = doubtWords.value.band;
  const volume = balance.unit === 'm3';
  const field = `${volume ? 'uncertaintyM3' : 'uncertaintyKwh'}.${id === 'gridIn' ? (volume ? 'import' : 'gridImport') : id}`;
  const peak = id === 'gridIn' && 'uncertaintyKw' in balance.totals && balance.totals.uncertaintyKw !== undefined;
  return [
    { name: text.low, path: `${why}${field}.low` },
    { name: text.high, path: `${why}${field}.high` },
    ...(peak ? [{ name: text.peak, path: `${why}uncertaintyKw.peakImport.high` }] : []),
  ];
}

/** What the API calls each term; what is counted in m3 is not netted. */
function fieldOf(id: TermId, unit: Balance['unit']): string {
  const energy = unit === 'kWh';
  const field = id === 'gridIn' ? (energy ? 'gridImport' : 'import') : id === 'gridOut' ? (energy ? 'gridExport' : 'export') : id;
  return field + (energy ? 'Kwh' : 'M3');
}

/** Between what a term lies, and how that was found. */
function Margins({ id, shown, why, name }: { id: TermId; shown: Shown; why: string; name: string }) {
  const lines = marginsOf(id, shown);
  const choices = bandChoices(id, { balance: shown.balance, why, lines });
  return (
    <>
      {lines.map((line) => (
        <dd class="parts" key={line}>
          {line}
        </dd>
      ))}
      {choices.length === 0 ? null : (
        <dd>
          <WhyDoubt name={`${name}, ${doubtWords.value.how.toLowerCase()}`} choices={choices} />
        </dd>
      )}
    </>
  );
}

/** @param why path of the API that explains a figure, up to the name of the field */
export function Equation({ totals, balance, why }: { totals: BalanceTotals; balance: Balance; why: string }) {
  const text = words.value.balance;
  const electric = balance.carrier === 'electricity';
  const { terms, scale, residualInside } = equationTerms(totals, balance.unit, lang.value);
  const secret = new Set(balance.signs.map((one) => one.figure));
  const isSecret = (id: TermId): boolean => secret.has(fieldOf(id, balance.unit).replace(/(Kwh|M3)$/, ''));
  const name: Record<TermId, string> = {
    gridIn: electric ? text.fromGrid : text.supply,
    generation: electric ? text.generation : text.production,
    discharge: text.discharge,
    consumption: text.consumption,
    charge: text.charge,
    gridOut: electric ? text.export : text.delivered,
    residual: text.residual,
  };
  return (
    <div class="equation-row">
      <dl class="equation">
        {terms.map((term) => (
          <div class="term" key={term.id} {...(term.sign === '' ? {} : { 'data-sign': term.sign })}>
            <dt>
              {term.sign === '' ? null : <span class="unseen">{term.sign} </span>}
              {name[term.id]}
            </dt>
            <dd class="amount">
              {isSecret(term.id) ? 'x' : term.text}
              <small>{isSecret(term.id) ? co2Texts.value.secretWhy : scale.unit}</small>
            </dd>
            <dd class="parts">{isSecret(term.id) ? '' : partsOf(term.id, { totals, balance, scale, residualInside })}</dd>
            {isSecret(term.id) ? null : <Margins id={term.id} shown={{ totals, balance, scale, residualInside }} why={why} name={name[term.id]} />}
            <dd>
              <Why name={name[term.id]} path={why + fieldOf(term.id, balance.unit)} />
            </dd>
          </div>
        ))}
      </dl>
      {electric ? (
        <dl class="equation ratios">
          <Ratio name={text.self} together={totals.selfSufficiency} alone={totals.selfSufficiencyAlone} why={`${why}selfSufficiency`} />
          <Ratio name={text.selfUse} together={totals.selfConsumption} alone={totals.selfConsumptionAlone} why={`${why}selfConsumption`} />
        </dl>
      ) : null}
      {balance.carrier === 'gas' && !isSecret('consumption') ? (
        <p class="small second">
          {text.consumption}: {gasText(totals.consumption, lang.value)}.
        </p>
      ) : null}
    </div>
  );
}

interface RatioProps {
  readonly name: string;
  /** Of the place as one, and behind each meter by itself. */
  readonly together: number | null;
  readonly alone: number | null;
  readonly why: string;
}

function Ratio({ name, together, alone, why }: RatioProps) {
  const text = words.value.balance;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="amount">{together === null ? '–' : formatPercent(lang.value, together)}</dd>
      <dd class="parts">{alone === null ? text.perQuarter : text.together(formatPercent(lang.value, alone))}</dd>
      {together === null ? null : (
        <dd>
          <Why name={name} path={`${why}.collective`} />
        </dd>
      )}
    </div>
  );
}
