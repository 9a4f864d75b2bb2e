// Dutch of the page on connections: in the house's tone, and one or many as it is.
import { expect, it } from 'vitest';
import { connectionsNl } from '../../../src/web/i18n/connections-nl.ts';

it('counts in words that fit the number', () => {
  expect([connectionsNl.says(1, 1), connectionsNl.says(2, 3)]).toEqual(['1 aansluiting met 1 meter', '2 aansluitingen met 3 meters']);
});

it('never shouts and says u, not je', () => {
  const texts = Object.values(connectionsNl).filter((one) => typeof one === 'string');
  expect(texts.filter((text) => /!|\b(je|jij|jouw)\b/i.test(text) || text.trim() === '')).toEqual([]);
});
