// What is kept of alerts covers what the domain can tell.
import { expect, it } from 'vitest';
import { CHANNEL_KINDS, MESSAGE_KINDS } from '../../src/storage/alerts.ts';

it('knows each way out and each thing to say once', () => {
  expect(new Set(CHANNEL_KINDS).size).toBe(CHANNEL_KINDS.length);
  expect(MESSAGE_KINDS).toEqual(['opened', 'closed', 'escalated', 'test']);
});
