// Skeleton of a profile. Copy to <vendor>-<model>.ts, write <vendor>-<model>.samples.json first, add it to index.ts.
import type { DecodeContext, Decoded, Profile } from '../src/domain/reading.ts';
import { fieldsFrom, jsonFrom, startsLikeJson } from './decoding/json.ts';
import { Findings, isCount, rejected } from './decoding/outcome.ts';
import { isoInstant } from './decoding/stamps.ts';

export const blueprint: Profile = {
  /** The file name without extension. */
  id: 'vendor-model',
  title: 'Vendor Model (firmware seen, date)',
  setup: 'One sentence on what to set on the device.',
  /** Fields that no other profile has: a gateway without a profile gets the first one that says yes. */
  recognises: (payload) => startsLikeJson(payload) && fieldsFrom(jsonFrom(payload))?.['vendor_energy_wh'] !== undefined,
  decode,
  /** What the maker's manual says; 'unknown' where it says nothing. */
  phaseNetting: 'unknown',
  /** 10^digits in the reading unit, only where a document or a device says so. */
  modulus: {},
};

/** Never throws. State for each field: carrier, direction, counter or gauge, unit, where its time comes from
 *  and where its identity comes from. null, '' and 'nan' are no value, never 0. */
function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return rejected('empty-payload', 'the message has no bytes');
  const json = jsonFrom(payload);
  if (json === undefined) return rejected('not-json', 'the payload is no JSON text in UTF-8');
  const fields = fieldsFrom(json);
  if (fields === null) return rejected('unknown-shape', 'expected a JSON object');
  const findings = new Findings();
  const { vendor_energy_wh: energyWh, vendor_time: time, vendor_serial: serial } = fields;
  const at = typeof time === 'string' ? isoInstant(time) : null;
  if (at === 'no-zone') return rejected('bad-time', `vendor_time ${JSON.stringify(time)} has no zone`);
  if (energyWh !== undefined && energyWh !== null && !isCount(energyWh)) findings.refuse('bad-number', `vendor_energy_wh is ${JSON.stringify(energyWh)}`);
  if (isCount(energyWh)) {
    findings.read({
      register: 'import',
      device: typeof serial === 'string' ? serial : '',
      carrier: 'electricity',
      flow: 'import',
      kind: 'counter',
      unit: 'kWh',
      value: energyWh / 1000,
      at: at ?? context.receivedAt,
      timeSource: at === null ? 'arrival' : 'device',
    });
  }
  return findings.finish('vendor_energy_wh is null or absent');
}
