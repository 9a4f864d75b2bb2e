// Explains one cell of who served whom: its months, its days, or its quarters with the shares that make each.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type ExchangePair, netTerms, servedIn } from '../domain/exchange-flows.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { wholeParts } from '../domain/whole-parts.ts';
import type { Deps } from './deps.ts';
import { type Cut, boundsIn, flowsIn, stepOf } from './exchange-flows-query.ts';
import { type ExchangeGround, type Month, exchangeByMonth } from './exchange-query.ts';
import { explainedTerms } from './explain-terms.ts';
import type { ExchangeExplanation, ExplainedExchange, ExplainedPart } from './shapes-explained.ts';

export interface CellOver {
  readonly principal: Principal;
  readonly park: string;
  readonly ground: ExchangeGround;
  readonly cut: Cut;
  readonly pair: ExchangePair;
}
type Share = ExchangeExplanation['shares'][number];

/** Every part is the rounded running sum of the period at its end less that at its beginning: so months, days and quarters add up
 *  to each other, and all of them to the cell. */
export async function explainCell(deps: Deps, over: CellOver): Promise<ExplainedExchange> {
  const { cut } = over;
  const running = new Running(await exchangeByMonth(deps, over.ground), over.pair);
  const step = stepOf(cut);
  if (step === null) return inShares(deps, over, running);
  const bounds = boundsIn(cut, step);
  const sums = await sumsAt(deps, { ...over, running, bounds });
  const micro = wholeParts(
    sums.slice(1).map((sum, index) => sum - (sums[index] ?? 0)),
    { begin: sums[0] ?? 0, total: Math.round(sums.at(-1) ?? 0) - Math.round(sums[0] ?? 0) },
  );
  const steps = micro.flatMap((one, index) => {
    const [start, end] = [bounds[index], bounds[index + 1]];
    return one === 0 || start === undefined || end === undefined ? [] : [{ start: toIso(start), end: toIso(end), contribution: fromMicro(one) }];
  });
  return { level: 'steps', value: fromMicro(micro.reduce((sum, one) => sum + one, 0)), steps };
}

/** Millionths of the cell from the begin of the period up to the begin of each of its months. */
class Running {
  readonly months: readonly Month[];
  readonly #sums: number[] = [0];

  constructor(months: readonly Month[], { giver, taker }: ExchangePair) {
    this.months = months;
    let sum = 0;
    for (const { matrix } of months) {
      const n = matrix.companies.length;
      const [row, column] = [matrix.companies.indexOf(giver), matrix.companies.indexOf(taker)];
      sum += row < 0 || column < 0 ? 0 : (matrix.amounts[row * n + column] ?? 0);
      this.#sums.push(sum);
    }
  }

