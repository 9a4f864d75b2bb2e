// Own prices of a scenario, as JSON by code; null: those of the parameters.
import { type Kysely, type Migration } from 'kysely';

export const scenarioPrices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('scenario').addColumn('prices', 'text').execute();
  },
};
