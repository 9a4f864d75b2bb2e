// One message and the meters of its gateway: whose readings they are, and what is said of those that are nobody's.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { MessageReader, type Mismatched, type Outcome } from '../../src/ingest/message-reader.ts';
import type { Registers, RegistrySnapshot } from '../../src/ingest/registers.ts';
import { GATEWAY, IMPORT, METER, oneMeter, registersOf } from './projecting.ts';

const AT = epochMs(Date.UTC(2026, 9, 20, 10));
const twoMeters: RegistrySnapshot = {
  ...oneMeter,
  gateways: [{ id: GATEWAY, profile: null, meters: ['A', 'B'].map((serial, index) => ({ id: METER + index, carrier: 'electricity', serial, maxPerHour: null })) }],
};
const P1 = ['/KFM5KAIFA-METER', '', '1-0:1.8.0(000031.000*kWh)', '1-0:1.8.1(000010.000*kWh)', '1-0:1.8.2(000020.000*kWh)', '!', ''].join('\r\n');

interface Read {
  readonly outcome: Outcome;
  readonly taken: { meter: number; reading: Reading }[];
  readonly mismatches: Mismatched[];
}

function read(body: unknown, options: { registers?: Registers; rawFrom?: (register: number | null) => EpochMs } = {}): Read {
  const { registers = registersOf(oneMeter), rawFrom } = options;
  const reader = new MessageReader({ registers, ...(rawFrom !== undefined && { rawFrom }) });
  const taken: Read['taken'] = [];
  const mismatches: Mismatched[] = [];
  const payload = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const taker = { take: ({ id }: { id: number }, reading: Reading) => taken.push({ meter: id, reading }), mismatch: (told: Mismatched) => mismatches.push(told) };
  return { outcome: reader.read({ seq: 1, gateway: GATEWAY, topic: 'data', payload, receivedAt: AT }, taker), taken, mismatches };
}
const reasons = ({ outcome }: Read): string[] => outcome.refused.map((one) => one.reason);

describe('a message', () => {
  it('of a gateway that is gone is refused with that reason', () => {
    expect(reasons(read({ importKwh: 1 }, { registers: registersOf({ gateways: [], registers: [] }) }))).toEqual(['unknown-gateway']);
  });

  it('that names neither of two meters is refused, once for all its readings', () => {
    const one = read({ importKwh: 1, exportKwh: 2 }, { registers: registersOf(twoMeters) });

    expect(reasons(one)).toEqual(['no-meter']);
    expect(one.outcome.taken).toBe(0);
  });

  it('that names both meters reaches both', () => {
    const both = read(
      [
        { meter: 'A', importKwh: 1 },
        { meter: 'B', importKwh: 2 },
      ],
      { registers: registersOf(twoMeters) },
    );

    expect(both.taken.map(({ meter, reading }) => [meter, reading.value])).toEqual([
      [METER, 1],
      [METER + 1, 2],
    ]);
    expect(both.outcome).toMatchObject({ taken: 2, refused: [], profile: 'generic-json' });
  });

  it('with two serials for the one meter of its gateway counts the first and says so of the second', () => {
    const two = read([
      { meter: 'A', importKwh: 1 },
      { meter: 'B', importKwh: 2 },
    ]);

    expect(two.taken.map(({ reading }) => reading.device)).toEqual(['A']);
    expect(two.outcome.refused).toEqual([{ reason: 'no-meter', detail: expect.stringContaining("'A' and 'B'") }]);
  });

  it('from before what is kept is refused, at the instant that holds for its own register', () => {
    const at = '2026-10-20T09:00:00Z';
    const rawFrom = (register: number | null): EpochMs => epochMs(register === IMPORT ? AT : 0);

    const old = read({ time: at, importKwh: 1, exportKwh: 2 }, { rawFrom });

    expect(old.taken.map(({ reading }) => reading.register)).toEqual(['export']);
    expect(old.outcome.refused).toEqual([{ reason: 'too-old', detail: expect.stringContaining('2026-10-20T09:00:00Z') }]);
  });

  it('whose total is not the sum of its tariffs tells of the meter it belongs to', () => {
    const registers = registersOf({ ...oneMeter, gateways: [{ ...(oneMeter.gateways[0] ?? { id: GATEWAY, meters: [] }), profile: 'dsmr-p1' }] });

    const told = read(P1, { registers });

    expect(told.mismatches).toEqual([{ meter: METER, mismatch: { register: 'import-t1', tariffsKwh: 30, totalKwh: 31 }, receivedAt: AT }]);
  });
});
