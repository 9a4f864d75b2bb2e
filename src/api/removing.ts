// Taking a company, connection or meter out of the registry: only while nothing hangs on it.
import type { Hanging, Removable } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';

/** What to do with what has to stay. */
const INSTEAD: Readonly<Record<Removable, string>> = {
  company: 'It stays; end its connections instead (PATCH /connections/{id} with validTo).',
  connection: 'It stays; end it instead (PATCH /connections/{id} with validTo).',
  meter: 'It stays; end it instead (PATCH /meters/{id} with validTo).',
};
const listed = (hanging: readonly Hanging[]): string => hanging.map(({ one, many, count }) => `${count} ${count === 1 ? one : many}`).join(', ');

/** @throws ApiError conflict that says what hangs on it */
export async function removeFree({ directory }: Pick<Deps, 'directory'>, kind: Removable, id: number): Promise<null> {
  const hanging = await directory.registry.hangingOn(kind, id);
  if (hanging.length > 0) throw new ApiError('conflict', `On this ${kind} hangs: ${listed(hanging)}. ${INSTEAD[kind]}`);
  // Between the question and the answer a first reading may have come.
  if (!(await directory.remove(kind, id))) throw new ApiError('conflict', `Something began to hang on this ${kind} just now. ${INSTEAD[kind]}`);
  return null;
}
