// Power of panels, turbines, batteries and truck chargers at one instant; pure and without state.
import type { LocalHour } from './calendar.ts';
import { makeLattice } from './noise.ts';
import type { Weather } from './weather.ts';

const CHARGE_EFFICIENCY = 0.88;

/** Alternating-current power of a flat east-west roof; passing clouds flicker most when the sky is half covered. */
export function pvPower({ pvKwp, weather, flicker }: { pvKwp: number; weather: Weather; flicker: number }): number {
  if (pvKwp === 0 || weather.irradianceWm2 <= 0) return 0;
  const cellC = weather.temperatureC + weather.irradianceWm2 * 0.03;
  const share = (weather.irradianceWm2 / 1000) * 0.87 * (1 - 0.004 * (cellC - 25)) * (1 + 0.6 * flicker * weather.cloud * (1 - weather.cloud));
  return pvKwp * Math.min(0.85, Math.max(0, share));
}

/** Cubic power curve from 3.5 to 12.5 m/s at hub height, where it blows 1.7 times as hard as at 10 m. */
export function windPower({ windKw, windMs }: { windKw: number; windMs: number }): number {
  if (windKw === 0) return 0;
  const hubMs = windMs * 1.7;
  if (hubMs <= 3.5 || hubMs >= 25) return 0;
  return windKw * Math.min(1, (hubMs ** 3 - 42.875) / (1953.125 - 42.875));
}

const CHARGE_WINDOWS_H = [
  [3.5, 5.5],
  [11, 15],
] as const;
const DISCHARGE_WINDOWS_H = [
  [7, 9],
  [17, 21],
] as const;
const batteryDay = makeLattice(0xba77);

/** A battery on a timetable: what a local day puts in comes out on the same day, less the conversion loss. */
export function batteryFlow({ batteryKw, secondS, day }: { batteryKw: number; secondS: number; day: number }): { chargeKw: number; dischargeKw: number } {
  if (batteryKw === 0) return { chargeKw: 0, dischargeKw: 0 };
  const dayKw = batteryKw * (0.55 + 0.45 * batteryDay(day));
  const hour = secondS / 3600;
  return { chargeKw: dayKw * windowLevel(hour, CHARGE_WINDOWS_H), dischargeKw: dayKw * CHARGE_EFFICIENCY * windowLevel(hour, DISCHARGE_WINDOWS_H) };
}

function windowLevel(hour: number, windows: readonly (readonly [from: number, to: number])[]): number {
  let level = 0;
  for (const [from, to] of windows) level = Math.max(level, Math.min(1, (hour - from) * 4, (to - hour) * 4));
  return Math.max(0, level);
}

const SLOT_MS = 45 * 60 * 1000;
const RAMP_MS = 90_000;

/** Trucks at the chargers: each plug has a session of drawn length in each slot that is taken. */
export function makeCharging({ seed, chargers, chargerKw }: { seed: number; chargers: number; chargerKw: number }): (atMs: number, local: LocalHour) => number {
  const draw = makeLattice(seed);
  return (atMs, local) => {
    let powerKw = 0;
    for (let plug = 0; plug < chargers; plug++) {
      const shiftedMs = atMs + plug * 531_000;
      const slot = Math.floor(shiftedMs / SLOT_MS);
      const session = slot * 32 + plug;
      if (draw(session) >= busyShare(local)) continue;
      const lengthMs = SLOT_MS * (0.45 + 0.5 * draw(session + 0x400_0000));
      const intoMs = shiftedMs - slot * SLOT_MS;
      const ramp = Math.min(1, intoMs / RAMP_MS, (lengthMs - intoMs) / RAMP_MS);
      if (ramp > 0) powerKw += chargerKw * (0.6 + 0.4 * draw(session + 0x800_0000)) * ramp;
    }
    return powerKw;
  };
}

function busyShare(local: LocalHour): number {
  if (local.weekday === 7 || local.holiday) return 0.08;
  const share = local.hour < 5 ? 0.3 : local.hour < 9 ? 0.15 : local.hour < 14 ? 0.45 : local.hour < 20 ? 0.55 : 0.35;
  return local.weekday === 6 ? share * 0.5 : share;
}
