// The euros of a heat match are what their terms make, to the last bit, also in a draw; and each part that is a figure is made likewise.
import { describe, expect, it } from 'vitest';
import { published } from '../../../src/domain/balance-rows.ts';
import { capitalRecovery } from '../../../src/domain/heat/finance.ts';
import { madeOf } from '../../../src/domain/heat/match-terms.ts';
import { MONEY_FIELDS, type MoneyField, type MoneyGround, PART_FIELDS, RATE_FIELDS, isMoneyField, moneyFormula } from '../../../src/domain/heat/money-terms.ts';
import { linkOf } from '../../../src/domain/heat/links.ts';
import { evaluatePair, uncertainOf } from '../../../src/domain/heat/pair.ts';
import { drawAt, worthOfDraws } from '../../../src/domain/heat/uncertainty.ts';
import { parameters, port, values } from './given.ts';

const HOURS = 8760;
const route = { lengthM: 643.21 * values.tortuosity, kind: 'straight', surfaceFactor: values.surfaceFactor } as const;
const kw = (most: number, period: number): Float64Array => Float64Array.from({ length: HOURS }, (_, hour) => (most * (1 + (hour % period))) / period);
const groundOf = (supplyC: number): MoneyGround => {
  const source = port({ id: 1, role: 'source', supplyC, returnC: 35, kw: kw(1000.123, 31) });
  const sink = port({ id: 2, role: 'sink', supplyC: 60, returnC: 35, kw: kw(700.4, 24) });
  const pair = evaluatePair({ source, sink, route, parameters }) ?? expect.fail('no pair');
  return { pair, link: pair.link, values, parameters, draw: null, straightM: 643.21 };
};
const INVESTED: readonly string[] = Object.values(PART_FIELDS);
/** Parts of the investment are told, and enter other figures, in whole millionths. */
function made(field: MoneyField, ground: MoneyGround): number {
  const value = madeOf(moneyFormula(field, ground));
  return INVESTED.includes(field) ? published(value) : value;
}

describe.each([
  { supplyC: 80, kind: 'direct' },
  { supplyC: 45, kind: 'heat-pump' },
])('a pair of which the source is $supplyC degrees', ({ supplyC, kind }) => {
  const ground = groundOf(supplyC);
  const { pair } = ground;
  const money = pair.money ?? expect.fail('no euros');

  it(`(${kind}) has euros that are what their terms make`, () => {
    const { paybackYears, public: atPublic, company } = money;
    expect(pair.variant.kind).toBe(kind);
    expect({
      capexEur: made('capexEur', ground),
      parts: money.parts.map(({ part }) => made(PART_FIELDS[part], ground)),
      ceiling: made('ceilingEurPerMwh', ground),
      running: made('runningEurPerYear', ground),
      breakEvenM: made('breakEvenM', ground),
      public: [made('public.transportEurPerMwh', ground), made('public.npvEur', ground)],
      company: [made('company.transportEurPerMwh', ground), made('company.npvEur', ground)],
      paybackYears: paybackYears === null ? null : made('paybackYears', ground),
      electricity: made('electricityKwh', ground),
      lengthM: made('lengthM', ground),
      kw: [made('kw', ground), made('heatPumpKw', ground)],
    }).toEqual({
      capexEur: money.capexEur,
      parts: money.parts.map(({ eur }) => eur),
      ceiling: money.ceilingEurPerMwh,
      running: money.runningEurPerYear,
      breakEvenM: money.breakEvenM,
      public: [atPublic.transportEurPerMwh, atPublic.npvEur],
      company: [company.transportEurPerMwh, company.npvEur],
      paybackYears,
      electricity: pair.link.electricityKwh,
      lengthM: pair.route.lengthM,
      kw: [pair.link.kw, pair.link.heatPumpKw],
    });
  });

  it(`(${kind}) leaves of a MWh, and costs whether it flows or not, what the choice of links reckons with`, () => {
    const link = linkOf(pair, values);

    expect([made('marginEurPerMwh', ground), made('fixedEurPerYear', ground)]).toEqual([link?.eurPerMwh, link?.fixedEur]);
  });

  it.each([0, 1, 437, 999])(`(${kind}) is worth in draw %i what the terms make of the values that were drawn`, (number) => {
    const over = uncertainOf(pair, parameters);
    const { link, values: drawn, heatShare } = drawAt(over, number);
    const inDraw: MoneyGround = { ...ground, link, values: drawn, draw: { heatShare, kept: values, electricityKwh: pair.link.electricityKwh } };
    const worth = worthOfDraws(over);

    expect([made('company.npvEur', inDraw), made('priceFloor', inDraw)]).toEqual([worth.npvEur[number], worth.floorEurPerMwh[number]]);
  });

  it(`(${kind}) names in each figure only figures that have the value of the part, assumptions, and what the pair has`, () => {
    for (const field of [...MONEY_FIELDS, ...RATE_FIELDS])
      for (const { name, value, by, weight } of moneyFormula(field, ground).parts) {
        if (isMoneyField(name) && name !== 'sellerEurPerMwh') expect([field, name, made(name, ground)]).toEqual([field, name, value]);
        if (by !== null && isMoneyField(by)) expect([field, by, made(by, ground)]).toEqual([field, by, Math.abs(weight)]);
      }
  });
});

it('the pipe of a pair whose sums never end below nothing is no shorter than nothing', () => {
  const ground = groundOf(80);
  const { breakEvenM } = { breakEvenM: madeOf(moneyFormula('breakEvenM', { ...ground, values: { ...values, gasEurPerM3: 0 } })) };

  expect(breakEvenM).toBe(0);
});

it('an annuity pays the loan back, with interest', () => {
  const { parts, level } = moneyFormula('company.recoveryOfPipe', groundOf(80));

  expect([level, madeOf({ level, parts })]).toEqual(['annuity', capitalRecovery(values.companyRate, values.pipeLifeYears)]);
});
