// The panels of a heat match: temperatures, price room, the steps behind the number, and how sure it is.
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { heatEnergyTexts } from '../../charts/heat-energy.ts';
import { Badge } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { WhyHeat } from '../parts/why-heat.tsx';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';
import { HowPriced } from './heat-how-priced.tsx';
import { type Reasoning, eur, kwhText, metres } from './heat-texts.tsx';

const celsius = (value: number): string => `${formatNumber(lang.value, value)}\u00a0°C`;
const kelvin = (value: number): string => `${formatNumber(lang.value, value, 1)}\u00a0°C`;
const perMwh = (value: number): string => `€\u00a0${formatNumber(lang.value, value, 1)}`;

const shownEur = (value: number): number => Math.round(value * 10) / 10;

export function TemperaturePanel({ match, reasoning }: { match: HeatMatchView; reasoning: Reasoning }) {
  const text = heatWords.value.match;
  const t = reasoning.temperatures;
  const rows: [string, number][] = [
    [text.atSource, t.sourceSupplyC],
    [text.afterExchanger, t.sourceSupplyC - t.exchangerDropK],
    [text.arrives, t.availableC],
    [text.needed, t.sinkSupplyC],
    [text.returns, t.sinkReturnC],
  ];
  const verdict =
    match.kind === 'preheat'
      ? text.over.preheat(formatPercent(lang.value, t.directShare))
      : match.kind === 'heat-pump'
        ? text.over['heat-pump'](formatNumber(lang.value, t.cop ?? 0, 1))
        : text.over.direct(kelvin(t.availableC - t.sinkSupplyC));
  return (
    <section class="panel w4">
      <h2>{text.temperatures}</h2>
      <p class="says">{text.temperatureSays(celsius(t.exchangerDropK), kelvin(t.pipeDropK))}</p>
      <dl class="pairs" style={{ gridTemplateColumns: 'auto 1fr', gap: '6px 14px' }}>
        {rows
          .sort(([, a], [, b]) => b - a)
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt style={{ order: 0 }}>{name}</dt>
              <dd>{kelvin(value)}</dd>
            </div>
          ))}
      </dl>
      <Badge tone={match.kind === 'direct' ? 'goed' : 'let'}>{verdict}</Badge>
    </section>
  );
}

export function PricePanel({ reasoning }: { reasoning: Reasoning }) {
  const text = heatWords.value.match;
  const { money, pipe } = reasoning;
  if (money === null) {
    return (
      <section class="panel w4">
        <h2>{text.priceTitle}</h2>
        <p class="says">{text.noEuro}</p>
      </section>
    );
  }
  // What is to share is the difference of what is shown.
  const floor = shownEur(money.sellerEurPerMwh + money.company.transportEurPerMwh);
  const room = shownEur(money.ceilingEurPerMwh) - floor;
  return (
    <section class="panel w4">
      <h2>{text.priceTitle}</h2>
      <dl class="pairs">
        <div>
          <dt>{text.floor}</dt>
          <dd>{perMwh(floor)}</dd>
        </div>
        <div>
          <dt>{text.ceiling}</dt>
          <dd>{perMwh(money.ceilingEurPerMwh)}</dd>
        </div>
      </dl>
      <Badge tone={room > 0 ? 'goed' : 'fout'}>{room > 0 ? text.toShare(perMwh(room)) : text.nothingToShare}</Badge>
      <p class="says">
        {text.floorSays(perMwh(money.sellerEurPerMwh), perMwh(money.company.transportEurPerMwh))} {text.ceilingSays} {room > 0 ? text.half(perMwh(floor + room / 2)) : ''}{' '}
        {text.breakEven(metres(money.breakEvenM))}
      </p>
      <h3 style={{ marginTop: '12px' }}>
        {text.investment}, {eur(money.capexEur)}
      </h3>
      <dl class="settings-list sums">
        {money.parts.map((part) => (
          <div key={part.part} style={{ display: 'contents' }}>
            <dt>
              {part.part === 'pipe' ? text.pipeOf(String(pipe.dn), metres(pipe.lengthM)) : (Object.entries(text.parts).find(([name]) => name === part.part)?.[1] ?? part.part)}
            </dt>
            <dd class="num">{formatNumber(lang.value, part.eur)}</dd>
          </div>
        ))}
      </dl>
      <h3 style={{ marginTop: '12px' }}>{text.rates}</h3>
      <dl class="settings-list sums">
        {[money.public, money.company].map((at) => (
          <div key={at.rate} style={{ display: 'contents' }}>
            <dt>{text.rate(formatPercent(lang.value, at.rate))}</dt>
            <dd class="num">{eur(at.npvEur)}</dd>
          </div>
        ))}
      </dl>
      <HowPriced reasoning={reasoning} money={money} />
    </section>
  );
}

