// The registry in memory: what it answers while the database only takes writes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { Directory } from '../../src/storage/directory.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import type { Registry } from '../../src/storage/registry.ts';

const SINCE = epochMs(Date.UTC(2026, 0, 1));
const LATER = epochMs(SINCE + 86_400_000);
const parks = [{ id: 'eerbeek', name: 'Eerbeek-Loenen', municipality: 'Brummen' }];

let dir: string;
let registry: Registry;
let directory: Directory;
let changes: number;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-directory-'));
  ({ registry } = await openRegistry(join(dir, 'registry.db')));
  directory = await Directory.load(registry, parks);
  changes = 0;
  directory.onChange(() => (changes += 1));
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

async function meterOfCompany(): Promise<{ company: number; meter: number }> {
  const company = await directory.addCompany({ park: 'eerbeek', name: 'De Hoop', kvk: null, sbi: '17' });
  const connection = await directory.addConnection({
    ean: '871687123456789011',
    company: company.id,
    carrier: 'electricity',
    contractedImportKw: null,
    contractedExportKw: null,
    physicalImportKw: 100,
    physicalExportKw: null,
    behind: null,
    validFrom: SINCE,
    validTo: null,
  });
  const meter = await directory.addMeter({
    connection: connection.id,
    serial: 'E1',
    carrier: 'electricity',
    role: 'main',
    generationKind: null,
    gateway: null,
    validFrom: SINCE,
    validTo: null,
  });
  return { company: company.id, meter: meter.id };
}
const same = async (): Promise<void> => {
  const again = await Directory.load(registry, parks);
  for (const key of ['companies', 'connections', 'meters', 'gateways', 'registers', 'consents', 'parks'] as const) expect(directory[key]).toEqual(again[key]);
};

describe('the directory', () => {
  it('is what a restart would read, after every kind of change', async () => {
    const { meter } = await meterOfCompany();
    const gateway = await directory.addGateway({ name: 'P1', park: 'eerbeek', company: 1, profile: null, username: 'gw-1', secretHash: 'a', revokedAt: null }, [meter]);
    await directory.addRegisters([{ meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    await directory.renewSecret(gateway, 'b');
    await directory.revokeGateway(gateway, LATER);
    const consent = await directory.addConsent({ company: 1, audience: 'region', validFrom: SINCE, validTo: null, revokedAt: null, grantedBy: 'x' });
    await directory.revokeConsent(consent, LATER);

    await same();
    expect(changes).toBeGreaterThan(0);
  });

  it('says a change of gateways and meters to whoever needs the new picture', async () => {
    const { meter } = await meterOfCompany();
    const before = changes;

    await directory.addGateway({ name: 'P1', park: 'eerbeek', company: 1, profile: null, username: 'gw-1', secretHash: 'a', revokedAt: null }, [meter]);

    expect(changes).toBe(before + 1);
    expect(directory.meters.get(meter)?.gateway).toBe(1);
  });

  it('finds what hangs together', async () => {
    const { company, meter } = await meterOfCompany();
    const [row] = await directory.addRegisters([{ meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    const found = directory.meters.get(meter);

    expect(directory.companiesOf('eerbeek').map((one) => one.id)).toEqual([company]);
    expect(directory.companiesOf('de-mars')).toEqual([]);
    expect(directory.connectionsOf(company)).toHaveLength(1);
    expect(directory.metersOf(1).map((one) => one.id)).toEqual([meter]);
    expect(directory.registersOf(meter)).toEqual([row]);
    expect(found === undefined ? null : directory.companyOfMeter(found)?.id).toBe(company);
  });
});

describe('what a company shares', () => {
  it('is nothing at first, and each audience from the moment its consent begins', async () => {
    const { company } = await meterOfCompany();
    expect(directory.sharingOf(company, SINCE)).toEqual({ parkmanager: false, region: false });

    await directory.addConsent({ company, audience: 'parkmanager', validFrom: LATER, validTo: null, revokedAt: null, grantedBy: 'x' });

    expect(directory.sharingOf(company, epochMs(LATER - 1))).toEqual({ parkmanager: false, region: false });
    expect(directory.sharingOf(company, LATER)).toEqual({ parkmanager: true, region: false });
  });

  it('ends when the consent ends, and at once when it is revoked', async () => {
    const { company } = await meterOfCompany();
    const ending = await directory.addConsent({ company, audience: 'region', validFrom: SINCE, validTo: LATER, revokedAt: null, grantedBy: 'x' });
    const open = await directory.addConsent({ company, audience: 'parkmanager', validFrom: SINCE, validTo: null, revokedAt: null, grantedBy: 'x' });

    expect(directory.sharingOf(company, epochMs(LATER - 1))).toEqual({ parkmanager: true, region: true });
    expect(directory.sharingOf(company, LATER)).toEqual({ parkmanager: true, region: false });
    await directory.revokeConsent(open, LATER);
    expect(directory.sharingOf(company, SINCE).parkmanager).toBe(false);
    expect(directory.consents.get(ending.id)?.revokedAt).toBeNull();
  });
});

describe('what is changed or taken out', () => {
  it('is in the database as it is in memory, and the store thread hears of it', async () => {
    const { company, meter } = await meterOfCompany();
    const connection = [...directory.connections.values()][0];
    const [firm, device] = [directory.companies.get(company), directory.meters.get(meter)];
    if (connection === undefined || firm === undefined || device === undefined) throw new Error('nothing was made');
    changes = 0;
    await directory.changeCompany(firm, { name: 'De Hoop Mill' });
    await directory.changeConnection(connection, { contractedImportKw: 250, physicalImportKw: null });
    // From a row that another request changed meanwhile: both changes stay.
    await directory.changeConnection(connection, { validTo: LATER });
    await directory.changeMeter(device, { serial: 'E2', role: 'generation', generationKind: 'sun', validTo: LATER });
    await directory.changeMeter(device, {});

    expect(changes).toBe(4);
    expect(directory.connections.get(connection.id)).toMatchObject({ contractedImportKw: 250, physicalImportKw: null, validTo: LATER, ean: connection.ean });
    await same();
  });

  it('goes only while no other row names it, and a company takes its consents with it', async () => {
    const { company, meter } = await meterOfCompany();
    const connection = directory.meters.get(meter)?.connection ?? 0;
    await directory.addConsent({ company, audience: 'region', validFrom: SINCE, validTo: null, revokedAt: null, grantedBy: 'x' });

    expect(await directory.remove('company', company)).toBe(false);
    expect(await directory.remove('connection', connection)).toBe(false);
    await same();
    expect([await directory.remove('meter', meter), await directory.remove('connection', connection), await directory.remove('company', company)]).toEqual([true, true, true]);
    expect([directory.companiesOf('eerbeek'), directory.connectionsOf(company), directory.metersOf(connection), [...directory.consents]]).toEqual([[], [], [], []]);
    expect(directory.sharingOf(company, LATER)).toEqual({ parkmanager: false, region: false });
    await same();
  });
});
