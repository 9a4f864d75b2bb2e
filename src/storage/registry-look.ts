// Looks at a registry that nobody holds, without changing a byte of it: is it whole, and what does it say there is.
import Database from 'libsql';
import { z } from 'zod';

export interface RegistryLook {
  /** What is wrong with it, a sentence each. */
  readonly findings: readonly string[];
  readonly registers: ReadonlySet<number>;
  /** Files that it names. */
  readonly files: readonly { readonly hash: string; readonly bytes: number; readonly name: string }[];
}

const Check = z.array(z.looseObject({ integrity_check: z.string() }));
const Broken = z.array(z.looseObject({ table: z.string(), parent: z.string() }));
const Ids = z.array(z.looseObject({ id: z.number() }));
const Files = z.array(z.looseObject({ hash: z.string(), bytes: z.number(), name: z.string() }));
const FINDINGS_MAX = 20;

/** @throws Error when the file cannot be opened or is no registry */
export function lookAtRegistry(path: string): RegistryLook {
  const database = new Database(path, { readonly: true });
  try {
    const all = (sql: string): unknown => database.prepare(sql).all();
    const damage = Check.parse(all('pragma integrity_check')).filter((row) => row.integrity_check !== 'ok');
    const broken = Broken.parse(all('pragma foreign_key_check'));
    const links = new Map<string, number>();
    for (const { table, parent } of broken)
      links.set(`${table} names rows of ${parent} that are not there`, (links.get(`${table} names rows of ${parent} that are not there`) ?? 0) + 1);
    return {
      findings: [
        ...damage.slice(0, FINDINGS_MAX).map((row) => `registry.db is damaged: ${row.integrity_check}. Put a backup back.`),
        ...[...links].slice(0, FINDINGS_MAX).map(([what, count]) => `registry.db: ${what} (${count} times).`),
      ],
      registers: new Set(Ids.parse(all('select id from register')).map((row) => row.id)),
      files: Files.parse(all("select hash, bytes, name from import_file where hash <> '' union select hash, bytes, name from document")),
    };
  } finally {
    database.close();
  }
}
