// The rows of a sum for a reader: his own registers by name, all others as one sum a quarter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/domain/access.ts';
import { termsOf } from '../../src/domain/explain.ts';
import { epochMs } from '../../src/domain/units.ts';
import { companiesOpen, explainedTerms } from '../../src/api/explain-terms.ts';
import { scopeOf } from '../../src/api/scope.ts';
import { type ExplainedRegion, FIRST, startExplained } from './explained-region.ts';

let made: ExplainedRegion;
const operator: Principal = { id: 'o', processor: false, roles: [{ role: 'operator' }] };
const companyOnly = (company: number): Principal => ({ id: 'c', processor: false, roles: [{ role: 'company', company }] });

beforeAll(async () => {
  made = await startExplained();
}, 60_000);
afterAll(() => made.small.stop());

describe('the rows of a sum', () => {
  it('add up to the same for each reader, and name only whom he may see', async () => {
    const { deps } = made.small.app.parts;
    const { company } = made.alone;
    const period = { from: epochMs(FIRST * 900_000), to: epochMs((FIRST + 4) * 900_000) };
    const scope = scopeOf(deps.directory, operator, { area: { kind: 'park', park: 'park-a' }, carrier: 'electricity', ...period, now: deps.now() });
    const over = {
      scope,
      from: FIRST,
      to: FIRST + 4,
      asOf: null,
      figureAt: deps.now(),
      power: 1,
      termsOf: (parts: Parameters<typeof termsOf>[0]) => termsOf(parts, 'consumption'),
    };
    const all = await explainedTerms(deps, { ...over, principal: operator });
    const mine = await explainedTerms(deps, { ...over, principal: companyOnly(company) });

    expect(mine.value).toBe(all.value);
    expect(all.quarters.filter((row) => row.rule === 'others')).toEqual([]);
    expect(new Set(mine.quarters.map((row) => row.company))).toEqual(new Set([company, null]));
    expect(mine.quarters.filter((row) => row.rule === 'others').length).toBeLessThanOrEqual(4);
  });

  it('are of companies that are judged by the rules of access', () => {
    const { deps } = made.small.app.parts;
    const open = companiesOpen(deps, companyOnly(made.alone.company));

    expect([open(made.alone.company), open(made.root.company), open(999_999)]).toEqual([true, false, false]);
  });
});
