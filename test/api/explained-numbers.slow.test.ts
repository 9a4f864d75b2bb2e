// Random numbers of every route that can be explained, 200 or all it has (40 in the gate): adding up what is listed gives each, to the last digit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawRoute, lineOf } from './explained-draw.ts';
import { type ExplainedGround, SEED, startGround } from './explained-ground.ts';
import { randoms } from './explained-region.ts';
import { EXPLAINED_ELSEWHERE, EXPLAINED_ROUTES } from './explained-routes.ts';
import { sized } from '../full-size.ts';

const WANTED = sized(200, 40);
/** A day and a bit, so that every list of quarters has more than fit into one answer. */
const HOURS = 27;
let ground: ExplainedGround;

beforeAll(async () => {
  ground = await startGround(HOURS);
}, 60_000);
afterAll(() => ground.small.stop());

/** What is told of this moment first: a meter is silent after a while. */
const routes = [...EXPLAINED_ROUTES, ...Object.keys(EXPLAINED_ELSEWHERE)].sort((a, b) => Number(b.endsWith('/now')) - Number(a.endsWith('/now')));

describe('numbers of a route that explains', () => {
  it.each(routes)(`of %s are what is listed, ${WANTED} of them at random or all there are`, async (route) => {
    const seen = await drawRoute(ground, route, { wanted: WANTED, below: randoms(SEED + route.length) });
    process.stdout.write(lineOf(route, seen));

    expect(seen.wrong).toEqual([]);
    expect(seen.drawn).toBe(Math.min(WANTED, seen.of));
    expect(seen.moved > 0 || (Date.now() % 900_000 < 120_000 && route.endsWith('/now'))).toBe(true);
  });
});
