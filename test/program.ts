// The programs that people start and the processes that tests kill, as they were built before the tests began.
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');

/** What Node is to run for a program of src: made by test/compile.ts. */
export const program = (name: string): string => join(dist, 'src', `${name}.js`);

/** The same for a process of the long tests: made by test/compile-children.ts. */
export const compiled = (name: string): string => join(dist, 'test', `${name}.js`);
