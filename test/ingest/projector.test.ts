// From journal records to rows: which register, which quarters, and what a failing store may cost (nothing).
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { deviceNumber } from '../../src/ingest/registers.ts';
import type { RegistrySnapshot } from '../../src/ingest/registers.ts';
import type { SeriesStore } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { GATEWAY, IMPORT, JOURNAL_ID, METER, type Told, liveQuarters, message, oneMeter, registersOf, startProjector } from './projecting.ts';

const START = Date.UTC(2026, 9, 20, 10);
const told = (minute: number, value: number, device = ''): Told => ({ atMs: START + minute * 60_000, value, device });
const cursor = (seq: number): { journalId: string; seq: number } => ({ journalId: JOURNAL_ID, seq });
const json = (seq: number, body: unknown): ReturnType<typeof message> => ({
  seq,
  gateway: GATEWAY,
  topic: 'data',
  payload: Buffer.from(JSON.stringify(body)),
  receivedAt: epochMs(START),
});

/** The first call of one method fails, as a full disk makes it fail. */
function failingOnce(method: 'appendRaw' | 'writeQuarters' | 'readFromAnchors'): SeriesStore {
  const store: SeriesStore = new SeriesMemory();
  const works = store[method];
  let failed = false;
  const once = (...args: never[]): unknown => {
    if (failed) return Reflect.apply(works, store, args);
    failed = true;
    return Promise.reject(new Error('no space left on device'));
  };
  return Object.assign(store, { [method]: once });
}

describe('a counter that has just begun', () => {
  it('is read from the store once, however many batches come before its first boundary', async () => {
    const store = new SeriesMemory();
    let asked = 0;
    const works = store.readFromAnchors.bind(store);
    store.readFromAnchors = (dirty) => {
      if (dirty.length > 0) asked += 1;
      return works(dirty);
    };
    const projector = startProjector(store);

    for (let minute = 1; minute < 12; minute++) await projector.project([message(minute, told(minute, 1000 + minute))], cursor(minute));
    await projector.project([message(12, told(20, 1020)), message(13, told(31, 1031))], cursor(13));

    expect(asked).toBe(1);
    expect((await liveQuarters(store)).map((one) => one.amount)).toEqual([15]);
  });
});

describe('a batch whose store fails', () => {
  it.each(['appendRaw', 'writeQuarters', 'readFromAnchors'] as const)('at %s is stored whole when it is tried again', async (method) => {
    const store = failingOnce(method);
    const projector = startProjector(store);
    const records = [message(1, told(0, 1000)), message(2, told(15, 1010)), message(3, told(30, 1015))];

    await expect(projector.project(records, cursor(3))).rejects.toThrow('no space left');
    await projector.project(records, cursor(3));

    expect((await liveQuarters(store)).map((one) => one.amount)).toEqual([10, 5]);
    expect(await store.readReadings({ register: IMPORT, from: epochMs(0), to: epochMs(2e12), limit: 9 })).toHaveLength(3);
  });

  it('in the middle of a day costs nothing either: the windows begin again from the store', async () => {
    const store = new SeriesMemory();
    const projector = startProjector(store);
    await projector.project([message(1, told(0, 1000)), message(2, told(15, 1010))], cursor(2));
    const works = store.writeQuarters;
    store.writeQuarters = () => Promise.reject(new Error('no space left on device'));
    const second = [message(3, told(30, 1015)), message(4, told(45, 1017))];

    await expect(projector.project(second, cursor(4))).rejects.toThrow();
    store.writeQuarters = works;
    await projector.project(second, cursor(4));

    expect((await liveQuarters(store)).map((one) => one.amount)).toEqual([10, 5, 2]);
  });
});

