// What may be asked of an assumption: one that there is, and a number.
import { expect, it } from 'vitest';
import { ParameterCode, TrialQuery } from '../../src/api/shapes-heat-parameters.ts';
import { parameters } from '../domain/heat/given.ts';

it('every assumption of the files has a code, and every code a file', () => {
  expect([...ParameterCode.options].sort()).toEqual(Object.keys(parameters.rows).sort());
});

it.each([
  [{ code: 'gasEurPerM3', value: '0.9' }, true],
  [{ code: 'gasEurPerM3', value: '-1' }, true],
  [{ code: 'gasEurPerM3', value: 'x' }, false],
  [{ code: 'gasEurPerM3' }, false],
  [{ code: 'x', value: '1' }, false],
])('%j', (query, fits) => expect(TrialQuery.safeParse(query).success).toBe(fits));
