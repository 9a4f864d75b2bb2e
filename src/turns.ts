// What people ask goes on one step at a time, each in a turn of the event loop of its own, and while messages of meters wait for
// their acknowledgement no more than half of the time: eight answers that go on in one turn would hold every PUBACK up as long
// as all eight take.

const waiting: (() => void)[] = [];
const waits = new Set<() => boolean>();
let began = 0;
/** Before this moment no other step begins where meters wait. */
let pauseUntil = 0;

/** Does work, and all that follows from it at once, when its turn comes; in the order of the calls. */
export function takeTurn(work: () => void): void {
  waiting.push(work);
  if (waiting.length === 1) arrange();
}

/** Resolves when its turn comes. */
export const turn = (): Promise<void> => new Promise((resolve) => takeTurn(resolve));

/** @param meters do messages wait for their acknowledgement?
 *  @returns ends it */
export function giveWayWhile(meters: () => boolean): () => void {
  waits.add(meters);
  return () => void waits.delete(meters);
}

function arrange(): void {
  const pauseMs = pauseUntil - performance.now();
  // A timer is no finer than a millisecond.
  if (pauseMs >= 1 && [...waits].some((meters) => meters())) setTimeout(go, pauseMs);
  else go();
}

/** Both in one turn: what follows from the step has run when the second begins. */
function go(): void {
  setImmediate(() => {
    began = performance.now();
    waiting[0]?.();
  });
  setImmediate(() => {
    waiting.shift();
    const now = performance.now();
    pauseUntil = now + (now - began);
    if (waiting.length > 0) arrange();
  });
}
