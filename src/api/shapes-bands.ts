// Shapes of the bands around amounts: how far a figure may be off.
import { z } from '@hono/zod-openapi';

/** Nine times out of ten the meters counted an amount between these two. What is missing altogether (coverage) is not in it, and what
 *  the meters themselves may be off (`meterClassShare`) is not either. In totals and steps of a day and longer, for whoever may see the
 *  members. */
export const Band = z.object({ low: z.number(), high: z.number() });
export const VolumeBands = z.object({ import: Band, export: Band, generation: Band, consumption: Band });
export const EnergyBands = VolumeBands.extend({ gridImport: Band });
