// How much the long tests do: the gate has half an hour, `npm run test:long` takes what it needs.

/** What `npm run test:long` does, or the part of it that the gate does. */
export const sized = (full: number, gate: number): number => (process.env['TEST_FULL'] === undefined ? gate : full);
