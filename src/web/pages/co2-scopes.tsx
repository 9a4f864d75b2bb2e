// The scopes side by side: both methods of electricity, and what stands apart. Nothing is subtracted from anything.
import type { Emissions } from '../../api/shapes-emissions.ts';
import { scaleKg } from '../../charts/co2-words.ts';
import { type Scale, formatScaled } from '../../charts/formats.ts';
import { WhyCo2 } from '../parts/why-co2.tsx';
import { co2Texts } from '../state/co2-texts.ts';
import { lang } from '../state/settings.ts';

interface TermProps {
  readonly name: string;
  readonly why: string;
  readonly kg: number | null;
  readonly scale: Scale;
  /** Path of the API that explains it. */
  readonly path: string;
}

function Term({ name, why, kg, scale, path }: TermProps) {
  const text = co2Texts.value;
  return (
    <div class="term">
      <dt>{name}</dt>
      <dd class="amount">
        {kg === null ? text.secret : formatScaled(lang.value, kg, scale)}
        <small>{kg === null ? text.secretWhy : scale.unit}</small>
      </dd>
      <dd class="parts">
        {why} {kg === null ? null : <WhyCo2 name={name} path={path} />}
      </dd>
    </div>
  );
}

/** @param explain path of the API that explains a figure by its name */
export function Scopes({ data, explain }: { data: Emissions; explain: (field: string) => string }) {
  const text = co2Texts.value;
  const { scope1Kg, scope2, upstream, biogenicKg, avoidedKg } = data.totals;
  const scale = scaleKg(Math.max(scope1Kg ?? 0, scope2.locationBasedKg ?? 0, scope2.marketBasedKg ?? 0, upstream.marketBasedKg ?? 0));
  return (
    <>
      <h2>{text.scopesTitle}</h2>
      <dl class="equation" style={{ marginTop: '10px' }}>
        <Term name={text.scope1} why={text.scope1Why} kg={scope1Kg} scale={scale} path={explain('scope1Kg')} />
        <Term name={`${text.scope2} · ${text.location.toLowerCase()}`} why={text.locationWhy} kg={scope2.locationBasedKg} scale={scale} path={explain('scope2.locationBasedKg')} />
        <Term name={`${text.scope2} · ${text.market.toLowerCase()}`} why={text.marketWhy} kg={scope2.marketBasedKg} scale={scale} path={explain('scope2.marketBasedKg')} />
        <Term
          name={`${text.upstream} · ${text.location.toLowerCase()}`}
          why={text.upstreamWhy}
          kg={upstream.locationBasedKg}
          scale={scale}
          path={explain('upstream.locationBasedKg')}
        />
        <Term name={`${text.upstream} · ${text.market.toLowerCase()}`} why={text.upstreamWhy} kg={upstream.marketBasedKg} scale={scale} path={explain('upstream.marketBasedKg')} />
        <Term name={text.biogenic} why={text.biogenicWhy} kg={biogenicKg} scale={scale} path={explain('biogenicKg')} />
        <Term name={text.avoided} why={text.avoidedWhy} kg={avoidedKg} scale={scale} path={explain('avoidedKg')} />
      </dl>
    </>
  );
}

/** What each sign in the figures means, once. */
export function Signs({ signs }: { signs: Emissions['signs'] }) {
  const text = co2Texts.value.signs;
  const said = [...new Set(signs.map((one) => one.reason))].flatMap((reason) => Object.entries(text).find(([name]) => name === reason)?.[1] ?? []);
  return said.length === 0 ? null : <p class="says">{said.join(' ')}</p>;
}
