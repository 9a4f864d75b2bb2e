// A JSON message that holds one entry or a list of them, whatever an entry says.
import type { Decoded } from '../../src/domain/reading.ts';
import { type Fields, fieldsFrom, jsonFrom } from './json.ts';
import { Findings, rejected } from './outcome.ts';

export const entriesOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : [json]);

/** @param noun what an entry is called in a refusal: "load 2 is an array"
 *  @param take reads one entry; the others stand whatever becomes of it */
export function decodeEntries(payload: Uint8Array, noun: string, take: (entry: { fields: Fields; label: string; findings: Findings }) => void): Decoded {
  if (payload.length === 0) return rejected('empty-payload', 'the message has no bytes');
  const json = jsonFrom(payload);
  if (json === undefined) return rejected('not-json', 'the payload is no JSON text in UTF-8');
  const findings = new Findings();
  entriesOf(json).forEach((entry, index) => {
    const fields = fieldsFrom(entry);
    const label = `${noun} ${index + 1}`;
    if (fields === null) findings.refuse('unknown-shape', `${label} is ${Array.isArray(entry) ? 'an array' : typeof entry}, expected an object`);
    else take({ fields, label, findings });
  });
  return findings.finish(`the array holds no ${noun}`);
}
