// One EventSource for the whole tab. Says what changed; never carries figures itself.
import { signal } from '@preact/signals';
import type { History, LiveEvent } from '../../api/shapes.ts';
import { api, simulated } from './fetch.ts';

export type Heard = LiveEvent | { readonly type: 'reconnected' };

export const connection = signal<'connecting' | 'open' | 'closed'>('connecting');
export const heardAtMs = signal<number | null>(null);
export const history = signal<Pick<History, 'state' | 'share'> | null>(null);

/** A stream tells a page only the types that it asks for: one that is missing here does not compile. */
const TYPES: Readonly<Record<LiveEvent['type'], true>> = { hello: true, changed: true, gateway: true, history: true, import: true, alerts: true };
const RETRY_MS = 5_000;
const listeners = new Set<(event: Heard) => void>();
let source: EventSource | null = null;
let openedBefore = false;
let retry: ReturnType<typeof setTimeout> | undefined;

export function listen(listener: (event: Heard) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell(event: Heard): void {
  heardAtMs.value = Date.now();
  if (event.type !== 'reconnected' && event.simulated) simulated.value = true;
  if (event.type === 'history') history.value = { state: event.state, share: event.share };
  for (const listener of listeners) listener(event);
}

function receive(message: MessageEvent): void {
  if (typeof message.data !== 'string') return;
  try {
    const event: LiveEvent = JSON.parse(message.data);
    tell(event);
  } catch {
    // A broken event costs one refresh; the next one brings it.
  }
}

export function startLive(): void {
  if (source) return;
  source = new EventSource(api('/live'));
  source.onopen = () => {
    connection.value = 'open';
    heardAtMs.value = Date.now();
    if (openedBefore) tell({ type: 'reconnected' });
    openedBefore = true;
  };
  for (const type of Object.keys(TYPES)) source.addEventListener(type, receive);
  source.onerror = () => {
    connection.value = 'closed';
    // The browser retries by itself unless the answer was an error status; then it gives up, and we do not.
    if (source?.readyState !== EventSource.CLOSED) return;
    stopLive();
    retry = setTimeout(startLive, RETRY_MS);
  };
}

export function stopLive(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
}
