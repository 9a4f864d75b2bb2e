// Dutch of the screens about materials: a word for every status, criterion, point of law and reason that the API may send.
import { expect, it } from 'vitest';
import { INDICATORS } from '../../../src/api/shapes-circularity.ts';
import { MATCH_STATUSES } from '../../../src/domain/circular/match-status.ts';
import { LEGAL_STATUSES } from '../../../src/domain/circular/streams.ts';
import { materialsNl } from '../../../src/web/i18n/materials-nl.ts';

it('names each of them', () => {
  expect(Object.keys(materialsNl.statuses)).toEqual([...MATCH_STATUSES]);
  expect(Object.keys(materialsNl.legalStatuses)).toEqual([...LEGAL_STATUSES]);
  expect(Object.keys(materialsNl.indicators)).toEqual([...INDICATORS]);
  expect(Object.keys(materialsNl.soft)).toEqual(['quantity', 'quality', 'distance', 'value', 'co2', 'continuity', 'confidence']);
  expect(Object.keys(materialsNl.reasons)).toEqual(['too-few', 'one-dominates', 'two-dominate', 'complement', 'not-measured']);
});

it('never shouts', () => {
  expect(JSON.stringify(materialsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
