// The journal thread: writes batches, flushes them with one fdatasync and says how far it is durable. It does
// nothing else and calls nothing asynchronous, so no query and no password hash can hold a commit back.
import { closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, frameHeader, segmentHeader } from './journal-format.ts';
import { listSegments, mendTail, segmentPath } from './journal-files.ts';
import type { JournalThreadData, ToJournalThread, FromJournalThread } from './journal.ts';

const RETRY_MS = 1000;

const port = parentPort;
if (port === null) throw new Error('journal-thread runs as a worker');
const data: JournalThreadData = workerData;

let fd = -1;
let nextSeq = 1;
let segmentBytes = 0;
let journalId: Buffer = randomBytes(16);
let failed = false;
const unwritten: { body: Uint8Array; count: number }[] = [];

const say = (message: FromJournalThread): void => port.postMessage(message);

function open(): void {
  mkdirSync(data.dir, { recursive: true });
  const { segments, unreadable } = listSegments(data.dir);
  const newest = segments.at(-1);
  let cutBytes = 0;
  if (newest === undefined) {
    startSegment();
  } else {
    journalId = Buffer.from(newest.journalId, 'hex');
    const tail = mendTail(newest);
    ({ nextSeq, cutBytes } = tail);
    fd = openSync(newest.path, 'a');
    segmentBytes = tail.endByte;
  }
  say({ kind: 'open', journalId: journalId.toString('hex'), durableSeq: nextSeq - 1, cutBytes, unreadable });
}

function startSegment(): void {
  closeFile();
  fd = openSync(segmentPath(data.dir, nextSeq), 'w');
  writeSync(fd, segmentHeader(journalId, nextSeq));
  fdatasyncSync(fd);
  segmentBytes = SEGMENT_HEADER_BYTES;
  // The file's name must survive a power cut as well: that lives in the folder.
  const folder = openSync(data.dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function closeFile(): void {
  if (fd < 0) return;
  const closing = fd;
  fd = -1;
  closeSync(closing);
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
}

/** Writes what waits and flushes once. After an error nothing more goes to that file: a second fdatasync on
 *  it could succeed without the data (docs/architecture.md#journal). */
function commit(): void {
  if (failed || unwritten.length === 0) return;
  try {
    if (segmentBytes > data.segmentBytesMax) startSegment();
    let seq = nextSeq;
    for (const { body, count } of unwritten) {
      writeAll(frameHeader(body, count, seq));
      writeAll(body);
      segmentBytes += FRAME_HEADER_BYTES + body.length;
      seq += count;
    }
    if (data.flushGate !== undefined) Atomics.wait(data.flushGate.cell, 0, 1, data.flushGate.waitMs);
    fdatasyncSync(fd);
    unwritten.length = 0;
    nextSeq = seq;
    say({ kind: 'durable', seq: nextSeq - 1 });
  } catch (error) {
    failed = true;
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    setTimeout(recover, RETRY_MS);
  }
}

function recover(): void {
  try {
    startSegment();
    failed = false;
    say({ kind: 'recovered' });
    commit();
  } catch {
    setTimeout(recover, RETRY_MS);
  }
}

/** Removes whole segments whose records are all at or before `seq`, oldest first, never the newest. */
function release(seq: number, keepBytes: number, keepMs: number): void {
  const { segments } = listSegments(data.dir);
  const sizes = segments.map((one) => statSync(one.path));
  let total = sizes.reduce((sum, one) => sum + one.size, 0);
  for (let at = 0; at + 1 < segments.length; at++) {
    const [segment, size, next] = [segments[at], sizes[at], segments[at + 1]];
    if (segment === undefined || size === undefined || next === undefined || next.firstSeq > seq + 1) return;
    if (total <= keepBytes && Date.now() - size.mtimeMs <= keepMs) return;
    unlinkSync(segment.path);
    total -= size.size;
  }
}

/** Old segments that will not go are a matter for the operator, not a reason to stop taking messages. */
function tryRelease(message: Extract<ToJournalThread, { kind: 'release' }>): void {
  try {
    release(message.seq, message.keepBytes, message.keepMs);
    say({ kind: 'released', trouble: null });
  } catch (error) {
    say({ kind: 'released', trouble: error instanceof Error ? error.message : String(error) });
  }
}

function handle(message: ToJournalThread): boolean {
  switch (message.kind) {
    case 'append':
      unwritten.push({ body: new Uint8Array(message.body), count: message.count });
      return true;
    case 'release':
      tryRelease(message);
      return true;
    case 'continue-after':
      nextSeq = Math.max(nextSeq, message.seq + 1);
      startSegment();
      say({ kind: 'continued', durableSeq: nextSeq - 1 });
      return true;
    case 'close':
      return false;
  }
}

port.on('message', (first: ToJournalThread) => {
  let goOn = handle(first);
  // Everything that queued up behind a slow flush shares the next one.
  for (let next = receiveMessageOnPort(port); goOn && next !== undefined; next = receiveMessageOnPort(port)) goOn = handle(next.message);
  commit();
  if (goOn) return;
  closeFile();
  say({ kind: 'closed' });
  port.close();
});

open();
