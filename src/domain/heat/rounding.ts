// Complemented mixed-integer rounding of one row with variables that are 0 or 1. Pure.

/** sum(coefficients x variables) is at most `most` + slack, with a slack of at least 0. */
export interface MirRow {
  /** By variable. */
  readonly coefficients: number[];
  /** Where the variables are, 0 … 1. */
  readonly values: number[];
  readonly most: number;
  /** Where the slack is. */
  slack: number;
}
/** sum(coefficients x variables) is at most `most` + slackFactor x slack. */
export interface Rounded {
  readonly coefficients: readonly number[];
  readonly most: number;
  readonly slackFactor: number;
}

/** A fraction this near to 0 or 1 makes cuts with large and small coefficients in one. */
const LEAST_FRACTION = 0.01;
const BROKEN = 1e-6;
/** Divisors that are tried, and how often the best is halved. */
const DIVISORS_MAX = 8;
const HALVINGS = 3;

/** Divides the row by a coefficient, turns variables near 1 over and rounds (Marchand and Wolsey 2001, section 3).
 *  @returns the rounding that the values break most; null: none is broken */
export function mirOf(row: MirRow): Rounded | null {
  const broken = row.values.flatMap((value, at) => (value > BROKEN && value < 1 - BROKEN ? [at] : []));
  const divisors = [...new Set(broken.map((at) => Math.abs(row.coefficients[at] ?? 0)))].filter((one) => one > BROKEN).sort((a, b) => b - a);
  if (divisors.length === 0) return null;
  const turned = Uint8Array.from(row.values, (value) => (value > 0.5 ? 1 : 0));
  let [best, most] = [0, 0];
  for (const divisor of divisors.slice(0, DIVISORS_MAX)) {
    const by = brokenBy(row, turned, divisor);
    if (by > most) [best, most] = [divisor, by];
  }
  if (best === 0) return null;
  for (let halving = 1; halving <= HALVINGS; halving++) {
    const by = brokenBy(row, turned, best / 2 ** halving);
    if (by > most) [best, most] = [best / 2 ** halving, by];
  }
  for (const at of broken.sort((a, b) => Math.abs((row.values[a] ?? 0) - 0.5) - Math.abs((row.values[b] ?? 0) - 0.5))) {
    turned[at] = 1 - (turned[at] ?? 0);
    const by = brokenBy(row, turned, best);
    if (by > most) most = by;
    else turned[at] = 1 - (turned[at] ?? 0);
  }
  return roundedBy(row, turned, best);
}

/** Of a row divided and turned: its fraction, and 0 where that is too near to a whole. */
function fractionOf(row: MirRow, turned: Uint8Array, divisor: number): { whole: number; fraction: number } {
  let most = row.most;
  for (let at = 0; at < turned.length; at++) if (turned[at] === 1) most -= row.coefficients[at] ?? 0;
  const whole = Math.floor(most / divisor);
  return { whole, fraction: most / divisor - whole };
}

const lifted = (coefficient: number, fraction: number): number => {
  const whole = Math.floor(coefficient);
  return whole + Math.max(0, coefficient - whole - fraction) / (1 - fraction);
};

/** By how much the values break the rounding, for each step of its coefficients (their root mean square). */
function brokenBy(row: MirRow, turned: Uint8Array, divisor: number): number {
  const { whole, fraction } = fractionOf(row, turned, divisor);
  if (fraction < LEAST_FRACTION || fraction > 1 - LEAST_FRACTION) return 0;
  const slackFactor = 1 / (divisor * (1 - fraction));
  let [left, norm] = [-whole - slackFactor * row.slack, 0];
  for (let at = 0; at < turned.length; at++) {
    const one = row.coefficients[at] ?? 0;
    const value = row.values[at] ?? 0;
    const coefficient = lifted((turned[at] === 1 ? -one : one) / divisor, fraction);
    left += coefficient * (turned[at] === 1 ? 1 - value : value);
    norm += coefficient * coefficient;
  }
  return norm > 0 && left > BROKEN ? left / Math.sqrt(norm) : 0;
}

function roundedBy(row: MirRow, turned: Uint8Array, divisor: number): Rounded {
  const { whole, fraction } = fractionOf(row, turned, divisor);
  let most = whole;
  const coefficients = row.coefficients.map((one, at) => {
    if (turned[at] !== 1) return lifted(one / divisor, fraction);
    const coefficient = lifted(-one / divisor, fraction);
    most -= coefficient;
    return -coefficient;
  });
  return { coefficients, most, slackFactor: 1 / (divisor * (1 - fraction)) };
}
