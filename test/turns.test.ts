// What people ask goes on between what meters send, not before it.
import { afterEach, describe, expect, it } from 'vitest';
import { giveWayWhile, takeTurn, turn } from '../src/turns.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** As a slow answer does. */
function busyFor(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}

describe('steps of what people ask', () => {
  it('go in the order of the calls, each in a turn of the event loop of its own', async () => {
    const seen: string[] = [];
    for (const name of ['first', 'second', 'third'])
      takeTurn(() => {
        seen.push(name);
        setImmediate(() => seen.push(`sockets after ${name}`));
      });
    await turn();

    expect(seen).toEqual(['first', 'sockets after first', 'second', 'sockets after second', 'third', 'sockets after third']);
  });

  it('take what follows from them at once with them', async () => {
    const seen: string[] = [];
    const follow = async (name: string): Promise<void> => {
      await turn();
      for (const part of ['a', 'b', 'c']) {
        await Promise.resolve();
        seen.push(name + part);
      }
    };
    await Promise.all([follow('1'), follow('2')]);

    expect(seen).toEqual(['1a', '1b', '1c', '2a', '2b', '2c']);
  });

  it('leave half of the time to meters whose messages wait', async () => {
    ends.push(giveWayWhile(() => true));
    let turnsBetween = 0;
    let over = false;
    const count = (): void => {
      turnsBetween += 1;
      if (!over) setImmediate(count);
    };
    let ended = 0;
    takeTurn(() => {
      busyFor(20);
      ended = performance.now();
      setImmediate(count);
    });
    await turn();
    over = true;

    expect(performance.now() - ended).toBeGreaterThanOrEqual(19);
    expect(turnsBetween).toBeGreaterThan(2);
  });

  it('leave it also when the next one comes a moment later', async () => {
    ends.push(giveWayWhile(() => true));
    await new Promise<void>((resolve) => takeTurn(() => (busyFor(20), resolve())));
    const ended = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    await turn();

    expect(performance.now() - ended).toBeGreaterThanOrEqual(18);
  });

  it('go on at once when nobody waits', async () => {
    const end = giveWayWhile(() => true);
    end();
    const seen: string[] = [];
    takeTurn(() => {
      busyFor(50);
      setImmediate(() => {
        seen.push('next turn');
        setImmediate(() => seen.push('turn after it'));
      });
    });
    takeTurn(() => seen.push('step'));
    await turn();

    // The look at the sockets in between, and no pause of 50 ms.
    expect(seen.slice(0, 2)).toEqual(['next turn', 'step']);
  });
});
