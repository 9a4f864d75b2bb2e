// Figures of a heat match, where each is explained, and what a reader makes of what is listed.
import { published } from '../../src/domain/balance-rows.ts';
import { HOUR_FIELDS, YEAR_FIELDS } from '../../src/domain/heat/match-terms.ts';
import { YEAR_HOURS } from '../../src/domain/heat/port.ts';
import { toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Body, type ExplainedNumber, type Get, inside, numbersIn, objectIn, rows, total } from './explained-parts.ts';

const HOUR_MS = 3_600_000;
const LISTS = ['hours', 'steps', 'parts'];

/** By the level of what is listed. */
export function reckonHeat(body: Body): number {
  const parts = rows(body['parts']);
  switch (body['level']) {
    case 'product':
      return published(parts.reduce((made, one) => (one['role'] === 'divisor' ? made / Number(one['value']) : made * Number(one['value'])), 1));
    case 'sum':
      return published(parts.reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0));
    default:
      return total([...rows(body['hours']), ...rows(body['steps'])]);
  }
}

export async function heatNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const number = (name: string, told: number, asked: string): ExplainedNumber => ({ name, told, explain: `${path}/explain?field=${asked}`, reckon: reckonHeat, lists: LISTS });
  const years = numbersIn({ ...objectIn(inside(body, 'reasoning.energy')), ...body }, YEAR_FIELDS).map(([name, told]) => number(name, told, name));
  const end = Date.parse(String(body['asOf']));
  const cut = (at: number): string => toIso(epochMs(Math.min(Math.max(at, end - YEAR_HOURS * HOUR_MS), end)));
  const days = rows(body['days']);
  const served = days.flatMap((day, index) => {
    const next = days[index + 1];
    const until = next === undefined ? end : Date.parse(String(next['start']));
    const part = `start=${cut(Date.parse(String(day['start'])))}&end=${cut(until)}`;
    return numbersIn(day, ['servedKwh']).map(([name, told]) => number(`${name} of a day`, told, `measuredKwh&${part}`));
  });
  const months = await Promise.all(
    HOUR_FIELDS.map(async (field) =>
      rows((await get(`${path}/explain?field=${field}`))['steps']).map((step) =>
        number(`${field} of a month`, Number(step['contribution']), `${field}&start=${String(step['start'])}&end=${String(step['end'])}`),
      ),
    ),
  );
  return [...years, ...served, ...months.flat()];
}
