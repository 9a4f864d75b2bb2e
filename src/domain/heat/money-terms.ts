// What the euros of a heat match are made of: each figure as a sum, a product or an annuity of others, down to what is assumed. Pure.
import { published } from '../balance-rows.ts';
import { type CostPart, EXCHANGER_EXPONENT, GAS_DIRECT_KG_PER_M3, type LinkSize } from './costs.ts';
import { KWH_PER_MWH, type MatchFormula, type MatchLevel, type MatchPart, divisor, factor, madeOf, term } from './match-terms.ts';
import type { PairResult } from './pair.ts';
import type { HeatCode, HeatParameters, HeatValues } from './parameters.ts';
import { YEAR_HOURS } from './port.ts';

export const MONEY_FIELDS = [
  'yearFactor',
  'deliveredMwh',
  'electricityKwh',
  'drawnHeatPumpKwh',
  'gasKg',
  'electricityKg',
  'gasPerMwhM3',
  'gasCostEurPerM3',
  'ceilingEurPerMwh',
  'sellerEurPerMwh',
  'spreadEurPerMwh',
  'lengthM',
  'kw',
  'heatPumpKw',
  'pipeEur',
  'exchangersEur',
  'exchangersBareEur',
  'exchangerEur',
  'exchangerScale',
  'exchangerM2',
  'pumpsEur',
  'heatPumpEur',
  'equipmentEur',
  'engineeringEur',
  'capexEur',
  'capexLowEur',
  'capexHighEur',
  'runningEurPerYear',
  'savedEurPerYear',
  'paybackYears',
  'priceFloor',
  'electricityKwhPerMwh',
  'marginEurPerMwh',
  'fixedEurPerYear',
  'designShare',
  'yearlyShareOfPipe',
  'yearlyShareOfMachines',
  'engineeringFactor',
  'otherEurPerYear',
  'leftForPipeEurPerYear',
  'pipeEurPerMYear',
  'breakEvenM',
] as const;
const AT_RATE = ['recoveryOfPipe', 'recoveryOfMachines', 'transportEurPerMwh', 'leftEurPerYear', 'npvEur'] as const;
export const RATES = ['company', 'public'] as const;
type Rate = (typeof RATES)[number];
export type MoneyField = (typeof MONEY_FIELDS)[number] | `${Rate}.${(typeof AT_RATE)[number]}`;
export const RATE_FIELDS = RATES.flatMap((rate) => AT_RATE.map((name): MoneyField => `${rate}.${name}`));

export interface MoneyGround {
  readonly pair: PairResult;
  /** Of a draw: its own, with its own values. */
  readonly link: LinkSize;
  readonly values: HeatValues;
  readonly parameters: Pick<HeatParameters, 'rows'>;
  /** Null: not of a draw. */
  readonly draw: { readonly heatShare: number; readonly kept: HeatValues; readonly electricityKwh: number } | null;
  /** Between both places; null where one is not known. */
  readonly straightM: number | null;
}

type Figure = (of: Terms) => MatchFormula;

/** Parts of a ground by name, each with its value. */
class Terms {
  readonly ground: MoneyGround;
  constructor(ground: MoneyGround) {
    this.ground = ground;
  }
  valueOf(field: MoneyField): number {
    const value = madeOf(moneyFormula(field, this.ground));
    return INVESTED_PARTS.has(field) ? published(value) : value;
  }
  times(field: MoneyField): MatchPart {
    return factor(field, this.valueOf(field));
  }
  per(field: MoneyField): MatchPart {
    return divisor(field, this.valueOf(field));
  }
  plus(field: MoneyField, weight = 1): MatchPart {
    return term(field, weight, this.valueOf(field));
  }
  /** A weight that is a figure itself. */
  plusBy(by: MoneyField, field: MoneyField, sign: 1 | -1 = 1): MatchPart {
    return { ...term(field, sign * this.valueOf(by), this.valueOf(field)), by };
  }
  /** An assumption as the weight. */
  plusAt(by: HeatCode, field: MoneyField, sign: 1 | -1 = 1): MatchPart {
    return { ...term(field, sign * this.ground.values[by], this.valueOf(field)), by };
  }
  timesAssumed(code: HeatCode): MatchPart {
    return factor(code, this.ground.values[code]);
  }
  perAssumed(code: HeatCode): MatchPart {
    return divisor(code, this.ground.values[code]);
  }
  plusAssumed(code: HeatCode, weight = 1): MatchPart {
    return term(code, weight, this.ground.values[code]);
  }
}

