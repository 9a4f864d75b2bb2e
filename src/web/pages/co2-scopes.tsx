// The scopes side by side: both methods of electricity, and what stands apart. Nothing is subtracted from anything.
import type { Emissions } from '../../api/shapes-emissions.ts';
import { scaleKg } from '../../charts/co2-words.ts';
import { type Scale, formatScaled } from '../../charts/formats.ts';
import { lang, words } from '../state/settings.ts';

interface TermProps {
  readonly name: string;
  readonly why: string;
  readonly kg: number | null;
  readonly scale: Scale;
}

function Term({ name, why, kg, scale }: TermProps) {
  const text = words.value.co2;
  return (
    <div class="term">
      <dt>{name}</dt>
      <dd class="amount">
        {kg === null ? text.secret : formatScaled(lang.value, kg, scale)}
        <small>{kg === null ? text.secretWhy : scale.unit}</small>
      </dd>
      <dd class="parts">{why}</dd>
    </div>
  );
}

export function Scopes({ data }: { data: Emissions }) {
  const text = words.value.co2;
  const { scope1Kg, scope2, upstream, biogenicKg, avoidedKg } = data.totals;
  const scale = scaleKg(Math.max(scope1Kg ?? 0, scope2.locationBasedKg ?? 0, scope2.marketBasedKg ?? 0, upstream.marketBasedKg ?? 0));
  return (
    <>
      <h2>{text.scopesTitle}</h2>
      <dl class="equation" style={{ marginTop: '10px' }}>
        <Term name={text.scope1} why={text.scope1Why} kg={scope1Kg} scale={scale} />
        <Term name={`${text.scope2} · ${text.location.toLowerCase()}`} why={text.locationWhy} kg={scope2.locationBasedKg} scale={scale} />
        <Term name={`${text.scope2} · ${text.market.toLowerCase()}`} why={text.marketWhy} kg={scope2.marketBasedKg} scale={scale} />
        <Term name={`${text.upstream} · ${text.location.toLowerCase()}`} why={text.upstreamWhy} kg={upstream.locationBasedKg} scale={scale} />
        <Term name={`${text.upstream} · ${text.market.toLowerCase()}`} why={text.upstreamWhy} kg={upstream.marketBasedKg} scale={scale} />
        <Term name={text.biogenic} why={text.biogenicWhy} kg={biogenicKg} scale={scale} />
        <Term name={text.avoided} why={text.avoidedWhy} kg={avoidedKg} scale={scale} />
      </dl>
    </>
  );
}

/** What each sign in the figures means, once. */
export function Signs({ signs }: { signs: Emissions['signs'] }) {
  const text = words.value.co2.signs;
  const said = [...new Set(signs.map((one) => one.reason))].flatMap((reason) => Object.entries(text).find(([name]) => name === reason)?.[1] ?? []);
  return said.length === 0 ? null : <p class="says">{said.join(' ')}</p>;
}
