// The journal on disk: which segments there are, where the last whole frame ends, and reading on from a sequence.
import { closeSync, fstatSync, ftruncateSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME_HEADER_BYTES, type JournalRecord, SEGMENT_HEADER_BYTES, frameIsWhole, readFrameHead, readSegmentHeader, recordsOf } from './journal-format.ts';

export interface Segment {
  readonly path: string;
  readonly firstSeq: number;
  readonly journalId: string;
}

export const segmentPath = (dir: string, firstSeq: number): string => join(dir, `journal-${String(firstSeq).padStart(16, '0')}.seg`);

/** Segments in order of their first sequence; files with an unreadable header are left out and named. */
export function listSegments(dir: string): { segments: Segment[]; unreadable: string[] } {
  const segments: Segment[] = [];
  const unreadable: string[] = [];
  for (const name of readdirSync(dir)
    .filter((one) => /^journal-\d{16}\.seg$/.test(one))
    .sort()) {
    const path = join(dir, name);
    const head = withFile(path, 'r', (fd) => readSegmentHeader(readAt(fd, 0, SEGMENT_HEADER_BYTES)));
    if (head === null) unreadable.push(path);
    else segments.push({ path, firstSeq: head.firstSeq, journalId: head.journalId.toString('hex') });
  }
  return { segments, unreadable };
}

/** Cuts what a crash left behind the last whole frame of the newest segment.
 *  @returns the sequence that the next record gets, and where it is to be written */
export function mendTail(segment: Segment): { nextSeq: number; endByte: number; cutBytes: number } {
  return withFile(segment.path, 'r+', (fd) => {
    const size = fstatSync(fd).size;
    let at = SEGMENT_HEADER_BYTES;
    let nextSeq = segment.firstSeq;
    for (;;) {
      const frame = readFrame(fd, at);
      if (frame === null || frame.firstSeq !== nextSeq) break;
      nextSeq += frame.count;
      at += FRAME_HEADER_BYTES + frame.body.length;
    }
    if (size > at) ftruncateSync(fd, at);
    return { nextSeq, endByte: at, cutBytes: Math.max(0, size - at) };
  });
}

function readFrame(fd: number, at: number): { body: Buffer; count: number; firstSeq: number } | null {
  const header = readAt(fd, at, FRAME_HEADER_BYTES);
  const head = readFrameHead(header);
  if (head === null) return null;
  const body = readAt(fd, at + FRAME_HEADER_BYTES, head.bodyBytes);
  return frameIsWhole(head, header, body) ? { body, count: head.count, firstSeq: head.firstSeq } : null;
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const read = readSync(fd, bytes, got, length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return bytes.subarray(0, got);
}

function withFile<T>(path: string, flags: string, use: (fd: number) => T): T {
  const fd = openSync(path, flags);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** A range of sequences that is gone: never skipped in silence. */
export interface LostRange {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Reads durable records on from a sequence, over the borders of segments. */
export class JournalReader {
  readonly #dir: string;
  #segments: Segment[] = [];
  #fd: number | null = null;
  #index = -1;
  #at = 0;
  nextSeq: number;
  readonly lost: LostRange[] = [];

  constructor(dir: string, fromSeq: number) {
    this.#dir = dir;
    this.nextSeq = fromSeq;
  }

  /** Records from `nextSeq` up to and including `durableSeq`, at most about `bytesMax` of them. */
  read(durableSeq: number, bytesMax: number): JournalRecord[] {
    const records: JournalRecord[] = [];
    let bytes = 0;
    while (this.nextSeq <= durableSeq && bytes < bytesMax) {
      const frame = this.#frame();
      if (frame === null) break;
      bytes += frame.body.length;
      for (const record of recordsOf(frame.body, frame.firstSeq)) if (record.seq >= this.nextSeq) records.push(record);
      this.nextSeq = Math.max(this.nextSeq, frame.firstSeq + frame.count);
    }
    return records;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  /** The next frame, or null when there is none yet. A segment ends where the next one begins: what a
   *  failed disk left behind that point was never acknowledged. */
  #frame(): { body: Buffer; count: number; firstSeq: number } | null {
    for (;;) {
      if (this.#fd === null && !this.#open()) return null;
      if (this.#fd === null) return null;
      const border = this.#segments[this.#index + 1]?.firstSeq ?? Infinity;
      const frame = readFrame(this.#fd, this.#at);
      if (frame !== null && frame.firstSeq < border) {
        this.#at += FRAME_HEADER_BYTES + frame.body.length;
        if (frame.firstSeq + frame.count > this.nextSeq) return frame;
        continue;
      }
      this.#segments = listSegments(this.#dir).segments;
      const next = this.#segments.findIndex((one) => one.firstSeq > (this.#currentFirstSeq ?? -1));
      if (next < 0) return null;
      const nextFirst = this.#segments[next]?.firstSeq ?? 0;
      if (nextFirst > this.nextSeq) this.#lose(nextFirst);
      this.#start(next);
    }
  }

  #currentFirstSeq: number | null = null;

  #open(): boolean {
    this.#segments = listSegments(this.#dir).segments;
    const first = this.#segments[0];
    if (first === undefined) return false;
    if (first.firstSeq > this.nextSeq) this.#lose(first.firstSeq);
    this.#start(this.#segments.findLastIndex((one) => one.firstSeq <= this.nextSeq));
    return true;
  }

  #start(index: number): void {
    this.close();
    const segment = this.#segments[index];
    if (segment === undefined) throw new Error(`no journal segment holds sequence ${this.nextSeq}`);
    this.#fd = openSync(segment.path, 'r');
    this.#index = index;
    this.#currentFirstSeq = segment.firstSeq;
    this.#at = SEGMENT_HEADER_BYTES;
  }

  #lose(toSeq: number): void {
    this.lost.push({ fromSeq: this.nextSeq, toSeq });
    this.nextSeq = toSeq;
  }
}
