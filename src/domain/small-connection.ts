// Which connections are so small that their readings say when somebody is at home. Pure.
import type { Carrier } from './reading.ts';

/** Up to 3 x 80 A, 55.2 kW at 230 V. */
const SMALL_KW_MAX = 56;

/** Is this electricity connection known to be small?
 *  @see docs/operate.md#retention */
export function isSmallConnection(connection: { readonly carrier: Carrier; readonly physicalImportKw: number | null; readonly contractedImportKw: number | null }): boolean {
  const kw = connection.physicalImportKw ?? connection.contractedImportKw;
  return connection.carrier === 'electricity' && kw !== null && kw <= SMALL_KW_MAX;
}
