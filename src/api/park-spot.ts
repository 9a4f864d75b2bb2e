// Where a park lies, as far as sun and weather care.
import type { Deps } from './deps.ts';

/** Middle of the region, where a park says nothing of its place. */
const REGION = { latDeg: 52.15, lonDeg: 6.1 };

/** Where a park lies: where the sun stands over it. */
export function spotOf(deps: Pick<Deps, 'parks'>, park: string | null): { latDeg: number; lonDeg: number } {
  const config = deps.parks.find((one) => one.id === park);
  return config === undefined ? REGION : { latDeg: config.lat, lonDeg: config.lon };
}

/** Every place that `spotOf` gives. */
export const spotsOf = (deps: Pick<Deps, 'parks'>): ReturnType<typeof spotOf>[] => [null, ...deps.parks.map(({ id }) => id)].map((park) => spotOf(deps, park));
