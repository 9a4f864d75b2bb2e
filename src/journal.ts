// `npm run journal -- list | export FILE | replay-from SEQUENCE`: the raw messages that were acknowledged. Listed by a
// running monitor over its API; exported and replayed only when none runs.
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from './command-line.ts';
import { type Holder, holderOf, keepToOneself, kindOf, lockFolder } from './data-folder.ts';
import { toIso } from './domain/time.ts';
import { type JournalSegment, journalSegments } from './ingest/journal-segments.ts';
import { JournalReader } from './ingest/journal-files.ts';
import { StartError, readSettings } from './settings.ts';
import { replayFrom } from './storage/series-replay.ts';

const USAGE = 'npm run journal -- list | export FILE [--from SEQUENCE] [--to SEQUENCE] | replay-from SEQUENCE (with --demo for the demo)';
const PIECE_BYTES = 16 * 1024 * 1024;
const Listed = z.object({
  items: z.array(z.object({ firstSeq: z.number(), lastSeq: z.number(), bytes: z.number(), firstAt: z.string().nullable(), lastAt: z.string().nullable() })),
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function list(dataDir: string, key: string | null): Promise<void> {
  const holder = holderOf(dataDir);
  const segments = holder === null ? journalSegments(journalOf(dataDir)) : await askMonitor(holder, key);
  say('   first message     last message         bytes  from                  to');
  for (const { firstSeq, lastSeq, bytes, firstAt, lastAt } of segments)
    say([String(firstSeq).padStart(16), String(lastSeq).padStart(16), String(bytes).padStart(13), ` ${(firstAt ?? '-').padEnd(20)}`, ` ${lastAt ?? '-'}`].join(' '));
}

async function askMonitor({ pid, url }: Holder, key: string | null): Promise<readonly JournalSegment[]> {
  if (url === null) throw new StartError(`Process ${pid} holds the data folder and answers nobody yet: try again in a moment.`);
  if (key === null) throw new StartError(`The monitor runs (process ${pid}): set BOOTSTRAP_API_KEY to its operator key, or stop it first.`);
  const response = await fetch(`${url}/api/v1/journal`, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new StartError(`The monitor at ${url} answered ${response.status}: is BOOTSTRAP_API_KEY the one it was started with?`);
  return Listed.parse(await response.json()).items;
}

/** One JSON line a message; bytes as base64, since they may be anything. */
function exportTo(dataDir: string, file: string, span: { from: number; to: number }): void {
  if (existsSync(file)) throw new StartError(`${file} exists already: choose another name.`);
  const [first] = journalSegments(journalOf(dataDir));
  const reader = new JournalReader(journalOf(dataDir), Math.max(span.from, first?.firstSeq ?? 1));
  const out = openSync(file, 'wx', 0o600);
  let count = 0;
  try {
    for (let records = reader.read(span.to, PIECE_BYTES); records.length > 0; records = reader.read(span.to, PIECE_BYTES)) {
      for (const { seq, gateway, topic, receivedAt, payload } of records) {
        if (seq > span.to) continue;
        writeSync(out, `${JSON.stringify({ seq, gateway, topic, receivedAt: toIso(receivedAt), payload: Buffer.from(payload).toString('base64') })}\n`);
        count += 1;
      }
    }
  } finally {
    closeSync(out);
    reader.close();
  }
  say(`${count} messages in ${file}`);
}

const journalOf = (dataDir: string): string => join(dataDir, 'journal');

/** Only while nobody else has the folder. */
async function alone(dataDir: string, work: () => Promise<void> | void): Promise<void> {
  const holder = holderOf(dataDir);
  if (holder !== null) throw new StartError(`The monitor runs on ${dataDir} (process ${holder.pid}): stop it first, nothing was changed.`);
  const release = lockFolder(dataDir);
  try {
    await work();
  } finally {
    release();
  }
}

function sequence(text: string | undefined, name: string): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new StartError(`${name}: say the number of a message. ${USAGE}`);
  return Number(text);
}

const options = { demo: { type: 'boolean', default: false }, from: { type: 'string' }, to: { type: 'string' } } as const;
await runCommand(USAGE, { options, names: 2 }, async ({ positionals, values }) => {
  keepToOneself();
  const [command, argument] = positionals;
  const known = command === 'list' || (command === 'export' && argument !== undefined) || command === 'replay-from';
  if (!known) throw new StartError(`Say what to do: ${USAGE}`);
  const { dataDir, bootstrapKey, influx } = readSettings(process.env);
  const folder = values.demo ? join(dataDir, 'demo') : dataDir;
  if (kindOf(folder) === null) throw new StartError(`${folder} holds no data: set DATA_DIR to the folder of the installation (the demo's is DATA_DIR/demo: add --demo).`);
  if (command === 'list') await list(folder, bootstrapKey);
  else if (command === 'export')
    await alone(folder, () =>
      exportTo(folder, argument ?? '', {
        from: values.from === undefined ? 1 : sequence(values.from, '--from'),
        to: values.to === undefined ? Number.MAX_SAFE_INTEGER : sequence(values.to, '--to'),
      }),
    );
  else
    await alone(folder, async () => {
      const from = sequence(argument, 'replay-from');
      const [first] = journalSegments(journalOf(folder));
      if (first === undefined || from < first.firstSeq) throw new StartError(`The journal begins at message ${first?.firstSeq ?? 'none'}: what came before is no longer there.`);
      if (influx !== null) throw new StartError('Series in InfluxDB are not replayed by this command: unset INFLUX_URL, or send the messages again.');
      say(`${await replayFrom(join(folder, 'series'), from)}: the next start reads the journal from message ${from} again; what it says already is stored once.`);
    });
});
