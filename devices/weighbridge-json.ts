// Loads that a weighbridge or a container's pick-up weighed, as a terminal or script publishes them: one object a load, or an array.
import type { DecodeContext, Decoded, Profile, Weighing } from '../src/domain/reading.ts';
import type { EpochMs } from '../src/domain/units.ts';
import { decodeEntries, entriesOf } from './decoding/entries.ts';
import { type Fields, fieldsFrom, jsonFrom, startsLikeJson } from './decoding/json.ts';
import { isCount } from './decoding/outcome.ts';
import { epochNumber, isoInstant } from './decoding/stamps.ts';

/** Heavier than any truck: a number in grams. */
const KG_MAX = 200_000;
const TICKET_CHARS_MAX = 64;

export const weighbridgeJson: Profile = {
  id: 'weighbridge-json',
  title: 'Weighbridge or container JSON (any terminal that can be told what to send)',
  setup:
    'Send {"stream": 12, "ticket": "2026-00341", "time": "2026-01-31T12:00:00Z", "grossKg": 24000, "tareKg": 14500} with the number of the material stream; "netKg" instead of both, "need" for whom it is, "container" for a pick-up.',
  recognises(payload) {
    const first = startsLikeJson(payload) ? entriesOf(jsonFrom(payload))[0] : undefined;
    const fields = fieldsFrom(first);
    return fields !== null && Object.hasOwn(fields, 'stream') && (Object.hasOwn(fields, 'netKg') || Object.hasOwn(fields, 'grossKg'));
  },
  decode,
  phaseNetting: 'unknown',
  modulus: {},
};

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  return decodeEntries(payload, 'load', ({ fields, label, findings }) => {
    const load = weighingFrom(fields, context);
    if ('reason' in load) findings.refuse(load.reason, `${label}: ${load.detail}`);
    else findings.weigh(load);
  });
}

type Wrong = { readonly reason: 'incomplete-entry' | 'bad-number' | 'bad-time'; readonly detail: string };
const isId = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function weighingFrom(fields: Fields, { receivedAt }: DecodeContext): Weighing | Wrong {
  const { stream, need, ticket, time, container } = fields;
  if (!isId(stream)) return { reason: 'incomplete-entry', detail: 'stream is the number of the material stream, a whole number above 0' };
  if (need !== undefined && need !== null && !isId(need)) return { reason: 'incomplete-entry', detail: 'need is the number of the need that it is for' };
  if (ticket !== undefined && ticket !== null && (typeof ticket !== 'string' || ticket.length > TICKET_CHARS_MAX))
    return { reason: 'incomplete-entry', detail: `ticket is text of at most ${TICKET_CHARS_MAX} characters` };
  const kg = netKgOf(fields);
  if (typeof kg === 'string') return { reason: 'bad-number', detail: kg };
  const at = instantOf(time, receivedAt);
  if (at === null) return { reason: 'bad-time', detail: `time is ${JSON.stringify(time)}; send ISO 8601 with an offset, or seconds or milliseconds since 1970` };
  return {
    stream,
    need: isId(need) ? need : null,
    kg,
    ticket: typeof ticket === 'string' ? ticket : '',
    at,
    source: container === undefined || container === null ? 'weighbridge' : 'container',
  };
}

/** @returns kg, or a sentence on what is wrong */
function netKgOf({ netKg, grossKg, tareKg }: Fields): number | string {
  const net = netKg ?? (isCount(grossKg) && isCount(tareKg) ? grossKg - tareKg : undefined);
  if (net === undefined) return 'netKg, or grossKg and tareKg, must be numbers of 0 or more';
  if (!isCount(net)) return typeof net === 'number' ? `the load is ${net} kg: the tare is above the gross weight` : 'netKg must be a number of 0 or more';
  if (net === 0 || net > KG_MAX) return `the load is ${net} kg, expected more than 0 and at most ${KG_MAX}`;
  return net;
}

function instantOf(time: unknown, receivedAt: EpochMs): EpochMs | null {
  if (time === undefined || time === null) return receivedAt;
  const at = typeof time === 'number' ? epochNumber(time) : typeof time === 'string' ? isoInstant(time) : null;
  return at === 'no-zone' ? null : at;
}
