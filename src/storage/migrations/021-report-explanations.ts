// What explains the figures of a published report, as JSON; null: nothing was kept.
import { type Kysely, type Migration } from 'kysely';

export const reportExplanations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('report').addColumn('explanations', 'text').execute();
  },
};
