// What a park manager reads first about room: the tighter of the park's own and a group's.
import { expect, it } from 'vitest';
import { plainText } from '../../src/charts/sentence.ts';
import { marginNl } from '../../src/web/i18n/margin-nl.ts';
import { nl } from '../../src/web/i18n/nl.ts';
import { roomSentence } from '../../src/web/room-sentence.ts';

const calm = { lost: false, comeOffKw: 0, headroomKw: 2410, limitKw: 4875 };
const group = { ...calm, name: 'Noord', headroomKw: 418, limitKw: 3555 };
const says = (own: Partial<typeof calm>, ...groups: (Omit<typeof group, 'headroomKw'> & { headroomKw: number | null })[]): string =>
  plainText(roomSentence({ end: '2026-11-27T17:15:00Z', own: { ...calm, ...own }, groups }, { room: nl.capacity, group: marginNl.shared }, 'nl')).replaceAll('\u00a0', ' ');

it('room of a park stands beside that of the group with the least of it, where that is less', () => {
  expect(says({}, { ...group, headroomKw: 900, name: 'Zuid' }, group)).toBe('Als het zo doorgaat is er dit kwartier nog 2.410 kW ruimte, binnen groep Noord 418 kW.');
  expect(says({}, { ...group, headroomKw: 3000 }, { ...group, headroomKw: null })).toBe('Als het zo doorgaat is er dit kwartier nog 2.410 kW ruimte.');
});

it('a group that will pass its limit goes before room of the park, and the park before its groups', () => {
  const over = { ...group, comeOffKw: 120, headroomKw: -120 };

  expect(says({}, over)).toBe('In groep Noord moet er dit kwartier 120 kW af voor 18:15.');
  expect(says({}, { ...over, lost: true })).toContain('Groep Noord gaat dit kwartier over de grens');
  expect(says({ comeOffKw: 50 }, over)).toBe('Dit kwartier moet er 50 kW af voor 18:15.');
});
