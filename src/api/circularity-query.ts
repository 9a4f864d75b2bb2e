// Answers the circularity of a park or the region: shares by mass with how much is known, kept back where it would say too
// much of one company.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { circularityOf } from '../domain/circular/circularity-index.ts';
import { type MassShare, destinationShare, localLoopRate, secondaryInputShare } from '../domain/circular/indicators.ts';
import { keptBackParts } from '../domain/kept-back-parts.ts';
import type { Stream } from '../domain/circular/streams.ts';
import { type Contribution, type Disclosed, judgeDisclosure, judgeMeasure, reasonOf } from '../domain/disclosure.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { CompanyRow } from '../storage/registry.ts';
import type { MaterialMatch } from '../jobs/material-sums.ts';
import type { Deps } from './deps.ts';
import { entityOf, seesMembers } from './members.ts';
import { type Ground, groundOf, parametersView, qualityOf, stateOf, statedShare, streamsFor, thereNow, yearBefore } from './material-ground.ts';
import { toldField } from './period.ts';
import { type Area, visibleCompanies } from './scope.ts';
import { type Circularity, INDICATORS, type Indicator, type IndicatorName } from './shapes-circularity.ts';
import { supplyView } from './supply-view.ts';
import { type WaterUse, waterUse } from './water-reuse.ts';

type AreaView = Pick<Circularity, 'indicators' | 'exchanged' | 'avoidedCo2' | 'mci' | 'companies' | 'coverage'>;
type Shares = Readonly<Record<IndicatorName, MassShare>>;
/** By figure, the areas whose figure is kept back, with the reason. */
type Kept = ReadonlyMap<IndicatorName | 'mci' | 'exchanged', ReadonlyMap<string, string>>;

/** Everything about one area before it is judged. */
export interface Facts {
  readonly id: string;
  readonly companies: readonly CompanyRow[];
  readonly streams: readonly Stream[];
  readonly shares: Shares;
  readonly water: WaterUse;
  readonly exchanges: readonly Exchange[];
}
export interface Exchange {
  readonly offer: number;
  readonly need: number;
  /** null: it goes from one park to another. */
  readonly park: string | null;
  readonly fromPark: string;
  readonly toPark: string;
  /** Between the middles of both. */
  readonly distanceKm: number | null;
  readonly offerCompany: number;
  readonly needCompany: number;
  readonly co2KgPerTonne: number;
  readonly potentialTonnes: number;
  readonly contractedTonnes: number;
  readonly meteredTonnes: number;
}
const AMOUNTS = ['potentialTonnes', 'contractedTonnes', 'meteredTonnes'] as const;

/** All that is known of an area for a reader, and of a region of each of its parks. */
export interface AreaFacts {
  readonly period: { readonly from: EpochMs; readonly to: EpochMs };
  readonly ground: Ground;
  /** Who sees the members gets all; from others some may be kept back. */
  readonly open: boolean;
  readonly kept: Kept;
  readonly whole: Facts;
  readonly parks: readonly Facts[];
}

export async function factsFor(deps: Deps, principal: Principal, area: Area): Promise<AreaFacts> {
  const now = deps.now();
  const period = yearBefore(now);
  const companies = visibleCompanies(deps.directory, principal, { area, now });
  const visible = new Set(companies.map(({ id }) => id));
  const ground = await groundOf(deps, streamsFor(deps, principal, area));
  const streams = thereNow([...ground.streams.values()], now).filter((one) => visible.has(one.company));
  const water = await waterUse(deps, principal, { area, ...period });
  const exchanges = exchangesOf(deps, ground, new Set(streams.map((one) => one.id)));
  const open = seesMembers(principal, area);
  const parks =
    area.kind !== 'region'
      ? []
      : [...deps.directory.parks.keys()].map((id) => {
          const inPark = <T extends { readonly park: string | null }>(all: readonly T[]): T[] => all.filter((one) => one.park === id);
          return factsOf({ id, companies: inPark(companies), streams: inPark(streams), exchanges: inPark(exchanges), water: { ...water, companies: inPark(water.companies) } });
        });
  return { period, ground, open, kept: open ? NOTHING_KEPT : keptOf(deps, parks), whole: factsOf({ id: '', companies, streams, exchanges, water }), parks };
}

