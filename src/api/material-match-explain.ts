// Explains a figure of a material match: months, prices, distance and loads; before both sides agreed no more than the match itself tells.
import type { Principal } from '../domain/access.ts';
import { scoreOf } from '../domain/circular/criteria.ts';
import { roadKm, straightKm } from '../domain/circular/distances.ts';
import { replaceable } from '../domain/circular/matching.ts';
import type { Band } from '../domain/circular/materials.ts';
import type { Stream } from '../domain/circular/streams.ts';
import { type WorthTerm, sumOfTerms, worthTerms } from '../domain/circular/worth-terms.ts';
import { toIso } from '../domain/time.ts';
import type { MaterialMatch } from '../jobs/material-sums.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { coverageMade } from './material-coverage-explain.ts';
import { type Explained, type MaterialPart, TOGETHER, partAs } from './material-explain-parts.ts';
import { groundOf, parametersView, streamsFor, yearBefore } from './material-ground.ts';
import { type Reading, allocationView, matchView, softOf } from './material-match-view.ts';
import { seesMembers } from './members.ts';
import { type Area, visibleCompanies } from './scope.ts';
import type { MatchView } from './shapes-materials.ts';
import type { MatchExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';

type Answer = Omit<MaterialExplanation, 'simulated'>;
/** Loads that are listed; of more the sum is told. */
const LOADS_MAX = 500;
const FIELDS = ['tonnesPerYear', 'allottedTonnesPerYear', 'meteredTonnes', 'distanceKm', 'score'] as const;
const BANDS = ['valueEurPerYear', 'avoidedCo2KgPerYear', 'eurPerTonne', 'co2KgPerTonne'] as const;

/** @throws ApiError when there is no such match or figure, or it is kept back from this reader */
export async function explainMaterialMatch(deps: Deps, principal: Principal, { area, query }: { area: Area; query: MatchExplainQuery }): Promise<Answer> {
  const reading = { deps, principal, area, ground: await groundOf(deps, streamsFor(deps, principal, area)) };
  const { match, field } = query;
  const made = match === undefined ? ofArea(reading, field) : ofMatch(reading, { id: match, field });
  return { least: null, decimals: 3, ...(await made), field, parameters: parametersView(deps), asOf: toIso(deps.now()) };
}

type Made = Explained & Pick<Answer, 'value'>;
const together = (value: number, of: Pick<Explained, 'unit' | 'formula'>): Made => ({
  ...of,
  value,
  level: 'sum',
  decimals: null,
  parts: [partAs('term', { field: TOGETHER, value })],
});

/** Figures of the list itself. */
async function ofArea(reading: Reading, field: string): Promise<Made> {
  const { deps, principal, area, ground } = reading;
  const companies = visibleCompanies(deps.directory, principal, { area, now: deps.now() });
  if (field === 'coverage') {
    const inArea = new Set(companies.map(({ id }) => id));
    const streams = [...ground.streams.values()].filter((one) => inArea.has(one.company));
    return coverageMade(deps, principal, { companies, streams, open: seesMembers(principal, area) });
  }
  const told = field === 'allocation.worthEurPerYear' ? allocationView(reading) : null;
  if (told === null)
    throw new ApiError(
      'invalid-request',
      `field: without a match coverage can be explained, and allocation.worthEurPerYear to whoever may see every company in it; with one ${NAMES}.`,
    );
  const parts = ground.outcome.matches
    .filter((one) => one.allottedTonnes > 0)
    .map((one) => partAs('term', { field: 'match', name: deps.materialNames.nameOf(one.offer, one.need), weight: one.eurPerTonne.value, value: one.allottedTonnes }));
  return { unit: 'EUR/a', formula: 'sum of EUR per t x t of each match in the allocation', value: told.worthEurPerYear, level: 'sum', decimals: 0, parts };
}

const NAMES = [...FIELDS, ...BANDS.map((name) => `${name}.value (.low, .high)`)].join(', ');

interface Seen extends Reading {
  readonly match: MaterialMatch;
  readonly view: MatchView;
  readonly offer: Stream;
  readonly need: Stream;
  /** Both agreed, and this reader may see the streams of both: what either states by itself may stand apart. */
  readonly apart: boolean;
}

async function ofMatch(reading: Reading, { id, field }: { id: string; field: string }): Promise<Made> {
  const seen = seenMatch(reading, id);
  const { view } = seen;
  // Its worth is told to whoever may know both sides.
  const full = view.valueEurPerYear !== null;
  switch (field) {
    case 'tonnesPerYear':
      return yearTonnes(seen);
    case 'allottedTonnesPerYear':
      return allottedTonnes(seen);
    case 'meteredTonnes':
      return meteredTonnes(seen);
    case 'distanceKm':
      return distance(seen, full);
    case 'score':
      return score(seen, full);
    default: {
      const [name, side] = field.split('.');
      const band = BANDS.find((one) => one === name);
      const of = (['value', 'low', 'high'] as const).find((one) => one === (side ?? 'value'));
      if (band === undefined || of === undefined) throw new ApiError('invalid-request', `field: one of ${NAMES} can be explained.`);
      if (!full) throw keptBack();
      return worth(seen, band, of);
    }
  }
}

const keptBack = (): ApiError => new ApiError('suppressed', 'x: before both companies agreed, this is told to whoever may see both.');

/** @throws ApiError not-found when it is no match of this place, or one of which this reader may see neither side */
function seenMatch(reading: Reading, id: string): Seen {
  const { deps, principal, area, ground } = reading;
  if (!seesMembers(principal, area)) throw new ApiError('suppressed', 'x: a match is of two companies.');
  const [offerId, needId] = deps.materialNames.numbersOf(id) ?? [];
  const match = ground.outcome.matches.find((one) => one.offer === offerId && one.need === needId);
  const [offer, need] = [ground.streams.get(offerId ?? 0), ground.streams.get(needId ?? 0)];
  const inArea = new Set(visibleCompanies(deps.directory, principal, { area, now: deps.now() }).map((one) => one.id));
  if (match === undefined || offer === undefined || need === undefined || (!inArea.has(offer.company) && !inArea.has(need.company))) throw notFound('material match');
  const view = matchView(reading, match);
  if (view === null) throw notFound('material match');
  const open = companiesOpen(deps, principal);
  return { ...reading, match, view, offer, need, apart: !view.anonymous && open(offer.company) && open(need.company) };
}

const monthParts = (tonnes: readonly number[]): MaterialPart[] => tonnes.flatMap((value, month) => (value === 0 ? [] : [partAs('term', { field: `month.${month + 1}`, value })]));

function yearTonnes({ match, view, offer, need, apart }: Seen): Made {
  const words = { unit: 't/a', formula: 'sum over months of min(offered, needed x maxSubstitutionShare / yieldShare)' } as const;
  if (!apart) return together(view.tonnesPerYear, words);
  const wanted = replaceable(need);
  const parts = monthParts(offer.tonnesByMonth.map((tonnes, month) => Math.min(tonnes, (wanted[month] ?? 0) / match.yieldShare)));
  return { ...words, value: view.tonnesPerYear, level: 'sum', parts };
}

function allottedTonnes({ match, view, apart }: Seen): Made {
  const { allottedTonnesPerYear: value } = view;
  if (value === null) throw keptBack();
  const words = { unit: 't/a', formula: 'sum over months of what the allocation that is worth most gives it' } as const;
  return apart ? { ...words, value, level: 'sum', parts: monthParts(match.allottedByMonth) } : together(value, words);
}

async function meteredTonnes({ deps, principal, view, offer, need }: Seen): Promise<Made> {
  const { meteredTonnes: value } = view;
  if (value === null) throw keptBack();
  const words = { unit: 't', formula: 'sum of kg of the loads of twelve months / 1000' } as const;
  // Loads are the giver's.
  if (!companiesOpen(deps, principal)(offer.company)) return together(value, words);
  const { from, to } = yearBefore(deps.now());
  const loads = (await deps.materials.deliveries(offer.id, LOADS_MAX + 1)).filter((one) => one.deliveredAt >= from && one.deliveredAt < to);
  if (loads.length > LOADS_MAX) return together(value, words);
  const mine = loads.filter((one) => one.need === need.id);
  if (mine.length === 0) return { ...words, value, level: 'sum', parts: [] };
  const parts = mine.map(({ kg, deliveredAt, source }) => partAs('numerator', { field: `load.${source}`, name: toIso(deliveredAt), value: kg }));
  return { ...words, value, level: 'ratio', parts: [...parts, partAs('denominator', { field: 'kgPerTonne', value: 1000 })] };
}

function distance({ deps, match, view, offer, need }: Seen, full: boolean): Made {
  const { distanceKm: value, placed } = view;
  if (value === null) throw new ApiError('invalid-request', "field: 'distanceKm' is not known: a park has no place.");
  const words = { unit: 'km', formula: 'km as the crow flies x km of road per km' } as const;
  if (!full && !match.samePark) return together(value, words);
  const road = deps.materialBook.parameters['road-per-straight'];
  const places = new Map(deps.parks.map((park) => [park.id, park]));
  const exact = placed && offer.place !== null && need.place !== null ? straightKm(offer.place, need.place) : null;
  const straight = exact ?? roadKm(places.get(offer.park), places.get(need.park), { ...road, value: 1 }) ?? 0;
  return {
    ...words,
    value,
    level: 'product',
    decimals: 1,
    parts: [partAs('factor', { field: 'straightKm', value: straight }), partAs('factor', { field: 'roadPerStraight', value: road.value })],
  };
}

function score({ deps, match, view }: Seen, full: boolean): Made {
  const words = { unit: 'score', formula: 'mean of the soft criteria that are known' } as const;
  if (!full) return together(view.score, words);
  const known = softOf(match, { full, placed: view.placed ? match.placed : null, distanceKm: view.distanceKm, book: deps.materialBook }).flatMap((one) =>
    one.score === null ? [] : [{ ...one, score: one.score }],
  );
  if (known.length === 0) return { ...words, value: scoreOf([]), level: 'sum', parts: [] };
  const parts = known.map((one) => partAs('numerator', { field: `soft.${one.name}`, value: one.score }));
  return { ...words, value: view.score, level: 'ratio', parts: [...parts, partAs('denominator', { field: 'criteria', value: known.length })] };
}

const PRICES: ReadonlySet<WorthTerm['name']> = new Set(['price', 'disposal']);

function worth(seen: Seen, band: (typeof BANDS)[number], side: keyof Band): Made {
  const { deps, match, view, offer, need, area, apart } = seen;
  const { eurPerTonne, co2KgPerTonne } = (view.placed ? match.placed : null) ?? match;
  const query = (field: string): string => new URLSearchParams({ match: view.id, field }).toString();
  const owner = area.kind === 'company' ? `/companies/${area.company}` : area.kind === 'park' ? `/parks/${area.park}` : '/region';
  const link = (field: string): string => `${owner}/material-matches/explain?${query(field)}`;
  if (band === 'valueEurPerYear' || band === 'avoidedCo2KgPerYear') {
    const [each, name] = band === 'valueEurPerYear' ? [eurPerTonne[side], `eurPerTonne.${side}`] : [co2KgPerTonne[side], `co2KgPerTonne.${side}`];
    const parts = [
      partAs('factor', { field: name, value: each, explain: link(name) }),
      partAs('factor', { field: 'tonnesPerYear', value: match.potentialTonnes, explain: link('tonnesPerYear') }),
    ];
    const value = (band === 'valueEurPerYear' ? view.valueEurPerYear : view.avoidedCo2KgPerYear)?.[side] ?? 0;
    return { unit: band === 'valueEurPerYear' ? 'EUR/a' : 'kg/a', formula: 'per t x t a year', value, level: 'product', parts };
  }
  const placedKm = view.placed ? (match.placed?.distanceKm ?? null) : null;
  const { eur, co2 } = worthTerms(deps.materialBook, { offer, need, distanceKm: placedKm ?? match.distanceKm }, side);
  if (band === 'co2KgPerTonne')
    return {
      unit: 'kg/t',
      formula: 'yieldShare x (new - used again) - km x transport',
      value: co2KgPerTonne[side],
      level: 'sum',
      decimals: null,
      parts: co2.map((one) => termPart(one)),
    };
  // What a company pays is its own: to who may not see it, it stands in one sum with what the other pays.
  const own = eur.filter(({ name }) => PRICES.has(name));
  const prices = apart ? own.map((one) => termPart(one)) : [partAs('term', { field: 'prices', value: sumOfTerms(own) })];
  const others = eur
    .filter(({ name }) => !PRICES.has(name))
    .map((one) => termPart(one, one.name === 'co2Price' && one.value === co2KgPerTonne[side] ? link(`co2KgPerTonne.${side}`) : null));
  return {
    unit: 'EUR/t',
    formula: 'yieldShare x price + disposal - treatment - km x transport + price of CO2 x kg',
    value: eurPerTonne[side],
    level: 'sum',
    decimals: null,
    parts: [...prices, ...others],
  };
}

const termPart = ({ name, weight, value }: WorthTerm, explain: string | null = null): MaterialPart => partAs('term', { field: name, weight, value, explain });
