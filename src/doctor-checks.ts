// What the doctor looks at in a data folder that nobody holds: the journal, the registry, the series, the kept files, and
// whether they fit each other. Changes nothing; a sentence for each finding.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JournalReader, listSegments } from './ingest/journal-files.ts';
import { type RegistryLook, lookAtRegistry } from './storage/registry-look.ts';
import { type SeriesLook, lookAtSeries } from './storage/series-look.ts';

/** Read at once; a journal has gigabytes. */
const PIECE_BYTES = 64 * 1024 * 1024;

interface JournalLook {
  readonly findings: readonly string[];
  readonly journalId: string | null;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** @returns findings, none when all is well */
export async function checkFolder(dataDir: string): Promise<string[]> {
  const registry = lookSafely(join(dataDir, 'registry.db'));
  const journal = lookAtJournal(join(dataDir, 'journal'));
  const series = await lookAtSeries(join(dataDir, 'series'), registry.registers);
  return [...registry.findings, ...journal.findings, ...series.findings, ...fitOf(journal, series), ...filesIn(join(dataDir, 'files'), registry)];
}

function lookSafely(path: string): RegistryLook {
  const nothing = { registers: new Set<number>(), files: [] };
  if (!existsSync(path)) return { ...nothing, findings: ['registry.db is missing: who is who is gone. Put a backup back.'] };
  try {
    return lookAtRegistry(path);
  } catch (error) {
    return { ...nothing, findings: [`registry.db cannot be read: ${error instanceof Error ? error.message : String(error)}. Put a backup back.`] };
  }
}

/** Reads every message once. */
function lookAtJournal(dir: string): JournalLook {
  if (!existsSync(dir)) return { findings: ['The journal is missing: messages that were not stored yet are gone.'], journalId: null, firstSeq: 1, lastSeq: 0 };
  const { segments, unreadable } = listSegments(dir);
  const findings = unreadable.map((path) => `The journal segment ${path} has no readable header: its messages are not used.`);
  const [first] = segments;
  if (first === undefined) return { findings, journalId: null, firstSeq: 1, lastSeq: 0 };
  const ids = new Set(segments.map((one) => one.journalId));
  if (ids.size > 1) findings.push(`The journal holds segments of ${ids.size} journals: only those of ${first.journalId} belong together.`);
  const reader = new JournalReader(dir, first.firstSeq);
  while (reader.read(Number.MAX_SAFE_INTEGER, PIECE_BYTES).length > 0);
  reader.close();
  for (const { fromSeq, toSeq } of reader.lost) findings.push(`The journal lacks messages ${fromSeq} to ${toSeq - 1}: a segment is missing or damaged.`);
  return { findings, journalId: segments.at(-1)?.journalId ?? null, firstSeq: first.firstSeq, lastSeq: reader.nextSeq - 1 };
}

/** The store goes on in the journal where it stopped: that place has to be there. */
function fitOf(journal: JournalLook, series: SeriesLook): string[] {
  const { position } = series;
  if (position === null || journal.journalId === null) return [];
  if (position.journalId !== journal.journalId) return [`The store is at a message of another journal (${position.journalId}): it begins this one from its first message.`];
  const furthest = Math.max(position.seq, ...series.cursors.filter((one) => one.journalId === journal.journalId).map((one) => one.seq));
  return [
    ...(position.seq + 1 < journal.firstSeq ? [`Messages ${position.seq + 1} to ${journal.firstSeq - 1} were not stored and are no longer in the journal: they are lost.`] : []),
    ...(furthest > journal.lastSeq
      ? [`The store holds messages up to ${furthest}, the journal ends at ${journal.lastSeq}: the end of the journal is gone; new messages get numbers behind both.`]
      : []),
  ];
}

function filesIn(dir: string, { files }: RegistryLook): string[] {
  const named = new Map(files.map((file) => [file.hash, file]));
  const findings = [...named.values()].flatMap(({ hash, bytes, name }) => {
    const size = statSync(join(dir, hash), { throwIfNoEntry: false })?.size ?? null;
    if (size === null) return [`The file '${name}' that somebody brought is missing from files/: its figures stay, the evidence is gone.`];
    return size === bytes ? [] : [`The file '${name}' in files/ has ${size} bytes in place of ${bytes}: it is not what was brought.`];
  });
  const loose = existsSync(dir) ? readdirSync(dir).filter((name) => !named.has(name) && !name.endsWith('.part')) : [];
  return loose.length === 0 ? findings : [...findings, `files/ holds ${loose.length} files that nothing names any more: they take room and can go.`];
}