  /** Where a month begins or the last one ends; null inside a month. */
  at(instant: EpochMs): number | null {
    const index = this.months.findIndex((month) => month.start === instant);
    if (index >= 0) return this.#sums[index] ?? 0;
    return instant === this.months.at(-1)?.end ? (this.#sums.at(-1) ?? 0) : null;
  }

  monthOf(instant: EpochMs): Month | undefined {
    return this.months.find((month) => instant >= month.start && instant < month.end);
  }
}

/** The running sum at each border. Inside a month it runs from where the month begins, quarter by quarter. */
async function sumsAt(deps: Deps, { running, bounds, ...over }: CellOver & { running: Running; bounds: readonly EpochMs[] }): Promise<number[]> {
  const sums: number[] = [];
  const inside = new Map<Month, ReadonlyMap<EpochMs, number>>();
  for (const at of bounds) {
    const known = running.at(at);
    const month = running.monthOf(at);
    if (known !== null || month === undefined) {
      sums.push(known ?? 0);
      continue;
    }
    const found = inside.get(month) ?? (await sumsInside(deps, over, { month, begin: running.at(month.start) ?? 0, bounds }));
    inside.set(month, found);
    sums.push(found.get(at) ?? 0);
  }
  return sums;
}

async function sumsInside(
  deps: Deps,
  { ground, pair }: Pick<CellOver, 'ground' | 'pair'>,
  { month, begin, bounds }: { month: Month; begin: number; bounds: readonly EpochMs[] },
): Promise<Map<EpochMs, number>> {
  const wanted = bounds.filter((at) => at > month.start && at < month.end);
  const last = wanted.at(-1) ?? month.start;
  const [stretch] = await flowsIn(deps, ground.scope, { start: month.start, end: last, pair });
  const sums = new Map<EpochMs, number>();
  let running = begin;
  const flows = stretch?.flows;
  const quarters = flows?.given.length ?? 0;
  for (let t = 0; t < quarters; t++) {
    running += flows === undefined ? 0 : servedIn(flows, t);
    sums.set(epochMs(month.start + (t + 1) * QUARTER_MS), running);
  }
  return sums;
}

/** Quarters in which the one served the other. */
async function inShares(deps: Deps, over: CellOver, running: Running): Promise<ExplainedExchange> {
  const { ground, cut, pair } = over;
  const bounds = boundsIn(cut, 'PT15M');
  const sums = await sumsAt(deps, { ...over, running, bounds });
  const total = Math.round(sums.at(-1) ?? 0) - Math.round(sums[0] ?? 0);
  const micro = wholeParts(
    sums.slice(1).map((sum, index) => sum - (sums[index] ?? 0)),
    { begin: sums[0] ?? 0, total },
  );
  const shares: Share[] = [];
  for (const { start, flows } of await flowsIn(deps, ground.scope, { ...cut, pair }))
    for (let t = 0; t < flows.given.length; t++) {
      const at = epochMs(start + t * QUARTER_MS);
      const contribution = fromMicro(micro[(at - cut.start) / QUARTER_MS] ?? 0);
      if (servedIn(flows, t) === 0 && contribution === 0) continue;
      const kwh = (values: Float64Array): number => published(fromMicro(values[t] ?? 0));
      const [allGivenKwh, allTakenKwh] = [kwh(flows.given), kwh(flows.taken)];
      shares.push({
        start: toIso(at),
        end: toIso(epochMs(at + QUARTER_MS)),
        exchangedKwh: Math.min(allGivenKwh, allTakenKwh),
        giverKwh: kwh(flows.gave),
        allGivenKwh,
        takerKwh: kwh(flows.took),
        allTakenKwh,
        contribution,
      });
    }
  const one = cut.end - cut.start === QUARTER_MS;
  return { level: 'shares', value: fromMicro(total), shares, ...(one && (await endsOf(deps, over))) };
}

/** Of one quarter: the registers of the giver and of the taker, and where those of all stand. */
async function endsOf(deps: Deps, { principal, park, ground, cut, pair }: CellOver): Promise<Pick<ExchangeExplanation, 'giverQuarters' | 'takerQuarters' | 'parts'>> {
  const from = cut.start / QUARTER_MS;
  const of = async (company: number, way: 'given' | 'taken'): Promise<ExchangeExplanation['quarters']> => {
    const scope = { connections: ground.scope.connections.filter((one) => one.company === company) };
    const over = { principal, scope, from, to: from + 1, asOf: null, figureAt: deps.now(), power: 1 };
    return (await explainedTerms(deps, { ...over, termsOf: (parts) => netTerms(parts, way) })).quarters;
  };
  const [giverQuarters, takerQuarters] = [await of(pair.giver, 'given'), await of(pair.taker, 'taken')];
  const [month] = await flowsIn(deps, ground.scope, { ...cut, pair });
  const all = (field: string, values: Float64Array | undefined): ExplainedPart => {
    const asked = new URLSearchParams({ from: toIso(cut.start), to: toIso(cut.end), field });
    return { role: 'term', field, company: null, weight: 1, value: published(fromMicro(values?.[0] ?? 0)), explain: `/parks/${park}/exchange/explain?${asked}` };
  };
  return { giverQuarters, takerQuarters, parts: [all('totals.exportKwh', month?.flows.given), all('totals.importKwh', month?.flows.taken)] };
}
