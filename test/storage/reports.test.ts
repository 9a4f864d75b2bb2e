// The port for reports has no code of its own: what it promises is kept by the registry, see reports-sql.test.ts.
import { expect, it } from 'vitest';
import type { ReportKey, ReportRow } from '../../src/storage/reports.ts';

it('asks for no more than what a report is about', () => {
  const row: ReportRow = {
    id: 1,
    kind: 'park-month',
    park: 'p',
    company: null,
    from_ms: 1,
    to_ms: 2,
    factors: 's',
    created_by: '',
    created_at: 0,
    published_by: null,
    published_at: null,
    figures: null,
    sha256: null,
  };
  const key: ReportKey = row;
  expect(key.park).toBe('p');
});
