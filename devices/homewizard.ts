// HomeWizard's local API answers (v1 /api/v1/data, v2 /api/measurement) as a bridge publishes them over MQTT.
import type { Carrier, DecodeContext, Decoded, Flow, Profile, ReadingUnit } from '../src/domain/reading.ts';
import type { EpochMs } from '../src/domain/units.ts';
import { type Fields, fieldsFrom, jsonFrom, startsLikeJson } from './decoding/json.ts';
import { Findings, isCount, isSigned, rejected } from './decoding/outcome.ts';
import { serialFrom } from './decoding/serial.ts';
import { compactStamp, isoOrLocal } from './decoding/stamps.ts';

/** v1 calls an energy `total_power_…_kwh`; v2 says `energy_…_kwh`. Any of these marks the payload as ours. */
const COUNTERS = [
  { flow: 'import', v1: 'total_power_import', v2: 'energy_import' },
  { flow: 'export', v1: 'total_power_export', v2: 'energy_export' },
] as const;
const POWER_FIELDS = ['active_power_w', 'power_w'] as const;
const MARKS = [
  'total_power_import_kwh',
  'total_power_import_t1_kwh',
  'energy_import_kwh',
  'energy_import_t1_kwh',
  'active_power_w',
  'total_gas_m3',
  'total_liter_m3',
  'external',
] as const;
const TARIFFS = [1, 2, 3, 4] as const;

/** Meters behind the P1 meter; warm water is a volume of water, inlet heat is heat metered in the supply pipe. */
const EXTERNAL = new Map<string, { readonly carrier: Extract<Carrier, 'gas' | 'heat' | 'water'>; readonly units: readonly ReadingUnit[] }>([
  ['gas_meter', { carrier: 'gas', units: ['m3'] }],
  ['heat_meter', { carrier: 'heat', units: ['GJ', 'kWh'] }],
  ['inlet_heat_meter', { carrier: 'heat', units: ['GJ', 'kWh'] }],
  ['warm_water_meter', { carrier: 'water', units: ['m3'] }],
  ['water_meter', { carrier: 'water', units: ['m3'] }],
]);
const EXTERNAL_FIELDS = ['unique_id', 'type', 'timestamp', 'value', 'unit'] as const;

interface Stamp {
  readonly at: EpochMs;
  readonly timeSource: 'device' | 'arrival';
}

interface Message {
  readonly fields: Fields;
  readonly context: DecodeContext;
  readonly findings: Findings;
}

export const homewizard: Profile = {
  id: 'homewizard',
  title: 'HomeWizard P1, kWh and water meter (local API v1 and v2)',
  setup: 'Switch on the local API in the HomeWizard app and let a bridge publish /api/v1/data or /api/measurement unchanged as one MQTT message.',
  recognises(payload) {
    const fields = startsLikeJson(payload) ? fieldsFrom(jsonFrom(payload)) : null;
    return fields !== null && looksOurs(fields);
  },
  decode,
  // One API for P1 readers, which repeat a netted meter, and for sockets and kWh meters, which do not say.
  phaseNetting: 'unknown',
  // Only what the P1 meter behind it shows as it is; totals are sums, made by HomeWizard's own software.
  modulus: { gas: 1e5 },
};

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return rejected('empty-payload', 'the message has no bytes');
  const json = jsonFrom(payload);
  if (json === undefined) return rejected('not-json', 'the payload is no JSON text in UTF-8');
  const fields = fieldsFrom(json);
  if (fields === null || !looksOurs(fields)) return rejected('unknown-shape', `none of the fields of a HomeWizard answer stands in it (${MARKS.slice(0, 3).join(', ')}, …)`);
  const message: Message = { fields, context, findings: new Findings() };
  readElectricity(message);
  readGas(message);
  readExternal(message);
  readWaterMeter(message);
  return message.findings.finish('every value that this profile reads is null or absent');
}

const looksOurs = (fields: Fields): boolean => MARKS.some((mark) => Object.hasOwn(fields, mark));

/** null and absent both say that the device has no value; that is never 0. */
const has = (fields: Fields, name: string): boolean => fields[name] !== undefined && fields[name] !== null;

function readElectricity(message: Message): void {
  const { fields, context, findings } = message;
  const time = stampOf({ value: fields['timestamp'], context });
  if (time === null) return findings.refuse('bad-time', `timestamp is ${JSON.stringify(fields['timestamp'])}, expected YYMMDDhhmmss or ISO 8601`);
  const device = typeof fields['unique_id'] === 'string' ? serialFrom(fields['unique_id']) : '';
  for (const { flow, v1, v2 } of COUNTERS) {
    const prefix = has(fields, `${v1}_kwh`) || TARIFFS.some((tariff) => has(fields, `${v1}_t${tariff}_kwh`)) ? v1 : v2;
    // The total is the sum of the tariffs: reading all of them would count everything twice.
    const wanted = has(fields, `${prefix}_kwh`)
      ? [{ register: flow, name: `${prefix}_kwh` }]
      : TARIFFS.map((tariff) => ({ register: `${flow}-t${tariff}`, name: `${prefix}_t${tariff}_kwh` }));
    compareTotal({ fields, findings, flow, prefix });
    for (const { register, name } of wanted) readCounter({ message, register, name, carrier: 'electricity', flow, device, time });
  }
  readPower({ message, device, time });
}

function compareTotal({ fields, findings, flow, prefix }: { fields: Fields; findings: Findings; flow: Flow; prefix: string }): void {
  const [total, ...tariffs] = [`${prefix}_kwh`, ...TARIFFS.map((tariff) => `${prefix}_t${tariff}_kwh`)].map((name) => fields[name]);
  const told = tariffs.filter((one) => one !== undefined && one !== null);
  if (!isCount(total) || told.length === 0 || !told.every(isCount)) return;
  findings.compare({ register: flow, tariffsKwh: told.reduce((sum, one) => sum + one, 0), totalKwh: total });
}