export function WhyPanel({ match, reasoning, parameters }: { match: string; reasoning: Reasoning; parameters: string }) {
  const text = heatWords.value.match;
  const { energy, hours, co2, tanks } = reasoning;
  const texts = heatEnergyTexts(lang.value, energy);
  type Row = [keyof typeof text.why, string];
  const rows: Row[] = [
    ['source', texts.source],
    ['demand', texts.demand],
    ['coincident', texts.coincident],
    ['loss', texts.loss],
    ...(texts.added === null ? [] : [['added', texts.added] satisfies Row]),
    ['delivered', texts.delivered],
    ['pump', texts.electricity],
    ['co2', formatKg(lang.value, co2.avoidedKg)],
  ];
  return (
    <section class="panel w4">
      <h2>{text.whyTitle}</h2>
      <ol class="facts">
        {rows.map(([code, value]) => (
          <li key={code} style={{ display: 'flex', justifyContent: 'space-between', gap: '12px' }}>
            <span>
              {text.why[code][0]}
              <span class="source">{text.why[code][1]}</span>
            </span>
            <strong style={{ whiteSpace: 'nowrap' }}>{value}</strong>
          </li>
        ))}
      </ol>
      <WhyHeat match={match} money={reasoning.money} />
      <p class="says">{text.yearFactor(formatNumber(lang.value, hours.known), formatNumber(lang.value, hours.yearFactor, 2))}</p>
      <h3 style={{ marginTop: '12px' }}>{text.tanksTitle}</h3>
      <dl class="settings-list sums">
        {tanks.map((tank) => (
          <div key={tank.hours} style={{ display: 'contents' }}>
            <dt>{tank.hours === 0 ? text.noTank : text.tank(formatNumber(lang.value, tank.hours), kwhText(tank.tankKwh))}</dt>
            <dd class="num">{kwhText(tank.kwh)}</dd>
          </div>
        ))}
      </dl>
      <p class="small second">{heatWords.value.parameters(parameters)}</p>
    </section>
  );
}

export function CertaintyPanel({ match, reasoning }: { match: HeatMatchView; reasoning: Reasoning }) {
  const text = heatWords.value.match;
  const { npvEur, positiveShare, source, sink } = match;
  const lines: [boolean, string][] = [
    [source.provenance === 'measured', text.sourceIs(text.provenance[source.provenance ?? 'declared'])],
    [sink.provenance === 'measured', text.sinkIs(text.provenance[sink.provenance ?? 'declared'])],
    [match.basis === 'measured-year', `${heatWords.value.basis[match.basis]}.`],
    [reasoning.pipe.route === 'drawn', `${text.routeKinds[reasoning.pipe.route]}.`],
    [reasoning.co2.residual === 'yes', text.residual[reasoning.co2.residual]],
    [false, text.law],
  ];
  return (
    <section class="panel w4">
      <div class="panel-head">
        <h2>{text.certaintyTitle}</h2>
        <Badge tone={match.confidence === 'A' ? 'goed' : match.confidence === 'B' ? 'let' : 'stil'}>{match.confidence}</Badge>
      </div>
      {npvEur === null || positiveShare === null ? null : (
        <p class="says">
          {text.certainty(formatPercent(lang.value, positiveShare))} {text.npv(eur(npvEur.p10), eur(npvEur.p50), eur(npvEur.p90))}
        </p>
      )}
      <ul class="facts">
        {lines.map(([good, line]) => (
          <li key={line} style={{ display: 'flex', gap: '8px' }}>
            <Icon name={good ? 'check' : 'warning'} size={16} />
            <span style={{ overflowWrap: 'anywhere' }}>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
