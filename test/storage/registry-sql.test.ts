// The registry port on SQLite: what is kept comes back, refused messages have a quota, a transaction is all or nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { CompanyRow, ConnectionRow, GatewayRow, QuarantineRow, Registry } from '../../src/storage/registry.ts';
import { QUARANTINE_ROWS_MAX, openRegistry } from '../../src/storage/registry-sql.ts';

const SINCE = epochMs(Date.UTC(2026, 0, 1));
const company: Omit<CompanyRow, 'id'> = { park: 'eerbeek', name: 'De Hoop', kvk: null, sbi: '17.12' };
const connection = (over: Partial<ConnectionRow> = {}): Omit<ConnectionRow, 'id'> => ({
  ean: '871687123456789011',
  company: 1,
  carrier: 'electricity',
  contractedImportKw: 630.5,
  contractedExportKw: null,
  physicalImportKw: 1000,
  physicalExportKw: null,
  behind: null,
  validFrom: SINCE,
  validTo: null,
  ...over,
});
const gateway = (username: string): Omit<GatewayRow, 'id'> => ({ name: 'P1', park: 'eerbeek', company: 1, profile: null, username, secretHash: 'ab', revokedAt: null });
const refused = (seq: number, over: Partial<QuarantineRow> = {}): Omit<QuarantineRow, 'id'> & { seq: number } => ({
  seq,
  gateway: 1,
  topic: 'data',
  payload: Uint8Array.of(0, 255, seq % 256),
  reason: 'not-json',
  detail: 'the message is not JSON',
  receivedAt: SINCE,
  ...over,
});

let dir: string;
let registry: Registry;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-registry-'));
  ({ registry } = await openRegistry(join(dir, 'registry.db')));
});

afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('what is kept', () => {
  it('comes back as it was, also after a restart', async () => {
    await registry.insertPark({ id: 'eerbeek', name: 'Eerbeek-Loenen', municipality: 'Brummen' });
    const made = await registry.insertCompany(company);
    const main = await registry.insertConnection(connection());
    const behind = await registry.insertConnection(connection({ ean: '871687123456789028', behind: main.id, validTo: epochMs(SINCE + 1) }));
    const box = await registry.insertGateway(gateway('gw-1'));
    const meter = await registry.insertMeter({
      connection: main.id,
      serial: 'E1',
      carrier: 'electricity',
      role: 'generation',
      generationKind: 'sun',
      gateway: box.id,
      validFrom: SINCE,
      validTo: null,
    });
    const [register] = await registry.insertRegisters([{ meter: meter.id, name: 'import-t1', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    const consent = await registry.insertConsent({ company: made.id, audience: 'region', validFrom: SINCE, validTo: null, revokedAt: null, grantedBy: 'tester' });
    await registry.close();

    ({ registry } = await openRegistry(join(dir, 'registry.db')));

    expect(await registry.contents()).toEqual({
      parks: [{ id: 'eerbeek', name: 'Eerbeek-Loenen', municipality: 'Brummen' }],
      companies: [made],
      connections: [main, behind],
      meters: [meter],
      gateways: [box],
      registers: [register],
      consents: [consent],
    });
    expect(main).toEqual({ id: main.id, ...connection() });
  });

  it('is refused when it points at nothing, or is there already', async () => {
    await expect(registry.insertConnection(connection({ company: 99 }))).rejects.toThrow();
    await registry.insertCompany(company);
    await registry.insertConnection(connection());
    await registry.insertGateway(gateway('gw-1'));

    await expect(registry.insertConnection(connection())).rejects.toThrow();
    await expect(registry.insertGateway(gateway('gw-1'))).rejects.toThrow();
  });

  it('answers a ping', async () => {
    await expect(registry.ping()).resolves.toBeUndefined();
  });
});

describe('registers', () => {
  beforeEach(async () => {
    await registry.insertCompany(company);
    await registry.insertConnection(connection());
    await registry.insertMeter({ connection: 1, serial: 'E1', carrier: 'electricity', role: 'main', generationKind: null, gateway: null, validFrom: SINCE, validTo: null });
  });

  it('that are wanted twice keep their first id', async () => {
    const wanted = ['import', 'export'].map((name) => ({
      meter: 1,
      name,
      carrier: 'electricity' as const,
      flow: 'import' as const,
      kind: 'counter' as const,
      unit: 'kWh' as const,
    }));

    const first = await registry.insertRegisters(wanted);
    const again = await registry.insertRegisters([...wanted].reverse());

    expect(again).toEqual([...first].reverse());
    expect((await registry.contents()).registers).toEqual(first);
  });
});

describe('a transaction', () => {
  it('keeps nothing when any part of it fails', async () => {
    const work = registry.together(async (inside) => {
      await inside.insertCompany(company);
      await inside.insertConnection(connection({ company: 99 }));
    });

    await expect(work).rejects.toThrow();
    expect((await registry.contents()).companies).toEqual([]);
  });

  it('keeps all of it otherwise, and gives back what the work gives', async () => {
    expect(await registry.together(async (inside) => (await inside.insertCompany(company)).id)).toBe(1);
    expect((await registry.contents()).companies).toHaveLength(1);
  });
});

describe('a gateway', () => {
  beforeEach(async () => {
    await registry.insertCompany(company);
    await registry.insertGateway(gateway('gw-1'));
  });

  it('that is revoked is valid again with a new secret', async () => {
    await registry.revokeGateway(1, SINCE);
    expect((await registry.contents()).gateways[0]?.revokedAt).toBe(SINCE);

    await registry.setGatewaySecret(1, 'cd');
    expect((await registry.contents()).gateways[0]).toMatchObject({ revokedAt: null, secretHash: 'cd' });
  });
});

describe('a consent', () => {
  it('that was revoked keeps the moment it was first revoked', async () => {
    await registry.insertCompany(company);
    const { id } = await registry.insertConsent({ company: 1, audience: 'region', validFrom: SINCE, validTo: null, revokedAt: null, grantedBy: 'tester' });

    await registry.revokeConsent(id, epochMs(SINCE + 1));
    await registry.revokeConsent(id, epochMs(SINCE + 2));

    expect((await registry.contents()).consents[0]?.revokedAt).toBe(SINCE + 1);
  });
});

describe('refused messages', () => {
  const all = { gateways: null, after: 0, limit: 5000 };

  it('come back byte for byte, newest first', async () => {
    await registry.quarantine('j', [refused(1), refused(2, { topic: 'ill-formed \ufffd', payload: new Uint8Array() })]);

    const rows = await registry.quarantined(all);

    expect(rows.map(({ payload, topic }) => [topic, [...payload]])).toEqual([
      ['ill-formed \ufffd', []],
      ['data', [0, 255, 1]],
    ]);
    expect(await registry.quarantineRow(rows[1]?.id ?? 0)).toEqual(rows[1]);
  });

  it('of one journal are kept once: a batch that is projected again adds none', async () => {
    await registry.quarantine('j', [refused(1), refused(2)]);
    await registry.quarantine('j', [refused(2), refused(3)]);
    await registry.quarantine('another', [refused(1)]);

    expect(await registry.quarantined(all)).toHaveLength(4);
  });

  it('of a flood push out the oldest of their own gateway, never those of another', async () => {
    await registry.quarantine('j', [refused(1, { gateway: 2 })]);
    for (let at = 0; at < QUARANTINE_ROWS_MAX + 50; at += 100)
      await registry.quarantine(
        'j',
        Array.from({ length: 100 }, (_, index) => refused(2 + at + index)),
      );

    const rows = await registry.quarantined(all);

    expect(rows.filter((one) => one.gateway === 1)).toHaveLength(QUARANTINE_ROWS_MAX);
    expect(rows.filter((one) => one.gateway === 2)).toHaveLength(1);
    expect(rows[0]?.payload[2]).toBe((2 + QUARANTINE_ROWS_MAX + 99) % 256);
  });

  it('are paged, and limited to the gateways one may see', async () => {
    await registry.quarantine('j', [refused(1), refused(2, { gateway: 2 }), refused(3), refused(4)]);

    const first = await registry.quarantined({ gateways: [1], after: 0, limit: 2 });
    const second = await registry.quarantined({ gateways: [1], after: first.at(-1)?.id ?? 0, limit: 2 });

    expect([first, second].map((page) => page.map(({ payload }) => payload[2]))).toEqual([[4, 3], [1]]);
    expect(await registry.quarantined({ gateways: [], after: 0, limit: 9 })).toEqual([]);
  });

  it('that are sent again are gone', async () => {
    await registry.quarantine('j', [refused(1)]);
    const [row] = await registry.quarantined(all);

    await registry.releaseQuarantined(row?.id ?? 0);

    expect(await registry.quarantined(all)).toEqual([]);
    expect(await registry.quarantineRow(row?.id ?? 0)).toBeNull();
  });
});

describe('roles', () => {
  it('of a person are what was given, each once', async () => {
    for (const _ of [1, 2]) {
      await registry.addRole('anna', { role: 'parkmanager', parks: ['de-mars', 'eerbeek'] });
      await registry.addRole('anna', { role: 'company', company: 3 });
      await registry.addRole('anna', { role: 'region' });
    }

    expect(await registry.rolesOf('anna')).toEqual([{ role: 'parkmanager', parks: ['de-mars', 'eerbeek'] }, { role: 'company', company: 3 }, { role: 'region' }]);
    expect(await registry.rolesOf('piet')).toEqual([]);
  });
});
