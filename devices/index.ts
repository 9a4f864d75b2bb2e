// Every device profile, and the one way from a message to readings: choose the profile, decode, apply the limits.
import type { DecodeContext, Decoded, Profile, Reading, Refused, Weighing } from '../src/domain/reading.ts';
import { toIso } from '../src/domain/time.ts';
import { rejected } from './decoding/outcome.ts';
import { dsmrP1 } from './dsmr-p1.ts';
import { genericJson } from './generic-json.ts';
import { homewizard } from './homewizard.ts';
import { weighbridgeJson } from './weighbridge-json.ts';

/** In the order in which they are asked whether they recognise a message. */
export const profiles: readonly Profile[] = [dsmrP1, homewizard, genericJson, weighbridgeJson];

/** A length of time, not a local day: good enough for a limit. */
const DAY_MS = 24 * 3_600_000;

export const PAYLOAD_BYTES_MAX = 64 * 1024;
export const READINGS_MAX = 500;
/** A clock further ahead than this would put energy into quarters that have not begun. */
export const CLOCK_AHEAD_MAX_MS = 5 * 60 * 1000;
/** Journals and settled periods do not reach further back. */
export const AGE_MAX_MS = 90 * DAY_MS;

export interface DecodeMessage {
  /** Profile of the gateway; null lets the payload decide. */
  readonly profile: string | null;
  readonly payload: Uint8Array;
  readonly context: DecodeContext;
  /** 'any' keeps readings of any age: for captured files and replays. */
  readonly times?: 'recent' | 'any';
}

export const profileById = (id: string): Profile | undefined => profiles.find((profile) => profile.id === id);
export const recognise = (payload: Uint8Array, topic: string): Profile | undefined => profiles.find((profile) => profile.recognises(payload, topic));

/** Readings of one message, within the limits.
 *  @returns also the id of the profile that decoded it, null when none did */
export function decodeMessage({ profile: id, payload, context, times = 'recent' }: DecodeMessage): { profile: string | null; decoded: Decoded } {
  if (payload.length === 0) return { profile: id, decoded: rejected('empty-payload', 'the message has no bytes') };
  if (payload.length > PAYLOAD_BYTES_MAX) return { profile: id, decoded: rejected('payload-too-large', `${payload.length} bytes, at most ${PAYLOAD_BYTES_MAX} are read`) };
  const profile = id === null ? recognise(payload, context.topic) : profileById(id);
  if (profile === undefined) {
    const decoded =
      id === null
        ? rejected('unknown-shape', 'no profile recognises this message; choose the profile of the gateway')
        : rejected('unknown-profile', `there is no profile '${id}'; known are ${profiles.map((one) => one.id).join(', ')}`);
    return { profile: null, decoded };
  }
  const decoded = profile.decode(payload, context);
  if (!decoded.ok) return { profile: profile.id, decoded };
  const count = decoded.readings.length + (decoded.weighings?.length ?? 0);
  if (count > READINGS_MAX) return { profile: profile.id, decoded: rejected('too-many-readings', `${count} readings in one message, at most ${READINGS_MAX} are taken`) };
  return { profile: profile.id, decoded: times === 'any' ? decoded : withinTime(decoded, context) };
}

function withinTime(decoded: Extract<Decoded, { ok: true }>, context: DecodeContext): Decoded {
  if (decoded.weighings !== undefined) return weighedInTime({ ...decoded, weighings: decoded.weighings }, context);
  if (decoded.readings.every((reading) => timeFault(reading, context) === null)) return decoded;
  const readings: Reading[] = [];
  const refused = new Map<string, Refused>();
  for (const reading of decoded.readings) {
    const wrong = timeFault(reading, context);
    if (wrong === null) readings.push(reading);
    // A telegram has one time for all its registers: one sentence will do.
    else refused.set(wrong.detail, wrong);
  }
  const first = [...refused.values()][0];
  if (readings.length === 0 && first !== undefined) return rejected(first.reason, first.detail);
  return { ...decoded, readings, refused: [...decoded.refused, ...refused.values()] };
}

/** A profile of scales tells loads and no readings. */
function weighedInTime(decoded: Extract<Decoded, { ok: true }> & { readonly weighings: readonly Weighing[] }, context: DecodeContext): Decoded {
  const told = decoded.weighings.map((load) => ({ load, wrong: timeFault({ carrier: 'weighed', at: load.at }, context) }));
  const [weighings, refused] = [told.flatMap(({ load, wrong }) => (wrong === null ? [load] : [])), told.flatMap(({ wrong }) => wrong ?? [])];
  const [first] = refused;
  if (weighings.length === 0 && first !== undefined) return rejected(first.reason, first.detail);
  return { ...decoded, weighings, refused: [...decoded.refused, ...refused] };
}

function timeFault(reading: { readonly carrier: string; readonly at: Reading['at'] }, { receivedAt }: DecodeContext): Refused | null {
  const aheadMs = reading.at - receivedAt;
  if (aheadMs <= CLOCK_AHEAD_MAX_MS && aheadMs >= -AGE_MAX_MS) return null;
  const told = `the ${reading.carrier} reading says ${toIso(reading.at)} and came in at ${toIso(receivedAt)}`;
  if (aheadMs > CLOCK_AHEAD_MAX_MS) return { reason: 'clock-ahead', detail: `${told}: set the device's clock` };
  return { reason: 'too-old', detail: `${told}: more than ${AGE_MAX_MS / DAY_MS} days before` };
}
