// The weather of real parks: what it was by day, and forecasts as they were issued. Values as JSON by code.
import { type Kysely, type Migration, sql } from 'kysely';

export const weather: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table weather_day (place text not null, day integer not null, told text not null, fetched_at bigint not null, primary key (place, day))`.execute(db);
    await sql`create table weather_forecast (place text not null, issued_at bigint not null, first_quarter integer not null, told text not null, primary key (place, issued_at))`.execute(
      db,
    );
  },
};
