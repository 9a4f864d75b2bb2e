// The bytes the load generator sends and what it makes of the answers.
import { parser } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { PubackReader, PublishRing, connectPacket, remainingLength } from '../../bench/mqtt-packets.ts';

const puback = (id: number): number[] => [0x40, 2, id >> 8, id & 255];
const bytes = (...ids: number[]): Buffer => Buffer.from(ids.flatMap(puback));

function parsed(packet: Buffer): object[] {
  const packets: object[] = [];
  parser()
    .on('packet', (one) => packets.push(one))
    .parse(packet);
  return packets;
}

describe('a length in MQTT', () => {
  it.each([
    [0, [0]],
    [127, [127]],
    [128, [0x80, 1]],
    [16_383, [0xff, 0x7f]],
    [16_384, [0x80, 0x80, 1]],
  ])('of %d is written as in table 2.4 of the standard', (length, written) => {
    expect(remainingLength(length)).toEqual(written);
  });
});

describe('a CONNECT', () => {
  it('carries name and secret of the gateway', () => {
    expect(parsed(connectPacket('one', { username: 'gw-1', password: 'secret' }))).toMatchObject([
      { cmd: 'connect', protocolVersion: 4, clean: true, clientId: 'one', username: 'gw-1', password: Buffer.from('secret') },
    ]);
  });

  it('without a login has neither', () => {
    const [packet] = parsed(connectPacket('one', null));

    expect(packet).toMatchObject({ cmd: 'connect', clientId: 'one' });
    expect(packet).not.toHaveProperty('username', expect.anything());
  });
});

describe('prepared packets', () => {
  const message = { topic: 'ks/1/gw-1/data', payload: '{"importKwh":1}' };

  it('are PUBLISHes at QoS 1 with ids from 1', () => {
    const ring = new PublishRing(message, 4);

    expect(parsed(Buffer.concat([...ring.take(2)]))).toMatchObject(
      [1, 2].map((messageId) => ({ cmd: 'publish', qos: 1, dup: false, messageId, topic: message.topic, payload: Buffer.from(message.payload) })),
    );
  });

  it('start again after the last one', () => {
    const ring = new PublishRing(message, 4);
    ring.take(3);

    expect(parsed(Buffer.concat([...ring.take(3)]))).toMatchObject([{ messageId: 4 }, { messageId: 1 }, { messageId: 2 }]);
  });

  it('are one view up to the end of the ring', () => {
    const ring = new PublishRing(message, 4);

    expect(ring.take(4)).toHaveLength(1);
    expect(parsed(Buffer.concat([...ring.take(1)]))).toMatchObject([{ messageId: 1 }]);
  });
});

describe('PUBACKs', () => {
  it('are counted', () => {
    expect(new PubackReader(8).read(bytes(1, 2, 3), 12)).toBe(3);
  });

  it('cut anywhere count once they are whole', () => {
    const all = bytes(1, 2, 3);
    const counts = Array.from({ length: all.length + 1 }, (_, cut) => {
      const reader = new PubackReader(8);
      return reader.read(all.subarray(0, cut), cut) + reader.read(all.subarray(cut), all.length - cut);
    });

    expect(new Set(counts)).toEqual(new Set([3]));
  });

  it('of the ring start again after the last id', () => {
    expect(new PubackReader(2).read(bytes(1, 2, 1), 12)).toBe(3);
  });

  it('that pass one over end the run', () => {
    expect(() => new PubackReader(8).read(bytes(1, 3), 8)).toThrow('PUBACK 2 was due, 3 came');
  });

  it('that come twice end the run', () => {
    expect(() => new PubackReader(8).read(bytes(1, 1), 8)).toThrow('PUBACK 2 was due, 1 came');
  });

  it('are all that may come', () => {
    expect(() => new PubackReader(8).read(Buffer.from([0xd0, 0, 0, 0]), 4)).toThrow('packet type 13 came');
  });
});
