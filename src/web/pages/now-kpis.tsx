// The four figures of this moment: what comes from the grid, what is made here, how far that goes, and what it emits.
import type { Now } from '../../api/shapes-now.ts';
import { formatKg, scaleKg } from '../../charts/co2-words.ts';
import { formatAmount, formatNumber, formatPercent, formatScaled, scaleFor } from '../../charts/formats.ts';
import { type PowerNow, isDrawnAlone, isNowKept } from '../now-figures.ts';
import { flowName } from '../parts/flow-diagram.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { WhyNow } from '../parts/why-now.tsx';
import { nowWords } from '../state/now-words.ts';
import { lang, words } from '../state/settings.ts';

interface FigureProps {
  readonly icon: IconName;
  readonly name: string;
  readonly value: string | null;
  readonly unit: string;
  readonly parts: string;
  readonly stale: boolean;
  /** Figures that explain it. */
  readonly why: readonly WhyChoice[];
}

function Figure({ icon, name, value, unit, parts, stale, why }: FigureProps) {
  return (
    <section class={stale ? 'panel kpi stale' : 'panel kpi'} aria-label={name}>
      <div class="name">
        <Icon name={icon} />
        <span>{name}</span>
      </div>
      <div class="big">
        {value ?? '–'}
        {value === null ? null : <small>{unit}</small>}
      </div>
      <div class="parts">
        {parts} {value === null || why.length === 0 ? null : <WhyNow name={name} choices={why} />}
      </div>
    </section>
  );
}

/** Why a figure is not there. */
const untold = (now: Now): string => (isNowKept(now) ? nowWords.value.kept : words.value.now.noValue);

/** What each carrier emits; of one that is not told, why. */
function co2Parts({ co2 }: Now): string {
  const text = nowWords.value;
  if (co2.lines.some((line) => line.sign === 'x')) return text.kept;
  const told = co2.lines.map((line) => {
    const carrier = words.value.carriers[line.carrier];
    return line.kgPerHour === null ? text.silent(carrier) : `${carrier} ${formatKg(lang.value, line.kgPerHour)}`;
  });
  const [heard, connections] = [co2.lines.reduce((sum, line) => sum + line.heard, 0), co2.lines.reduce((sum, line) => sum + line.connections, 0)];
  return told.length === 0 ? words.value.now.noValue : `${told.join(' · ')}; ${text.heard(heard, connections)}`;
}

interface KpisProps {
  readonly now: Now;
  readonly stale: boolean;
  /** Path that explains a figure by its name. */
  readonly why: (field: string) => string;
}

function Co2Figure({ now, stale, why }: KpisProps) {
  const { kgPerHour } = now.co2;
  const scale = scaleKg(kgPerHour ?? 0);
  return (
    <Figure
      icon="cycle"
      name={nowWords.value.co2}
      value={kgPerHour === null ? null : formatScaled(lang.value, kgPerHour, scale)}
      unit={nowWords.value.perHour(scale.unit)}
      stale={stale}
      parts={co2Parts(now)}
      why={[{ name: nowWords.value.co2, path: why('co2.kgPerHour') }]}
    />
  );
}

/** Of the grid in both directions, and of what is made and stored here. */
export function Kpis({ now, stale, why }: KpisProps) {
  const language = lang.value;
  const text = words.value.now;
  const kw = (value: number): string => formatAmount(language, value, 'kW');
  const scale = scaleFor('kW', Math.max(now.importKw ?? now.drawnKw ?? 0, now.generationKw ?? 0, now.consumptionKw ?? 0));
  const shown = (value: number | null): string | null => (value === null ? null : formatNumber(language, value / scale.divisor, scale.digits));
  const elapsedHours = (Date.parse(now.at) - Date.parse(now.quarter.start)) / 3_600_000;
  const mean = now.quarter.usedKwh === null || elapsedHours < 0.005 ? null : now.quarter.usedKwh / elapsedHours;
  const kinds = now.generation.map((part) => `${flowName(part.kind)} ${formatNumber(language, part.kw / scale.divisor, scale.digits)}`).join(' · ');
  const self = now.selfSufficiency === null ? null : Math.round(now.selfSufficiency * 100);
  const today = now.selfSufficiencyToday === null ? null : text.today(formatPercent(language, now.selfSufficiencyToday));
  const exporting = now.exportKw === null ? '' : now.exportKw > 0 ? text.exporting(kw(now.exportKw)) : text.noExport;
  const own = now.consumptionKw === null || now.selfSufficiency === null ? null : text.of(formatNumber(language, now.selfSufficiency * now.consumptionKw), kw(now.consumptionKw));
  const choice = (name: string, field: PowerNow): WhyChoice[] => (now[field] === null ? [] : [{ name, path: why(field) }]);
  const generation = [...choice(text.generation, 'generationKw'), ...(now.dischargeKw ? choice(words.value.nodes.discharge, 'dischargeKw') : [])];
  const byKind = now.generation.map(({ kind }) => ({ name: flowName(kind), path: why(`generation.${kind}`) }));
  const ratio = now.selfSufficiency === null ? [] : [{ name: text.self, path: why('selfSufficiency') }];
  const use = [...choice(text.consumption, 'consumptionKw'), ...(now.chargeKw ? choice(words.value.nodes.charge, 'chargeKw') : [])];
  const common = { stale };
  return (
    <>
      <Figure
        {...common}
        icon="grid"
        {...(isDrawnAlone(now)
          ? { name: nowWords.value.drawn, value: shown(now.drawnKw), parts: nowWords.value.drawnSays, why: choice(nowWords.value.drawn, 'drawnKw') }
          : {
              name: text.import,
              value: shown(now.importKw),
              parts: now.importKw === null ? untold(now) : mean === null ? exporting : text.meanQuarter(kw(mean)),
              why: [...choice(text.import, 'importKw'), ...choice(text.export, 'exportKw')],
            })}
        unit={scale.unit}
      />
      <Figure
        {...common}
        icon="sun"
        name={text.generation}
        value={shown(now.generationKw)}
        unit={scale.unit}
        parts={now.generationKw === null ? untold(now) : kinds === '' ? text.noGeneration : kinds}
        why={[...generation, ...byKind]}
      />
      <Figure
        {...common}
        icon="cycle"
        name={text.self}
        value={self === null ? null : formatNumber(language, self)}
        unit="%"
        parts={self === null ? untold(now) : [own, today].filter((each) => each !== null).join('; ')}
        why={[...ratio, ...generation, ...use]}
      />
      <Co2Figure now={now} stale={stale} why={why} />
    </>
  );
}

/** Holds the places of the figures while they load. */
export function LoadingKpis() {
  const text = words.value.now;
  const figures: [IconName, string][] = [
    ['grid', text.import],
    ['sun', text.generation],
    ['cycle', text.self],
    ['building', nowWords.value.co2],
  ];
  return (
    <>
      {figures.map(([icon, name]) => (
        <section key={name} class="panel kpi" aria-label={name} aria-busy="true">
          <div class="name">
            <Icon name={icon} />
            <span>{name}</span>
          </div>
          <div class="big">{'\u00a0'}</div>
          <div class="parts">{'\u00a0'}</div>
        </section>
      ))}
    </>
  );
}
