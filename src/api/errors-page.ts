// The page that the `type` of an error names: what each code means, and what to do about it.
import { errorTable } from './errors.ts';

const STYLE =
  ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}dt{margin-top:1.25rem;font-weight:600}dd{margin:0}code{overflow-wrap:anywhere}';

/** @returns HTML; nothing in it comes from outside */
export function errorsPage(): string {
  const items = Object.entries(errorTable).map(([code, { status, title, advice }]) => `<dt id="${code}">${title}</dt><dd><code>${code}</code>, ${status}</dd><dd>${advice}</dd>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Errors of Kringstroom</title><style>${STYLE}</style></head><body><main><h1>Errors</h1><p>Every error is answered as problem+json (RFC 9457): <code>code</code> says which, <code>detail</code> what is wrong with this request.</p><dl>${items.join('')}</dl></main></body></html>`;
}
