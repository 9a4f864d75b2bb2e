// Kringstroom's own JSON, for data loggers and scripts that can be told what to send: one object a meter, or an array of them.
import type { Carrier, DecodeContext, Decoded, Flow, Profile, Reading, ReadingUnit } from '../src/domain/reading.ts';
import type { EpochMs } from '../src/domain/units.ts';
import { decodeEntries, entriesOf } from './decoding/entries.ts';
import { type Fields, fieldsFrom, jsonFrom, startsLikeJson } from './decoding/json.ts';
import { type Findings, isCount, isSigned } from './decoding/outcome.ts';
import { epochNumber, isoInstant } from './decoding/stamps.ts';

interface Counter {
  readonly register: string;
  readonly carrier: Carrier;
  readonly flow: Flow;
  readonly unit: ReadingUnit;
  /** Field name and what to divide its number by; the first one present is read. */
  readonly fields: readonly (readonly [name: string, divisor: number])[];
}

const SERIAL_CHARS_MAX = 64;

const electricity = (flow: Flow): Counter => ({
  register: flow,
  carrier: 'electricity',
  flow,
  unit: 'kWh',
  fields: [
    [`${flow}Kwh`, 1],
    [`${flow}Wh`, 1000],
  ],
});
const volume = (carrier: Carrier): Counter => ({ register: carrier, carrier, flow: 'import', unit: 'm3', fields: [[`${carrier}M3`, 1]] });
const thermal = (carrier: Carrier): Counter => ({
  register: carrier,
  carrier,
  flow: 'import',
  unit: 'kWh',
  fields: [
    [`${carrier}Kwh`, 1],
    [`${carrier}Wh`, 1000],
  ],
});
const thermalGj = (carrier: Carrier): Counter => ({ ...thermal(carrier), unit: 'GJ', fields: [[`${carrier}Gj`, 1]] });

const COUNTERS: readonly Counter[] = [
  ...(['import', 'export', 'generation', 'charge', 'discharge'] as const).map(electricity),
  ...(['gas', 'biogas', 'hydrogen', 'water'] as const).map(volume),
  // Used water that is passed on to others, cleaned or not.
  { ...volume('water'), register: 'water-export', flow: 'export', fields: [['waterExportM3', 1]] },
  ...(['heat', 'cold', 'steam'] as const).flatMap((carrier) => [thermal(carrier), thermalGj(carrier)]),
];
const POWER_FIELDS: readonly (readonly [name: string, divisor: number])[] = [
  ['powerKw', 1],
  ['powerW', 1000],
];
const KNOWN = [...COUNTERS.flatMap((counter) => counter.fields.map(([name]) => name)), ...POWER_FIELDS.map(([name]) => name)];
/** Place in `COUNTERS` by field name. */
const COUNTER_AT = new Map(COUNTERS.flatMap((counter, at) => counter.fields.map(([name]) => [name, at] as const)));

interface Amount {
  readonly name: string;
  readonly value: unknown;
  readonly divisor: number;
}

export const genericJson: Profile = {
  id: 'generic-json',
  title: 'Kringstroom JSON (any data logger)',
  setup: 'Send {"meter": "<serial>", "time": "2026-01-31T12:00:00Z", "importKwh": 123.4, "exportKwh": 0, "powerKw": 5.6} with the fields that the meter has.',
  recognises(payload) {
    const first = startsLikeJson(payload) ? entriesOf(jsonFrom(payload))[0] : undefined;
    const fields = fieldsFrom(first);
    return fields !== null && KNOWN.some((name) => Object.hasOwn(fields, name));
  },
  decode,
  phaseNetting: 'unknown',
  // The sender decides how many digits its counters have, so a rollover cannot be told from a reset.
  modulus: {},
};

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  return decodeEntries(payload, 'entry', (entry) => readEntry({ ...entry, context }));
}

