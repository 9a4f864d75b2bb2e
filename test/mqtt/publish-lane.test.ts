// The lane on bytes alone: however a stream of packets is cut, every plain QoS 1 publish is taken once and in order,
// and whatever else stands there goes on untouched.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { type Packet, generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { PublishLane } from '../../src/mqtt/publish-lane.ts';
import { announcing, publishOf } from './raw-client.ts';

interface Seen {
  readonly taken: string[];
  readonly left: Buffer[];
  readonly acks: Buffer[];
  held: number;
  readonly stream: PassThrough;
  readonly lane: PublishLane;
  /** Makes all that was taken durable. */
  readonly flush: () => void;
}

function open(over: { packetBytesMax?: number; open?: () => boolean } = {}): Seen {
  const stream = new PassThrough();
  const waiting: (() => void)[] = [];
  const acks: Buffer[] = [];
  stream.on('data', (bytes: Buffer) => acks.push(bytes));
  const seen: Omit<Seen, 'lane'> = { taken: [], left: [], acks, held: 0, stream, flush: () => waiting.splice(0).forEach((durable) => durable()) };
  const lane = new PublishLane({
    stream,
    packetBytesMax: over.packetBytesMax ?? 1000,
    open: over.open ?? (() => true),
    accept: ({ topic, payload }, durable) => {
      seen.taken.push(`${topic} ${payload.toString()}`);
      if (durable !== null) waiting.push(durable);
    },
    hold: (messages) => (seen.held += messages),
    release: (messages) => (seen.held -= messages),
  });
  return Object.assign(seen, { lane });
}

const publish = (topic: string, payload: string, messageId: number, more: { dup?: boolean; retain?: boolean } = {}): Buffer =>
  generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false, ...more });
const PING = generate({ cmd: 'pingreq' });
const pubacks = (...ids: number[]): Buffer => Buffer.concat(ids.map((id) => generate({ cmd: 'puback', messageId: id } satisfies Packet)));
const feed = (seen: Seen, ...chunks: Buffer[]): void => chunks.forEach((chunk) => seen.left.push(seen.lane.take(chunk)));

describe('the lane', () => {
  it('takes publishes in order and acknowledges them together, when the last is durable', () => {
    const seen = open();

    feed(seen, Buffer.concat([publish('data', 'one', 1), publish('data', 'two', 2, { dup: true }), publish('other/topic', 'three', 65_535, { retain: true })]));

    expect(seen.taken).toEqual(['data one', 'data two', 'other/topic three']);
    expect([seen.held, seen.acks.length, Buffer.concat(seen.left).length]).toEqual([3, 0, 0]);
    seen.flush();
    expect([seen.held, Buffer.concat(seen.acks)]).toEqual([0, pubacks(1, 2, 65_535)]);
  });

  it('gives the same for any cut of the same bytes', () => {
    const payloads = fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 12 });
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(payloads, cuts, (texts, lengths) => {
        const bytes = Buffer.concat(texts.map((text, index) => publish(`t/${index % 3}`, text, index + 1)));
        const seen = open({ packetBytesMax: 5000 });
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const to = at + (lengths[turn % lengths.length] ?? 1);
          feed(seen, bytes.subarray(at, to));
          at = to;
        }
        seen.flush();

        expect(seen.taken).toEqual(texts.map((text, index) => `t/${index % 3} ${text}`));
        expect(Buffer.concat(seen.acks)).toEqual(pubacks(...texts.map((_, index) => index + 1)));
        expect(Buffer.concat(seen.left).length).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a ping', PING],
    ['QoS 0', generate({ cmd: 'publish', topic: 'data', payload: 'x', qos: 0, dup: false, retain: false })],
    ['QoS 2', generate({ cmd: 'publish', topic: 'data', payload: 'x', qos: 2, messageId: 9, dup: false, retain: false })],
    ['a topic with a wildcard', publishOf(Buffer.from('a/#'), 9)],
    ['an empty topic', publishOf(Buffer.alloc(0), 9)],
    ['a topic that is not ASCII', publishOf(Buffer.from('méter'), 9)],
    ['a topic with a NUL', publishOf(Buffer.from('a\0b'), 9)],
    ['a topic of 101 levels', publishOf(Buffer.from('/'.repeat(100)), 9)],
    ['message id 0', publishOf(Buffer.from('data'), 0)],
    ['a body shorter than its topic says', Buffer.from([0x32, 5, 0, 200, 65, 0, 1])],
    ['a length of five bytes', Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 1])],
  ])('leaves %s, and all behind it in the chunk, to Aedes', (_, packet) => {
    const seen = open();
    const behind = publish('data', 'behind', 2);

    feed(seen, Buffer.concat([publish('data', 'before', 1), packet, behind]));

    expect(seen.taken).toEqual(['data before']);
    expect(Buffer.concat(seen.left)).toEqual(Buffer.concat([packet, behind]));
    expect(seen.held).toBe(1);
  });

  it('takes nothing while it is closed: before the log-in, or in the middle of a packet of Aedes', () => {
    const seen = open({ open: () => false });

    feed(seen, publish('data', 'x', 1));

    expect(seen.taken).toEqual([]);
    expect(seen.left[0]).toEqual(publish('data', 'x', 1));
  });

  it('ends the connection as soon as a packet announces more than the limit', () => {
    const seen = open({ packetBytesMax: 100 });

    feed(seen, announcing(0x32, 101));

    expect(seen.stream.destroyed).toBe(true);
    expect(seen.taken).toEqual([]);
  });

  it('acknowledges nothing on a connection that is gone', () => {
    const seen = open();
    feed(seen, publish('data', 'x', 1));

    seen.stream.destroy();
    seen.flush();

    expect(seen.acks).toEqual([]);
  });

  it('keeps no more of a slow sender than one packet', () => {
    const seen = open({ packetBytesMax: 50_000 });
    const packet = publish('data', 'y'.repeat(40_000), 1);

    for (const byte of packet) feed(seen, Buffer.from([byte]));

    expect(seen.taken.map((text) => text.length)).toEqual([40_005]);
  });
});
