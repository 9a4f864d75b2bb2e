// The decode command: what a captured message means, one JSON line a reading. Reads files, writes no data.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { decodeMessage, profileById, profiles } from '../devices/index.ts';
import type { DecodeNote, Reading } from './domain/reading.ts';
import { toIso } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';

const USAGE = 'npm run decode -- FILE… [--profile NAME] [--topic TOPIC] [--sample]';
const LF = 0x0a;

/** Exit codes: every message gave readings, some message was rejected, the command itself was wrong. */
const EXIT = { decoded: 0, rejected: 1, usage: 2 } as const;

export interface DecodeFile {
  readonly bytes: Uint8Array;
  /** null lets the payload decide. */
  readonly profile: string | null;
  readonly topic: string;
  /** Drops the first line: captured samples begin with one that says where they are from. */
  readonly sample: boolean;
  /** Stands in where the message carries no time. */
  readonly receivedAt: EpochMs;
}

export interface DecodedFile {
  readonly lines: readonly string[];
  readonly notes: readonly DecodeNote[];
  readonly rejected: boolean;
}

/** Decodes one captured message. Readings of any age count: captured files are old. */
export function decodeFile({ bytes, profile, topic, sample, receivedAt }: DecodeFile): DecodedFile {
  const payload = sample ? bytes.subarray(bytes.indexOf(LF) + 1) : bytes;
  const { decoded } = decodeMessage({ profile, payload, context: { topic, receivedAt }, times: 'any' });
  if (!decoded.ok) return { lines: [JSON.stringify({ rejected: decoded.reason, detail: decoded.detail })], notes: [], rejected: true };
  const refused = decoded.refused.map(({ reason, detail }) => JSON.stringify({ rejected: reason, detail }));
  const loads = (decoded.weighings ?? []).map((load) => JSON.stringify({ ...load, at: toIso(load.at) }));
  return { lines: [...decoded.readings.map((reading) => JSON.stringify(shownReading(reading))), ...loads, ...refused], notes: decoded.notes, rejected: false };
}

/** A reading as the command prints it and as samples expect it. */
export const shownReading = ({ register, carrier, flow, value, unit, at, device, timeSource }: Reading) => ({
  register,
  carrier,
  flow,
  value,
  unit,
  at: toIso(at),
  device,
  timeSource,
});

/** Where the command writes; tests pass their own. */
export interface DecodeOutput {
  out(line: string): void;
  error(line: string): void;
}

/** Runs the command.
 *  @returns the exit code */
export function decodeCommand({ args, receivedAt, output }: { args: readonly string[]; receivedAt: EpochMs; output: DecodeOutput }): number {
  const options = optionsFrom(args);
  if (typeof options === 'string') {
    output.error(options);
    return EXIT.usage;
  }
  let exit: number = EXIT.decoded;
  for (const { bytes, name } of options.files) {
    const { lines, notes, rejected } = decodeFile({ ...options, bytes, receivedAt });
    if (options.files.length > 1) output.error(`${name}:`);
    for (const line of lines) output.out(line);
    if (notes.length > 0) output.error(`accepted with a note: ${notes.join(', ')}`);
    if (rejected) exit = EXIT.rejected;
  }
  return exit;
}

interface Options {
  readonly files: readonly { name: string; bytes: Uint8Array }[];
  readonly profile: string | null;
  readonly topic: string;
  readonly sample: boolean;
}

/** @returns a sentence when the command line is wrong */
function optionsFrom(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { profile: { type: 'string' }, topic: { type: 'string' }, sample: { type: 'boolean' } },
    });
    if (positionals.length === 0) return `name at least one file: ${USAGE}`;
    const profile = values.profile ?? null;
    if (profile !== null && profileById(profile) === undefined) return `there is no profile '${profile}'; known are ${profiles.map((one) => one.id).join(', ')}`;
    const files: { name: string; bytes: Uint8Array }[] = [];
    for (const name of positionals) {
      const bytes = bytesOf(name);
      if (bytes === null) return `cannot read the file '${name}'`;
      files.push({ name, bytes });
    }
    return { files, profile, topic: values.topic ?? '', sample: values.sample ?? false };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}; ${USAGE}`;
  }
}

function bytesOf(name: string): Uint8Array | null {
  try {
    return readFileSync(name);
  } catch {
    return null;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = decodeCommand({
    args: process.argv.slice(2),
    receivedAt: epochMs(Date.now()),
    output: { out: (line) => process.stdout.write(`${line}\n`), error: (line) => process.stderr.write(`${line}\n`) },
  });
}
