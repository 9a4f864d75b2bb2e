// From longitude and latitude to the drawing, and markers that do not touch. Pure.

export interface Place {
  readonly lon: number;
  readonly lat: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly project: (place: Place) => Point;
  /** The place below a point of the drawing. */
  readonly placeAt: (point: Point) => Place;
  readonly pxPerKm: number;
}
export interface FrameWish {
  readonly marginPx: number;
  /** Fewer kilometres are never drawn across. */
  readonly leastKm?: number;
  /** Height at most, in widths. */
  readonly heightShare?: number;
}

const KM_PER_DEGREE = 111.32;

/** Equirectangular around the middle of the places: over 60 km the error is less than a marker. */
export function frameAround(places: readonly Place[], widthPx: number, { marginPx, leastKm = 2, heightShare = 1.5 }: FrameWish): Frame {
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const widthKm = Math.max(leastKm, (east - west) * shrink * KM_PER_DEGREE);
  const heightKm = Math.max(leastKm, (north - south) * KM_PER_DEGREE);
  const pxPerKm = Math.min((widthPx - 2 * marginPx) / widthKm, (widthPx * heightShare - 2 * marginPx) / heightKm);
  const heightPx = Math.round(heightKm * pxPerKm + 2 * marginPx);
  const left = (widthPx - (east - west) * shrink * KM_PER_DEGREE * pxPerKm) / 2;
  const project = ({ lon, lat }: Place): Point => ({
    x: left + (lon - west) * shrink * KM_PER_DEGREE * pxPerKm,
    y: marginPx + (north - lat) * KM_PER_DEGREE * pxPerKm,
  });
  const placeAt = ({ x, y }: Point): Place => ({ lon: west + (x - left) / (shrink * KM_PER_DEGREE * pxPerKm), lat: north - (y - marginPx) / (KM_PER_DEGREE * pxPerKm) });
  return { widthPx, heightPx, project, placeAt, pxPerKm };
}

export interface Disc extends Point {
  readonly radius: number;
}

/** Pushes discs apart until none touch, a little at a time; the same input gives the same places. */
export function spread(discs: readonly Disc[], gapPx: number): Disc[] {
  const moved = discs.map((disc) => ({ ...disc }));
  for (let round = 0; round < 80; round += 1) {
    let touched = false;
    moved.forEach((a, index) => {
      for (const b of moved.slice(index + 1)) {
        const [dx, dy] = [b.x - a.x || 0.01, b.y - a.y || 0.01];
        const apart = Math.hypot(dx, dy);
        const short = a.radius + b.radius + gapPx - apart;
        if (short <= 0.1) continue;
        touched = true;
        const [px, py] = [((dx / apart) * short) / 2, ((dy / apart) * short) / 2];
        a.x -= px;
        a.y -= py;
        b.x += px;
        b.y += py;
      }
    });
    if (!touched) break;
  }
  return moved;
}
