// A registry with one connection, in a temporary folder, for tests of where given figures go.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '../../src/domain/units.ts';
import { Directory } from '../../src/storage/directory.ts';
import { ImportsSql } from '../../src/storage/imports-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import type { ConnectionRow, MeterRow } from '../../src/storage/registry.ts';

export const at = (text: string): ReturnType<typeof epochMs> => epochMs(Date.parse(text));

export interface Given {
  readonly dir: string;
  readonly db: Awaited<ReturnType<typeof openRegistry>>['db'];
  readonly directory: Directory;
  readonly rows: ImportsSql;
  readonly connection: ConnectionRow;
  readonly meter: (over: { from: string; to?: string; role?: MeterRow['role']; registers: readonly string[] }) => Promise<number[]>;
  readonly stop: () => Promise<void>;
}

export async function givenConnection(ean: string): Promise<Given> {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-given-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const directory = await Directory.load(registry, [{ id: 'park-a', name: 'Park A', municipality: 'Epe' }]);
  const company = await directory.addCompany({ park: 'park-a', name: 'A', kvk: null, sbi: '17' });
  const connection = await directory.addConnection({
    ean,
    company: company.id,
    carrier: 'electricity',
    contractedImportKw: null,
    contractedExportKw: null,
    physicalImportKw: 630,
    physicalExportKw: 630,
    behind: null,
    validFrom: at('2020-01-01T00:00:00Z'),
    validTo: null,
  });
  const meter: Given['meter'] = async ({ from, to, role = 'main', registers }) => {
    const { id, carrier } = connection;
    const made = await directory.addMeter({
      connection: id,
      serial: from,
      carrier,
      role,
      generationKind: role === 'generation' ? 'sun' : null,
      gateway: null,
      validFrom: at(from),
      validTo: to === undefined ? null : at(to),
    });
    const flow = role === 'generation' ? 'generation' : 'import';
    return (await directory.addRegisters(registers.map((name) => ({ meter: made.id, name, carrier, flow, kind: 'counter', unit: 'kWh' })))).map((row) => row.id);
  };
  const stop = async (): Promise<void> => {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { dir, db, directory, rows: new ImportsSql(db), connection, meter, stop };
}
