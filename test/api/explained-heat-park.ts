// Heat figures of a park, where each is explained, and what a reader makes of what is listed.
import { NETWORK_FIELDS } from '../../src/api/shapes-heat-park-explained.ts';
import { REGION_HEAT_FIELDS } from '../../src/api/shapes-region-heat-explained.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { reckonHeat } from './explained-heat.ts';
import { type Body, type ExplainedNumber, type Get, isNumber, numbersIn, objectIn, rows, total } from './explained-parts.ts';

const LISTS = ['rows', 'intervals', 'parts'];

/** Rows, or intervals with what is added; parts as those of a match. */
export function reckonPark(body: Body): number {
  if (body['level'] === 'rows') return total(rows(body['rows']));
  if (body['level'] !== 'intervals') return reckonHeat(body);
  return (toMicro(total(rows(body['intervals']))) + toMicro(isNumber(body['added']) ? body['added'] : 0)) / 1e6;
}
const number = (name: string, told: number, explain: string): ExplainedNumber => ({ name, told, explain, reckon: reckonPark, lists: LISTS });

export async function heatNetworkNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const figures = numbersIn(body, NETWORK_FIELDS).map(([field, told]) => number(field, told, `${path}/explain?field=${field}`));
  const links = rows(body['links']).map((link) => number('links.netEur', Number(link['netEur']), `${path}/explain?field=links.netEur&link=${String(link['id'])}`));
  return [...figures, ...links];
}

const FIGURES = ['hotUtilityKw', 'coldUtilityKw', 'hotKw', 'coldKw', 'exchangeableKw'];

export async function pinchNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const slices = await Promise.all(
    rows(body['slices']).map(async (slice) => {
      const at = (field: string, more = ''): string => `${path}/explain?field=${field}&slice=${String(slice['slice'])}${more}`;
      const figures = numbersIn(slice, FIGURES).map(([field, told]) => number(field, told, at(field)));
      const points = ['hot', 'cold', 'grand'].flatMap((curve) =>
        rows(slice[curve]).map((one) => number(`${curve}.kw`, Number(one['kw']), at(`${curve}.kw`, `&c=${String(one['c'])}`))),
      );
      const streams = await Promise.all(['hotKw', 'coldKw'].map(async (field) => rows(objectIn(await get(at(field)))['rows'])));
      // Of a stream its share in the sum is told: it lies within a millionth of it.
      return [...figures, ...points, ...(await streamNumbers(get, streams.flat()))];
    }),
  );
  return [...slices.flat(), ...numbersIn(body, ['exchangePotentialUsed']).map(([field, told]) => number(field, told, `${path}/explain?field=${field}`))];
}

const streamNumbers = async (get: Get, listed: readonly Body[]): Promise<ExplainedNumber[]> =>
  Promise.all(
    listed.map(async (row) => {
      const explain = String(row['explain']);
      const told = Number((await get(explain))['value']);
      if (Math.abs(told - Number(row['contribution'])) > 1.5e-6) throw new Error(`${explain} is ${told}, and stands as ${String(row['contribution'])}`);
      return number('stream.kw', told, explain);
    }),
  );

/** Of the region, and of each of its parks. */
export async function regionHeatNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const figures = (of: Body, more: string): ExplainedNumber[] =>
    REGION_HEAT_FIELDS.flatMap((field) =>
      numbersIn(of, [`${field}.kwh`]).map(([name, told]) => ({
        name,
        told,
        explain: `${path}/explain?field=${field}${more}`,
        reckon: (why: Body): number => total(rows(why['rows'])) + Number(why['rest']),
        lists: ['rows'],
      })),
    );
  return [...figures(objectIn(body['totals']), ''), ...rows(body['parks']).flatMap((one) => figures(one, `&park=${String(one['park'])}`))];
}
