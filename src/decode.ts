// The decode command: what a captured message means, one JSON line a reading. Reads files or what is piped in, writes no data.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { decodeMessage, profileById, profiles } from '../devices/index.ts';
import { readCommand } from './command-line.ts';
import { type PipedMessage, pipedMessages } from './decode-stream.ts';
import type { DecodeNote, Reading } from './domain/reading.ts';
import { toIso } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import { StartError } from './settings.ts';

const USAGE = 'npm run decode -- FILE… [--profile NAME] [--topic TOPIC] [--sample]; - as FILE reads what is piped in';
const PIPED = '-';
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

/** Where the command reads and writes; tests pass their own. */
export interface DecodeConsole {
  /** What is piped in. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: () => EpochMs;
  out(line: string): void;
  error(line: string): void;
}

/** Runs the command.
 *  @returns the exit code */
export async function decodeCommand(args: readonly string[], console: DecodeConsole): Promise<number> {
  try {
    const options = optionsFrom(args);
    if (options !== null) return await decodeAll(options, console);
    console.out(USAGE);
    return EXIT.decoded;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

async function decodeAll({ files, ...options }: Options, console: DecodeConsole): Promise<number> {
  let exit: number = EXIT.decoded;
  const show = (bytes: Uint8Array, topic: string): void => {
    const { lines, notes, rejected } = decodeFile({ ...options, topic, bytes, receivedAt: console.now() });
    for (const line of lines) console.out(line);
    if (notes.length > 0) console.error(`accepted with a note: ${notes.join(', ')}`);
    if (rejected) exit = EXIT.rejected;
  };
  for (const { bytes, name } of files) {
    if (files.length > 1) console.error(`${name}:`);
    if (bytes !== null) show(bytes, options.topic);
    else for await (const message of messagesIn(console.input, options.sample)) show(message.bytes, message.topic ?? options.topic);
  }
  return exit;
}

/** A sample is one message with a line above it. */
async function* messagesIn(input: AsyncIterable<Uint8Array>, sample: boolean): AsyncGenerator<PipedMessage, void> {
  if (!sample) {
    yield* pipedMessages(input);
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  yield { topic: null, bytes: Buffer.concat(chunks) };
}

interface Options {
  /** null: piped in. */
  readonly files: readonly { name: string; bytes: Uint8Array | null }[];
  readonly profile: string | null;
  readonly topic: string;
  readonly sample: boolean;
}

/** @returns null when help was asked for
 *  @throws StartError when the command line is wrong */
function optionsFrom(args: readonly string[]): Options | null {
  const given = readCommand(USAGE, { args, names: Infinity, options: { profile: { type: 'string' }, topic: { type: 'string' }, sample: { type: 'boolean' } } });
  if (given === null) return null;
  const { values, positionals } = given;
  if (positionals.length === 0) throw new StartError(`name at least one file: ${USAGE}`);
  const profile = values.profile ?? null;
  if (profile !== null && profileById(profile) === undefined) throw new StartError(`there is no profile '${profile}'; known are ${profiles.map((one) => one.id).join(', ')}`);
  if (positionals.filter((name) => name === PIPED).length > 1) throw new StartError(`what is piped in can be read once: ${USAGE}`);
  const files = positionals.map((name) => ({ name, bytes: name === PIPED ? null : bytesOf(name) }));
  return { files, profile, topic: values.topic ?? '', sample: values.sample ?? false };
}

function bytesOf(name: string): Uint8Array {
  try {
    return readFileSync(name);
  } catch {
    throw new StartError(`cannot read the file '${name}'`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await decodeCommand(process.argv.slice(2), {
    input: process.stdin,
    now: () => epochMs(Date.now()),
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
  });
}
