// Steps of a balance as JSON, written straight from its quarters: a year of a park is 35,000 steps, and an object for each would
// cost more than all the sums. Pure.
import { fromMicro } from './ledger.ts';
import { type BalanceQuarters, FLAGS } from './balance.ts';
import type { PublishedUnit } from './balance-rows.ts';
import { coverageOf, qualityOf } from './balance-steps.ts';
import { JsonBytes, ascii } from './json-bytes.ts';
import { QUARTER_MS, toIso } from './time.ts';
import { epochMs } from './units.ts';

export interface TextOf {
  readonly unit: PublishedUnit;
  /** Connections that the reader may not see. */
  readonly withheld: number;
}
interface TextJob extends TextOf {
  /** Of index 0, in quarters since 1970. */
  readonly firstQuarter: number;
  /** Of the steps, as indexes: n + 1 for n steps. */
  readonly borders: readonly number[];
  /** Borders between which a text of its own is made. */
  readonly parts: readonly number[];
}
/** Arrays that are added up, under the name of their sum. */
type Amount = readonly [name: Uint8Array, values: readonly Float64Array[]];

/** About what a step takes. */
const STEP_BYTES = 400;
const [START, END, NEXT, CLOSE] = [ascii('{"start":"'), ascii('","end":"'), ascii(','), ascii('}')];
const [COVERAGE, QUALITY] = [ascii(',"coverage":'), ascii(',"quality":')];
/** Everything there and of one flag, as nearly every quarter is. */
const WHOLE = FLAGS.map((flag) => ascii(`,"coverage":1,"quality":{"${flag}":1}}`));

/** The same as `publishedStep` of each step, without the brackets around them: a text for each part.
 *  @param quarters in whole millionths
 *  @see docs/methods.md#balance */
export function textsOfSteps(quarters: BalanceQuarters, { firstQuarter, borders, parts, unit, withheld }: TextJob): Uint8Array<ArrayBuffer>[] {
  const amounts = amountsOf(quarters, unit);
  const json = new JsonBytes(STEP_BYTES * 100);
  const at = (border: number): string => toIso(epochMs((firstQuarter + border) * QUARTER_MS));
  let step = 1;
  let [from, start] = [borders[0] ?? 0, at(borders[0] ?? 0)];
  return parts.slice(1).map((last) => {
    for (let first = true; step < borders.length && (borders[step] ?? 0) <= last; step++, first = false) {
      const to = borders[step] ?? from;
      const end = at(to);
      if (!first) json.put(NEXT);
      json.put(START);
      json.text(start);
      json.put(END);
      json.text(end);
      for (const amount of amounts) putAmount(json, amount, [from, to]);
      putMeasured(json, quarters, { from, to, withheld });
      [from, start] = [to, end];
    }
    return json.take();
  });
}

function amountsOf(quarters: BalanceQuarters, unit: PublishedUnit): Amount[] {
  const { generation } = quarters;
  const made = [generation.sun, generation.wind, generation.chp, generation['other-generation']];
  const amount = (name: string, ...values: Float64Array[]): Amount => [ascii(`${name}${unit === 'kWh' ? 'Kwh' : 'M3'}":`), values];
  const stored = unit === 'kWh' ? [amount(',"charge', quarters.charge), amount(',"discharge', quarters.discharge)] : [];
  const grid = [amount(',"localExchange', quarters.localExchange), amount(',"gridImport', quarters.gridImport), amount(',"gridExport', quarters.gridExport)];
  return [
    amount('","import', quarters.import),
    amount(',"export', quarters.export),
    amount(',"generation', ...made),
    amount(',"consumption', quarters.consumption),
    ...stored,
    ...(unit === 'kWh' ? grid : []),
    amount(',"residual', quarters.residual),
  ];
}

function putAmount(json: JsonBytes, [name, arrays]: Amount, [from, to]: readonly [number, number]): void {
  let sum = 0;
  for (const values of arrays) for (let t = from; t < to; t++) sum += values[t] ?? 0;
  json.put(name);
  json.micro(sum);
}

function putMeasured(json: JsonBytes, { byFlag, present, connections }: BalanceQuarters, { from, to, withheld }: { from: number; to: number; withheld: number }): void {
  let here = 0;
  for (let t = from; t < to; t++) here += present[t] ?? 0;
  const expected = (connections + withheld) * (to - from);
  const sums = byFlag.map((values) => {
    let sum = 0;
    for (let t = from; t < to; t++) sum += values[t] ?? 0;
    return sum;
  });
  const flag = sums.findIndex((sum) => sum > 0);
  const whole = WHOLE[flag];
  if (whole !== undefined && here === expected && sums.every((sum, other) => other === flag || sum === 0)) return json.put(whole);
  // In the unit that is published: shares that end on a half would else be rounded the other way.
  const measured = { expected, present: here, byFlag: sums.map(fromMicro) };
  json.put(COVERAGE);
  json.text(String(coverageOf(measured)));
  json.put(QUALITY);
  json.text(JSON.stringify(qualityOf(measured)));
  json.put(CLOSE);
}
