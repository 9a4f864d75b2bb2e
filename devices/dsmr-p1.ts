// Telegrams of the P1 port: Dutch DSMR 2.2 to 5, Belgian e-MUCS and their relatives. Bytes in, readings out.
import type { DecodeContext, Decoded, Flow, Profile } from '../src/domain/reading.ts';
import type { EpochMs } from '../src/domain/units.ts';
import { readChannels } from './decoding/mbus.ts';
import { type ObisLine, obisLines, quantityFrom } from './decoding/obis.ts';
import { Findings, rejected } from './decoding/outcome.ts';
import { serialFrom } from './decoding/serial.ts';
import { compactStamp } from './decoding/stamps.ts';
import { hasHeader, telegramsIn, type Telegram } from './decoding/telegram.ts';

interface Electricity {
  readonly code: string;
  readonly register: string;
  readonly flow: Flow;
  readonly kind: 'counter' | 'gauge';
}

/** Some countries have up to four tariffs. */
const TARIFFS: readonly Electricity[] = [1, 2, 3, 4].flatMap((tariff) => [
  { code: `1-0:1.8.${tariff}`, register: `import-t${tariff}`, flow: 'import', kind: 'counter' },
  { code: `1-0:2.8.${tariff}`, register: `export-t${tariff}`, flow: 'export', kind: 'counter' },
]);
const TOTALS: readonly Electricity[] = [
  { code: '1-0:1.8.0', register: 'import', flow: 'import', kind: 'counter' },
  { code: '1-0:2.8.0', register: 'export', flow: 'export', kind: 'counter' },
];
const POWERS: readonly Electricity[] = [
  { code: '1-0:1.7.0', register: 'power-import', flow: 'import', kind: 'gauge' },
  { code: '1-0:2.7.0', register: 'power-export', flow: 'export', kind: 'gauge' },
];

/** Telegram unit -> divisor to the reading unit. */
const DIVISORS = {
  counter: new Map([
    ['kWh', 1],
    ['Wh', 1000],
  ]),
  gauge: new Map([
    ['kW', 1],
    ['W', 1000],
  ]),
} as const;

export const dsmrP1: Profile = {
  id: 'dsmr-p1',
  title: 'P1 telegram (DSMR 2.2 to 5, Belgian e-MUCS)',
  setup: 'Let the reader on the P1 port publish each telegram unchanged, from the slash to the CRC, as one MQTT message.',
  recognises: (payload) => hasHeader(payload),
  decode,
  // Dutch meters settle over the phases at each instant (recalled from the meters' requirements, not printed in a telegram).
  phaseNetting: 'netted',
  // F9(3) and F8(3) registers. Totals and heat are left out: meters abroad print them with other widths.
  modulus: { 'import-t1': 1e6, 'import-t2': 1e6, 'export-t1': 1e6, 'export-t2': 1e6, gas: 1e5, water: 1e5 },
};

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return rejected('empty-payload', 'the message has no bytes');
  const findings = new Findings();
  for (const telegram of telegramsIn(payload)) {
    findings.include('reason' in telegram ? rejected(telegram.reason, telegram.detail) : decodeTelegram(telegram, context));
  }
  return findings.finish('the payload holds no telegram');
}

function decodeTelegram({ text, crc }: Telegram, context: DecodeContext): Decoded {
  const findings = new Findings();
  if (crc !== 'valid') findings.note(crc);
  const lines = obisLines(text);
  readElectricity({ lines, context, findings });
  readChannels({ lines, context, findings });
  return findings.finish('the telegram is whole, but holds no register that this profile reads');
}

function readElectricity({ lines, context, findings }: { lines: readonly ObisLine[]; context: DecodeContext; findings: Findings }): void {
  const texts = new Map<string, string>();
  for (const { code, values } of lines) if (!texts.has(code)) texts.set(code, values[0] ?? '');
  const stamp = texts.get('0-0:1.0.0');
  const at = stamp === undefined ? context.receivedAt : compactStamp(stamp, context.receivedAt);
  if (at === null) return findings.refuse('bad-time', `the telegram has the time '${stamp ?? ''}', expected YYMMDDhhmmss with S or W`);
  const time = { at, timeSource: stamp === undefined ? 'arrival' : 'device' } as const;
  const device = serialFrom(texts.get('0-0:96.1.1') ?? '');
  for (const total of TOTALS) compareTotal({ total, texts, findings });
  // Meters abroad print a total beside the tariffs that make it up: reading both would count twice.
  const totals = TOTALS.filter(({ code, flow }) => texts.has(code) && !TARIFFS.some((tariff) => tariff.flow === flow && texts.has(tariff.code)));
  for (const group of [TARIFFS, totals, POWERS]) {
    for (const electricity of group) {
      const text = texts.get(electricity.code);
      if (text !== undefined) readRegister({ electricity, text, device, time, findings });
    }
  }
}

/** Only where all of it can be read; what cannot is refused by its own line. */
function compareTotal({ total, texts, findings }: { total: Electricity; texts: ReadonlyMap<string, string>; findings: Findings }): void {
  if (!texts.has(total.code)) return;
  const tariffs = TARIFFS.filter((tariff) => tariff.flow === total.flow && texts.has(tariff.code));
  const first = tariffs[0];
  const [totalKwh, ...parts] = [total, ...tariffs].map(({ code }) => kwhOf(texts.get(code) ?? ''));
  if (first === undefined || totalKwh === undefined || totalKwh === null || parts.some((part) => part === null)) return;
  findings.compare({ register: first.register, tariffsKwh: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0), totalKwh });
}

function kwhOf(text: string): number | null {
  const quantity = text === '' ? null : quantityFrom(text);
  const divisor = DIVISORS.counter.get(quantity?.unit ?? '');
  return quantity === null || divisor === undefined ? null : quantity.value / divisor;
}

interface RegisterText {
  readonly electricity: Electricity;
  readonly text: string;
  readonly device: string;
  readonly time: { readonly at: EpochMs; readonly timeSource: 'device' | 'arrival' };
  readonly findings: Findings;
}

function readRegister({ electricity: { code, register, flow, kind }, text, device, time, findings }: RegisterText): void {
  // An empty pair of brackets is no value, and no value is not 0.
  if (text === '') return;
  const quantity = quantityFrom(text);
  if (quantity === null) return findings.refuse('bad-number', `${code} says '${text}' where a number belongs`);
  const divisor = DIVISORS[kind].get(quantity.unit);
  if (divisor === undefined) return findings.refuse('unit-mismatch', `${code} is in '${quantity.unit}', expected ${[...DIVISORS[kind].keys()].join(' or ')}`);
  const unit = kind === 'counter' ? 'kWh' : 'kW';
  findings.read({ register, device, carrier: 'electricity', flow, kind, unit, value: quantity.value / divisor, ...time });
}
