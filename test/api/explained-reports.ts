// Figures of reports, where each is explained, and what a reader adds up from what is listed.
import { reckonCapacity } from './explained-capacity.ts';
import { reckonKg } from './explained-emissions.ts';
import { type Body, type ExplainedNumber, type Get, LEVELS, reckonLevel, rows, total } from './explained-parts.ts';

/** What names an entry of a list in the place of a figure. */
const NAMES = ['carrier', 'direction', 'start', 'id', 'subject'];

/** @param place of a figure in the report: energy.gas.importAmount */
export function figureIn(figures: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return rows(at).find((one) => NAMES.some((name) => one[name] === key));
    return new Map<string, unknown>(Object.entries(at ?? {})).get(key);
  }, figures);
}

const LISTS = [...LEVELS, 'terms', 'carriers', 'runs'];

function reckonOf(figure: string): (body: Body) => number {
  if (figure.startsWith('emissions')) return reckonKg;
  if (figure.endsWith('kwMax')) return (body) => total(rows(body['quarters']));
  return figure.startsWith('capacity') ? reckonCapacity : reckonLevel;
}

/** Every figure that a report says is explained.
 *  @param by the route that the report names, or its own */
export async function reportNumbers(get: Get, path: string, by: 'named' | 'own' = 'named'): Promise<ExplainedNumber[]> {
  const { figures, explained } = await get(path);
  return rows(explained).map(({ figure, route }) => ({
    name: String(figure),
    told: Number(figureIn(figures, String(figure))),
    explain: by === 'own' ? `${path}/explain?figure=${String(figure)}` : String(route),
    reckon: reckonOf(String(figure)),
    lists: LISTS,
  }));
}