describe('a reading', () => {
  it('in GJ is stored in kWh: 3.6 GJ is 1,000 kWh', async () => {
    const store = new SeriesMemory();
    const heat: RegistrySnapshot = { gateways: [{ id: GATEWAY, profile: 'generic-json', meters: [{ id: METER, carrier: 'heat', serial: 'W', maxPerHour: null }] }], registers: [] };

    await startProjector(store, registersOf(heat)).project([json(1, { heatGj: 3.6 })], cursor(1));

    expect((await store.lastReadings()).map((one) => Math.round(one.value * 1e6) / 1e6)).toEqual([1000]);
  });

  it('of a gauge makes no quarters', async () => {
    const store = new SeriesMemory();

    await startProjector(store).project(
      [0, 15, 30].map((minute, index) => json(index + 1, { time: START + minute * 60_000 - 3_600_000, powerKw: 5 })),
      cursor(3),
    );

    expect(await liveQuarters(store, 1001)).toEqual([]);
    expect((await store.readReadings({ register: 1001, from: epochMs(0), to: epochMs(2e12), limit: 9 })).map((one) => one.value)).toEqual([5, 5, 5]);
  });

  it('of a register seen for the first time gets an id, once', async () => {
    const store = new SeriesMemory();
    const projector = startProjector(store);

    await projector.project([json(1, { importKwh: 5, exportKwh: 1 }), json(2, { importKwh: 5, exportKwh: 1 })], cursor(2));
    await projector.project([json(3, { exportKwh: 1 })], cursor(3));

    expect([...new Set((await store.lastReadings()).map((one) => one.register))]).toEqual([IMPORT, 1001]);
  });

  it('is the newest of its register only when it is newer', async () => {
    const projector = startProjector(new SeriesMemory());

    const first = await projector.project([message(1, told(15, 1010))], cursor(1));
    const late = await projector.project([message(2, told(0, 1000))], cursor(2));

    expect(first.last).toEqual([{ register: IMPORT, at: START + 900_000, value: 1010 }]);
    expect(late.last).toEqual([]);
  });
});

describe('a message', () => {
  it.each([
    ['no bytes', Buffer.alloc(0), 'empty-payload'],
    ['half a text', Buffer.from('{"importKwh": 1'), 'not-json'],
    ['a NaN', Buffer.from('{"importKwh": NaN}'), 'not-json'],
    ['the year 2099', Buffer.from('{"importKwh": 1, "time": "2099-01-01T00:00:00Z"}'), 'clock-ahead'],
    ['a negative counter', Buffer.from('{"importKwh": -1}'), 'bad-number'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'not-json'],
    ['a prototype', Buffer.from('{"__proto__": {"importKwh": 1}}'), 'no-reading'],
  ] as const)('of %s is refused and hurts nobody', async (_, payload, reason) => {
    const store = new SeriesMemory();
    const records = [message(1, told(0, 1000)), { ...message(2, told(0, 1)), payload, receivedAt: epochMs(START) }, message(3, told(15, 1010))];

    const { outcomes } = await startProjector(store).project(records, cursor(3));

    expect(outcomes[1]?.refused.map((one) => one.reason)).toEqual([reason]);
    expect((await liveQuarters(store)).map((one) => one.amount)).toEqual([10]);
  });
});

describe('a connection that is found to be larger', () => {
  it('lets through what it carries from the next reading on, without a restart', async () => {
    const store = new SeriesMemory();
    const registers = registersOf(oneMeter);
    const projector = startProjector(store, registers);
    // 500 kWh in a quarter is too much for 110 kW, and little for 4,400 kW.
    await projector.project([message(1, told(0, 1000)), message(2, told(15, 1500))], cursor(2));

    registers.replace({ ...oneMeter, gateways: [{ id: GATEWAY, profile: 'generic-json', meters: [{ id: METER, carrier: 'electricity', serial: 'M-1', maxPerHour: 4400 }] }] });
    await projector.project([message(3, told(30, 1600))], cursor(3));

    expect((await liveQuarters(store)).map((one) => one.amount)).toEqual([500, 100]);
  });
});

describe('the running quarter', () => {
  it('of a counter follows its readings', async () => {
    const projector = startProjector(new SeriesMemory());

    await projector.project([message(1, told(0, 1000)), message(2, told(15, 1010)), message(3, told(20, 1013))], cursor(3));

    expect(await projector.running(Int32Array.of(IMPORT, 999))).toEqual([{ register: IMPORT, start: START + 900_000, until: START + 1_200_000, amountMicro: 3_000_000 }]);
  });
});

describe('the running quarter after a restart', () => {
  it('comes from the store, and asking for it changes no quarter', async () => {
    const store = new SeriesMemory();
    await startProjector(store).project([message(1, told(0, 1000)), message(2, told(15, 1010)), message(3, told(20, 1013))], cursor(3));
    const before = await liveQuarters(store);

    const running = await startProjector(store).running(Int32Array.of(IMPORT));

    expect(running).toEqual([{ register: IMPORT, start: START + 900_000, until: START + 1_200_000, amountMicro: 3_000_000 }]);
    expect(await liveQuarters(store)).toEqual(before);
  });
});

describe('a serial', () => {
  it('becomes a number that is 0 only when it is not said', () => {
    expect(deviceNumber('')).toBe(0);
    expect(deviceNumber('E0001')).not.toBe(0);
    expect(deviceNumber('E0001')).toBe(deviceNumber('E0001'));
    expect(deviceNumber('E0001')).not.toBe(deviceNumber('E0002'));
  });
});
