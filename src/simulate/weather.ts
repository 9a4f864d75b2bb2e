// Weather of the region: smooth and the same on every run, from seed, place and instant alone. Nothing is measured.
import { getPosition } from 'suncalc';
import { makeNoise, seedFor } from './noise.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CACHED_MINUTES = 2048;
/** Fronts travel east at about 10 m/s; a degree of longitude is 68 km at 52 degrees north. */
const DRIFT_MS_PER_DEGREE = 6_800_000;

export interface Weather {
  readonly temperatureC: number;
  readonly sunAltitudeDeg: number;
  /** Covered share of the sky, 0..1. */
  readonly cloud: number;
  /** At 10 m height. */
  readonly windMs: number;
  /** Global horizontal. */
  readonly irradianceWm2: number;
}

export interface Place {
  readonly seed: number;
  readonly lat: number;
  readonly lon: number;
}

/** The weather of one place at any instant. */
export type Station = (atMs: number) => Weather;

const stations = new Map<string, Station>();

/** Weather at a place and instant; neighbouring places see the same fronts minutes apart. */
export function weatherAt({ seed, lat, lon, at }: Place & { at: number }): Weather {
  return weatherStation({ seed, lat, lon })(at);
}

/** A station with its own memory of the last day and a half, minute by minute. */
export function weatherStation({ seed, lat, lon }: Place): Station {
  const key = `${seed} ${lat} ${lon}`;
  const known = stations.get(key);
  if (known !== undefined) return known;
  if (stations.size >= 64) stations.clear();
  const station = interpolated(makeMinute({ seed, lat, lon }));
  stations.set(key, station);
  return station;
}

function interpolated(minuteAt: (minute: number) => Weather): Station {
  const minutes = new Float64Array(CACHED_MINUTES).fill(-1);
  const cache: (Weather | undefined)[] = Array.from({ length: CACHED_MINUTES });
  const remembered = (minute: number): Weather => {
    const slot = minute % CACHED_MINUTES;
    const known = cache[slot];
    if (known !== undefined && minutes[slot] === minute) return known;
    const fresh = minuteAt(minute);
    minutes[slot] = minute;
    cache[slot] = fresh;
    return fresh;
  };
  return (atMs) => {
    const minute = Math.floor(atMs / MINUTE_MS);
    const part = atMs / MINUTE_MS - minute;
    const left = remembered(minute);
    if (part === 0) return left;
    const right = remembered(minute + 1);
    return {
      temperatureC: left.temperatureC + (right.temperatureC - left.temperatureC) * part,
      sunAltitudeDeg: left.sunAltitudeDeg + (right.sunAltitudeDeg - left.sunAltitudeDeg) * part,
      cloud: left.cloud + (right.cloud - left.cloud) * part,
      windMs: left.windMs + (right.windMs - left.windMs) * part,
      irradianceWm2: left.irradianceWm2 + (right.irradianceWm2 - left.irradianceWm2) * part,
    };
  };
}

function makeMinute({ seed, lat, lon }: Place): (minute: number) => Weather {
  const noise = (name: string): ((position: number) => number) => makeNoise(seedFor(seed, `weather ${name}`));
  const warmSpell = noise('warm spell');
  const warmHours = noise('warm hours');
  const cloudDays = noise('cloud days');
  const cloudHours = noise('cloud hours');
  const cloudMinutes = makeNoise(seedFor(seed, `weather cloud minutes ${lat.toFixed(2)} ${lon.toFixed(2)}`));
  const windDays = noise('wind days');
  const windHours = noise('wind hours');
  const windMinutes = noise('wind minutes');
  return (minute) => {
    const atMs = minute * MINUTE_MS;
    const frontHours = (atMs - (lon - 6) * DRIFT_MS_PER_DEGREE) / HOUR_MS;
    const year = ((atMs / DAY_MS) % 365.2425) / 365.2425;
    const cloud = clamp01(0.74 + 0.5 * cloudDays(frontHours / 26) + 0.35 * cloudHours(frontHours / 4) + 0.22 * cloudMinutes(frontHours * 2.4));
    const summer = Math.cos(2 * Math.PI * (year - 0.56));
    const day = Math.cos((2 * Math.PI * (((atMs / HOUR_MS) % 24) + lon / 15 - 15)) / 24);
    const sunAltitudeDeg = getPosition(new Date(atMs), lat, lon).altitude;
    return {
      temperatureC: 10.6 + 7.4 * summer + 5 * warmSpell(frontHours / 80) + 1.6 * warmHours(frontHours / 13) + day * (2.6 + 1.4 * summer) * (1.3 - 0.7 * cloud),
      sunAltitudeDeg,
      cloud,
      windMs: Math.max(0.2, 4.3 - 0.7 * summer + 3.2 * windDays(frontHours / 21) + 1.4 * windHours(frontHours / 3.1) + 0.7 * windMinutes(frontHours * 5) + 0.4 * day),
      irradianceWm2: irradiance({ sunAltitudeDeg, cloud }),
    };
  };
}

/** Clear sky by Haurwitz (1945), dimmed by cloud after Kasten and Czeplak (1980). */
function irradiance({ sunAltitudeDeg, cloud }: { sunAltitudeDeg: number; cloud: number }): number {
  if (sunAltitudeDeg <= 0) return 0;
  const sine = Math.sin((sunAltitudeDeg * Math.PI) / 180);
  return 1098 * sine * Math.exp(-0.057 / sine) * (1 - 0.75 * cloud ** 3.4);
}

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
