// The page that the `type` of an error names: what each code means, and what to do about it.
import { type ErrorCode, errorTable } from './errors.ts';

/** What whoever gets it can do. */
const ADVICE: Readonly<Record<ErrorCode, string>> = {
  'not-signed-in': 'Sign in on the page, or send a key of an account as <code>authorization: Bearer KEY</code>. A key that was taken back no longer counts.',
  'not-found': 'The address or an id in it is not known, or is of somebody who does not share it with you. Both are answered alike, so that nobody learns what there is.',
  'invalid-request': '<code>detail</code> names each field that does not fit, and why. /api/v1/openapi.json says what each route takes.',
  'reversed-period': 'Give <code>from</code> before <code>to</code>. The last day is not in the period: one day runs from its date to the next.',
  'period-too-long': 'Ask for a shorter period or a longer step. <code>detail</code> says how much fits.',
  'bad-time': 'Write a date as 2026-11-27 (a local day), or a time with its zone as 2026-11-27T10:15:00Z.',
  suppressed:
    'The figure would tell what one company used: fewer than five measure it, or one or two are most of it. A longer period may be told; a company can also agree to be seen.',
  conflict: 'Somebody changed it before you, or it does not fit what is there. Ask for it again and look.',
  'too-large': 'Send less at a time. <code>detail</code> says what fits.',
  'unreadable-file': 'Look whether it is the kind of file that is asked for, and whether it opens on your own machine. Nothing of it was taken over.',
  'storage-full': 'The operator has to make room. Readings of meters go on being kept.',
  'too-many-requests': 'Wait a minute. Whoever asks often can follow /api/v1/events instead.',
  busy: 'Try again in a minute, or ask for less. Readings of meters are safe.',
  'journal-unavailable': 'The disk does not take messages now, so none is acknowledged: meters keep them and send them again. The operator finds why in the log.',
  internal: 'It was logged, and the operator can find it there. Readings of meters are safe.',
};

const STYLE =
  ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}dt{margin-top:1.25rem;font-weight:600}dd{margin:0}code{overflow-wrap:anywhere}';

/** @returns HTML; nothing in it comes from outside */
export function errorsPage(): string {
  const items = Object.entries(errorTable).map(
    ([code, { status, title }]) =>
      `<dt id="${code}">${title}</dt><dd><code>${code}</code>, ${status}</dd><dd>${Object.entries(ADVICE).find(([name]) => name === code)?.[1] ?? ''}</dd>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Errors of Kringstroom</title><style>${STYLE}</style></head><body><main><h1>Errors</h1><p>Every error is answered as problem+json (RFC 9457): <code>code</code> says which, <code>detail</code> what is wrong with this request.</p><dl>${items.join('')}</dl></main></body></html>`;
}
