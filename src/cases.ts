// Reads the published cases from config/cases/*.yaml at start, once, and refuses a bad file with its line.
import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { CaseFile, type PublishedCase } from './domain/circular/cases.ts';
import { readYaml } from './parks.ts';

/** All cases of a folder, by name.
 *  @throws Error that names file, line and field, when a file is not what docs/materials.md says */
export function loadCases(dir: string): PublishedCase[] {
  const files = readdirSync(dir)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return files.map((name) => {
    const { value, problem } = readYaml(join(dir, name), CaseFile, 'docs/materials.md');
    if (value.id !== basename(name, extname(name))) throw new Error(problem(['id'], `id "${value.id}" must be the name of the file`));
    return value;
  });
}
