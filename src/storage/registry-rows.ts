// Table rows of the registry <-> rows as the product uses them. Checks what a column may hold, since SQL does not.
import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { AUDIENCES, type Role } from '../domain/access.ts';
import { CARRIERS, FLOWS, READING_UNITS, REFUSED_REASONS } from '../domain/reading.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CompanyRow, ConnectionChange, ConnectionRow, ConsentRow, GatewayRow, MeterChange, MeterRow, QuarantineRow, RegisterRow } from './registry.ts';
import type { Tables } from './registry-tables.ts';

const Carrier = z.enum(CARRIERS);
const Flow = z.enum(FLOWS);
const Unit = z.enum(READING_UNITS);
const Kind = z.enum(['counter', 'gauge']);
const Reason = z.enum(REFUSED_REASONS);
const MeterRole = z.enum(['main', 'sub', 'generation', 'storage', 'heat-source', 'heat-sink']);
const GenerationKind = z.enum(['sun', 'wind', 'chp', 'other']).nullable();
const Audience = z.enum(AUDIENCES);

type Row<T extends keyof Tables> = Selectable<Tables[T]>;
const at = (value: number): EpochMs => epochMs(value);
const atOrNull = (value: number | null): EpochMs | null => (value === null ? null : at(value));

export const companyOf = (row: Row<'company'>): CompanyRow => ({ id: row.id, park: row.park, name: row.name, kvk: row.kvk, sbi: row.sbi });

export const connectionOf = (row: Row<'connection'>): ConnectionRow => ({
  id: row.id,
  ean: row.ean,
  company: row.company,
  carrier: Carrier.parse(row.carrier),
  contractedImportKw: row.contracted_import_kw,
  contractedExportKw: row.contracted_export_kw,
  physicalImportKw: row.physical_import_kw,
  physicalExportKw: row.physical_export_kw,
  behind: row.behind,
  validFrom: at(row.valid_from),
  validTo: atOrNull(row.valid_to),
});

export const toConnection = (row: Omit<ConnectionRow, 'id'>): Omit<Row<'connection'>, 'id'> => ({
  ean: row.ean,
  company: row.company,
  carrier: row.carrier,
  contracted_import_kw: row.contractedImportKw,
  contracted_export_kw: row.contractedExportKw,
  physical_import_kw: row.physicalImportKw,
  physical_export_kw: row.physicalExportKw,
  behind: row.behind,
  valid_from: row.validFrom,
  valid_to: row.validTo,
});

/** Columns of what is named; the others are undefined, and so stay as they are. */
export const connectionColumns = (change: ConnectionChange): Updateable<Tables['connection']> => ({
  ean: change.ean,
  contracted_import_kw: change.contractedImportKw,
  contracted_export_kw: change.contractedExportKw,
  physical_import_kw: change.physicalImportKw,
  physical_export_kw: change.physicalExportKw,
  behind: change.behind,
  valid_to: change.validTo,
});

export const meterColumns = ({ serial, role, generationKind, gateway, validTo }: MeterChange): Updateable<Tables['meter']> => ({
  serial,
  role,
  generation_kind: generationKind,
  gateway,
  valid_to: validTo,
});

export const meterOf = (row: Row<'meter'>): MeterRow => ({
  id: row.id,
  connection: row.connection,
  serial: row.serial,
  carrier: Carrier.parse(row.carrier),
  role: MeterRole.parse(row.role),
  generationKind: GenerationKind.parse(row.generation_kind),
  gateway: row.gateway,
  validFrom: at(row.valid_from),
  validTo: atOrNull(row.valid_to),
});

export const toMeter = (row: Omit<MeterRow, 'id'>): Omit<Row<'meter'>, 'id'> => ({
  connection: row.connection,
  serial: row.serial,
  carrier: row.carrier,
  role: row.role,
  generation_kind: row.generationKind,
  gateway: row.gateway,
  valid_from: row.validFrom,
  valid_to: row.validTo,
});

export const gatewayOf = (row: Row<'gateway'>): GatewayRow => ({
  id: row.id,
  name: row.name,
  park: row.park,
  company: row.company,
  profile: row.profile,
  username: row.username,
  secretHash: row.secret_hash,
  revokedAt: atOrNull(row.revoked_at),
});

export const registerOf = (row: Row<'register'>): RegisterRow => ({
  id: row.id,
  meter: row.meter,
  name: row.name,
  carrier: Carrier.parse(row.carrier),
  flow: Flow.parse(row.flow),
  kind: Kind.parse(row.kind),
  unit: Unit.parse(row.unit),
});

export const consentOf = (row: Row<'consent'>): ConsentRow => ({
  id: row.id,
  company: row.company,
  audience: Audience.parse(row.audience),
  validFrom: at(row.valid_from),
  validTo: atOrNull(row.valid_to),
  revokedAt: atOrNull(row.revoked_at),
  grantedBy: row.granted_by,
});

export const quarantineOf = (row: Row<'quarantine'>): QuarantineRow => ({
  id: row.id,
  gateway: row.gateway,
  topic: row.topic,
  payload: new Uint8Array(row.payload),
  reason: Reason.parse(row.reason),
  detail: row.detail,
  receivedAt: at(row.received_at),
});

/** One role a person from the rows of the table; unknown names give no right. */
export function rolesFrom(rows: readonly Row<'role'>[]): Role[] {
  const parks = rows.flatMap((row) => (row.role === 'parkmanager' && row.park !== null ? [row.park] : []));
  const roles: Role[] = parks.length === 0 ? [] : [{ role: 'parkmanager', parks }];
  for (const row of rows) {
    if (row.role === 'operator') roles.push({ role: 'operator' });
    if (row.role === 'region') roles.push({ role: 'region' });
    if (row.role === 'company' && row.company !== null) roles.push({ role: 'company', company: row.company });
  }
  return roles;
}
