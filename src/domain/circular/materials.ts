// The book of materials: classes, what can replace what, waste codes and parameters, as config/materials says it. Pure.
import { z } from 'zod';
import { readEural } from './eural.ts';

const Certainty = z.enum(['sourced', 'derived', 'recalled']);
const Text = z.string().trim().min(1).max(400);
const Name = z.string().trim().min(1).max(60);
const Slug = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
export const PropertyName = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be one word that begins with a small letter, with its unit last, as in moistureShare');
const Band = z
  .tuple([z.number(), z.number(), z.number()])
  .refine(([value, low, high]) => low <= value && value <= high, { error: 'must be [value, low, high] with low <= value <= high' })
  .transform(([value, low, high]) => ({ value, low, high }));
export type Band = z.output<typeof Band>;
const Code = z.string().refine((text) => readEural(text) !== null, { error: 'must be a Eural code, as in 03 03 10 or 13 02 08*' });

const MaterialClassFile = z.strictObject({
  id: Slug,
  nl: Name,
  en: Name,
  /** kg CO2-equivalent per tonne: of the new material, and of making the used one fit again. */
  virginCo2: Band,
  secondaryCo2: Band,
  /** EUR per tonne: what the new material costs, and what getting rid of it costs (below 0: it earns). */
  virginEur: Band,
  disposalEur: Band,
  properties: z.array(PropertyName).max(12),
});
export type MaterialClass = z.output<typeof MaterialClassFile>;

export const ClassesFile = z.strictObject({ edition: Name, source: Text, certainty: Certainty, classes: z.array(MaterialClassFile).min(1).max(200) });

const UseFile = z.strictObject({
  offered: Slug,
  needed: Slug,
  /** Tonnes of what is needed that one tonne of what is offered stands for. */
  yieldShare: z.number().positive().max(1),
  treatEur: z.number().min(0).max(10_000),
  certainty: Certainty,
});
export type Use = z.output<typeof UseFile>;
export const UsesFile = z.strictObject({ uses: z.array(UseFile).max(1000) });

export const EuralFile = z.strictObject({
  source: Text,
  certainty: Certainty,
  chapters: z.record(z.string().regex(/^(0[1-9]|1\d|20)$/), Name),
  codes: z.array(z.strictObject({ code: Code, nl: Name, class: Slug, mirror: Code.exactOptional() })).max(900),
});
export const PropertiesFile = z.strictObject({
  properties: z.array(z.strictObject({ id: PropertyName, nl: Name, en: Name, unit: Name, sense: z.enum(['min', 'max']) })).max(200),
});

export const MATERIAL_PARAMETERS = ['transport', 'transport-co2', 'co2-price', 'road-per-straight', 'distance-half', 'distance-unknown'] as const;
export type MaterialParameter = (typeof MATERIAL_PARAMETERS)[number];
const ParameterFile = z
  .strictObject({ id: z.enum(MATERIAL_PARAMETERS), value: z.number(), low: z.number(), high: z.number(), unit: Name, certainty: Certainty, source: Text })
  .refine(({ value, low, high }) => low <= value && value <= high, { path: ['value'], error: 'must lie between low and high' });
export const MaterialParametersFile = z.strictObject({ edition: Name, parameters: z.array(ParameterFile) });

export interface MaterialBook {
  readonly edition: string;
  readonly source: string;
  readonly certainty: z.output<typeof Certainty>;
  /** Of all that the matching reckons with: another hash is another outcome. */
  readonly hash: string;
  readonly classes: ReadonlyMap<string, MaterialClass>;
  readonly uses: readonly Use[];
  readonly chapters: Readonly<Record<string, string>>;
  /** By code without star. */
  readonly codes: ReadonlyMap<string, { readonly nl: string; readonly hazardous: boolean; readonly materialClass: string; readonly mirror: string | null }>;
  readonly properties: ReadonlyMap<string, z.output<typeof PropertiesFile>['properties'][number]>;
  readonly parameters: Readonly<Record<MaterialParameter, Band>>;
}

/** How an offered class stands in for a needed one; null: it does not. A class stands in for itself, tonne for tonne.
 *  @see docs/methods-materials.md#material-matches */
export function useFor(book: Pick<MaterialBook, 'uses'>, offered: string, needed: string): Pick<Use, 'yieldShare' | 'treatEur'> | null {
  const found = book.uses.find((use) => use.offered === offered && use.needed === needed);
  if (found !== undefined) return found;
  return offered === needed ? { yieldShare: 1, treatEur: 0 } : null;
}
