// P1 telegrams byte for byte as DSMR 4.2 and 5.0 meters send them, with the CRC over CRLF lines.
import { crc16Arc } from '../domain/crc16.ts';
import { GJ_PER_KWH } from '../domain/units.ts';
import { tariffAt, wallStamp } from './calendar.ts';

/** What stands in one telegram. Counters in kWh as the meter shows them. */
export interface P1Content {
  readonly at: number;
  readonly version: 42 | 50;
  readonly serial: string;
  readonly importT1Kwh: number;
  readonly importT2Kwh: number;
  readonly exportT1Kwh: number;
  readonly exportT2Kwh: number;
  readonly powerImportKw: number;
  readonly powerExportKw: number;
  readonly mbus: readonly MbusContent[];
}

/** A meter behind the P1 meter, read at an earlier boundary; heat in kWh, sent in GJ. */
export interface MbusContent {
  readonly carrier: 'gas' | 'heat' | 'water';
  readonly serial: string;
  readonly at: number;
  readonly amount: number;
}

const CRLF = '\r\n';
const MBUS_TYPE = { gas: '003', heat: '004', water: '007' } as const;

/** One telegram from '/' to the CRC and its line end. */
export function encodeP1(content: P1Content): Uint8Array {
  const lines = [
    content.version === 50 ? '/KSM5\\2SIM-DSMR50' : '/KSM5SIM-DSMR42',
    '',
    `1-3:0.2.8(${content.version})`,
    `0-0:1.0.0(${wallStamp(content.at)})`,
    `0-0:96.1.1(${hex(content.serial)})`,
    `1-0:1.8.1(${kwhText(content.importT1Kwh)})`,
    `1-0:1.8.2(${kwhText(content.importT2Kwh)})`,
    `1-0:2.8.1(${kwhText(content.exportT1Kwh)})`,
    `1-0:2.8.2(${kwhText(content.exportT2Kwh)})`,
    `0-0:96.14.0(000${tariffAt(content.at)})`,
    `1-0:1.7.0(${kwText(content.powerImportKw)})`,
    `1-0:2.7.0(${kwText(content.powerExportKw)})`,
    '0-0:96.7.21(00004)',
    '0-0:96.7.9(00002)',
    '1-0:99.97.0(1)(0-0:96.7.19)(190326095015W)(0000002014*s)',
    '1-0:32.32.0(00001)',
    '1-0:32.36.0(00000)',
    '0-0:96.13.0()',
    ...phaseLines(content),
    ...content.mbus.flatMap(mbusLines),
  ];
  const body = Buffer.from(`${lines.join(CRLF)}${CRLF}!`, 'latin1');
  const crc = crc16Arc(body).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([body, Buffer.from(`${crc}${CRLF}`, 'latin1')]);
}

const PHASES = [
  { voltage: 32, current: 31, importCode: 21, exportCode: 22, share: 0.36, volt: 230.4 },
  { voltage: 52, current: 51, importCode: 41, exportCode: 42, share: 0.33, volt: 229.1 },
  { voltage: 72, current: 71, importCode: 61, exportCode: 62, share: 0.31, volt: 231 },
] as const;

function phaseLines({ version, powerImportKw, powerExportKw }: P1Content): string[] {
  return PHASES.flatMap(({ voltage, current, importCode, exportCode, share, volt }) => {
    const ampere = Math.round(((powerImportKw + powerExportKw) * share * 1000) / volt);
    return [
      ...(version === 50 ? [`1-0:${voltage}.7.0(${volt.toFixed(1)}*V)`] : []),
      `1-0:${current}.7.0(${String(ampere).padStart(3, '0')}*A)`,
      `1-0:${importCode}.7.0(${kwText(powerImportKw * share)})`,
      `1-0:${exportCode}.7.0(${kwText(powerExportKw * share)})`,
    ];
  });
}

function mbusLines(meter: MbusContent, index: number): string[] {
  const value = meter.carrier === 'heat' ? fixed(meter.amount * GJ_PER_KWH, 5) : fixed(meter.amount, 5);
  const channel = `0-${index + 1}`;
  return [
    `${channel}:24.1.0(${MBUS_TYPE[meter.carrier]})`,
    `${channel}:96.1.0(${hex(meter.serial)})`,
    `${channel}:24.2.1(${wallStamp(meter.at)})(${value}*${meter.carrier === 'heat' ? 'GJ' : 'm3'})`,
  ];
}

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex').toUpperCase();
const kwhText = (energyKwh: number): string => `${fixed(energyKwh, 6)}*kWh`;
const kwText = (powerKw: number): string => `${powerKw.toFixed(3).padStart(6, '0')}*kW`;

/** Three decimals, cut off as a counter does, and rolled over past its digits. */
function fixed(amount: number, digits: number): string {
  const thousandths = Math.floor(amount * 1000 + 1e-6) % 10 ** (digits + 3);
  const text = String(thousandths).padStart(digits + 3, '0');
  return `${text.slice(0, digits)}.${text.slice(digits)}`;
}
