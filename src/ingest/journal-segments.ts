// The segments of a journal with what is in them, for people and commands that look at it.
import { statSync } from 'node:fs';
import { toIso } from '../domain/time.ts';
import { JournalReader, listSegments } from './journal-files.ts';

export interface JournalSegment {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly bytes: number;
  /** Receipt of its first message, and of the first of the segment after it: null while it is being written. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

/** @param lastSeq of the newest segment, where it is known; otherwise that segment is read through */
export function journalSegments(dir: string, lastSeq: number | null = null): JournalSegment[] {
  const { segments } = listSegments(dir);
  const firstAt = segments.map(({ firstSeq }) => receiptOf(dir, firstSeq));
  return segments.map(({ path, firstSeq }, index) => {
    const next = segments[index + 1];
    const end = next === undefined ? (lastSeq ?? endOf(dir, firstSeq)) : next.firstSeq - 1;
    // Of the one that is being written only its end would tell, and that takes reading it through.
    const lastAt = next !== undefined ? (firstAt[index + 1] ?? null) : lastSeq === null && end >= firstSeq ? receiptOf(dir, end) : null;
    return { firstSeq, lastSeq: end, bytes: statSync(path).size, firstAt: firstAt[index] ?? null, lastAt };
  });
}

function receiptOf(dir: string, seq: number): string | null {
  const reader = new JournalReader(dir, seq);
  const [record] = reader.read(seq, 1);
  reader.close();
  return record === undefined || record.seq !== seq ? null : toIso(record.receivedAt);
}

function endOf(dir: string, firstSeq: number): number {
  const reader = new JournalReader(dir, firstSeq);
  while (reader.read(Number.MAX_SAFE_INTEGER, 64 * 1024 * 1024).length > 0);
  reader.close();
  return reader.nextSeq - 1;
}
