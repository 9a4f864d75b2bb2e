// Decodes a folder of captured messages and compares each with what its manifest expects: tsx test/check-samples.ts DIR
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeMessage } from '../devices/index.ts';
import type { Decoded, Reading } from '../src/domain/reading.ts';
import { fromWallClock } from '../src/domain/time.ts';
import { type EpochMs, epochMs } from '../src/domain/units.ts';

const Mbus = z.looseObject({
  deviceType: z.number(),
  timestampUtc: z.iso.datetime().exactOptional(),
  timestampLocal: z.string().exactOptional(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
});
const P1 = z.looseObject({
  timestampUtc: z.iso.datetime().nullable(),
  importT1_kwh: z.number(),
  importT2_kwh: z.number(),
  exportT1_kwh: z.number(),
  exportT2_kwh: z.number(),
  powerImport_kw: z.number(),
  powerExport_kw: z.number(),
  mbus: z.array(Mbus),
  mustBeAccepted: z.boolean(),
});
const HomeWizard = z.looseObject({
  import_kwh: z.number().exactOptional(),
  export_kwh: z.number().exactOptional(),
  power_w: z.number().exactOptional(),
  gas_m3: z.number().exactOptional(),
});
const Entry = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('dsmr-p1-telegram'), file: z.string(), bodyBytes: z.number(), expect: P1 }),
  z.looseObject({ kind: z.literal('homewizard'), file: z.string(), bodyBytes: z.number(), expect: HomeWizard }),
]);
const Manifest = z.looseObject({ files: z.array(z.looseObject({ file: z.string(), kind: z.string() })) });
const External = z.looseObject({ external: z.array(z.looseObject({})).exactOptional() });

type P1 = z.infer<typeof P1>;
type HomeWizard = z.infer<typeof HomeWizard>;

const LF = 0x0a;
const RECEIVED_AT = epochMs(Date.parse('2026-11-23T12:00:00Z'));
const REGISTER_OF_TYPE: Readonly<Record<number, string>> = { 3: 'gas', 4: 'heat', 7: 'water' };
const EXTERNAL_FIELDS = ['unique_id', 'type', 'timestamp', 'value', 'unit'];

/** Sentences on what differs; none when the file decodes as expected. */
function differences(folder: string, entry: z.infer<typeof Entry>): string[] {
  const bytes = readFileSync(join(folder, entry.file));
  const payload = bytes.subarray(bytes.indexOf(LF) + 1);
  if (payload.length !== entry.bodyBytes) return [`${payload.length} bytes, expected ${entry.bodyBytes}`];
  const profile = entry.kind === 'homewizard' ? 'homewizard' : 'dsmr-p1';
  const context = { topic: '', receivedAt: RECEIVED_AT };
  const { decoded } = decodeMessage({ profile, payload, context, times: 'any' });
  const recognised = decodeMessage({ profile: null, payload, context, times: 'any' }).profile;
  const unknown = recognised === profile ? [] : [`recognised as ${recognised}`];
  return [...unknown, ...(entry.kind === 'homewizard' ? homeWizardDifferences({ decoded, expected: entry.expect, payload }) : p1Differences(decoded, entry.expect))];
}