export async function answerCircularity(deps: Deps, principal: Principal, area: Area): Promise<Omit<Circularity, 'simulated'>> {
  const { period, ground, open, kept, whole, parks } = await factsFor(deps, principal, area);
  const supply = supplyView(deps, whole.streams, open);
  return {
    ...areaView(deps, whole, { open, kept: NOTHING_KEPT }),
    supply: supply.items,
    parks: parks.map((facts) => ({ park: facts.id, name: deps.directory.parks.get(facts.id)?.name ?? facts.id, ...areaView(deps, facts, { open, kept }) })),
    from: toIso(period.from),
    to: toIso(period.to),
    signs: supply.signs,
    parameters: parametersView(deps),
    quality: qualityOf(whole.streams, ground.weighed),
    ...toldField(period, { end: whole.water.until, at: period.to }),
    asOf: toIso(period.to),
  };
}

export const NOTHING_KEPT: Kept = new Map();

function factsOf(of: Pick<Facts, 'id' | 'companies' | 'streams' | 'exchanges'> & { readonly water: WaterUse }): Facts {
  const { id, companies, streams, exchanges, water } = of;
  const metered = new Map<number, number>();
  for (const { offer, meteredTonnes } of exchanges) metered.set(offer, (metered.get(offer) ?? 0) + meteredTonnes);
  return {
    id,
    companies,
    streams,
    exchanges,
    water,
    shares: {
      recyclingShare: destinationShare(streams, ['reused', 'recycled']),
      energyRecoveryShare: destinationShare(streams, ['energy']),
      disposalShare: destinationShare(streams, ['disposal']),
      secondaryInputShare: secondaryInputShare(streams),
      localLoopRate: localLoopRate(streams, metered),
      waterReuseShare: waterShare(water),
    },
  };
}

function waterShare({ companies }: WaterUse): MassShare {
  const [part, whole] = [companies.reduce((sum, one) => sum + one.reusedM3, 0), companies.reduce((sum, one) => sum + one.intakeM3, 0)];
  return {
    part,
    whole,
    share: whole === 0 ? null : part / whole,
    coverage: whole === 0 ? null : 1,
    byCompany: companies.map(({ company, reusedM3, intakeM3 }) => ({ company, part: reusedM3, whole: intakeM3 })),
    // Meters say it, no streams.
    pieces: [],
    unknown: [],
  };
}

/** What went, goes by contract or could go between streams of the area. */
export function exchangesOf(deps: Deps, ground: Ground, inArea: ReadonlySet<number>): Exchange[] {
  return ground.outcome.matches
    .filter((match) => inArea.has(match.offer) && inArea.has(match.need))
    .flatMap((match: MaterialMatch) => {
      const [offer, need] = [ground.streams.get(match.offer), ground.streams.get(match.need)];
      const state = stateOf(deps, ground, match);
      const contracted = state.offerAgreed && state.needAgreed && state.set === 'contract';
      if (offer === undefined || need === undefined || (match.allottedTonnes === 0 && !contracted && state.meteredTonnes === 0)) return [];
      return [
        {
          offer: offer.id,
          need: need.id,
          park: offer.park === need.park ? offer.park : null,
          fromPark: offer.park,
          toPark: need.park,
          distanceKm: match.distanceKm,
          offerCompany: offer.company,
          needCompany: need.company,
          co2KgPerTonne: match.co2KgPerTonne.value,
          potentialTonnes: match.allottedTonnes,
          contractedTonnes: contracted ? match.potentialTonnes : 0,
          meteredTonnes: state.meteredTonnes,
        },
      ];
    });
}

const contributions = (deps: Deps, byCompany: MassShare['byCompany'], of: 'part' | 'whole'): Contribution[] =>
  byCompany.map((one) => ({ entity: entityOf(deps, one.company), amount: one[of] }));

function judgeShare(deps: Deps, share: MassShare): Disclosed {
  const whole = judgeDisclosure(contributions(deps, share.byCompany, 'whole'));
  return whole.sign === null ? judgeMeasure(contributions(deps, share.byCompany, 'part')) : whole;
}

/** Parks beside their region: the region less the others may not tell one. */
function keptOf(deps: Deps, parks: readonly Facts[]): Kept {
  const shares = INDICATORS.map((name): [IndicatorName, ReadonlyMap<string, string>] => {
    const side = (of: 'part' | 'whole'): ReturnType<typeof keptBackParts> =>
      keptBackParts(
        parks.map(({ id, shares: mine }) => ({ id, contributions: contributions(deps, mine[name].byCompany, of).filter((one) => of === 'whole' || one.amount !== 0) })),
      );
    return [name, new Map([...side('part'), ...side('whole')])];
  });
  const mci = keptBackParts(parks.map(({ id, companies }) => ({ id, contributions: productsOf(deps, companies) })));
  // What goes between parks is in the region alone: then no sum of parks is safe, and one that is kept back takes the others with it.
  const anyExchange = parks.some(({ exchanges }) => exchangeReason(deps, exchanges) !== null);
  const exchanged = new Map(anyExchange ? parks.map(({ id }) => [id, 'complement']) : []);
  return new Map<IndicatorName | 'mci' | 'exchanged', ReadonlyMap<string, string>>([...shares, ['mci', mci], ['exchanged', exchanged]]);
}

