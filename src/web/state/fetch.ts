// The one door to the API: JSON in and out, problems as values, simulated data noticed.
import { signal } from '@preact/signals';
import type { Problem } from '../../api/shapes.ts';

/** True once any answer rested on simulated data: the header then says so, until the page is left. */
export const simulated = signal(false);

export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problem: Problem };

const problem = (status: number, code: string, detail: string): Problem => ({ type: 'about:blank', title: detail, status, code, detail });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function problemOf(status: number, body: unknown): Problem {
  const text = (name: string): string => {
    const value = isRecord(body) ? body[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { type: text('type') || 'about:blank', title: text('title'), status, code: text('code') || `HTTP-${status}`, detail: text('detail') || text('message') };
}

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** A file as it is, instead of JSON. */
  readonly file?: Blob;
  readonly signal?: AbortSignal;
}

/** @param path from the root of the host, as in /api/v1/parks
 *  @throws only when aborted */
export async function ask<T>(path: string, asked: Asked = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: asked.method ?? 'GET',
      headers: { accept: 'application/json', 'accept-language': document.documentElement.lang, ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }) },
      credentials: 'same-origin',
      ...(asked.file !== undefined ? { body: asked.file } : asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      ...(asked.signal ? { signal: asked.signal } : {}),
    });
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    return { ok: false, problem: problem(0, 'NO-CONNECTION', 'The server does not answer.') };
  }
  const text = await response.text();
  const body = parsed<unknown>(text);
  if (!response.ok) return { ok: false, problem: problemOf(response.status, body) };
  if (isRecord(body) && body['simulated'] === true) simulated.value = true;
  return { ok: true, data: parsed<T>(text) };
}

/** The server checks what it sends against the same shapes; checking twice would cost the shell a validator. */
function parsed<T>(text: string): T {
  try {
    return JSON.parse(text === '' ? 'null' : text);
  } catch {
    return JSON.parse('null');
  }
}

export const api = (path: string): string => `/api/v1${path}`;