function readPower({ message: { fields, findings }, device, time }: { message: Message; device: string; time: Stamp }): void {
  const name = POWER_FIELDS.find((one) => has(fields, one));
  if (name === undefined) return;
  const powerW = fields[name];
  if (!isSigned(powerW)) return findings.refuse('bad-number', `${name} is ${JSON.stringify(powerW)}, expected a number of watts`);
  const both = { device, carrier: 'electricity', kind: 'gauge', unit: 'kW', ...time } as const;
  findings.read({ register: 'power-import', flow: 'import', value: powerW > 0 ? powerW / 1000 : 0, ...both });
  findings.read({ register: 'power-export', flow: 'export', value: powerW < 0 ? -powerW / 1000 : 0, ...both });
}

function readCounter({
  message: { fields, findings },
  register,
  name,
  carrier,
  flow,
  device,
  time,
}: {
  message: Message;
  register: string;
  name: string;
  carrier: 'electricity' | 'gas' | 'water';
  flow: Flow;
  device: string;
  time: Stamp;
}): void {
  if (!has(fields, name)) return;
  const value = fields[name];
  if (!isCount(value)) return findings.refuse('bad-number', `${name} is ${JSON.stringify(value)}, expected a number of 0 or more`);
  findings.read({ register, device, carrier, flow, kind: 'counter', unit: carrier === 'electricity' ? 'kWh' : 'm3', value, ...time });
}

/** v1 repeats the gas meter of `external` in fields of its own. Without an id it cannot be told from the
 *  entry, which has one: then the entry is read, if it can be. */
function readGas(message: Message): void {
  const { fields, context, findings } = message;
  if (!has(fields, 'total_gas_m3') || (gasId(fields) === null && externalOf(fields).some(isWholeGasEntry))) return;
  const time = stampOf({ value: fields['gas_timestamp'], context });
  if (time === null) return findings.refuse('bad-time', `gas_timestamp is ${JSON.stringify(fields['gas_timestamp'])}, expected YYMMDDhhmmss`);
  readCounter({ message, register: 'gas', name: 'total_gas_m3', carrier: 'gas', flow: 'import', device: serialFrom(gasId(fields) ?? ''), time });
}

const gasId = (fields: Fields): string | null => (typeof fields['gas_unique_id'] === 'string' && fields['gas_unique_id'] !== '' ? fields['gas_unique_id'] : null);

function isWholeGasEntry(entry: unknown): boolean {
  const external = fieldsFrom(entry);
  return external?.['type'] === 'gas_meter' && EXTERNAL_FIELDS.every((name) => has(external, name));
}

function externalOf(fields: Fields): readonly unknown[] {
  const external = fields['external'];
  return Array.isArray(external) ? external : [];
}

function readExternal({ fields, context, findings }: Message): void {
  const gasRead = isCount(fields['total_gas_m3']) ? gasId(fields) : null;
  externalOf(fields).forEach((entry, index) => {
    const external = fieldsFrom(entry);
    const missing = EXTERNAL_FIELDS.filter((name) => external === null || !has(external, name));
    if (external === null || missing.length > 0) return findings.refuse('incomplete-entry', `external entry ${index + 1} lacks ${missing.join(', ')}`);
    if (external['type'] === 'gas_meter' && external['unique_id'] === gasRead) return;
    readEntry({ external, label: `external entry ${index + 1}`, context, findings });
  });
}

function readEntry({ external, label, context, findings }: { external: Fields; label: string; context: DecodeContext; findings: Findings }): void {
  const { type, value, unit, unique_id: id } = external;
  const known = typeof type === 'string' ? EXTERNAL.get(type) : undefined;
  if (known === undefined || typeof id !== 'string')
    return findings.refuse('unknown-shape', `${label} has type ${JSON.stringify(type)} and unique_id ${JSON.stringify(id)}, which is no meter that this profile knows`);
  const fitting = known.units.find((one) => one === unit);
  if (fitting === undefined) return findings.refuse('unit-mismatch', `${label} gives ${known.carrier} in ${JSON.stringify(unit)}, expected ${known.units.join(' or ')}`);
  if (!isCount(value)) return findings.refuse('bad-number', `${label} has the value ${JSON.stringify(value)}, expected a number of 0 or more`);
  const time = stampOf({ value: external['timestamp'], context });
  if (time === null) return findings.refuse('bad-time', `${label} has the timestamp ${JSON.stringify(external['timestamp'])}, expected YYMMDDhhmmss or ISO 8601`);
  findings.read({ register: known.carrier, device: serialFrom(id), carrier: known.carrier, flow: 'import', kind: 'counter', unit: fitting, value, ...time });
}

/** The water meter on its own; it has neither time nor identity in its answer. */
function readWaterMeter(message: Message): void {
  const time: Stamp = { at: message.context.receivedAt, timeSource: 'arrival' };
  readCounter({ message, register: 'water', name: 'total_liter_m3', carrier: 'water', flow: 'import', device: '', time });
}

/** v1: the number YYMMDDhhmmss; v2: ISO 8601 without a zone. Both are the Amsterdam wall clock. */
function stampOf({ value, context }: { value: unknown; context: DecodeContext }): Stamp | null {
  if (value === undefined || value === null) return { at: context.receivedAt, timeSource: 'arrival' };
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const at = compactStamp(text, context.receivedAt) ?? isoOrLocal(text, context.receivedAt);
  return at === null ? null : { at, timeSource: 'device' };
}
