// Draws numbers of a route at random and adds up what explains each of them.
import { QUARTER_MS } from '../../src/domain/time.ts';
import type { ExplainedGround } from './explained-ground.ts';
import { numbersOf } from './explained-numbers.ts';
import { type Body, type ExplainedNumber, type Get, inside, rows } from './explained-parts.ts';

const FAULTED_MAX = 4;

export interface Drawn {
  /** Numbers that the route has here, and how many of them were looked at. */
  readonly of: number;
  readonly drawn: number;
  /** Those that a fault of a millionth in what is listed moved, and that are not 0. */
  readonly moved: number;
  /** What is listed gives another number, or the same with a fault in it. */
  readonly wrong: readonly unknown[];
}

interface Drawing {
  /** As many different numbers, or all when there are fewer. */
  readonly wanted: number;
  readonly below: (below: number) => number;
}

/** After the end of a quarter its last readings are still written, and forecasts are made anew with them. */
const SETTLING_MS = 60_000;

/** Of the numbers that a route has now; when a quarter ended meanwhile or just before, of those that it has then. */
export async function drawRoute({ get, places }: Pick<ExplainedGround, 'get' | 'places'>, route: string, drawing: Drawing): Promise<Drawn> {
  const settledQuarter = Math.floor((Date.now() - SETTLING_MS) / QUARTER_MS);
  const drawn = await drawNumbers(get, await numbersOf(get, route, places), drawing);
  return drawn.wrong.length > 0 && Math.floor(Date.now() / QUARTER_MS) !== settledQuarter ? drawRoute({ get, places }, route, drawing) : drawn;
}

export async function drawNumbers(get: Get, numbers: readonly ExplainedNumber[], { wanted, below }: Drawing): Promise<Drawn> {
  const left = [...numbers];
  const wrong: unknown[] = [];
  let [drawn, moved] = [0, 0];
  for (; drawn < wanted && left.length > 0; drawn++) {
    const [one] = left.splice(below(left.length), 1);
    if (one === undefined) break;
    const body = await get(one.explain);
    const reckoned = one.reckon(body);
    if (!Object.is(reckoned, one.told)) wrong.push([one.explain, one.name, { reckoned, told: one.told }]);
    const faults = faulted(body, one.lists);
    // Six decimals swallow a hundredth of what is hardly anything; zeros explain themselves.
    if (faults.length === 0 || (one.told !== 0 && Math.abs(one.told) < 0.001)) continue;
    if (!movesWith(one, faults)) wrong.push([one.explain, one.name, 'is the same with a fault in what is listed']);
    else if (one.told !== 0) moved++;
  }
  return { of: numbers.length, drawn, moved, wrong };
}

/** Makes a thing that is listed a little larger: of the power of this moment, told in watts, two of those, and of what a band lies around as much.
 *  @returns one for each of the first things listed that tell a number */
export function faulted(body: Body, lists: readonly string[]): Body[] {
  const longest = Math.max(0, ...lists.map((name) => listIn(inside(body, name)).length));
  return Array.from({ length: Math.min(longest, 2 * FAULTED_MAX) }, (_, at) => faultedAt(structuredClone(body), lists, at))
    .filter((one) => one !== null)
    .slice(0, FAULTED_MAX);
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands alone is a list of one. */
const listIn = (value: unknown): Body[] => (isBody(value) ? [value] : rows(value));

/** The first thing listed must move the number; of a share that is all, which can be no more, the first or the second; of a slope, of
 *  which the sum of the changes is about nothing, one of the first. */
export function movesWith({ reckon, told }: ExplainedNumber, wrong: readonly Body[]): boolean {
  const level = wrong[0]?.['level'];
  return wrong.slice(0, level === 'moments' ? wrong.length : level === 'ratio' && told === 1 ? 2 : 1).some((other) => reckon(other) !== told);
}

const isCounted = (lists: readonly string[]): boolean => lists.includes('measured.lines');

function faultedAt(body: Body, lists: readonly string[], at: number): Body | null {
  const listed = lists.flatMap((name) => listIn(inside(body, name)).slice(at, at + 1));
  const isRough = lists.includes('rows') || lists.includes('band');
  // Of what is counted, one.
  const fault = isCounted(lists) ? 1 : isRough ? 0.002 : 0.000_001;
  // A value that is multiplied or divided afterwards is moved by a hundredth as well, or rounding would swallow it, and from nothing by one.
  const moved = (name: string, value: number): number => (name !== 'value' ? value : value === 0 ? 1 : value * 1.01) + fault;
  let isMoved = false;
  for (const one of listed)
    for (const name of isCounted(lists) ? ['present'] : lists.includes('band') ? ['amount'] : ['contribution', 'kw', 'value', 'quarters'])
      if (typeof one[name] === 'number') {
        one[name] = moved(name, one[name]);
        isMoved = true;
      }
  return isMoved ? body : null;
}

/** A line of the table of what was looked at. */
export const lineOf = (route: string, { of, drawn, moved }: Drawn): string => `${route}: ${drawn} of ${of} numbers drawn, ${moved} moved by a fault\n`;
