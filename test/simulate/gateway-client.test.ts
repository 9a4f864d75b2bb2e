// A gateway without a broker stops taking samples instead of piling up messages.
import { describe, expect, it } from 'vitest';
import { openGateway, UNACKNOWLEDGED_MAX } from '../../src/simulate/gateway-client.ts';

const LOGIN = { username: 'u', password: 'p', clientId: 'c', topic: 't' };
const open = (): ReturnType<typeof openGateway> => openGateway({ url: 'mqtt://127.0.0.1:1', login: LOGIN, onConnected: () => undefined, onError: () => undefined });

describe('a gateway whose broker is away', () => {
  it('has room for a few messages and then for none', () => {
    const client = open();
    const room = Array.from({ length: UNACKNOWLEDGED_MAX }, () => {
      const before = client.hasRoom;
      client.publish(new Uint8Array([1]));
      return before;
    });

    expect(room).toEqual(room.map(() => true));
    expect(client.hasRoom).toBe(false);
    client.end();
  });

  it('makes who waits for room wait', async () => {
    const client = open();
    for (let count = 0; count < UNACKNOWLEDGED_MAX; count++) client.publish(new Uint8Array([1]));

    const first = await Promise.race([client.room().then(() => 'room'), Promise.resolve().then(() => 'none')]);

    expect(first).toBe('none');
    client.end();
  });

  it('can end before and after it began to connect', () => {
    const never = open();
    const begun = open();
    begun.connect();

    expect(() => never.end()).not.toThrow();
    expect(() => begun.end()).not.toThrow();
  });
});
