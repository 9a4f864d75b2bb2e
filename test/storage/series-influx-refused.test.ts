// Refused lines: kept with their reason, counted, and a flood of them takes a bounded part of the disk.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RefusedLines } from '../../src/storage/series-influx-refused.ts';

it('refused lines are kept one a line of JSON, and a flood keeps the newest', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-refused-'));
  const told: string[] = [];
  const refused = new RefusedLines({ path: join(dir, 'sub', 'refused.jsonl'), onRefused: ({ line }) => told.push(line), bytesMax: 1000 });

  for (let index = 0; index < 100; index++) refused.keep({ database: 'd', line: `line ${index}`, status: 400, reason: 'no "number"' });

  const newest = readFileSync(refused.path, 'utf8').trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(newest)).toMatchObject({ database: 'd', line: 'line 99', status: 400, reason: 'no "number"', at: expect.stringMatching(/^\d{4}-/) });
  expect([refused.count, told.length]).toEqual([100, 100]);
  expect(readdirSync(join(dir, 'sub'))).toEqual(['refused.jsonl', 'refused.jsonl.1']);
  expect(statSync(refused.path).size).toBeLessThan(1300);
  rmSync(dir, { recursive: true });
});