function p1Differences(decoded: Decoded, expected: P1): string[] {
  if (!expected.mustBeAccepted) return same('rejected as', decoded.ok ? 'not at all' : decoded.reason, 'crc-mismatch');
  if (!decoded.ok) return [`rejected: ${decoded.reason}, ${decoded.detail}`];
  const { readings } = decoded;
  const at = expected.timestampUtc === null ? RECEIVED_AT : Date.parse(expected.timestampUtc);
  const values = [
    ['import-t1', expected.importT1_kwh],
    ['import-t2', expected.importT2_kwh],
    ['export-t1', expected.exportT1_kwh],
    ['export-t2', expected.exportT2_kwh],
    ['power-import', expected.powerImport_kw],
    ['power-export', expected.powerExport_kw],
  ] as const;
  const electricity = values.flatMap(([register, value]) => [
    ...same(register, valueOf(readings, register), value),
    ...same(`time of ${register}`, readings.find((one) => one.register === register)?.at, at),
  ]);
  const live = expected.mbus.filter((one) => one.value !== null);
  const mbus = live.flatMap((one) => {
    const wanted = { register: REGISTER_OF_TYPE[one.deviceType], value: one.value, unit: one.unit, at: instantOf(one) };
    return readings.some((reading) => reading.register === wanted.register && reading.value === wanted.value && reading.unit === wanted.unit && reading.at === wanted.at)
      ? []
      : [`no reading ${JSON.stringify(wanted)}`];
  });
  const surplus = readings.length === values.length + live.length ? [] : [`${readings.length} readings: ${readings.map((one) => one.register).join(', ')}`];
  const dead = same('dead channel noted', decoded.notes.includes('dead-channel'), live.length < expected.mbus.length || decoded.notes.includes('dead-channel'));
  return [...electricity, ...mbus, ...surplus, ...dead, ...same('refused entries', decoded.refused.length, 0)];
}

function instantOf({ timestampUtc, timestampLocal = '' }: z.infer<typeof Mbus>): EpochMs {
  if (timestampUtc !== undefined) return epochMs(Date.parse(timestampUtc));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (timestampLocal.match(/\d\d/g) ?? []).map(Number);
  return fromWallClock({ year: 2000 + year, month, day, hour, minute, second }, RECEIVED_AT);
}

function homeWizardDifferences({ decoded, expected, payload }: { decoded: Decoded; expected: HomeWizard; payload: Uint8Array }): string[] {
  if (!decoded.ok) return [`rejected: ${decoded.reason}, ${decoded.detail}`];
  const { readings, refused } = decoded;
  const powerKw = (valueOf(readings, 'power-import') ?? Number.NaN) - (valueOf(readings, 'power-export') ?? Number.NaN);
  const { external = [] } = External.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  const incomplete = external.filter((entry) => EXTERNAL_FIELDS.some((name) => entry[name] === undefined || entry[name] === null));
  return [
    ...(expected.import_kwh === undefined ? [] : same('import', valueOf(readings, 'import'), expected.import_kwh)),
    ...(expected.export_kwh === undefined ? [] : same('export', valueOf(readings, 'export'), expected.export_kwh)),
    ...(expected.power_w === undefined ? [] : same('power in W', Math.round(powerKw * 1e6) / 1e3, expected.power_w)),
    ...(expected.gas_m3 === undefined ? [] : same('gas', valueOf(readings, 'gas'), expected.gas_m3)),
    ...same('tariffs beside the total', readings.filter((one) => /-t\d$/.test(one.register)).length, 0),
    ...same('entries refused as incomplete', refused.filter((one) => one.reason === 'incomplete-entry').length, incomplete.length),
    ...same('heat in m3', readings.filter((one) => one.carrier === 'heat' && one.unit === 'm3').length, 0),
    ...same(
      'gas meters',
      readings.filter((one) => one.register === 'gas').length,
      external.some((entry) => entry['type'] === 'gas_meter') || expected.gas_m3 !== undefined ? 1 : 0,
    ),
  ];
}

const valueOf = (readings: readonly Reading[], register: string): number | undefined => readings.find((one) => one.register === register)?.value;
const same = (what: string, got: unknown, wanted: unknown): string[] => (got === wanted ? [] : [`${what}: ${String(got)}, expected ${String(wanted)}`]);

function main(folder: string | undefined): number {
  if (folder === undefined) {
    console.error('name the folder that holds manifest.json: tsx test/check-samples.ts DIR');
    return 2;
  }
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const entries = manifest.files.filter(({ kind }) => kind === 'dsmr-p1-telegram' || kind === 'homewizard').map((entry) => Entry.parse(entry));
  let failed = 0;
  for (const entry of entries) {
    const differing = differences(folder, entry);
    if (differing.length > 0) failed++;
    console.log(`${differing.length === 0 ? 'ok  ' : 'FAIL'} ${entry.file}${differing.map((one) => `\n     ${one}`).join('')}`);
  }
  console.log(`${entries.length - failed} passed, ${failed} failed`);
  return failed === 0 && entries.length > 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
