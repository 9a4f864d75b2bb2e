// The journal thread: writes batches, flushes them with one fdatasync and says how far it is durable. It does
// nothing else and calls nothing asynchronous, so no query and no password hash can hold a commit back.
import { closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, frameHeader, segmentHeader } from './journal-format.ts';
import { systemThread } from '../priority.ts';
import { listSegments, mendTail, segmentPath } from './journal-files.ts';
import type { FrameToAppend } from './journal-client.ts';
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
interface Client {
  readonly port: MessagePort;
  /** Messages of it that wait for the next flush. */
  unwritten: number;
}
type ReceivedMessage = ReturnType<typeof receiveMessageOnPort>;
/** The main thread, which is told of every flush, and those that append from elsewhere. */
const main: Client = { port, unwritten: 0 };
const others: Client[] = [];
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
  Atomics.store(data.durableSeq, 0, BigInt(nextSeq - 1));
  say({ kind: 'open', journalId: journalId.toString('hex'), cutBytes, unreadable, systemThread: systemThread() });
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
    Atomics.store(data.durableSeq, 0, BigInt(nextSeq - 1));
    tellDurable();
  } catch (error) {
    failed = true;
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    setTimeout(recover, RETRY_MS);
  }
}

function tellDurable(): void {
  for (const client of [...others, main]) {
    const count = client.unwritten;
    client.unwritten = 0;
    const message: FromJournalThread = { kind: 'durable', count };
    if (count > 0 || client === main) client.port.postMessage(message);
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

function append({ body, count }: FrameToAppend, client: Client): void {
  unwritten.push({ body: new Uint8Array(body), count });
  client.unwritten += count;
}

/** @returns false when the journal is to be closed */
function handle(message: ToJournalThread): boolean {
  switch (message.kind) {
    case 'append':
      append(message, main);
      return true;
    case 'connect':
      connect(message.port);
      return true;
    case 'release':
      tryRelease(message);
      return true;
    case 'continue-after':
      nextSeq = Math.max(nextSeq, message.seq + 1);
      startSegment();
      Atomics.store(data.durableSeq, 0, BigInt(nextSeq - 1));
      say({ kind: 'continued' });
      return true;
    case 'close':
      return false;
  }
}

function connect(from: MessagePort): void {
  const client: Client = { port: from, unwritten: 0 };
  others.push(client);
  from.on('message', (frame: FrameToAppend) => {
    append(frame, client);
    takeAll(receiveMessageOnPort(main.port));
  });
}

/** Everything that queued up behind a slow flush shares the next one.
 *  @param first of the main thread */
function takeAll(first: ReceivedMessage): void {
  let goOn = true;
  for (let next = first; goOn && next !== undefined; next = receiveMessageOnPort(main.port)) goOn = handle(next.message);
  for (const client of others) for (let next = receiveMessageOnPort(client.port); next !== undefined; next = receiveMessageOnPort(client.port)) append(next.message, client);
  commit();
  if (goOn) return;
  closeFile();
  say({ kind: 'closed' });
  for (const client of [main, ...others]) client.port.close();
}

port.on('message', (message: ToJournalThread) => takeAll({ message }));

open();
