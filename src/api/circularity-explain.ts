// Explains a figure of the circularity of a park or the region: the streams, loads, meters and products that it is the sum or the share of.
import type { Principal } from '../domain/access.ts';
import { circularityOf } from '../domain/circular/circularity-index.ts';
import { SUPPLY_MEANS, meanPieces, namesSuppliers, supplyNeeds } from '../domain/circular/indicators.ts';
import { type Stream, tonnesOf } from '../domain/circular/streams.ts';
import { toIso } from '../domain/time.ts';
import { type AreaFacts, type Exchange, type Facts, NOTHING_KEPT, areaView, factsFor } from './circularity-query.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { coverageParts } from './material-coverage-explain.ts';
import { type Explained, type OwnedPart, TOGETHER, partAs, seenParts } from './material-explain-parts.ts';
import { parametersView } from './material-ground.ts';
import type { Area } from './scope.ts';
import { INDICATORS, type IndicatorName } from './shapes-circularity.ts';
import { supplyView } from './supply-view.ts';
import type { CircularityExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';

type Answer = Omit<MaterialExplanation, 'simulated'>;
const DECIMALS = 6;

/** @throws ApiError when there is no such figure, or it is kept back from this reader */
export async function explainCircularity(deps: Deps, principal: Principal, { area, query }: { area: Area; query: CircularityExplainQuery }): Promise<Answer> {
  const all = await factsFor(deps, principal, area);
  const facts = factsNamed(deps, all, { area, query });
  const asked: Asked = { area, deps, principal, all, facts, query };
  const value = toldValue(asked);
  const explained = all.open ? explainedOf(asked) : told(asked, value);
  const field = query.materialClass === undefined ? query.field : `${query.field} ${query.materialClass}`;
  return { least: null, decimals: DECIMALS, ...explained, field, value, parameters: parametersView(deps), asOf: toIso(all.period.to) };
}

interface Asked {
  readonly area: Area;
  readonly deps: Deps;
  readonly principal: Principal;
  readonly all: AreaFacts;
  readonly facts: Facts;
  readonly query: CircularityExplainQuery;
}

function factsNamed(deps: Deps, all: AreaFacts, { area, query }: { area: Area; query: CircularityExplainQuery }): Facts {
  if (query.park === undefined) return all.whole;
  if (area.kind !== 'region') throw new ApiError('invalid-request', 'park: only figures of the region have parks.');
  const found = all.parks.find(({ id }) => id === query.park);
  if (found === undefined || !deps.directory.parks.has(found.id)) throw notFound('park');
  return found;
}

const noSuch = (field: string): ApiError =>
  new ApiError(
    'invalid-request',
    `field: '${field}' cannot be explained; ${INDICATORS.join(', ')} can, each also with .part, .whole or .coverage, and exchanged.potentialTonnes, avoidedCo2.potentialKg (or contracted, metered), mci.value, mci.massTonnes, coverage, and with materialClass supply.tonnesPerYear, supply.coverage, ${SUPPLY_MEANS.map((one) => `supply.${one}`).join(', ')}.`,
  );

interface Signed {
  readonly sign: 'x' | '.' | null;
  readonly reason: string | null;
}

/** The figure as the answer of this reader tells it. */
function toldValue({ deps, all, facts, query: { field, materialClass } }: Asked): number {
  const [name = '', of = 'value'] = field.split('.');
  if (name === 'supply') return supplyValue(deps, { all, facts, of, materialClass });
  const { indicators, exchanged, avoidedCo2, mci, coverage } = areaView(deps, facts, { open: all.open, kept: facts.id === '' ? NOTHING_KEPT : all.kept });
  if (field === 'coverage') return coverage;
  const group: (Signed & object) | undefined =
    name === 'exchanged' ? exchanged : name === 'avoidedCo2' ? avoidedCo2 : name === 'mci' ? mci : indicators.find((one) => one.name === name);
  if (group === undefined) throw noSuch(field);
  if (group.sign === 'x') throw new ApiError('suppressed', `x: ${group.reason ?? 'too-few'}.`);
  return numberIn(group, of, field);
}

function numberIn(group: object, of: string, field: string): number {
  const value = new Map<string, unknown>(Object.entries(group)).get(of);
  if (value === undefined) throw noSuch(field);
  if (typeof value !== 'number') throw new ApiError('invalid-request', `field: '${field}' is not measured or stated here.`);
  return value;
}

function supplyValue(deps: Deps, { all, facts, of, materialClass }: { all: AreaFacts; facts: Facts; of: string; materialClass: string | undefined }): number {
  // A class that is kept back is answered like one that nobody needs: its name alone may say whose it is.
  const { items, signs } = supplyView(deps, facts.streams, all.open);
  const found = items.find((one) => one.materialClass === materialClass);
  if (found === undefined || facts.id !== '') throw new ApiError('invalid-request', 'materialClass: name a class of `supply` in the answer, without a park.');
  const kept = signs.find(({ figure }) => figure === `supply.${found.materialClass}.${of}`);
  if (kept !== undefined) throw new ApiError('suppressed', `x: ${kept.reason}.`);
  return numberIn(found, of, `supply.${of}`);
}

/** To who may not see the members: what the answer tells beside it, and no more. */
function told({ facts, query: { field } }: Asked, value: number): Explained {
  const { unit, formula } = wordsOf(field);
  const name = indicatorNamed(field);
  if (name === null) return { unit, formula, level: 'sum', parts: [partAs('term', { field: TOGETHER, value })] };
  const { part, whole } = facts.shares[name];
  return { unit, formula, level: 'ratio', parts: [partAs('numerator', { field: `${name}.part`, value: part }), partAs('denominator', { field: `${name}.whole`, value: whole })] };
}

const indicatorNamed = (field: string): IndicatorName | null => INDICATORS.find((one) => one === field) ?? null;

function explainedOf(asked: Asked): Explained {
  const { deps, principal, facts, query } = asked;
  const { unit, formula } = wordsOf(query.field);
  const as = (level: Explained['level'], parts: readonly OwnedPart[]): Explained => ({ unit, formula, level, parts: seenParts(deps, principal, parts) });
  const [name = '', of = 'value'] = query.field.split('.');
  switch (name) {
    case 'coverage':
      // Of nobody nothing is known.
      return as(facts.companies.length === 0 ? 'sum' : 'ratio', coverageParts(facts));
    case 'exchanged':
    case 'avoidedCo2':
      return { unit, formula, level: 'sum', parts: exchangeParts(asked, of) };
    case 'mci':
      return of === 'massTonnes' ? as('sum', productParts(deps, facts, 'mass')) : as('ratio', productParts(deps, facts, 'mci'));
    case 'supply':
      return of === 'tonnesPerYear' ? as('sum', supplyParts(facts, query.materialClass ?? '', of)) : as('ratio', supplyParts(facts, query.materialClass ?? '', of));
    default:
      return as(of === 'part' || of === 'whole' ? 'sum' : 'ratio', indicatorParts(asked, of));
  }
}

const owned = (role: OwnedPart['role'], given: Parameters<typeof partAs>[1] & { company: number }): OwnedPart => ({ ...partAs(role, given), company: given.company });
const ofStream = (stream: number): { stream: number; explain: string } => ({ stream, explain: `/material-streams/${stream}` });

function indicatorParts(asked: Asked, of: string): OwnedPart[] {
  const { facts, query } = asked;
  const name = INDICATORS.find((one) => one === query.field.split('.')[0]);
  if (name === undefined) return [];
  const { pieces, unknown }: Pieces = name === 'waterReuseShare' ? waterPieces(asked) : facts.shares[name];
  const known = pieces.filter((one) => one.whole !== 0);
  const wholes = (role: OwnedPart['role'], some: readonly Piece[], field = `${name}.whole`): OwnedPart[] =>
    some.map(({ company, stream, explain, whole }) => owned(role, { field, value: whole, company, ...(explain === undefined ? ofStream(stream) : { explain }) }));
  const partsIn = (role: OwnedPart['role']): OwnedPart[] =>
    pieces
      .filter((one) => one.part !== 0)
      .map(({ company, stream, explain, part }) => owned(role, { field: `${name}.part`, value: part, company, ...(explain === undefined ? ofStream(stream) : { explain }) }));
  if (of === 'part') return partsIn('term');
  if (of === 'whole') return wholes('term', known);
  if (of === 'coverage') return [...wholes('numerator', known), ...wholes('denominator', known), ...wholes('denominator', unknown, `${name}.unknown`)];
  return [...partsIn('numerator'), ...wholes('denominator', known)];
}

/** What a stream puts into a share, or a register of a meter, which leads to its quarters. */
interface Piece {
  readonly company: number;
  readonly stream: number;
  readonly part: number;
  readonly whole: number;
  readonly explain?: string;
}

interface Pieces {
  readonly pieces: readonly Piece[];
  readonly unknown: readonly Piece[];
}

function waterPieces({ facts, all: { period } }: Asked): Pieces {
  const query = new URLSearchParams({ from: toIso(period.from), to: toIso(period.to) });
  const pieces = facts.water.companies.flatMap(({ company, counted }) =>
    counted.map(({ meter, way, m3 }) => ({ company, stream: 0, part: way === 'reused' ? m3 : 0, whole: way === 'intake' ? m3 : 0, explain: `/meters/${meter}/quarters?${query}` })),
  );
  return { pieces, unknown: [] };
}

const STAGES = { potential: 'potentialTonnes', contracted: 'contractedTonnes', metered: 'meteredTonnes' } as const;

const TOLD_BY_MATCH = { potentialTonnes: 'allottedTonnesPerYear', contractedTonnes: 'tonnesPerYear', meteredTonnes: 'meteredTonnes' } as const;

/** By the match: whose it is stays hidden until both agreed, and that is told by the match itself. */
function exchangeParts({ area, deps, facts, query: { field } }: Asked, of: string): Explained['parts'] {
  const stage = Object.entries(STAGES).find(([name]) => of.startsWith(name))?.[1];
  if (stage === undefined) throw noSuch(field);
  const weight = (one: Exchange): number => (field.startsWith('avoidedCo2') ? one.co2KgPerTonne : 1);
  return facts.exchanges
    .filter((one) => one[stage] !== 0)
    .map((one) => {
      const name = deps.materialNames.nameOf(one.offer, one.need);
      // The matches of a park are made of the same streams; those of the region are another set, with other sums.
      const explain = area.kind === 'park' ? `/parks/${area.park}/material-matches/explain?${new URLSearchParams({ match: name, field: TOLD_BY_MATCH[stage] })}` : null;
      return partAs('term', { field: 'match', name, weight: weight(one), value: one[stage], explain });
    });
}

function productParts(deps: Deps, { companies }: Facts, of: 'mass' | 'mci'): OwnedPart[] {
  const products = companies.flatMap(({ id }) => deps.materials.products(id));
  const masses = (role: OwnedPart['role']): OwnedPart[] => products.map(({ company, name, flows }) => owned(role, { field: 'massTonnes', value: flows.massTonnes, company, name }));
  if (of === 'mass') return masses('term');
  const mcis = products.map(({ id, company, name, flows }) =>
    owned('numerator', {
      field: 'mci',
      weight: flows.massTonnes,
      value: circularityOf(flows).mci,
      company,
      name,
      explain: `/companies/${company}/products/explain?${new URLSearchParams({ product: String(id), field: 'mci' })}`,
    }),
  );
  return [...mcis, ...masses('denominator')];
}

function supplyParts({ streams }: Facts, materialClass: string, of: string): OwnedPart[] {
  const needs = supplyNeeds(streams, materialClass);
  const tonnes = (role: OwnedPart['role'], some: readonly Stream[]): OwnedPart[] =>
    some.map((one) => owned(role, { field: 'tonnesPerYear', value: tonnesOf(one), company: one.company, ...ofStream(one.id) }));
  if (of === 'tonnesPerYear') return tonnes('term', needs);
  if (of === 'coverage') return [...tonnes('numerator', needs.filter(namesSuppliers)), ...tonnes('denominator', needs)];
  const name = SUPPLY_MEANS.find((one) => one === of);
  if (name === undefined) throw noSuch(`supply.${of}`);
  const pieces = meanPieces(needs, name);
  const values = pieces.map(({ stream, value }) => owned('numerator', { field: name, weight: tonnesOf(stream), value, company: stream.company, ...ofStream(stream.id) }));
  return [
    ...values,
    ...tonnes(
      'denominator',
      pieces.map(({ stream }) => stream),
    ),
  ];
}

const WHOLES: Readonly<Record<IndicatorName, string>> = {
  recyclingShare: 't of R2 to R9 and of what is no waste / t of offers with a known destination',
  energyRecoveryShare: 't of R1 / t of offers with a known destination',
  disposalShare: 't of D1 to D15 / t of offers with a known destination',
  secondaryInputShare: 't x stated secondary share / t of needs of which it is stated',
  localLoopRate: 't of each offer that was weighed to companies of the area in twelve months, at most all of it / t of all offers',
  waterReuseShare: 'm3 passed on or made again / m3 taken in',
};

function wordsOf(field: string): Pick<Explained, 'unit' | 'formula'> {
  const [name = '', of = 'value'] = field.split('.');
  const indicator = INDICATORS.find((one) => one === name);
  if (indicator !== undefined) {
    if (of === 'coverage') return { unit: 'share', formula: 'whole / (whole + what is not known)' };
    const [part = '', whole = ''] = WHOLES[indicator].split(' / ');
    const unit = indicator === 'waterReuseShare' ? 'm3/a' : 't/a';
    return of === 'part' || of === 'whole' ? { unit, formula: `sum of ${of === 'part' ? part : whole}` } : { unit: 'share', formula: WHOLES[indicator] };
  }
  if (name === 'exchanged') return { unit: 't/a', formula: 'sum of t of the matches of the area' };
  if (name === 'avoidedCo2') return { unit: 'kg/a', formula: 'sum of kg CO2 per t x t of the matches of the area' };
  if (name === 'mci') return of === 'massTonnes' ? { unit: 't', formula: 'sum of t of products' } : { unit: 'score', formula: 'sum of t x MCI of each product / sum of t' };
  if (name === 'coverage') return { unit: 'share', formula: 'companies that stated a stream / companies' };
  if (of === 'tonnesPerYear') return { unit: 't/a', formula: 'sum of t of the needs of this class' };
  if (of === 'coverage') return { unit: 'share', formula: 't of needs that name suppliers / t of the needs of this class' };
  const units: Readonly<Record<string, Explained['unit']>> = { sources: 'suppliers', distanceKm: 'km', stockDays: 'days', secondaryShare: 'share' };
  return { unit: units[of] ?? 'score', formula: 'sum of t x value of each need / sum of t of the needs of which it is known' };
}
