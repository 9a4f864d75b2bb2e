// Tables of the weather: a place has one row a day, and one forecast a moment.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('keep one row of a place and day, and of a place and moment', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-weather-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const day = { place: 'p', day: 1, told: '{}', fetched_at: 1_790_000_000_000 };
  const forecast = { place: 'p', issued_at: 1_790_000_000_000, first_quarter: 1_988_888, told: '{}' };
  await db
    .insertInto('weather_day')
    .values([day, { ...day, day: 2 }])
    .execute();
  await db.insertInto('weather_forecast').values(forecast).execute();

  await expect(db.insertInto('weather_day').values(day).execute()).rejects.toThrow(/UNIQUE/);
  await expect(db.insertInto('weather_forecast').values(forecast).execute()).rejects.toThrow(/UNIQUE/);
  expect(await db.selectFrom('weather_forecast').selectAll().execute()).toEqual([forecast]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
