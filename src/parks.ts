// Reads the parks and the region from config/*.yaml at start, once, and refuses a bad file with its line.
// It says nothing about companies or meters: those live in the registry.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';

const Certainty = z.enum(['sourced', 'derived', 'recalled']);
const Text = z.string().trim().min(1).max(400);
const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, as in de-mars');
const Year = z.int().min(1990).max(2100);
const Url = z.url({ protocol: /^https?$/, error: 'must be a web address that begins with http:// or https://' });
/** A year, month or day: a source often says no more than "end of 2023", and we do not add precision. */
const PartialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be a year, month or day, as in "2023", "2023-12" or "2023-12-31"');

const FactFile = z
  .strictObject({
    text: Text,
    source: Text,
    url: Url.exactOptional(),
    certainty: Certainty,
    /** When the source said it. */
    date: PartialDate.exactOptional(),
    /** From and up to and including when it was so; only for what began or ended. */
    validFrom: PartialDate.exactOptional(),
    validTo: PartialDate.exactOptional(),
  })
  .refine(endsAfterItBegins, { path: ['validTo'], error: 'must not lie before validFrom' });

const ParkFile = z.strictObject({
  id: Slug,
  order: z.int().min(1).max(9999),
  name: z.string().trim().min(1).max(120),
  municipality: z.string().trim().min(1).max(80),
  // The box around the Netherlands: catches a swapped lat and lon.
  lat: z.number().min(50.7).max(53.7),
  lon: z.number().min(3.2).max(7.3),
  positionCertainty: Certainty,
  areaHa: z.number().positive().max(5000),
  areaCertainty: Certainty,
  topology: z.enum(['public-grid', 'closed-distribution']),
  size: z.enum(['large', 'small']),
  profile: Text,
  facts: z.array(FactFile).min(1).max(60),
});

/** A park as api/shapes has it, without `simulated`, and with its place in the list and its size. */
export interface ParkConfig extends z.infer<typeof ParkFile> {
  outline: { kind: 'circle'; radiusM: number; note: string };
}

const Municipalities = z.array(z.string().trim().min(1).max(80)).min(1).max(60);
const RegionFile = z.strictObject({
  name: z.string().trim().min(1).max(120),
  municipalities: Municipalities,
  goal: z.strictObject({ text: Text, year: Year, source: Text, url: Url.exactOptional(), certainty: Certainty }),
  boundary: z.strictObject({ asOf: PartialDate, note: Text, resMunicipalities: Municipalities }),
  facts: z.array(FactFile).min(1).max(60),
});
export type RegionConfig = z.infer<typeof RegionFile>;

/** All parks of a folder, first in the list first.
 *  @throws Error that names file, line and field, when a file is not what docs/parks.md says */
export function loadParks(dir: string): ParkConfig[] {
  const files = readdirSync(dir)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (files.length === 0) throw new Error(`${dir}: there is no park in this folder, it needs at least one .yaml file.`);
  const seen = { id: new Map<string, string>(), order: new Map<string, string>() };
  const parks = files.map((name) => {
    const read = readYaml(join(dir, name), ParkFile);
    for (const field of ['id', 'order'] as const) {
      const value = String(read.value[field]);
      const other = seen[field].get(value);
      if (other !== undefined) throw new Error(read.problem([field], `${field} "${value}" is already taken by ${other}`));
      seen[field].set(value, name);
    }
    const { id } = read.value;
    if (id !== basename(name, extname(name))) throw new Error(read.problem(['id'], `id "${id}" must be the name of the file`));
    return { ...read.value, outline: outlineOf(read.value) };
  });
  return parks.sort((a, b) => a.order - b.order);
}

/** The region of config/region.yaml.
 *  @throws Error that names file, line and field */
export const loadRegion = (file: string): RegionConfig => readYaml(file, RegionFile).value;

const AREA_FROM = { sourced: 'de oppervlakte uit de bron', derived: 'een afgeleide oppervlakte', recalled: 'een geschatte oppervlakte' } as const;

function outlineOf({ areaHa, areaCertainty, positionCertainty }: z.infer<typeof ParkFile>): ParkConfig['outline'] {
  const place = positionCertainty === 'recalled' ? '; de plaats klopt op ongeveer 1 km' : '';
  const note = `Cirkel met ${AREA_FROM[areaCertainty]}, niet de grens van het terrein${place}.`;
  return { kind: 'circle', radiusM: Math.round(Math.sqrt((areaHa * 10_000) / Math.PI)), note };
}

function endsAfterItBegins({ validFrom, validTo }: { validFrom?: string; validTo?: string }): boolean {
  if (validFrom === undefined || validTo === undefined) return true;
  const digits = Math.min(validFrom.length, validTo.length);
  return validFrom.slice(0, digits) <= validTo.slice(0, digits);
}

type Path = readonly PropertyKey[];
interface Read<T> {
  value: T;
  /** The sentence for a problem found later, with the line of that field. */
  problem: (path: Path, sentence: string) => string;
}

/** One file of our own, checked. Every problem is one line: file, line number, sentence.
 *  @param page that explains the fields */
export function readYaml<S extends z.ZodType>(file: string, schema: S, page = 'docs/parks.md'): Read<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, sentence: string): string => `${file}, line ${Math.max(1, lines.linePos(offset).line)}: ${sentence}.`;
  const broken = document.errors[0];
  if (broken !== undefined) throw new Error(at(broken.pos[0], `this is not valid YAML: ${broken.message.replace(/\.$/, '')}`));
  const checked = schema.safeParse(document.toJS());
  if (!checked.success) {
    throw new Error(checked.error.issues.map((issue) => at(offsetOf(document, fieldOf(issue)), sentenceFor(issue, document, page))).join('\n'));
  }
  return { value: checked.data, problem: (path, sentence) => at(offsetOf(document, path), sentence) };
}

const fieldOf = (issue: z.core.$ZodIssue): Path => (issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path);

/** Where a field stands; of a missing one, where the block begins that should have it. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path[length - 1]) : undefined;
    const node = pair === undefined ? document.getIn(path.slice(0, length), true) : pair.key;
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

const KIND: Record<string, string> = { string: 'text between quotes', number: 'a number', int: 'a whole number', array: 'a list', object: 'a block of fields' };

function sentenceFor(issue: z.core.$ZodIssue, document: Document.Parsed, page: string): string {
  const field = nameOf(issue.path);
  const value: unknown = issue.path.length === 0 ? document.toJS() : document.getIn(issue.path);
  const found = isNode(value) ? 'a list or a block' : JSON.stringify(value);
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => nameOf([...issue.path, key])).join(', ')} is not a known field, see ${page}`;
    case 'invalid_type':
      return value === undefined ? `${field} is missing` : `${field} must be ${KIND[issue.expected] ?? issue.expected}, not ${found}`;
    case 'invalid_value':
      return value === undefined ? `${field} is missing` : `${field} must be one of ${issue.values.map(String).join(', ')}, not ${found}`;
    case 'too_small':
      if (issue.minimum === 1 && lengthOf(issue.origin) !== '') return `${field} is empty`;
      return `${field} must be ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}${lengthOf(issue.origin)}`;
    case 'too_big':
      return `${field} must be at most ${issue.maximum}${lengthOf(issue.origin)}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return `${field} ${issue.message}; it is ${found}`;
  }
}

function lengthOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}

/** facts[2].source: counted from 1, as a reader counts. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'the file';
  return path.map((part, at) => (typeof part === 'number' ? `[${part + 1}]` : `${at === 0 ? '' : '.'}${String(part)}`)).join('');
}
