// The registry port: who and what there is. Rows as the product uses them; adapters translate.
import type { Carrier, Flow, ReadingUnit, RefusedReason } from '../domain/reading.ts';
import type { Audience, Role } from '../domain/access.ts';
import type { MeterEvent } from '../domain/meter-event.ts';
import type { EpochMs } from '../domain/units.ts';

export type MeterRole = 'main' | 'sub' | 'generation' | 'storage' | 'heat-source' | 'heat-sink';
export type GenerationKind = 'sun' | 'wind' | 'chp' | 'other';

export interface ParkRow {
  readonly id: string;
  readonly name: string;
  readonly municipality: string;
}
export interface CompanyRow {
  readonly id: number;
  readonly park: string;
  readonly name: string;
  readonly kvk: string | null;
  readonly sbi: string;
}
export interface ConnectionRow {
  readonly id: number;
  readonly ean: string;
  readonly company: number;
  readonly carrier: Carrier;
  readonly contractedImportKw: number | null;
  readonly contractedExportKw: number | null;
  readonly physicalImportKw: number | null;
  readonly physicalExportKw: number | null;
  readonly behind: number | null;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
}
export interface MeterRow {
  readonly id: number;
  readonly connection: number;
  readonly serial: string;
  readonly carrier: Carrier;
  readonly role: MeterRole;
  readonly generationKind: GenerationKind | null;
  readonly gateway: number | null;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
}
/** One counter or gauge of a meter, by the name its profile gives it. */
export interface RegisterRow {
  readonly id: number;
  readonly meter: number;
  readonly name: string;
  readonly carrier: Carrier;
  readonly flow: Flow;
  readonly kind: 'counter' | 'gauge';
  readonly unit: ReadingUnit;
}
export type NewRegister = Omit<RegisterRow, 'id'>;
export interface GatewayRow {
  readonly id: number;
  readonly name: string;
  readonly park: string;
  readonly company: number | null;
  readonly profile: string | null;
  readonly username: string;
  readonly secretHash: string;
  readonly revokedAt: EpochMs | null;
}
export interface ConsentRow {
  readonly id: number;
  readonly company: number;
  readonly audience: Audience;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
  readonly revokedAt: EpochMs | null;
  readonly grantedBy: string;
}
export interface QuarantineRow {
  readonly id: number;
  readonly gateway: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly reason: RefusedReason;
  readonly detail: string;
  readonly receivedAt: EpochMs;
}

/** Everything but quarantine and accounts, small enough to hold in memory. */
export interface RegistryContents {
  readonly parks: readonly ParkRow[];
  readonly companies: readonly CompanyRow[];
  readonly connections: readonly ConnectionRow[];
  readonly meters: readonly MeterRow[];
  readonly gateways: readonly GatewayRow[];
  readonly registers: readonly RegisterRow[];
  readonly consents: readonly ConsentRow[];
}

/** What happened to meters, as the product reads it. */
export interface MeterEventLog {
  /** Events of registers in [from, to), the newest first. */
  of(registers: readonly number[], period: { from: number; to: number; limit: number }): Promise<MeterEvent[]>;
  /** Those of the registers of which there is any event at all. */
  known(registers: readonly number[]): number[];
  /** The latest event of any of these registers. */
  latestOf(registers: readonly number[]): MeterEvent | null;
}

/** What may be changed of a row that is there; what is left out stays as it is. */
export type CompanyChange = Partial<Pick<CompanyRow, 'name' | 'kvk' | 'sbi'>>;
export type ConnectionChange = Partial<Omit<ConnectionRow, 'id' | 'company' | 'carrier' | 'validFrom'>>;
export type MeterChange = Partial<Pick<MeterRow, 'serial' | 'role' | 'generationKind' | 'gateway' | 'validTo'>>;

/** What can be taken out of the registry, while no other row names it. */
export type Removable = 'company' | 'connection' | 'meter';
/** Rows of one kind that name something. */
export interface Hanging {
  readonly one: string;
  readonly many: string;
  readonly count: number;
}

export interface Registry {
  contents(): Promise<RegistryContents>;
  insertPark(row: ParkRow): Promise<void>;
  insertCompany(row: Omit<CompanyRow, 'id'>): Promise<CompanyRow>;
  insertConnection(row: Omit<ConnectionRow, 'id'>): Promise<ConnectionRow>;
  insertMeter(row: Omit<MeterRow, 'id'>): Promise<MeterRow>;
  updateCompany(id: number, change: CompanyChange): Promise<void>;
  updateConnection(id: number, change: ConnectionChange): Promise<void>;
  updateMeter(id: number, change: MeterChange): Promise<void>;
  hangingOn(kind: Removable, id: number): Promise<Hanging[]>;
  /** Takes a row out, of a company its consents too. @returns false when another row names it: then nothing was taken out */
  remove(kind: Removable, id: number): Promise<boolean>;
  setMeterGateway(meter: number, gateway: number | null): Promise<void>;
  insertGateway(row: Omit<GatewayRow, 'id'>): Promise<GatewayRow>;
  setGatewaySecret(gateway: number, secretHash: string): Promise<void>;
  revokeGateway(gateway: number, at: EpochMs): Promise<void>;
  insertRegisters(wanted: readonly NewRegister[]): Promise<RegisterRow[]>;
  insertConsent(row: Omit<ConsentRow, 'id'>): Promise<ConsentRow>;
  revokeConsent(consent: number, at: EpochMs): Promise<void>;
  /** Keeps refused messages; a message kept before (same journal and sequence) is not kept twice. */
  quarantine(journalId: string, rows: readonly (Omit<QuarantineRow, 'id'> & { seq: number })[]): Promise<void>;
  quarantined(query: { gateways: readonly number[] | null; after: number; limit: number }): Promise<QuarantineRow[]>;
  quarantineRow(id: number): Promise<QuarantineRow | null>;
  releaseQuarantined(id: number): Promise<void>;
  rolesOf(user: string): Promise<Role[]>;
  /** Of everybody who has any. */
  allRoles(): Promise<ReadonlyMap<string, Role[]>>;
  addRole(user: string, role: Role): Promise<void>;
  /** These and no others. */
  setRoles(user: string, roles: readonly Role[]): Promise<void>;
  /** Work in one transaction: all of it or nothing. */
  together<T>(work: (registry: Registry) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
