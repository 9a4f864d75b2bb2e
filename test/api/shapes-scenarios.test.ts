// What a client may send: defaults where it says nothing, and no field that is not known.
import { expect, it } from 'vitest';
import { NewScenario, PreviewScenario, ScenarioChangeBody } from '../../src/api/shapes-scenarios.ts';

it('fills in what an ordinary client leaves out', () => {
  expect(NewScenario.parse({ park: 'de-mars', name: ' Sun ', steps: [{ kind: 'pv', kwp: 5 }] })).toEqual({
    park: 'de-mars',
    name: 'Sun',
    steps: [{ kind: 'pv', company: null, kwp: 5, tiltDeg: null, azimuthDeg: null, inverterKw: null }],
    order: 'canonical',
    from: null,
    to: null,
    prices: {},
    shared: false,
  });
  expect(PreviewScenario.parse({ company: 3, steps: [] })).toMatchObject({ company: 3, order: 'canonical' });
});

it('refuses what it does not know, and a change of whose it is', () => {
  expect(NewScenario.safeParse({ park: 'p', name: 'x', steps: [], colour: 'red' }).success).toBe(false);
  expect(NewScenario.safeParse({ park: 'p', name: '', steps: [] }).success).toBe(false);
  expect(ScenarioChangeBody.safeParse({ park: 'q' }).success).toBe(false);
});
