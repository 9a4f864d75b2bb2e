// The materials of a park or company on the ground: who is known stands at the place they gave, all others at the middle of their park. Pure.
import type { MatchView } from '../api/shapes-materials.ts';
import type { Park } from '../api/shapes.ts';
import { isAbout } from './material-chain.ts';
import type { Place } from './map-projection.ts';

type Side = Pick<MatchView['offer'], 'company' | 'name' | 'own' | 'park' | 'place' | 'materialClass'>;
type Match = Pick<MatchView, 'feasible' | 'status' | 'tonnesPerYear' | 'allottedTonnesPerYear' | 'distanceKm'> & { readonly offer: Side; readonly need: Side };

/** An end of a flow: somebody who is known, or all who are not yet on one park. */
export interface MapSpot extends Place {
  readonly id: string;
  readonly kind: 'offer' | 'need' | 'unnamed';
  /** null: not known yet, or the reader's own. */
  readonly name: string | null;
  readonly own: boolean;
  readonly park: string;
}
/** Matches between the same two ends, as one line. */
export interface MapFlow {
  readonly id: string;
  readonly from: MapSpot;
  readonly to: MapSpot;
  /** As offered, a year: what the allocation gives them together; where it is rounded (about), of the largest pair alone. */
  readonly tonnes: number;
  readonly about: boolean;
  /** By road; of several the shortest. */
  readonly distanceKm: number | null;
  /** That of the match that came furthest. */
  readonly status: MatchView['status'];
  /** Pairs of classes, most tonnes first. */
  readonly classes: readonly (readonly [offered: string, needed: string])[];
  readonly matches: number;
}
export interface MaterialMap {
  readonly spots: readonly MapSpot[];
  /** Most tonnes first. */
  readonly flows: readonly MapFlow[];
  /** Matches of which an end lies on a park that this reader may not know, or that has no place. */
  readonly elsewhere: number;
}
type Parks = readonly Pick<Park, 'id' | 'lat' | 'lon'>[];

const FURTHEST: readonly MatchView['status'][] = ['metered', 'contract', 'trial', 'contact', 'idea', 'ended'];
const BEGUN = new Set<MatchView['status']>(['trial', 'contract', 'metered']);

function spotOf(side: Side, kind: 'offer' | 'need', parks: Parks): MapSpot | null {
  const home = parks.find(({ id }) => id === side.park);
  const known = side.own || side.name !== null;
  const at = known ? (side.place ?? home) : home;
  if (at === undefined || side.park === null) return null;
  const id = known ? `${kind} ${side.company ?? 'own'}` : `unnamed ${side.park}`;
  return { id, kind: known ? kind : 'unnamed', name: known && !side.own ? side.name : null, own: side.own, park: side.park, lat: at.lat, lon: at.lon };
}

/** Tonnes of a match that is drawn; null: the allocation gives it none, and nobody began with it. */
function tonnesOf({ allottedTonnesPerYear: allotted, tonnesPerYear, status }: Match): number | null {
  if (allotted === null || (allotted <= 0 && BEGUN.has(status))) return tonnesPerYear;
  return allotted > 0 ? allotted : null;
}

/** @param items those that fit and those that do not; only what fits is drawn
 *  @param parks where parks are */
export function materialMapOf(items: readonly Match[], parks: Parks): MaterialMap {
  const spots = new Map<string, MapSpot>();
  const lines = new Map<string, { from: MapSpot; to: MapSpot; of: { match: Match; tonnes: number }[] }>();
  let elsewhere = 0;
  for (const match of items) {
    const tonnes = tonnesOf(match);
    if (!match.feasible || match.status === 'ended' || tonnes === null) continue;
    const [from, to] = [spotOf(match.offer, 'offer', parks), spotOf(match.need, 'need', parks)];
    if (from === null || to === null) {
      elsewhere++;
      continue;
    }
    for (const spot of [from, to]) spots.set(spot.id, spot);
    const id = `${from.id} ${to.id}`;
    const line = lines.get(id) ?? { from, to, of: [] };
    lines.set(id, line);
    line.of.push({ match, tonnes });
  }
  const flows = [...lines].map(([id, { from, to, of }]) => ({ id, from, to, ...together(of) })).sort((a, b) => b.tonnes - a.tonnes || (a.id < b.id ? -1 : 1));
  return { spots: [...spots.values()], flows, elsewhere };
}

function together(of: readonly { match: Match; tonnes: number }[]): Omit<MapFlow, 'id' | 'from' | 'to'> {
  const about = of.some(({ match }) => isAbout(match));
  const all = of.map(({ tonnes }) => tonnes);
  const distances = of.flatMap(({ match }) => match.distanceKm ?? []);
  const classes = new Map<string, readonly [string, string]>();
  for (const { match } of [...of].sort((a, b) => b.tonnes - a.tonnes)) {
    const pair = [match.offer.materialClass, match.need.materialClass] as const;
    classes.set(pair.join(' '), classes.get(pair.join(' ')) ?? pair);
  }
  return {
    // What is rounded is of pairs that share tonnes: those do not add up.
    tonnes: about ? Math.max(...all) : all.reduce((sum, one) => sum + one, 0),
    about,
    distanceKm: distances.length === 0 ? null : Math.min(...distances),
    status: FURTHEST.find((status) => of.some(({ match }) => match.status === status)) ?? 'idea',
    classes: [...classes.values()],
    matches: of.length,
  };
}

const THIN_PX = 1.5;
const THICK_PX = 9;
/** A line as wide as its tonnes are to the most: by the root, so that small ones stay in sight. */
export const widthPxOf = (tonnes: number, most: number): number => THIN_PX + (THICK_PX - THIN_PX) * Math.sqrt(most > 0 ? Math.min(tonnes / most, 1) : 0);
