// What an answer says to people, in each language they read here, and which of them a request asks for. English where it asks for none.
import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import type { Lang } from '../charts/formats.ts';

export type SaidInBoth = Readonly<Record<Lang, string>>;
/** A text alone: it is in English, and no form shows it. */
export type Said = string | SaidInBoth;

export const saidIn = (said: Said, lang: Lang): string => (typeof said === 'string' ? said : said[lang]);

/** The language of whoever asks: pages send the one they are shown in, browsers those of their reader, most programs none. */
export function langOf(c: { readonly req: Pick<Context['req'], 'header'> }): Lang {
  for (const { type, q } of parseAccept(c.req.header('accept-language') ?? '')) {
    const [main] = type.toLowerCase().split('-');
    if (q > 0 && (main === 'nl' || main === 'en')) return main;
  }
  return 'en';
}

const dutchRules = new Map<string, string>();
/** What a rule of a shape says. The validator takes one text for a rule: it gets the English one, and the Dutch one is kept beside it. */
export function rule(said: SaidInBoth): string {
  dutchRules.set(said.en, said.nl);
  return said.en;
}

/** The Dutch of what such a rule said; any other text as it is. */
export const dutchRule = (message: string): string => dutchRules.get(message) ?? message;
