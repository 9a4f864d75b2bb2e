// Explains the figures of this moment that are no plain power: how far own generation goes, each kind of it, and the day and rate of other carriers.
import { GENERATION_FLOWS } from '../domain/balance.ts';
import { generationOf, ratio } from '../domain/balance-steps.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import { unitOf } from './balance-query.ts';
import { sumPeriod } from './balance-sums.ts';
import { pathOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { connectionsNow, generatedIn, powerOf, suppliedIn, takenTerms, thousandths, type TermNow } from './now-power.ts';
import { todayUntilNow } from './now-query.ts';
import type { Area, Scope } from './scope.ts';
import type { Now, NowExplanation } from './shapes-now.ts';

export const SELF_SUFFICIENCY = 'selfSufficiency';
const KIND = /^generation\.([a-z-]+)$/;
const OF_CARRIER = /^carriers\.([a-z]+)\.(todayAmount|perHour)$/;

/** Names of the figures that are explained here. */
export const OTHER_NOW_FIELDS: readonly string[] = [
  SELF_SUFFICIENCY,
  ...GENERATION_FLOWS.map((kind) => `generation.${kind}`),
  ...CARRIERS.flatMap((carrier) => (carrier === 'electricity' ? [] : [`carriers.${carrier}.todayAmount`, `carriers.${carrier}.perHour`])),
];

type Parts = NonNullable<NowExplanation['parts']>;
export interface Made {
  readonly unit: NowExplanation['unit'];
  readonly value: number | null;
  readonly carrier: Carrier;
  /** Registers that it is the sum of. */
  readonly terms: readonly TermNow[];
  readonly parts?: Parts;
}

interface Over {
  readonly area: Area;
  readonly field: string;
  readonly told: Omit<Now, 'simulated'>;
  readonly scopeOf: (carrier: Carrier) => Scope;
}

/** @throws ApiError of a kind or a carrier that is not told */
export async function otherFigure(deps: Deps, over: Over): Promise<Made> {
  const { field, told } = over;
  if (field === SELF_SUFFICIENCY) return selfSufficiency(deps, over);
  const kind = GENERATION_FLOWS.find((one) => one === KIND.exec(field)?.[1]);
  if (kind !== undefined) {
    const of = told.generation.find((one) => one.kind === kind);
    if (of === undefined) throw notTold(field);
    const terms = connectionsNow(deps, over.scopeOf('electricity')).flatMap(({ company, flows }) =>
      flows.filter(({ flow }) => flow === kind).map((one) => ({ ...one, company, weight: 1 })),
    );
    return { unit: 'kW', value: of.kw, carrier: 'electricity', terms };
  }
  const [, name, what] = OF_CARRIER.exec(field) ?? [];
  const of = told.carriers.find(({ carrier }) => carrier === name);
  if (of === undefined) throw notTold(field);
  return what === 'perHour' ? perHour(deps, over, of) : todayAmount(deps, over, of);
}

const notTold = (field: string): ApiError => new ApiError('invalid-request', `field: '${field}' is not told of this moment.`);

/** What is made and discharged over what is used and charged, at most all of it. */
function selfSufficiency(deps: Deps, { told, area, scopeOf }: Over): Made {
  const scope = scopeOf('electricity');
  const common = { unit: 'ratio', value: told.selfSufficiency, carrier: 'electricity', terms: [] } as const;
  if (told.selfSufficiency === null || scope.members !== undefined) return common;
  const { powers, consumptionKw } = powerOf(deps, scope);
  const explain = (field: string): string => `${pathOf(area)}/now/explain?field=${field}`;
  const part = (role: Parts[number]['role'], field: string, value: number): Parts[number] => ({ role, field, value, explain: explain(field) });
  return {
    ...common,
    value: ratio(suppliedIn(powers), consumptionKw + powers.charge),
    parts: [
      part('numerator', 'generationKw', generatedIn(powers)),
      part('numerator', 'dischargeKw', powers.discharge),
      part('denominator', 'consumptionKw', consumptionKw),
      part('denominator', 'chargeKw', powers.charge),
    ],
  };
}

type OfCarrier = Now['carriers'][number];

/** Only what is taken: what is passed on is not taken off it. */
function perHour(deps: Deps, { scopeOf }: Over, { carrier, perHour: value, unit }: OfCarrier): Made {
  const terms = value === null ? [] : takenTerms(deps, scopeOf(carrier), carrier).filter(({ weight }) => weight > 0);
  return { unit: unit === 'kWh' ? 'kW' : 'm3/h', value, carrier, terms };
}

/** Two figures of the balance since midnight. */
async function todayAmount(deps: Deps, { area, scopeOf }: Pick<Over, 'area' | 'scopeOf'>, { carrier, unit, todayAmount: told }: OfCarrier): Promise<Made> {
  // Of the first hours of a day nothing is told yet to who may not see the members.
  if (told === null) return { unit, value: null, carrier, terms: [] };
  const day = todayUntilNow(deps.now());
  const scope = scopeOf(carrier);
  const { total } = await sumPeriod(deps, scope, { area, carrier, ...day, step: 'P1D' });
  const [from, to] = [toIso(day.from), toIso(day.to)].map(encodeURIComponent);
  const suffix = unitOf(carrier) === 'kWh' ? 'Kwh' : 'M3';
  const part = (field: string, value: number): Parts[number] => ({
    role: 'term',
    field: field + suffix,
    value,
    explain: `${pathOf(area)}/balance/explain?carrier=${carrier}&from=${from}&to=${to}&step=P1D&field=${field}${suffix}`,
  });
  const made = { unit, value: thousandths(total.import + generationOf(total)), carrier, terms: [] };
  // What is made among it may be one company's, where what is taken with it is not.
  return scope.members === undefined ? { ...made, parts: [part('import', total.import), part('generation', generationOf(total))] } : made;
}
