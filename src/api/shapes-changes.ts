// Shapes of changes to companies, connections and meters: what is left out stays as it is.
import { z } from '@hono/zod-openapi';
import { MeterRole, NewCompany, NewConnection, NewMeter } from './shapes.ts';

const { name, kvk, sbi } = NewCompany.shape;
export const CompanyChange = z.strictObject({ name: name.exactOptional(), kvk: kvk.exactOptional(), sbi: sbi.exactOptional() });

/** When it ends; null opens it again. */
const validTo = NewConnection.shape.validFrom.nullable().exactOptional();
/** null: not known. */
const kw = z.number().min(0).max(1_000_000).nullable().exactOptional();
export const ConnectionChange = z.strictObject({
  ean: NewConnection.shape.ean.exactOptional(),
  contractedImportKw: kw,
  contractedExportKw: kw,
  physicalImportKw: kw,
  physicalExportKw: kw,
  behind: NewConnection.shape.company.nullable().exactOptional(),
  validTo,
});

export const MeterChange = z.strictObject({
  serial: NewMeter.shape.serial.exactOptional(),
  role: MeterRole.exactOptional(),
  generationKind: z.enum(['sun', 'wind', 'chp', 'other']).nullable().exactOptional(),
  gateway: NewMeter.shape.connection.nullable().exactOptional(),
  validTo,
});
