// Questions that a panel was asked, kept in the address: they survive a reload and are there for who comes back.
import { useLocation } from 'preact-iso';

/** Of the page about room: whether something fits, and the month of a statement; of a group with its number. */
const QUESTION = /^(past|maand)\d*$/;

/** The questions in an address, as what stands behind other parameters of a page. */
export function questionsIn(query: Readonly<Record<string, string>>): string {
  const asked = Object.entries(query).filter(([name]) => QUESTION.test(name));
  return asked.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
}

/** @param name in the address
 *  @returns ask puts a question there instead of the last one, so that the page stays where it is */
export function useQuestion(name: string): { readonly asked: string | undefined; readonly ask: (question: string) => void } {
  const { path, query, route } = useLocation();
  return { asked: query[name], ask: (question) => route(`${path}?${new URLSearchParams({ ...query, [name]: question }).toString()}`, true) };
}
