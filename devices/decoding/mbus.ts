// Meters behind a P1 meter (M-Bus channels 1 to 4): gas, heat, cold, steam and water with their own serial and time.
import type { Carrier, DecodeContext, ReadingUnit } from '../../src/domain/reading.ts';
import { type ObisLine, quantityFrom } from './obis.ts';
import type { Findings } from './outcome.ts';
import { serialFrom } from './serial.ts';
import { compactStamp } from './stamps.ts';

type MbusCarrier = Extract<Carrier, 'gas' | 'heat' | 'cold' | 'steam' | 'water'>;

/** Medium numbers of EN 13757 as 0-n:24.1.0 prints them in decimal. Seen in telegrams: 003 and 007; the
 *  others are recalled from the M-Bus medium table. 013 (heat and cold in one meter) is left out: one value
 *  does not say which of the two it counts. 002 (electricity behind the meter) would count twice. */
const CARRIER_OF_TYPE: Readonly<Record<number, MbusCarrier>> = { 3: 'gas', 4: 'heat', 5: 'steam', 6: 'water', 7: 'water', 10: 'cold', 11: 'cold', 12: 'heat', 22: 'water' };

interface Scale {
  readonly unit: ReadingUnit;
  readonly divisor: number;
}

const VOLUME: Readonly<Record<string, Scale>> = { m3: { unit: 'm3', divisor: 1 } };
const ENERGY: Readonly<Record<string, Scale>> = { GJ: { unit: 'GJ', divisor: 1 }, MJ: { unit: 'GJ', divisor: 1000 }, kWh: { unit: 'kWh', divisor: 1 } };
const UNITS: Readonly<Record<MbusCarrier, Readonly<Record<string, Scale>>>> = { gas: VOLUME, water: VOLUME, heat: ENERGY, cold: ENERGY, steam: ENERGY };

interface Channel {
  type: string | null;
  id: string;
  reading: readonly string[] | null;
}

/** Reads every M-Bus channel of a telegram into `findings`. */
export function readChannels({ lines, context, findings }: { lines: readonly ObisLine[]; context: DecodeContext; findings: Findings }): void {
  for (const [number, channel] of channelsOf(lines)) readChannel({ number, channel, context, findings });
}

function channelsOf(lines: readonly ObisLine[]): Map<string, Channel> {
  const channels = new Map<string, Channel>();
  for (const { code, values } of lines) {
    // Most lines are of the meter itself.
    if (!code.startsWith('0-') || code.startsWith('0-0')) continue;
    const match = /^0-([1-9]):(24\.1\.0|96\.1\.[01]|24\.2\.[13]|24\.3\.0)$/.exec(code);
    const [number, field] = [match?.[1], match?.[2]];
    if (number === undefined || field === undefined) continue;
    const channel = channels.get(number) ?? { type: null, id: '', reading: null };
    channels.set(number, channel);
    if (field === '24.1.0') channel.type ??= values[0] ?? '';
    // The Dutch put the serial in 96.1.0, the Belgians in 96.1.1.
    else if (field.startsWith('96.')) channel.id ||= values[0] ?? '';
    else channel.reading ??= reading(field, values);
  }
  return channels;
}

/** Stamp and 'value*unit'. 24.3.0 (DSMR 2 and 3) is (stamp)(status)(minutes)(count)(code)(unit)(value); its
 *  status is not judged, 00 and 08 both come with good values. Belgian 24.2.3 is gas not corrected for temperature. */
function reading(field: string, values: readonly string[]): readonly string[] {
  if (field !== '24.3.0') return values.slice(0, 2);
  const [unit, value] = values.slice(5, 7);
  return [values[0] ?? '', value === undefined ? '' : `${value}*${unit ?? ''}`];
}

function readChannel({ number, channel, context, findings }: { number: string; channel: Channel; context: DecodeContext; findings: Findings }): void {
  const [stamp = '', text = ''] = channel.reading ?? [];
  // A socket that no meter uses any more repeats a first-of-1970 stamp or eight zeros without a unit for ever.
  const dead = text === '' || stamp.startsWith('700101') || /^[0.]+\*?$/.test(text);
  if (dead) return findings.note('dead-channel');
  const carrier = CARRIER_OF_TYPE[Number(channel.type ?? Number.NaN)];
  if (carrier === undefined)
    return findings.refuse('unknown-shape', `channel ${number} has device type '${channel.type ?? ''}', which is no gas, heat, cold, steam or water meter`);
  const quantity = quantityFrom(text);
  if (quantity === null) return findings.refuse('bad-number', `channel ${number} (${carrier}) says '${text}' where a number belongs`);
  const scale = Object.hasOwn(UNITS[carrier], quantity.unit) ? UNITS[carrier][quantity.unit] : undefined;
  if (scale === undefined) return findings.refuse('unit-mismatch', `channel ${number} gives ${carrier} in '${quantity.unit}', expected ${Object.keys(UNITS[carrier]).join(', ')}`);
  const at = compactStamp(stamp, context.receivedAt);
  if (at === null) return findings.refuse('bad-time', `channel ${number} (${carrier}) has the time '${stamp}', expected YYMMDDhhmmss with S or W`);
  findings.read({
    register: carrier,
    device: serialFrom(channel.id),
    carrier,
    flow: 'import',
    kind: 'counter',
    unit: scale.unit,
    value: quantity.value / scale.divisor,
    at,
    timeSource: 'device',
  });
}
