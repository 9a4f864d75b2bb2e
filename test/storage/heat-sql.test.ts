// Residual heat in the registry: what was written is there after a restart, and a meter's port that was removed stays away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { NewHeatPort } from '../../src/storage/heat.ts';
import { HeatSql } from '../../src/storage/heat-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

it('keeps ports, routes, decisions and contracts, in memory as in the file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-heat-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const none = { contractedImportKw: null, contractedExportKw: null, physicalImportKw: null, physicalExportKw: null, behind: null, validFrom: epochMs(0), validTo: null };
  const { id: connection } = await registry.insertConnection({ ean: '871999900000000011', company, carrier: 'heat', ...none });
  const valid = { gateway: null, validFrom: epochMs(0), validTo: null };
  const { id: meter } = await registry.insertMeter({ connection, serial: 'H', carrier: 'heat', role: 'heat-source', generationKind: null, ...valid });
  const heat = await HeatSql.open(db);
  const stamp = { author: 'somebody', at: epochMs(5) };
  const port: NewHeatPort = {
    park: 'p',
    company,
    name: 'koelwater',
    role: 'source',
    medium: 'water',
    supplyC: 72.5,
    returnC: 40,
    minReturnC: 30,
    provenance: 'measured',
    meter,
    derivation: 'direct',
    factor: null,
    powerKw: null,
    profile: 'flat',
    place: { latDeg: 52.1, lonDeg: 6.1 },
    firm: true,
    residual: 'yes',
    outsidePark: false,
    note: '',
    from: epochMs(1),
    to: null,
  };
  const sinkRow: NewHeatPort = { ...port, company: null, role: 'sink', meter: null, powerKw: 9, place: null, provenance: 'declared', outsidePark: true };
  const [source, sink, gone] = await heat.addPorts([port, sinkRow, { ...sinkRow, name: 'weg' }], stamp);
  if (source === undefined || sink === undefined || gone === undefined) expect.fail('three ports');
  const before = heat.version;
  await heat.changePort({ ...source, supplyC: 80, residual: 'no' }, stamp);
  await heat.removePort(gone.id, stamp);
  const pair = { source: source.id, sink: sink.id };
  await heat.setRoute({ ...pair, lengthM: 100, surfaceFactor: null, points: [] }, stamp);
  await heat.setRoute({ ...pair, lengthM: 640, surfaceFactor: 1.6, points: [{ latDeg: 52, lonDeg: 6 }] }, stamp);
  expect(heat.version).toBeGreaterThan(before);
  await heat.decide({ ...pair, company, decision: 'decline' }, stamp);
  await heat.decide({ ...pair, company, decision: 'agree' }, stamp);
  const contract = await heat.addContract({ ...pair, kwhPerYear: 1e6, meter, from: epochMs(2), to: null }, stamp);
  const again = await HeatSql.open(db);

  for (const one of [heat, again]) {
    expect(one.port(source.id)).toEqual({ ...port, id: source.id, supplyC: 80, residual: 'no' });
    expect(one.portsOf('p').map((row) => row.id)).toEqual([source.id, sink.id]);
    expect([one.port(gone.id), one.hadPort(meter), one.hadPort(meter + 1)]).toEqual([null, true, false]);
    expect(one.routes()).toEqual([{ ...pair, lengthM: 640, surfaceFactor: 1.6, points: [{ latDeg: 52, lonDeg: 6 }] }]);
    expect(one.decisionsOf(pair)).toEqual([{ ...pair, company, decision: 'agree', at: 5 }]);
    expect([one.contractsOf(pair), one.contracts()]).toEqual([[contract], [contract]]);
  }
  await heat.removePort(source.id, stamp);
  expect((await HeatSql.open(db)).hadPort(meter)).toBe(true);
  await registry.close();
  rmSync(dir, { recursive: true });
});
