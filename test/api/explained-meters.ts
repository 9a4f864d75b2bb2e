// Numbers of meters that are held against each other and of conversions between them, where each is explained, and what a reader makes of what is listed.
import { CONVERSION_FIELDS, SIDE_FIELDS } from '../../src/api/conversion-explain.ts';
import { CHECK_FIELDS } from '../../src/api/cross-check-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { FACTOR_NEAR } from '../../src/domain/cross-checks/power.ts';
import { type Body, type ExplainedNumber, type Get, isNumber, numbersIn, rows, total } from './explained-parts.ts';

const CHECK_LISTS = ['registers', 'parts', 'stretches', 'moments'];

/** The numerators together, divided by the denominator. */
function divided(parts: readonly Body[]): number {
  const of = (role: string): number => parts.filter((one) => one['role'] === role).reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0);
  return of('numerator') / of('denominator');
}

/** By the formulas of docs/methods-explained.md. */
function ofMoments(body: Body): number {
  const moments = new Map(rows(body['moments']).map((one) => [one['name'], Number(one['value'])]));
  const [n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0] = ['n', 'sumA', 'sumB', 'sumAa', 'sumBb', 'sumAb'].map((name) => moments.get(name));
  const slope = (ab - (a * b) / n) / (bb - (b * b) / n);
  if (body['field'] === 'slope') return published(slope);
  if (body['field'] === 'slopeError') return published(Math.sqrt((aa - (a * a) / n - slope * (ab - (a * b) / n)) / (n - 2) / (bb - (b * b) / n)));
  return published((n * ab - a * b) / Math.sqrt((n * aa - a * a) * (n * bb - b * b)));
}

/** The factor nearby, or the shift at which changes go together clearly better than at none. */
function chosen(body: Body): number {
  const choices = rows(body['choices']);
  if (body['field'] === 'factor') {
    const ratio = divided(rows(body['parts']));
    return Number(choices.find((one) => Math.abs(ratio / Number(one['value']) - 1) <= FACTOR_NEAR)?.['value']);
  }
  const strength = (one: Body | undefined): number => Math.abs(Number(one?.['correlation']));
  const none = choices.find((one) => one['value'] === 0);
  const best = choices.filter((one) => Number(one['quarters']) >= 48).reduce((most, one) => (strength(one) > strength(most) ? one : most));
  const z = (Math.atanh(Math.min(strength(best), 0.999_999)) - Math.atanh(Math.min(strength(none), 0.999_999))) * Math.sqrt((Number(best['quarters']) - 3) / 4);
  return strength(best) >= 0.25 && strength(best) - strength(none) >= 0.1 && z >= 4 ? Number(best['value']) : 0;
}

export function reckonCheck(body: Body): number {
  switch (body['level']) {
    case 'registers':
      return total(rows(body['registers']));
    case 'ratio':
      return published(divided(rows(body['parts'])));
    case 'stretches':
      return rows(body['stretches']).reduce((sum, one) => sum + Number(one['quarters']), 0);
    case 'moments':
      return ofMoments(body);
    case 'choices':
      return chosen(body);
    default:
      throw new Error(`${String(body['level'])} is no level of a cross-check`);
  }
}

/** @param query of the answer, with a question mark; empty: the last fortnight */
export async function crossChecks(get: Get, path: string, query = ''): Promise<ExplainedNumber[]> {
  const { items, from, to } = await get(path + query);
  return rows(items).flatMap((item) => {
    const { check, connection, meter } = item;
    const fields = Object.entries(CHECK_FIELDS).find(([name]) => name === check)?.[1] ?? [];
    const asked = `from=${String(from)}&to=${String(to)}&check=${String(check)}&connection=${String(connection)}${isNumber(meter) ? `&meter=${meter}` : ''}`;
    return numbersIn(item, fields).map(([name, told]) => ({
      name: `${String(check)} ${name}`,
      told,
      explain: `${path}/explain?${asked}&field=${name}`,
      reckon: reckonCheck,
      // Of several things to choose from the choice is the same a little further on.
      lists: name === 'factor' || name === 'shiftMinutes' ? [] : CHECK_LISTS,
    }));
  });
}

function reckonConversion(body: Body): number {
  const parts = rows(body['parts']);
  switch (body['level']) {
    case 'registers':
      return total(rows(body['registers']));
    case 'product':
      return published(parts.reduce((product, one) => product * Number(one['value']), 1));
    case 'sum':
      return published(
        Math.max(
          parts.reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0),
          0,
        ),
      );
    case 'ratio':
      return published(divided(parts));
    default:
      throw new Error(`${String(body['level'])} is no level of a conversion`);
  }
}

/** @param query of the answer, with a question mark; empty: the last thirty days */
export async function conversionNumbers(get: Get, path: string, query = ''): Promise<ExplainedNumber[]> {
  const { items, from, to } = await get(path + query);
  return rows(items).flatMap((item) => {
    const number = (name: string, told: number, more = ''): ExplainedNumber => ({
      name,
      told,
      explain: `${path}/explain?from=${String(from)}&to=${String(to)}&conversion=${String(item['id'])}&field=${name}${more}`,
      reckon: reckonConversion,
      lists: ['registers', 'parts'],
    });
    const sides = ['inputs', 'outputs'].flatMap((side) =>
      rows(item[side]).flatMap((one) => numbersIn(one, SIDE_FIELDS).map(([name, told]) => number(`${side}.${name}`, told, `&meter=${String(one['meter'])}`))),
    );
    return [...numbersIn(item, CONVERSION_FIELDS).map(([name, told]) => number(name, told)), ...sides];
  });
}
