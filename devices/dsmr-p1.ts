// Smart meters by their P1 port: DSMR 2.2 to 5.x and e-MUCS (Belgium). Telegram in, readings out.
import { fromWallClock } from '../src/domain/time.ts';
import { type EpochMs, epochMs } from '../src/domain/units.ts';
import type { Carrier, DecodeContext, Decoded, DecodeNote, Flow, Profile, Reading, ReadingUnit, Refused } from '../src/domain/reading.ts';
import { type ObisLine, quantity, readTelegram } from './obis.ts';

interface Register {
  readonly register: string;
  readonly flow: Flow;
  readonly kind: 'counter' | 'gauge';
}
const ELECTRICITY: Readonly<Record<string, Register>> = {
  '1-0:1.8.1': { register: 'import-t1', flow: 'import', kind: 'counter' },
  '1-0:1.8.2': { register: 'import-t2', flow: 'import', kind: 'counter' },
  '1-0:2.8.1': { register: 'export-t1', flow: 'export', kind: 'counter' },
  '1-0:2.8.2': { register: 'export-t2', flow: 'export', kind: 'counter' },
  '1-0:1.7.0': { register: 'power-import', flow: 'import', kind: 'gauge' },
  '1-0:2.7.0': { register: 'power-export', flow: 'export', kind: 'gauge' },
};
/** Meters without tariffs (abroad) count in one register; it is the sum where both stand, and then left out. */
const TOTALS: Readonly<Record<string, { register: Register; tariffs: string }>> = {
  '1-0:1.8.0': { register: { register: 'import', flow: 'import', kind: 'counter' }, tariffs: '1-0:1.8.' },
  '1-0:2.8.0': { register: { register: 'export', flow: 'export', kind: 'counter' }, tariffs: '1-0:2.8.' },
};
/** M-Bus device types (EN 13757-3, table of media): gas 003 is seen in the field, the others are recalled. */
const MBUS: Readonly<Record<number, { carrier: Carrier; register: string }>> = {
  3: { carrier: 'gas', register: 'gas' }, 4: { carrier: 'heat', register: 'heat' }, 12: { carrier: 'heat', register: 'heat' },
  6: { carrier: 'water', register: 'warm-water' }, 7: { carrier: 'water', register: 'water' }, 10: { carrier: 'cold', register: 'cold' }, 11: { carrier: 'cold', register: 'cold' },
};
const UNITS: Readonly<Record<string, { unit: ReadingUnit; factor: number }>> = {
  kWh: { unit: 'kWh', factor: 1 }, Wh: { unit: 'kWh', factor: 0.001 }, kW: { unit: 'kW', factor: 1 }, W: { unit: 'kW', factor: 0.001 },
  m3: { unit: 'm3', factor: 1 }, GJ: { unit: 'GJ', factor: 1 }, MJ: { unit: 'GJ', factor: 0.001 },
};
const FITTING: Readonly<Record<Carrier, readonly ReadingUnit[]>> = {
  electricity: ['kWh', 'kW'], gas: ['m3'], water: ['m3'], heat: ['GJ', 'kWh'], cold: ['GJ', 'kWh'], steam: ['GJ', 'kWh'], hydrogen: ['m3'], biogas: ['m3'],
};

interface Gathered {
  readonly readings: Reading[];
  readonly refused: Refused[];
  readonly notes: Set<DecodeNote>;
}

/** YYMMDDhhmmss with S (summer, UTC+2) or W (winter, UTC+1); without the letter it is the clock of Amsterdam.
 *  @returns null when it is no time */
export function p1Time(text: string, near: EpochMs): EpochMs | null {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([SsWw]?)$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const zone = (match[7] ?? '').toUpperCase();
  try {
    if (zone === '') return fromWallClock({ year: 2000 + year, month, day, hour, minute, second }, near);
  } catch {
    return null;
  }
  // The dead channel of some meters says 700101: the century of its clock.
  const fullYear = year >= 70 ? 1900 + year : 2000 + year;
  const at = Date.UTC(fullYear, month - 1, day, hour, minute, second);
  const parts = new Date(at);
  if (parts.getUTCMonth() !== month - 1 || parts.getUTCDate() !== day || parts.getUTCHours() !== hour || parts.getUTCMinutes() !== minute) return null;
  return epochMs(at - (zone === 'S' ? 2 : 1) * 3_600_000);
}