const KG_PER_T = 1000;
const formula = (level: MatchLevel, parts: readonly MatchPart[]): MatchFormula => ({ level, parts });
const sum = (...parts: MatchPart[]): MatchFormula => formula('sum', parts);
const product = (...parts: MatchPart[]): MatchFormula => formula('product', parts);

const MACHINES = ['exchangersEur', 'pumpsEur', 'heatPumpEur'] as const;
/** The figure of each part of the investment. */
export const PART_FIELDS = {
  pipe: 'pipeEur',
  exchangers: 'exchangersEur',
  pumps: 'pumpsEur',
  'heat-pump': 'heatPumpEur',
  engineering: 'engineeringEur',
} as const satisfies Record<CostPart, MoneyField>;
/** They enter what is made of them as they are told: their sum is the whole to the last digit. */
const INVESTED_PARTS: ReadonlySet<MoneyField> = new Set(Object.values(PART_FIELDS));

/** Of a link without a heat pump there is no such line. */
const machinesOf = ({ ground }: Terms): readonly (typeof MACHINES)[number][] => (ground.link.heatPumpKw > 0 ? MACHINES : MACHINES.slice(0, 2));
/** That of what is assumed, or of a route that somebody drew. */
const surfaceOf = ({ ground: { link, values } }: Terms): MatchPart =>
  factor(link.surfaceFactor === values.surfaceFactor ? 'surfaceFactor' : 'drawnSurfaceFactor', link.surfaceFactor);
const priced = (of: Terms, ...parts: MatchPart[]): MatchFormula => product(of.timesAssumed('capexFactor'), of.timesAssumed('priceIndex'), ...parts);

const INVESTED = {
  lengthM: ({ ground: { pair, straightM, values } }) => {
    const { kind, lengthM } = pair.route;
    return kind === 'straight' && straightM !== null
      ? product(factor('straightM', straightM), factor('tortuosity', values.tortuosity))
      : product(factor(`${kind}LengthM`, lengthM));
  },
  kw: ({ ground: { pair } }) => product(factor('peakKw', pair.peakKw), factor('keptShare', 1 - pair.lossShare), divisor('sourcePerDelivered', pair.variant.sourcePerDelivered)),
  heatPumpKw: (of) => product(of.times('kw'), factor('pumpedShare', of.ground.pair.variant.pumpedShare)),
  pipeEur: (of) => priced(of, factor('trenchEurPerM', of.ground.link.size.trenchEurPerM), of.times('lengthM'), surfaceOf(of)),
  exchangersEur: (of) => priced(of, of.times('exchangersBareEur')),
  exchangersBareEur: (of) => sum(of.plus('exchangerEur', 2), of.plusAt('stationEurPerKw', 'kw')),
  exchangerEur: (of) => sum(of.plusAssumed('exchangerFixedEur'), of.plusAt('exchangerAreaEur', 'exchangerScale')),
  exchangerScale: (of) => formula('power', [of.times('exchangerM2'), factor('exchangerExponent', EXCHANGER_EXPONENT)]),
  exchangerM2: (of) => product(of.times('kw'), of.perAssumed('exchangerKwPerM2K'), of.perAssumed('exchangerDropK')),
  pumpsEur: (of) => priced(of, of.timesAssumed('pumpEurPerKw'), of.times('kw')),
  heatPumpEur: (of) => priced(of, of.timesAssumed('heatPumpEurPerKw'), of.times('heatPumpKw')),
  equipmentEur: (of) => sum(of.plus('pipeEur'), ...machinesOf(of).map((field) => of.plus(field))),
  engineeringEur: (of) => product(of.times('equipmentEur'), of.timesAssumed('engineeringShare')),
  capexEur: (of) => sum(of.plus('pipeEur'), ...machinesOf(of).map((field) => of.plus(field)), of.plus('engineeringEur')),
} satisfies Partial<Record<MoneyField, Figure>>;

