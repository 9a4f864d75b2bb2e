// Connections that others lie behind, which a balance looks at again once all of those are known. Pure.

/** What a connection drew and fed in, and in which quarters it says so. */
export interface OneConnection {
  readonly import: Float64Array;
  readonly export: Float64Array;
  readonly present: Uint8Array;
}
export interface Root {
  readonly id: number;
  /** The one it lies behind itself, when that is in the balance too. */
  readonly behind: number | null;
  readonly one: OneConnection;
  /** What it makes and stores itself: generation + discharge - charge. */
  readonly supply: Float64Array;
}

/** A root behind a root passes on to it, so it comes first. A circle, which nobody can draw, ends somewhere. */
export function innermostFirst<T extends Pick<Root, 'id' | 'behind'>>(roots: readonly T[]): T[] {
  const byId = new Map(roots.map((root) => [root.id, root]));
  const depth = (root: T | undefined, steps = 0): number => (root === undefined || root.behind === null || steps > roots.length ? steps : depth(byId.get(root.behind), steps + 1));
  return [...roots].sort((a, b) => depth(b) - depth(a));
}
