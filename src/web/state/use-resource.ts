// One answer of the API in a component: loads, keeps the last answer, refreshes on live events, aborts when left.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../api/shapes.ts';
import { ask } from './fetch.ts';
import { type Heard, listen } from './live.ts';
import { me } from './session.ts';

/** Numbers swap at most this often, however fast the meters report; a reading is on the screen within 5 s. */
const EVERY_MS = 3_000;
/** Without an event for this long, ask all the same: a proxy may have swallowed the stream. */
const ANYHOW_MS = 60_000;
const SKELETON_AFTER_MS = 300;

export interface Resource<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  /** Loading takes long enough to show a skeleton. */
  readonly slow: boolean;
  readonly receivedAtMs: number | null;
  readonly refetch: () => void;
}

export interface Refresh {
  readonly concerns?: (event: Heard) => boolean;
  readonly everyMs?: number;
}

interface Held<T> {
  readonly path: string | null;
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly receivedAtMs: number | null;
}

/** @param path of the API, or null when there is nothing to ask yet
 *  @param refresh whether an event makes this answer old, and how often it may be asked again */
export function useResource<T>(path: string | null, refresh: Refresh = {}): Resource<T> {
  const [held, setHeld] = useState<Held<T>>({ path: null, data: null, problem: null, receivedAtMs: null });
  const [slow, setSlow] = useState(false);
  const load = useRef<() => void>(() => undefined);
  const refetch = useCallback(() => load.current(), []);

  useEffect(() => {
    if (path === null) return undefined;
    const abort = new AbortController();
    let skeleton: ReturnType<typeof setTimeout> | undefined;
    // An answer that takes longer than its refresh is waited for: asked again and again, it would never be shown.
    let [asking, again] = [false, false];
    load.current = () => {
      again = asking;
      if (asking) return;
      asking = true;
      skeleton = setTimeout(() => setSlow(true), SKELETON_AFTER_MS);
      ask<T>(path, { signal: abort.signal }).then(
        (answer) => {
          asking = false;
          clearTimeout(skeleton);
          setSlow(false);
          if (answer.ok) setHeld({ path, data: answer.data, problem: null, receivedAtMs: Date.now() });
          else {
            if (answer.problem.status === 401 && me.value) me.value = { ...me.value, signedIn: false };
            setHeld((last) => ({ path, data: last.path === path ? last.data : null, problem: answer.problem, receivedAtMs: last.path === path ? last.receivedAtMs : null }));
          }
          if (again && !abort.signal.aborted) load.current();
        },
        () => undefined, // Aborted: this reader has left.
      );
    };
    load.current();
    return () => {
      clearTimeout(skeleton);
      abort.abort();
      load.current = () => undefined;
    };
  }, [path]);

  useRefresh(path, refresh, refetch);

  const current = held.path === path;
  const loading = path !== null && !current;
  return {
    data: current ? held.data : null,
    problem: current ? held.problem : null,
    loading,
    slow: loading && slow,
    receivedAtMs: current ? held.receivedAtMs : null,
    refetch,
  };
}

/** Asks again when an event made the answer old, and now and then. */
function useRefresh(path: string | null, refresh: Refresh, refetch: () => void): void {
  const judge = useRef(refresh);
  judge.current = refresh;
  useEffect(() => {
    if (path === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let askedAtMs = Date.now();
    const stop = listen((event) => {
      if (event.type !== 'reconnected' && !judge.current.concerns?.(event)) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          askedAtMs = Date.now();
          refetch();
        },
        event.type === 'reconnected' ? 0 : Math.max(askedAtMs + (judge.current.everyMs ?? EVERY_MS) - Date.now(), 0),
      );
    });
    const anyhow = setInterval(() => {
      if (judge.current.concerns && document.visibilityState === 'visible') refetch();
    }, ANYHOW_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(anyhow);
      stop();
    };
  }, [path, refetch]);
}