const ENERGY = {
  yearFactor: ({ ground: { pair } }) => product(factor('yearHours', YEAR_HOURS), divisor('knownHours', pair.coincidence.knownHours)),
  deliveredMwh: ({ ground: { pair, draw } }) =>
    product(factor('deliveredKwh', pair.deliveredKwh), divisor('kwhPerMwh', KWH_PER_MWH), ...(draw === null ? [] : [factor('heatShare', draw.heatShare)])),
  electricityKwh: (of) => {
    const { pair, draw } = of.ground;
    if (draw === null) return sum(term('pumpKwh', 1, pair.pumpKwh), term('heatPumpKwh', 1, pair.heatPumpKwh));
    const parts = [term('undrawnElectricityKwh', 1, draw.electricityKwh), term('heatPumpKwh', -1, pair.heatPumpKwh), of.plus('drawnHeatPumpKwh')];
    return formula('quotient', [...parts, factor('heatShare', draw.heatShare)]);
  },
  drawnHeatPumpKwh: ({ ground: { pair, draw, values } }) =>
    product(
      factor('heatPumpKwh', pair.heatPumpKwh),
      factor('lorenzEfficiency', (draw?.kept ?? values).lorenzEfficiency),
      divisor('drawnLorenzEfficiency', values.lorenzEfficiency),
    ),
  gasKg: (of) => product(factor('gasAvoidedM3', of.ground.pair.gasAvoidedM3), of.timesAssumed('gasKgPerM3')),
  electricityKg: (of) => product(of.times('electricityKwh'), of.timesAssumed('electricityKgPerKwh')),
  gasPerMwhM3: (of) => product(factor('kwhPerMwh', KWH_PER_MWH), of.perAssumed('gasLhvKwhPerM3'), of.perAssumed('boilerEfficiency')),
  gasCostEurPerM3: (of) => sum(of.plusAssumed('gasEurPerM3'), { ...of.plusAssumed('emissionPriceEurPerT', GAS_DIRECT_KG_PER_M3 / KG_PER_T), by: 'gasDirectTPerM3' }),
} satisfies Partial<Record<MoneyField, Figure>>;

const YEARLY = {
  ceilingEurPerMwh: (of) => product(of.times('gasPerMwhM3'), of.times('gasCostEurPerM3')),
  sellerEurPerMwh: (of) => product(of.timesAssumed('sellerEurPerMwh')),
  spreadEurPerMwh: (of) => sum(of.plus('ceilingEurPerMwh'), of.plusAssumed('sellerEurPerMwh', -1)),
  capexLowEur: (of) => product(of.times('capexEur'), factor('capexFactorLow', of.ground.parameters.rows.capexFactor.low)),
  capexHighEur: (of) => product(of.times('capexEur'), factor('capexFactorHigh', of.ground.parameters.rows.capexFactor.high)),
  runningEurPerYear: (of) => sum(of.plusAt('maintenanceShare', 'capexEur'), of.plusAt('electricityEurPerKwh', 'electricityKwh')),
  savedEurPerYear: (of) => sum(of.plusBy('deliveredMwh', 'spreadEurPerMwh'), of.plus('runningEurPerYear', -1)),
  paybackYears: (of) => product(of.times('capexEur'), of.per('savedEurPerYear')),
  priceFloor: (of) => sum(of.plusAssumed('sellerEurPerMwh'), of.plus('company.transportEurPerMwh')),
} satisfies Partial<Record<MoneyField, Figure>>;

/** Of a link among others: what a MWh leaves, and what is paid whether it flows or not. */
const LINKED = {
  electricityKwhPerMwh: (of) => product(of.times('electricityKwh'), of.per('deliveredMwh')),
  marginEurPerMwh: (of) => sum(of.plus('ceilingEurPerMwh'), of.plusAssumed('sellerEurPerMwh', -1), of.plusAt('electricityEurPerKwh', 'electricityKwhPerMwh', -1)),
  fixedEurPerYear: (of) => sum(...annuities(of, 'company'), of.plusAt('maintenanceShare', 'capexEur')),
} satisfies Partial<Record<MoneyField, Figure>>;

