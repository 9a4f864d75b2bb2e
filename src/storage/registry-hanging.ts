// What names a company, a connection or a meter: while there is any of it, the row stays.
import { type Kysely, sql } from 'kysely';
import type { Hanging, Removable } from './registry.ts';
import type { Tables } from './registry-tables.ts';

interface Reference {
  readonly table: keyof Tables;
  readonly column: string;
  readonly one: string;
  readonly many: string;
}
const reference = (table: keyof Tables, column: string, name: string | readonly [one: string, many: string]): Reference => {
  const [one, many] = typeof name === 'string' ? [name, `${name}s`] : name;
  return { table, column, one, many };
};

/** Consents are not among them: they are the company's word, and go with it. */
export const REFERENCES: Readonly<Record<Removable, readonly Reference[]>> = {
  company: [
    reference('connection', 'company', 'connection'),
    reference('gateway', 'company', 'gateway'),
    reference('role', 'company', 'account'),
    reference('figure', 'company', 'figure'),
    reference('import_company', 'company', 'imported file'),
    reference('guarantee', 'company', ['guarantee of origin', 'guarantees of origin']),
    reference('conversion', 'company', 'conversion'),
    reference('heat_port', 'company', 'heat port'),
    reference('heat_decision', 'company', ['decision about heat', 'decisions about heat']),
    reference('material_stream', 'company', 'material stream'),
    reference('material_agreement', 'company', ['agreement about materials', 'agreements about materials']),
    reference('material_product', 'company', 'product'),
    reference('scenario', 'company', 'scenario'),
    reference('report', 'company', 'report'),
    reference('alert', 'company', 'alert'),
    reference('alert_channel', 'company', 'alert channel'),
    reference('alert_change', 'company', ['change of its alert settings', 'changes of its alert settings']),
  ],
  connection: [
    reference('meter', 'connection', 'meter'),
    reference('connection', 'behind', ['connection behind it', 'connections behind it']),
    reference('figure', 'connection', 'figure'),
    reference('capacity_limit', 'connection', 'limit'),
    reference('capacity_member', 'connection', ['membership of a group', 'memberships of a group']),
  ],
  meter: [
    reference('register', 'meter', ['register with readings', 'registers with readings']),
    reference('correction', 'meter', 'correction'),
    reference('conversion_meter', 'meter', 'conversion'),
    reference('heat_port', 'meter', 'heat port'),
    reference('heat_contract', 'meter', 'heat contract'),
  ],
};

/** Rows that name this one, by kind; those that were taken back are kept, and count too. */
export async function hangingOn(db: Kysely<Tables>, kind: Removable, id: number): Promise<Hanging[]> {
  const found: Hanging[] = [];
  for (const { table, column, one, many } of REFERENCES[kind]) {
    const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(db);
    const count = Number(rows[0]?.n ?? 0);
    if (count > 0) found.push({ one, many, count });
  }
  return found;
}

/** Both databases refuse in words of their own, and call it a foreign key. */
export const isHanging = (error: unknown): boolean => error instanceof Error && /foreign key/i.test(error.message);
