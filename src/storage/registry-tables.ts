// The tables of the registry as Kysely sees them. Types only; times are epoch ms.
import type { Generated } from 'kysely';
import type { AlertTables } from './alerts-sql.ts';
import type { CapacityTables } from './capacity-sql.ts';
import type { ConversionTables } from './conversions-sql.ts';
import type { GuaranteeTables } from './guarantees-sql.ts';
import type { HeatTables } from './heat-sql.ts';
import type { ImportTables } from './imports-sql.ts';
import type { MaterialTables } from './materials-sql.ts';
import type { ReportTables } from './reports-sql.ts';
import type { ScenarioTables } from './scenarios-sql.ts';
import type { WeatherTables } from './weather-sql.ts';

export interface Tables
  extends ImportTables, AlertTables, CapacityTables, ConversionTables, GuaranteeTables, HeatTables, MaterialTables, ReportTables, ScenarioTables, WeatherTables {
  park: { id: string; name: string; municipality: string };
  company: { id: Generated<number>; park: string; name: string; kvk: string | null; sbi: string };
  connection: {
    id: Generated<number>;
    ean: string;
    company: number;
    carrier: string;
    contracted_import_kw: number | null;
    contracted_export_kw: number | null;
    physical_import_kw: number | null;
    physical_export_kw: number | null;
    behind: number | null;
    valid_from: number;
    valid_to: number | null;
  };
  meter: {
    id: Generated<number>;
    connection: number;
    serial: string;
    carrier: string;
    role: string;
    generation_kind: string | null;
    gateway: number | null;
    valid_from: number;
    valid_to: number | null;
  };
  gateway: {
    id: Generated<number>;
    name: string;
    park: string;
    company: number | null;
    profile: string | null;
    username: string;
    secret_hash: string;
    revoked_at: number | null;
  };
  register: { id: Generated<number>; meter: number; name: string; carrier: string; flow: string; kind: string; unit: string };
  consent: {
    id: Generated<number>;
    company: number;
    audience: string;
    valid_from: number;
    valid_to: number | null;
    revoked_at: number | null;
    granted_by: string;
  };
  quarantine: {
    id: Generated<number>;
    journal: string;
    seq: number;
    gateway: number;
    topic: string;
    payload: Buffer;
    reason: string;
    detail: string;
    received_at: number;
  };
  job: { name: string; started_at: number; ended_at: number | null; outcome: string | null; counts: string; trouble: string | null };
  meter_event: { register: number; kind: string; at: number; from_value: number | null; to_value: number | null; readings: number };
  role: { user_id: string; role: string; park: string | null; company: number | null };
  revision: {
    id: Generated<number>;
    field: string;
    register: number;
    first_quarter: number;
    quarters: number;
    before_values: Buffer | null;
    author: string;
    reason: string;
    import: number | null;
    correction: number | null;
    undo: number;
    at: number;
  };
  undone: { cause: string; author: string; reason: string; at: number };
  correction: {
    id: Generated<number>;
    kind: string;
    meter: number;
    register: number | null;
    from_ms: number;
    to_ms: number;
    detail: string;
    author: string;
    reason: string;
    at: number;
  };
}