/** As far as the pipe may be long: what is left for it in a year over what a metre costs in a year. */
const BREAK_EVEN = {
  yearlyShareOfPipe: (of) => sum(of.plus('company.recoveryOfPipe'), of.plusAssumed('maintenanceShare')),
  designShare: (of) => product(of.timesAssumed('engineeringShare'), of.times('yearlyShareOfPipe')),
  yearlyShareOfMachines: (of) => sum(of.plus('company.recoveryOfMachines'), of.plusAssumed('maintenanceShare'), of.plus('designShare')),
  engineeringFactor: (of) => sum(term('whole', 1, 1), of.plusAssumed('engineeringShare')),
  otherEurPerYear: (of) => sum(...machinesOf(of).map((field) => of.plusBy('yearlyShareOfMachines', field))),
  leftForPipeEurPerYear: (of) => sum(of.plusBy('deliveredMwh', 'spreadEurPerMwh'), of.plusAt('electricityEurPerKwh', 'electricityKwh', -1), of.plus('otherEurPerYear', -1)),
  pipeEurPerMYear: (of) => priced(of, factor('trenchEurPerM', of.ground.link.size.trenchEurPerM), surfaceOf(of), of.times('engineeringFactor'), of.times('yearlyShareOfPipe')),
  breakEvenM: (of) => formula('at-least-0', [of.times('leftForPipeEurPerYear'), of.per('pipeEurPerMYear')]),
} satisfies Partial<Record<MoneyField, Figure>>;

const RATE_CODES = { company: 'companyRate', public: 'publicRate' } as const;

/** What is paid for each part of the investment in a year; design lasts as long as the pipe. */
function annuities(of: Terms, rate: Rate): MatchPart[] {
  const machines = machinesOf(of).map((field) => of.plusBy(`${rate}.recoveryOfMachines`, field));
  return [of.plusBy(`${rate}.recoveryOfPipe`, 'pipeEur'), ...machines, of.plusBy(`${rate}.recoveryOfPipe`, 'engineeringEur')];
}

const atRate = (rate: Rate): Record<(typeof AT_RATE)[number], Figure> => ({
  recoveryOfPipe: (of) => formula('annuity', [of.timesAssumed(RATE_CODES[rate]), of.timesAssumed('pipeLifeYears')]),
  recoveryOfMachines: (of) => formula('annuity', [of.timesAssumed(RATE_CODES[rate]), of.timesAssumed('machineLifeYears')]),
  transportEurPerMwh: (of) => formula('quotient', [...annuities(of, rate), of.plus('runningEurPerYear'), of.per('deliveredMwh')]),
  leftEurPerYear: (of) => sum(of.plusBy('deliveredMwh', 'spreadEurPerMwh'), of.plusBy('deliveredMwh', `${rate}.transportEurPerMwh`, -1)),
  npvEur: (of) => product(of.times(`${rate}.leftEurPerYear`), of.per(`${rate}.recoveryOfPipe`)),
});
const PLAIN: Record<(typeof MONEY_FIELDS)[number], Figure> = { ...INVESTED, ...ENERGY, ...YEARLY, ...LINKED, ...BREAK_EVEN };
const BY_RATE = { company: atRate('company'), public: atRate('public') };

/** Is it a figure that has terms here? */
export const isMoneyField = (field: string): field is MoneyField => MONEY_FIELDS.some((one) => one === field) || RATE_FIELDS.some((one) => one === field);

/** What such a figure is made of, unrounded.
 *  @see docs/methods-explained.md#explained-heat-match */
export function moneyFormula(field: MoneyField, ground: MoneyGround): MatchFormula {
  const of = new Terms(ground);
  const plain = MONEY_FIELDS.find((one) => one === field);
  if (plain !== undefined) return PLAIN[plain](of);
  const [rate, name] = [RATES.find((one) => field.startsWith(`${one}.`)), AT_RATE.find((one) => field.endsWith(`.${one}`))];
  if (rate === undefined || name === undefined) throw new RangeError(`${field} is no figure of a heat match`);
  return BY_RATE[rate][name](of);
}