/** Equipment ids are text written as hex; what does not read as text is kept as it stands. */
function equipmentId(value: string): string {
  if (!/^([0-9A-Fa-f]{2})+$/.test(value)) return value;
  const decoded = Buffer.from(value, 'hex').toString('latin1');
  return /^[\x20-\x7e]+$/.test(decoded) ? decoded.trim() : value;
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return { ok: false, reason: 'empty-payload', detail: 'the message has no bytes' };
  const telegram = readTelegram(payload);
  if (!telegram.ok) return telegram;
  const found: Gathered = { readings: [], refused: [], notes: new Set() };
  if (telegram.crc === 'restored') found.notes.add('crc-not-verifiable');
  if (telegram.crc === 'none') found.notes.add('no-crc');
  const said = valueOf(telegram.lines, '0-0:1.0.0');
  const at = said === null ? null : p1Time(said, context.receivedAt);
  if (said !== null && at === null) return { ok: false, reason: 'bad-time', detail: `0-0:1.0.0 says ${said.slice(0, 20)}, which is no time` };
  if (at === null) found.notes.add('arrival-time');
  const device = equipmentId(valueOf(telegram.lines, '0-0:96.1.1') ?? '');
  const clock = { at: at ?? context.receivedAt, timeSource: at === null ? ('arrival' as const) : ('device' as const) };
  for (const line of telegram.lines) electricity(line, { device, ...clock, lines: telegram.lines }, found);
  for (let channel = 1; channel <= 4; channel++) mbus(channel, { lines: telegram.lines, near: clock.at }, found);
  if (found.readings.length === 0) return { ok: false, reason: 'no-reading', detail: found.refused[0]?.detail ?? 'the telegram holds no register that counts energy, gas, heat or water' };
  return { ok: true, readings: found.readings, refused: found.refused, notes: [...found.notes] };
}

const valueOf = (lines: readonly ObisLine[], code: string): string | null => lines.find((line) => line.code === code)?.values[0] ?? null;

function electricity(line: ObisLine, of: { device: string; at: EpochMs; timeSource: 'device' | 'arrival'; lines: readonly ObisLine[] }, found: Gathered): void {
  const total = TOTALS[line.code];
  const hasTariffs = total !== undefined && of.lines.some((one) => one.code === `${total.tariffs}1` || one.code === `${total.tariffs}2`);
  const register = ELECTRICITY[line.code] ?? (hasTariffs ? undefined : total?.register);
  if (register === undefined) return;
  const read = measured(line.values.at(-1) ?? '', 'electricity');
  if ('reason' in read) found.refused.push({ ...read, detail: `${line.code}: ${read.detail}` });
  else found.readings.push({ ...register, carrier: 'electricity', unit: read.unit, value: read.value, device: of.device, at: of.at, timeSource: of.timeSource });
}

function measured(text: string, carrier: Carrier): { value: number; unit: ReadingUnit } | Refused {
  const read = quantity(text);
  if (read === null) return { reason: 'bad-number', detail: `'${text.slice(0, 30)}' is no number` };
  const known = UNITS[read.unit];
  if (known === undefined || !FITTING[carrier].includes(known.unit)) return { reason: 'unit-mismatch', detail: `${carrier} is not counted in '${read.unit}'` };
  return { value: known.factor === 1 ? read.value : Math.round(read.value * known.factor * 1e6) / 1e6, unit: known.unit };
}

function mbus(channel: number, of: { lines: readonly ObisLine[]; near: EpochMs }, found: Gathered): void {
  const line = of.lines.find((one) => [`0-${channel}:24.2.1`, `0-${channel}:24.2.3`, `0-${channel}:24.3.0`].includes(one.code));
  const type = MBUS[Number(valueOf(of.lines, `0-${channel}:24.1.0`) ?? '')];
  if (line === undefined || type === undefined) return;
  const id = valueOf(of.lines, `0-${channel}:96.1.0`) ?? valueOf(of.lines, `0-${channel}:96.1.1`) ?? '';
  const stamp = line.values[0] ?? '';
  const at = p1Time(stamp, of.near);
  const unitApart = line.code.endsWith('24.3.0') ? (line.values.find((value) => value in UNITS) ?? '') : null;
  const last = line.values.at(-1) ?? '';
  if (id === '' || at === null || at < Date.UTC(2000, 0, 1)) {
    // A channel where nothing is connected any more: its clock stands at 1970 and its counter has no unit.
    if (at !== null && at >= Date.UTC(2000, 0, 1) && /\*/.test(last)) found.refused.push({ reason: 'incomplete-entry', detail: `M-Bus channel ${channel} does not say which meter it is` });
    else found.notes.add('dead-channel');
    return;
  }
  const read = measured(unitApart === null ? last : `${last}*${unitApart}`, type.carrier);
  if ('reason' in read) {
    found.refused.push({ ...read, detail: `M-Bus channel ${channel}: ${read.detail}` });
    return;
  }
  found.readings.push({ register: type.register, device: equipmentId(id), carrier: type.carrier, flow: 'import', kind: 'counter', unit: read.unit, value: read.value, at, timeSource: 'device' });
}

export const dsmrP1: Profile = {
  id: 'dsmr-p1',
  title: 'Smart meter, P1 port (DSMR 2.2 to 5.x)',
  setup: 'Send every telegram whole, byte for byte, from "/" to the line with "!".',
  recognises: (payload) => {
    const start = payload.indexOf(0x2f);
    return start >= 0 && start < 8 && /^\/[A-Za-z0-9]{3}\d/.test(Buffer.from(payload.subarray(start, start + 8)).toString('latin1'));
  },
  decode,
  // F9(3) for electricity, F8(3) for M-Bus volumes (DSMR 5.0.2 P1, table 6-4; recalled).
  modulus: { 'import-t1': 1e6, 'import-t2': 1e6, 'export-t1': 1e6, 'export-t2': 1e6, gas: 1e5, water: 1e5, 'warm-water': 1e5 },
};
