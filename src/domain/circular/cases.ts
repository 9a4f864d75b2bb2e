// A published chain of companies that use each other's water, gas, heat or materials: facts with their source, no figure of ours. Pure.
import { z } from 'zod';

const Text = z.string().trim().min(1).max(400);
const Name = z.string().trim().min(1).max(80);
const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
/** A year, month or day: no more than the source says. */
const PartialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be a year, month or day, as in "2023", "2023-12" or "2023-12-31"');
const fact = {
  nl: Text,
  en: Text,
  source: Text,
  url: z.url({ protocol: /^https?$/ }).exactOptional(),
  certainty: z.enum(['sourced', 'derived', 'recalled']),
  /** When the source said it. */
  date: PartialDate.exactOptional(),
};
const Link = z.strictObject({
  from: Slug,
  to: Slug,
  carrier: z.enum(['water', 'biogas', 'heat', 'material']),
  ...fact,
  validFrom: PartialDate.exactOptional(),
  /** Up to and including; there: the link is broken. */
  validTo: PartialDate.exactOptional(),
});

export const CaseFile = z
  .strictObject({
    id: Slug,
    park: Slug,
    nl: Name,
    en: Name,
    nodes: z
      .array(z.strictObject({ id: Slug, nl: Name, en: Name }))
      .min(2)
      .max(30),
    links: z.array(Link).min(1).max(60),
    facts: z.array(z.strictObject(fact)).max(60),
  })
  .refine(({ nodes, links }) => links.every((link) => [link.from, link.to].every((end) => nodes.some(({ id }) => id === end))), {
    path: ['links'],
    error: 'must begin and end at nodes of the list',
  });
export type PublishedCase = z.output<typeof CaseFile>;

/** Does a link hold on a day? Whole years and months count up to their last day.
 *  @param day as 2026-11-26
 *  @see docs/materials.md#cases */
export function linkHolds({ validFrom, validTo }: Pick<PublishedCase['links'][number], 'validFrom' | 'validTo'>, day: string): boolean {
  const begun = validFrom === undefined || validFrom <= day.slice(0, validFrom.length);
  return begun && (validTo === undefined || day.slice(0, validTo.length) <= validTo);
}