/** One meter. A wrong number or time refuses the whole entry: half a meter would look like a meter at rest. */
function readEntry({ fields, label, context, findings }: { fields: Fields; label: string; context: DecodeContext; findings: Findings }): void {
  const { meter, time } = fields;
  const device = meter === undefined || meter === null ? '' : typeof meter === 'number' ? String(meter) : meter;
  if (typeof device !== 'string' || device.length > SERIAL_CHARS_MAX)
    return findings.refuse('incomplete-entry', `${label}: meter is the serial as text of at most ${SERIAL_CHARS_MAX} characters`);
  const at = instantFrom(time, context);
  if (typeof at === 'string') return findings.refuse('bad-time', `${label}: ${at}`);
  const whole: Whole = { device: device.trim(), at, timeSource: time === undefined || time === null ? 'arrival' : 'device' };
  const readings: Reading[] = [];
  for (const counter of countersIn(fields)) {
    const amount = amountOf(fields, counter.fields);
    if (amount === null) continue;
    const { value, divisor } = amount;
    if (!isCount(value)) return findings.refuse('bad-number', `${label}: ${notANumber(amount)} of 0 or more`);
    const { register, carrier, flow, unit } = counter;
    // The same counter in two units is one register.
    if (readings.at(-1)?.register === register) continue;
    const { at: instant, timeSource } = whole;
    readings.push({ register, device: whole.device, carrier, flow, kind: 'counter', unit, value: value / divisor, at: instant, timeSource });
  }
  const power = amountOf(fields, POWER_FIELDS);
  if (power !== null && !isSigned(power.value)) return findings.refuse('bad-number', `${label}: ${notANumber(power)}`);
  if (readings.length === 0 && power === null) return findings.refuse('no-reading', `${label} has none of the fields ${KNOWN.slice(0, 4).join(', ')}, …`);
  for (const reading of readings) findings.read(reading);
  if (power !== null && isSigned(power.value)) readPower({ powerKw: power.value / power.divisor, whole, findings });
}

/** Counters of which a field stands there, in their own order. Most messages have one of the eighteen. */
function countersIn(fields: Fields): readonly Counter[] {
  let places = 0;
  for (const name in fields) {
    const at = COUNTER_AT.get(name);
    if (at !== undefined) places |= 1 << at;
  }
  return COUNTERS.filter((_, at) => (places & (1 << at)) !== 0);
}

type Whole = Pick<Reading, 'device' | 'at' | 'timeSource'>;
const notANumber = ({ name, value }: Amount): string => `${name} is ${JSON.stringify(value)}, expected a number without quotes`;

function readPower({ powerKw, whole, findings }: { powerKw: number; whole: Whole; findings: Findings }): void {
  const both = { carrier: 'electricity', kind: 'gauge', unit: 'kW', ...whole } as const;
  findings.read({ register: 'power-import', flow: 'import', value: powerKw > 0 ? powerKw : 0, ...both });
  findings.read({ register: 'power-export', flow: 'export', value: powerKw < 0 ? -powerKw : 0, ...both });
}

/** The first field that stands there. null says "no value". */
function amountOf(fields: Fields, names: readonly (readonly [name: string, divisor: number])[]): Amount | null {
  for (const [name, divisor] of names) {
    const value = fields[name];
    if (value !== undefined && value !== null) return { name, value, divisor };
  }
  return null;
}

/** @returns the instant, or a sentence on what to send instead */
function instantFrom(time: unknown, context: DecodeContext): EpochMs | string {
  if (time === undefined || time === null) return context.receivedAt;
  const at = typeof time === 'number' ? epochNumber(time) : typeof time === 'string' ? isoInstant(time) : null;
  if (at === 'no-zone') return `time ${JSON.stringify(time)} has no zone; send an offset, such as 2026-01-31T12:00:00+01:00 or 2026-01-31T11:00:00Z`;
  return at ?? `time is ${JSON.stringify(time)}; send ISO 8601 with an offset, such as 2026-01-31T12:00:00+01:00, or seconds or milliseconds since 1970`;
}
