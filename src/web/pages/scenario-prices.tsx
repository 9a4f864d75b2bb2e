// The prices of a scenario: what is estimated, within which band, and what somebody puts in its place.
import { useState } from 'preact/hooks';
import type { ScenarioParametersView, ScenarioResults, ScenarioView } from '../../api/shapes-scenarios.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang } from '../state/settings.ts';
import { fieldText, numberOf } from '../state/typed.ts';
import { api } from '../state/fetch.ts';
import { useResource } from '../state/use-resource.ts';

export type Prices = ScenarioView['prices'];
type Item = ScenarioParametersView['items'][number];
type Own = ScenarioResults['parameters']['own'][number];

/** A yearly rate is told as a percentage, everything else as it is. */
const timesOf = (unit: string): number => (unit === '1/jaar' ? 100 : 1);
const unitText = (unit: string): string => scenarioWords.value.prices.units[unit] ?? unit;
const nameText = (code: string): string => scenarioWords.value.prices.names[code] ?? code;
const digitsOf = (value: number): number => (Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 2);

function amountText(value: number, unit: string): string {
  const shown = value * timesOf(unit);
  return formatNumber(lang.value, shown, digitsOf(shown));
}

/** With the reader's decimal sign, without thousands and without the noise of the percentage. */
function inputText(value: number, unit: string): string {
  return fieldText(Math.round(value * timesOf(unit) * 1e6) / 1e6);
}

/** What was typed as a price; null: it is none, or one of another unit. */
function priceOf(typed: string, { code, high, unit }: Item): number | null {
  // Its decimals may be yet to come.
  const value = numberOf(typed.replace(/[.,]\s*$/, '')) / timesOf(unit);
  return value >= (code === 'horizonYears' ? 1 : 0) && value <= high * OWN_TIMES_MAX ? value : null;
}
/** What the API takes: beyond it a price is in another unit. */
const OWN_TIMES_MAX = 10;

function PriceField({ item, value, onChange }: { item: Item; value: number | undefined; onChange: (value: number | undefined) => void }) {
  const text = scenarioWords.value.prices;
  const id = `price-${item.code}`;
  // While somebody types, what is typed stands: half a number is no price yet.
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && priceOf(typed, item) === null;
  const outside = value !== undefined && (value < item.low || value > item.high);
  return (
    <div class="field">
      <label for={id}>
        {nameText(item.code)} ({unitText(item.unit)})
      </label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        maxLength={12}
        placeholder={amountText(item.value, item.unit)}
        value={typed ?? (value === undefined ? '' : inputText(value, item.unit))}
        aria-invalid={wrong}
        aria-describedby={`${id}-band`}
        onBlur={() => setTyped(null)}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const price = priceOf(currentTarget.value, item);
          if (currentTarget.value.trim() === '') onChange(undefined);
          else if (price !== null) onChange(price);
        }}
      />
      <p id={`${id}-band`} class={wrong ? 'hint tone-fout' : outside ? 'hint tone-let' : 'hint'}>
        {wrong ? text.wrong : outside ? text.outside : text.band(amountText(item.low, item.unit), amountText(item.high, item.unit))}
      </p>
    </div>
  );
}

interface PricesPanelProps {
  readonly prices: Prices;
  readonly onChange: (change: { prices: Prices }) => void;
}

export function PricesPanel({ prices, onChange }: PricesPanelProps) {
  const text = scenarioWords.value.prices;
  const items = useResource<ScenarioParametersView>(api('/scenarios/parameters')).data?.items.filter(({ own }) => own) ?? [];
  const known = new Map<string, number>(Object.entries(prices));
  const set = (code: string, value: number | undefined): void => {
    const next = new Map(known);
    if (value === undefined) next.delete(code);
    else next.set(code, value);
    onChange({ prices: Object.fromEntries(next) });
  };
  return (
    <details class="panel">
      <summary>
        <strong>{text.title}</strong> <Badge tone="stil">{text.own(known.size)}</Badge>
      </summary>
      <p class="says">{text.says}</p>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))', columnGap: '16px' }}>
        {items.map((item) => (
          <PriceField key={item.code} item={item} value={known.get(item.code)} onChange={(value) => set(item.code, value)} />
        ))}
      </div>
      {known.size === 0 ? null : (
        <button type="button" class="button" onClick={() => onChange({ prices: {} })}>
          {text.reset}
        </button>
      )}
    </details>
  );
}

const ownText = ({ code, value, unit, within }: Own): string => {
  const text = scenarioWords.value.prices;
  return `${nameText(code)} ${amountText(value, unit)} ${unitText(unit)}${within ? '' : ` (${text.outside})`}`;
};

/** Own prices in words; empty where there are none. */
export const ownPricesText = (own: readonly Own[]): string => (own.length === 0 ? '' : scenarioWords.value.prices.told(own.map(ownText).join(', ')));
