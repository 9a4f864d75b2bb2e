// Reads the book of materials from config/materials/*.yaml at start, once, and refuses a bad file with its line.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readEural } from './domain/circular/eural.ts';
import { ClassesFile, EuralFile, MATERIAL_PARAMETERS, type MaterialBook, MaterialParametersFile, PropertiesFile, UsesFile } from './domain/circular/materials.ts';
import { readYaml } from './parks.ts';

const FILES = ['classes.yaml', 'uses.yaml', 'eural.yaml', 'properties.yaml', 'parameters.yaml'] as const;
type Problem = (path: readonly PropertyKey[], sentence: string) => string;

/** The book of a folder.
 *  @throws Error that names file, line and field, when a file is not what docs/materials.md says */
export function loadMaterials(dir: string): MaterialBook {
  const read = <S extends z.ZodType>(name: (typeof FILES)[number], schema: S): { value: z.output<S>; problem: Problem } => readYaml(join(dir, name), schema, 'docs/materials.md');
  const [classes, uses, eural] = [read('classes.yaml', ClassesFile), read('uses.yaml', UsesFile), read('eural.yaml', EuralFile)];
  const [properties, parameters] = [read('properties.yaml', PropertiesFile), read('parameters.yaml', MaterialParametersFile)];
  const known = { class: new Set(classes.value.classes.map((one) => one.id)), property: new Set(properties.value.properties.map((one) => one.id)) };
  const demand = (kind: keyof typeof known, id: string, at: { problem: Problem; path: readonly PropertyKey[] }): void => {
    if (!known[kind].has(id)) throw new Error(at.problem(at.path, `there is no ${kind} "${id}"`));
  };
  once(classes, 'classes', (one) => one.id);
  once(uses, 'uses', (one) => `${one.offered} for ${one.needed}`);
  once(eural, 'codes', (one) => one.code);
  once(parameters, 'parameters', (one) => one.id);
  classes.value.classes.forEach((one, at) =>
    one.properties.forEach((name, index) => demand('property', name, { problem: classes.problem, path: ['classes', at, 'properties', index] })),
  );
  uses.value.uses.forEach((one, at) => (['offered', 'needed'] as const).forEach((side) => demand('class', one[side], { problem: uses.problem, path: ['uses', at, side] })));
  eural.value.codes.forEach((one, at) => demand('class', one.class, { problem: eural.problem, path: ['codes', at, 'class'] }));
  const missing = MATERIAL_PARAMETERS.find((id) => parameters.value.parameters.every((one) => one.id !== id));
  if (missing !== undefined) throw new Error(parameters.problem(['parameters'], `the parameter "${missing}" is missing`));
  const hash = createHash('sha256');
  for (const name of FILES) hash.update(readFileSync(join(dir, name)));
  const { edition, source, certainty } = classes.value;
  const valueOf = (id: string): MaterialBook['parameters']['transport'] => {
    const found = parameters.value.parameters.find((one) => one.id === id);
    return { value: found?.value ?? 0, low: found?.low ?? 0, high: found?.high ?? 0 };
  };
  return {
    edition,
    source,
    certainty,
    hash: hash.digest('hex').slice(0, 16),
    classes: new Map(classes.value.classes.map((one) => [one.id, one])),
    uses: uses.value.uses,
    chapters: eural.value.chapters,
    codes: new Map(
      eural.value.codes.map(({ code, nl, class: materialClass, mirror }) => {
        const { code: plain = code, hazardous = false } = readEural(code) ?? {};
        return [plain, { nl, hazardous, materialClass, mirror: mirror ?? null }];
      }),
    ),
    properties: new Map(properties.value.properties.map((one) => [one.id, one])),
    parameters: {
      transport: valueOf('transport'),
      'transport-co2': valueOf('transport-co2'),
      'co2-price': valueOf('co2-price'),
      'road-per-straight': valueOf('road-per-straight'),
      'distance-half': valueOf('distance-half'),
      'distance-unknown': valueOf('distance-unknown'),
    },
  };
}

/** @throws Error that names the entry that stands in a list twice */
function once<K extends string, T>(file: { value: Record<K, readonly T[]>; problem: Problem }, list: K, nameOf: (entry: T) => string): void {
  const names = file.value[list].map(nameOf);
  const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (twice >= 0) throw new Error(file.problem([list, twice], `"${names[twice]}" stands in this list already`));
}
