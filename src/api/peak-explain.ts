// Explains a part in the peak of a park: the quarters, the coalitions or the random orders that it is made of.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { MEMBER_FIELDS, type MemberField, type PeakTerms, TOGETHER_FIELDS, type TogetherField } from '../domain/capacity/peak-terms.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import type { EpochMs } from '../domain/units.ts';
import { type FigureAnswer, fieldAmong, framed, part, quarterOf } from './capacity-figures.ts';
import { type CapacityOver, answerPeaks, ended, peaksQuestion } from './capacity-query.ts';
import { capacityScope, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import type { Scope } from './scope.ts';
import type { Peaks } from './shapes-capacity.ts';

/** Figures that follow from what the others drew: listed only for whoever sees all of them. */
const OF_OTHERS: ReadonlySet<MemberField> = new Set<MemberField>(['withoutKw', 'shapleyKw', 'shapleyErrorKw']);

interface Asked extends CapacityOver {
  readonly field: string;
  /** Absent: a figure of all together. */
  readonly company?: number;
}
interface Ground {
  readonly over: CapacityOver;
  readonly from: EpochMs;
  readonly scope: Scope;
  readonly told: Omit<Peaks, 'simulated'>;
  readonly terms: PeakTerms;
}

/** @throws ApiError when there is no such figure or company, or when it is kept back from this reader */
export async function explainPeaks(deps: Deps, principal: Principal, asked: Asked): Promise<FigureAnswer> {
  const { company = null } = asked;
  const field = company === null ? fieldAmong(TOGETHER_FIELDS, asked.field, 'a peak') : fieldAmong(MEMBER_FIELDS, asked.field, 'a company in a peak');
  const told = await answerPeaks(deps, principal, asked);
  const item = company === null ? null : told.items.find((one) => one.company === company);
  if (item === undefined) throw notFound('company in this peak');
  const period = ended(deps, principal, asked);
  const scope = await capacityScope(deps, principal, period);
  const { stretches } = await loadsIn(deps, scope, period);
  const terms = await deps.compute.capacity(stretches, { kind: 'peak-terms', field, id: company, ...peaksQuestion(scope, asked.direction) });
  const ground = { over: asked, from: period.from, scope, told, terms };
  if (item === null) return ofTogether(deps, ground, fieldAmong(TOGETHER_FIELDS, field, 'a peak'));
  return ofMember(deps, ground, { field: fieldAmong(MEMBER_FIELDS, field, 'a company in a peak'), item });
}

const frameOf = (deps: Deps, { over }: Ground, { field, value }: { field: MemberField | TogetherField; value: number | null }): FigureAnswer =>
  framed(deps, { ...over, field, value, unit: field.endsWith('Kw') || field === 'kwMax' ? 'kW' : 'share' });

/** Where the usage of a company is explained; the owner of a main meter draws what it does not pass on, which no figure of its own tells. */
const placeOf = ({ scope }: Ground, company: number): Parameters<typeof quarterOf>[0]['place'] =>
  scope.connections.some((one) => one.company === company && one.passesOn) ? null : { kind: 'company', company };

function ofTogether(deps: Deps, ground: Ground, field: TogetherField): FigureAnswer {
  const { over, from, told, terms } = ground;
  const frame = frameOf(deps, ground, { field, value: told[field] });
  const [kwMax, ownPeaksKw] = [told.kwMax ?? 0, told.ownPeaksKw ?? 0];
  if (told[field] === null) {
    if (told.kwMax !== null) throw new ApiError('suppressed', `x: ${field} would say too much of one or two companies.`);
    return frame;
  }
  switch (field) {
    case 'kwMax':
      return {
        ...frame,
        level: 'quarter',
        quarters: terms.peak === null ? [] : [quarterOf({ ...over, from, index: terms.peak.index }, { usageKw: kwMax, togetherKw: kwMax, contribution: kwMax })],
      };
    case 'ownPeaksKw':
      return { ...frame, level: 'quarters', quarters: ownPeaks(ground) };
    case 'benefitKw':
      return { ...frame, level: 'sum', parts: [part('ownPeaksKw', 'term', { value: ownPeaksKw }), part('kwMax', 'term', { value: kwMax, weight: -1 })] };
    case 'coincidence':
      return { ...frame, level: 'ratio', parts: [part('kwMax', 'numerator', { value: kwMax }), part('ownPeaksKw', 'denominator', { value: ownPeaksKw })] };
  }
}

/** Those whom the reader may not see, as one. */
function ownPeaks(ground: Ground): FigureAnswer['quarters'] {
  const { over, from, told, terms } = ground;
  const seen = new Set(told.items.map((one) => one.company));
  const rows: FigureAnswer['quarters'] = [];
  let [hidden, hiddenMicro] = [0, 0];
  for (const { id, kw, index } of terms.own) {
    const contribution = published(Math.max(kw, 0));
    if (seen.has(id)) rows.push(quarterOf({ ...over, from, index, place: placeOf(ground, id) }, { company: id, usageKw: published(kw), contribution }));
    else {
      hidden += 1;
      hiddenMicro += toMicro(contribution);
    }
  }
  if (hidden === 0) return rows;
  const others = { start: null, end: null, company: null, usageKw: null, togetherKw: null, limitKw: null, extraKw: null, explain: null };
  return [...rows, { ...others, contribution: fromMicro(hiddenMicro) }];
}

function ofMember(deps: Deps, ground: Ground, { field, item }: { field: MemberField; item: Peaks['items'][number] }): FigureAnswer {
  const { over, from, told, terms } = ground;
  const frame = frameOf(deps, ground, { field, value: item[field] });
  const open = told.companiesHidden === 0;
  if (item[field] === null || (OF_OTHERS.has(field) && !open)) return frame;
  const place = placeOf(ground, item.company);
  const quarters = terms.quarters.map(({ index, kw, togetherKw }) =>
    quarterOf({ ...over, from, index, place }, { company: item.company, usageKw: published(kw), togetherKw: open ? published(togetherKw) : null, contribution: published(kw) }),
  );
  const rounded = roundedParts();
  const sumOf = (of: 'kw' | 'togetherKw'): number => fromMicro(terms.quarters.reduce((sum, one) => sum + toMicro(one[of]), 0));
  switch (field) {
    case 'kwMax':
    case 'coincidentKw':
      return { ...frame, level: 'quarter', quarters };
    case 'topMeanKw':
      return { ...frame, level: 'quarters', quarters: quarters.map((one, at) => ({ ...one, contribution: fromMicro(rounded((terms.quarters[at]?.kw ?? 0) / quarters.length)) })) };
    case 'coincidentShare':
    case 'topShare':
      return {
        ...frame,
        level: 'ratio',
        parts: [
          part(field === 'topShare' ? 'topKw' : 'coincidentKw', 'numerator', { value: sumOf('kw') }),
          part(field === 'topShare' ? 'topTogetherKw' : 'kwMax', 'denominator', { value: sumOf('togetherKw') }),
        ],
      };
    case 'withoutKw':
      return { ...frame, level: 'quarters', quarters: withoutQuarters(ground, quarters) };
    case 'shapleyKw':
    case 'shapleyErrorKw':
      return { ...frame, ...shapleyLines(terms) };
  }
}

/** The peak, less the highest quarter of the others. */
function withoutQuarters({ over, from, terms }: Ground, quarters: FigureAnswer['quarters']): FigureAnswer['quarters'] {
  return terms.quarters.map(({ index, kw, togetherKw }, at) => ({
    ...quarterOf({ ...over, from, index }, { contribution: 0 }),
    usageKw: quarters[at]?.usageKw ?? null,
    togetherKw: quarters[at]?.togetherKw ?? null,
    contribution: at === 0 ? published(togetherKw) : published(kw - togetherKw),
  }));
}

function shapleyLines({ ids, coalitions, draws }: PeakTerms): Pick<FigureAnswer, 'level' | 'coalitions' | 'draws'> {
  if (draws.length > 0) return { level: 'draws', coalitions: [], draws: [...draws] };
  const rounded = roundedParts();
  return {
    level: 'coalitions',
    coalitions: coalitions.map(({ others, weight, withoutKw, withKw }) => ({
      others: ids.filter((_, bit) => (others & (1 << bit)) !== 0),
      weight,
      withoutKw: published(withoutKw),
      withKw: published(withKw),
      contribution: fromMicro(rounded(weight * (withKw - withoutKw))),
    })),
    draws: [],
  };
}
