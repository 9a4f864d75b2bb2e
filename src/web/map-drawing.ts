// Reads the map's background (assets/map.json) without trusting it: what it does not understand is left out.
import type { Place } from './map-projection.ts';

const KINDS = ['forest', 'outline', 'river', 'canal', 'stream', 'motorway', 'road'] as const;
export type LineKind = (typeof KINDS)[number];
export interface MapLine {
  readonly kind: LineKind;
  readonly points: readonly Place[];
  readonly closed: boolean;
}
export interface MapLabel extends Place {
  readonly text: string;
  readonly kind: 'place' | 'landscape' | 'water' | 'badge';
}
export interface MapDrawing {
  readonly lines: readonly MapLine[];
  readonly labels: readonly MapLabel[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function placeOf(value: unknown): Place | null {
  const [lon, lat] = list(value);
  return typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : null;
}

function lineOf(each: unknown, closed: boolean): MapLine[] {
  if (!isRecord(each)) return [];
  const points = list(each['points'])
    .map(placeOf)
    .filter((place) => place !== null);
  const kind = KINDS.find((known) => known === each['kind']);
  return kind !== undefined && points.length > 1 ? [{ kind, points, closed }] : [];
}

function labelOf(each: unknown): MapLabel[] {
  if (!isRecord(each)) return [];
  const { text, kind } = each;
  const place = placeOf(each['point']);
  if (typeof text !== 'string' || place === null) return [];
  return [{ ...place, text, kind: kind === 'landscape' || kind === 'water' ? kind : 'place' }];
}

/** A road may carry its number. */
function badgeOf(each: unknown): MapLabel[] {
  if (!isRecord(each) || typeof each['name'] !== 'string') return [];
  const place = placeOf(each['badge']);
  return place === null ? [] : [{ ...place, text: each['name'], kind: 'badge' }];
}

export function readMap(json: unknown): MapDrawing {
  const root = isRecord(json) ? json : {};
  const [areas, lines] = [list(root['areas']), list(root['lines'])];
  return {
    lines: [...areas.flatMap((each) => lineOf(each, true)), ...lines.flatMap((each) => lineOf(each, false))],
    labels: [...list(root['labels']).flatMap(labelOf), ...lines.flatMap(badgeOf)],
  };
}