const productsOf = (deps: Deps, companies: readonly CompanyRow[]): Contribution[] =>
  companies.flatMap(({ id }) => deps.materials.products(id)).map((one) => ({ entity: entityOf(deps, one.company), amount: one.flows.massTonnes }));

export function areaView(deps: Deps, facts: Facts, over: { open: boolean; kept: Kept }): AreaView {
  return {
    indicators: INDICATORS.map((name) => indicatorView(deps, facts, { ...over, name })),
    ...exchangeViews(facts.exchanges, over.open ? null : (exchangeReason(deps, facts.exchanges) ?? over.kept.get('exchanged')?.get(facts.id) ?? null)),
    mci: mciView(deps, facts, over),
    companies: facts.companies.length,
    coverage: published(statedShare(facts.companies, facts.streams)),
  };
}

function indicatorView(deps: Deps, facts: Facts, { open, kept, name }: { open: boolean; kept: Kept; name: IndicatorName }): Indicator {
  const share = facts.shares[name];
  const unit = name === 'waterReuseShare' ? 'm3/a' : 't/a';
  const reason = open ? null : (reasonOf(judgeShare(deps, share)) ?? kept.get(name)?.get(facts.id) ?? null);
  const companies = share.byCompany.length;
  const missing = share.share === null || (name === 'waterReuseShare' && !facts.water.reuseMetered);
  const nothing = { name, value: null, part: null, whole: null, unit, coverage: null, companies: 0 } as const;
  if (reason !== null) return missing ? { ...nothing, sign: '.', reason: 'not-measured' } : { ...nothing, sign: 'x', reason };
  return {
    name,
    value: missing || share.share === null ? null : published(share.share),
    part: missing ? null : published(share.part),
    whole: share.whole === 0 ? null : published(share.whole),
    unit,
    coverage: share.coverage === null ? null : published(share.coverage),
    companies,
    sign: missing ? '.' : null,
    reason: missing ? 'not-measured' : null,
  };
}

/** Both ends of an exchange put it into the figure: few givers or few takers say whose it is. */
export function exchangeReason(deps: Deps, exchanges: readonly Exchange[]): string | null {
  const judged = AMOUNTS.flatMap((amount) =>
    (['offerCompany', 'needCompany'] as const).map((side) => reasonOf(judgeMeasure(exchanges.map((one) => ({ entity: entityOf(deps, one[side]), amount: one[amount] }))))),
  );
  return judged.find((one) => one !== null) ?? null;
}

function exchangeViews(exchanges: readonly Exchange[], reason: string | null): Pick<AreaView, 'exchanged' | 'avoidedCo2'> {
  const sign = reason === null ? null : ('x' as const);
  const tonnes = (amount: (typeof AMOUNTS)[number]): number | null => (reason === null ? published(exchanges.reduce((sum, one) => sum + one[amount], 0)) : null);
  const kg = (amount: (typeof AMOUNTS)[number]): number | null => (reason === null ? published(exchanges.reduce((sum, one) => sum + one[amount] * one.co2KgPerTonne, 0)) : null);
  return {
    exchanged: { potentialTonnes: tonnes('potentialTonnes'), contractedTonnes: tonnes('contractedTonnes'), meteredTonnes: tonnes('meteredTonnes'), sign, reason },
    avoidedCo2: { potentialKg: kg('potentialTonnes'), contractedKg: kg('contractedTonnes'), meteredKg: kg('meteredTonnes'), sign, reason },
  };
}

function mciView(deps: Deps, { id, companies }: Facts, { open, kept }: { open: boolean; kept: Kept }): AreaView['mci'] {
  const products = companies.flatMap((company) => deps.materials.products(company.id));
  if (products.length === 0) return { value: null, products: 0, massTonnes: null, sign: '.', reason: 'not-measured' };
  const reason = open ? null : (reasonOf(judgeDisclosure(productsOf(deps, companies))) ?? kept.get('mci')?.get(id) ?? null);
  if (reason !== null) return { value: null, products: 0, massTonnes: null, sign: 'x', reason };
  const mass = products.reduce((sum, one) => sum + one.flows.massTonnes, 0);
  const value = products.reduce((sum, one) => sum + circularityOf(one.flows).mci * one.flows.massTonnes, 0) / mass;
  return { value: published(value), products: products.length, massTonnes: published(mass), sign: null, reason: null };
}
