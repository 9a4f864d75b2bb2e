// When a long search rests, and for how long: with a clock that only moves when told.
import { describe, expect, it } from 'vitest';
import { Compute } from '../../src/jobs/compute.ts';
import { FAST_PER_S, REST_PER_WORK, Rests } from '../../src/jobs/rests.ts';
import { parameters, port } from '../domain/heat/given.ts';

/** A clock, messages that come in at a rate while it moves, and how long was waited. */
class Machine {
  readonly incoming = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  perSecond = 0;
  waitedMs = 0;
  #nowMs = 1000;
  #exact = 0;

  readonly clock = {
    nowMs: () => this.#nowMs,
    waitMs: (ms: number) => {
      this.waitedMs += ms;
      this.pass(ms);
      this.onWait();
    },
  };
  onWait = (): void => {};

  pass(ms: number): void {
    this.#nowMs += ms;
    this.#exact += (this.perSecond * ms) / 1000;
    this.incoming[0] = BigInt(Math.floor(this.#exact));
  }
}

/** A search that works so many pieces of so long each. */
function search(machine: Machine, { pieces, ms }: { pieces: number; ms: number }): number {
  const rests = new Rests(machine.incoming, machine.clock);
  for (let piece = 0; piece < pieces; piece++) {
    machine.pass(ms);
    rests.take();
  }
  return machine.waitedMs;
}

describe('a search', () => {
  it('takes no rest while few messages come in', () => {
    const machine = new Machine();
    machine.perSecond = FAST_PER_S;

    expect(search(machine, { pieces: 100, ms: 20 })).toBe(0);
  });

  it('rests four times as long as it worked while many come in', () => {
    const machine = new Machine();
    machine.perSecond = FAST_PER_S * 2;

    // 2,000 ms of work in stretches of 60: of the last, 20 ms, nothing was rested yet.
    expect(search(machine, { pieces: 100, ms: 20 })).toBe(REST_PER_WORK * 1980);
  });

  it('goes on once they come in slowly again', () => {
    const machine = new Machine();
    machine.perSecond = FAST_PER_S * 10;
    machine.onWait = () => {
      if (machine.waitedMs >= 200) machine.perSecond = 0;
    };

    // One more look finds that nothing came in during the last 100 ms.
    expect(search(machine, { pieces: 1, ms: 10_000 })).toBe(300);
  });

  it('rests as well after a piece that could not be interrupted, and in proportion', () => {
    const machine = new Machine();
    machine.perSecond = FAST_PER_S * 10;

    expect(search(machine, { pieces: 1, ms: 10_000 })).toBe(REST_PER_WORK * 10_000);
  });

  it('does not count the time in which it had nothing to do', () => {
    const machine = new Machine();
    machine.perSecond = FAST_PER_S * 10;
    const rests = new Rests(machine.incoming, machine.clock);
    machine.pass(60_000);
    rests.begin();
    machine.pass(10);
    rests.take();

    expect(machine.waitedMs).toBe(0);
  });
});

it('rests in its worker, between pairs and between questions', async () => {
  const machine = new Machine();
  // Each millisecond ten messages.
  const timer = setInterval(() => Atomics.add(machine.incoming, 0, 10n), 1);
  const compute = new Compute({ incoming: machine.incoming });
  const kw = new Float64Array(8760).fill(800);
  const ports = Array.from({ length: 24 }, (_, at) => port({ id: at + 1, role: at % 2 === 0 ? 'source' : 'sink', owner: `company ${at}`, kw }));
  try {
    await compute.dropYear('none');
    const [beforeMs, before] = [performance.now(), process.cpuUsage()];
    await compute.heatMatches({ ports, routes: [], parameters, assumedM: 500 });
    const [ms, { user, system }] = [performance.now() - beforeMs, process.cpuUsage(before)];

    // All threads of the process together: a worker that never rests works nearly all of the time on an idle machine.
    expect(ms).toBeGreaterThan((2 * (user + system)) / 1000);
  } finally {
    clearInterval(timer);
    await compute.close();
  }
});
