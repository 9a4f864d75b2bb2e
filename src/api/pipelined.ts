// Work on parts that follow each other, two at once: the store reads the next month while the worker adds up this one.

const AT_ONCE = 2;

/** What is done with each part. */
export interface Stages<T, F, R> {
  /** One part after the other: of two that are read at the same time neither is there before both are, and the worker waits. */
  readonly read: (part: T, index: number) => Promise<F>;
  readonly work: (found: F, part: T, index: number) => Promise<R>;
}

/** @returns the outcomes in the order of the parts
 *  @throws what the first part that fails throws; parts that have not begun then never do */
export function pipelined<T, F, R>(parts: readonly T[], { read, work }: Stages<T, F, R>): Promise<R[]> {
  let reading: Promise<unknown> = Promise.resolve();
  return twoAtOnce(parts, async (part, index) => {
    const mine = reading.then(() => read(part, index));
    reading = mine.catch(() => {});
    return work(await mine, part, index);
  });
}

/** The same without stages. */
export async function twoAtOnce<T, R>(parts: readonly T[], work: (part: T, index: number) => Promise<R>): Promise<R[]> {
  const outcomes: R[] = [];
  let next = 0;
  let failed = false;
  const turn = async (): Promise<void> => {
    for (let index = next++; index < parts.length && !failed; index = next++) {
      const part = parts[index];
      if (part === undefined) continue;
      try {
        outcomes[index] = await work(part, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return outcomes;
}

/** Ranges [first, last) of what is missing, each without a gap and none longer than is done in one go.
 *  @param cut where a range ends, though nothing lies between */
export function missingRuns(found: readonly unknown[], atOnce: number, cut = -1): [number, number][] {
  const runs: [number, number][] = [];
  found.forEach((piece, index) => {
    if (piece !== null) return;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index && index !== cut && index - run[0] < atOnce) run[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
}
