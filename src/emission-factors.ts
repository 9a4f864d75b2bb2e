// Reads the lists of emission factors from config/emission-factors/*.yaml at start, once, and refuses a bad file with its line.
import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type FactorList, FactorListFile } from './domain/emission-factors.ts';
import { readYaml } from './parks.ts';

/** All lists of a folder, by set and year.
 *  @throws Error that names file, line and field, when a file is not what docs/emission-factors.md says */
export function loadFactorLists(dir: string): FactorList[] {
  const files = readdirSync(dir)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  const taken = new Map<string, string>();
  const lists = files.map((name) => {
    const { value, problem } = readYaml(join(dir, name), FactorListFile, 'docs/emission-factors.md');
    if (value.id !== basename(name, extname(name))) throw new Error(problem(['id'], `id "${value.id}" must be the name of the file`));
    const key = `${value.set} ${value.year}`;
    const other = taken.get(key);
    if (other !== undefined) throw new Error(problem(['year'], `${other} is already the list of set ${value.set} for ${value.year}`));
    taken.set(key, name);
    value.factors.forEach(({ code }, at) => {
      if (value.factors.findIndex((one) => one.code === code) !== at) throw new Error(problem(['factors', at, 'code'], `"${code}" stands in this list already`));
    });
    return value;
  });
  if (lists.length === 0) throw new Error(`${dir}: there is no list of emission factors in this folder, it needs at least one .yaml file.`);
  return lists.sort((a, b) => a.set.localeCompare(b.set) || a.year - b.year);
}
