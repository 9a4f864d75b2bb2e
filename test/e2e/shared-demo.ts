// The demo that tests look at which change nothing in it.
import { inject } from 'vitest';
import type { Ready } from './demo.ts';

/** Waits until it runs. Its history may still be filled in.
 *  @throws Error when it did not start */
export async function sharedDemo(): Promise<Ready> {
  const answer = await fetch(inject('sharedDemoAt'));
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
