// Events of meters in the registry: replaced by what comes out later, kept over a restart, and never too many.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventChange, MeterEvent } from '../../src/domain/meter-event.ts';
import { epochMs } from '../../src/domain/units.ts';
import { EVENTS_PER_REGISTER_MAX, MeterEvents } from '../../src/storage/meter-events.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

let dir: string;
let opened: Awaited<ReturnType<typeof openRegistry>>;
let events: MeterEvents;
let register: number;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-events-'));
  opened = await openRegistry(join(dir, 'registry.db'));
  const { registry } = opened;
  const company = await registry.insertCompany({ park: 'p', name: 'Proef', kvk: null, sbi: '17' });
  const limits = { contractedImportKw: null, contractedExportKw: null, physicalImportKw: null, physicalExportKw: null };
  const valid = { validFrom: epochMs(0), validTo: null };
  const connection = await registry.insertConnection({ ean: '871999900000000011', company: company.id, carrier: 'electricity', ...limits, behind: null, ...valid });
  const meter = await registry.insertMeter({ connection: connection.id, serial: 'M', carrier: 'electricity', role: 'main', generationKind: null, gateway: null, ...valid });
  const rows = await registry.insertRegisters([{ meter: meter.id, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  register = rows[0]?.id ?? 0;
  events = await MeterEvents.open(opened.db);
});
afterEach(async () => {
  await opened.registry.close();
  rmSync(dir, { recursive: true });
});

type Told = EventChange['events'][number];
const told = (at: number, kind: MeterEvent['kind'] = 'glitch'): Told => ({ kind, at: epochMs(at), from: 1.5, to: 0, readings: 2 });
const change = (fromMs: number, untilMs: number, list: readonly Told[]): EventChange => ({ register, fromMs, untilMs, events: list });
const kept = async (): Promise<string[]> => (await events.of([register], { from: 0, to: 2e12, limit: 5000 })).map((one) => `${one.kind} ${one.at}`);

describe('events of a register', () => {
  it('come back with what they said, the newest first', async () => {
    await events.take([change(0, Infinity, [told(10), told(20, 'swap')])]);

    expect(await events.of([register], { from: 10, to: 21, limit: 9 })).toEqual([
      { register, ...told(20, 'swap') },
      { register, ...told(10) },
    ]);
    expect(await events.of([register], { from: 11, to: 20, limit: 9 })).toEqual([]);
    expect(events.latestOf([register, 99])).toEqual({ register, ...told(20, 'swap') });
  });

  it('after an instant are replaced by what comes out now; those at it and before it stay', async () => {
    await events.take([change(0, Infinity, [told(10), told(20), told(30)])]);
    await events.take([change(10, Infinity, [told(25, 'reset')])]);

    expect(await kept()).toEqual(['reset 25', 'glitch 10']);
  });

  it('within a stretch are replaced there only', async () => {
    await events.take([change(0, Infinity, [told(10), told(20), told(30)])]);
    await events.take([change(10, 20, [])]);

    expect(await kept()).toEqual(['glitch 30', 'glitch 10']);
  });

  it('that messages told are not touched by what readings say, and told again they are kept once', async () => {
    const clock = change(15, 15, [told(15, 'clock-ahead')]);
    await events.take([clock, clock]);
    await events.take([change(0, Infinity, [])]);

    expect(await kept()).toEqual(['clock-ahead 15']);
  });

  it('are the same after a restart', async () => {
    await events.take([change(0, Infinity, [told(10)])]);

    const again = await MeterEvents.open(opened.db);

    expect(again.latestOf([register])).toEqual({ register, ...told(10) });
    expect(again.known([99, register])).toEqual([register]);
    await again.take([change(0, Infinity, [])]);
    expect([await kept(), again.latestOf([register]), again.known([register])]).toEqual([[], null, []]);
  });

  it(`are ${EVENTS_PER_REGISTER_MAX} at most: the oldest go first`, async () => {
    await events.take([
      change(
        0,
        Infinity,
        Array.from({ length: EVENTS_PER_REGISTER_MAX }, (_, index) => told(index + 1)),
      ),
    ]);
    await events.take([change(5000, Infinity, [told(6000), told(6001)])]);

    const all = await kept();
    expect([all.length, all[0], all.at(-1)]).toEqual([EVENTS_PER_REGISTER_MAX, 'glitch 6001', 'glitch 3']);
  });
});
