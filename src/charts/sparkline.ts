// A day in the size of a word: amounts -> the path of a line and the stretches of which nothing is known. Pure.

export interface Sparkline {
  /** SVG path in a box of width x height; empty when nothing is known. */
  readonly path: string;
  /** Where zero lies. */
  readonly zeroY: number;
  readonly gaps: readonly { readonly x: number; readonly width: number }[];
  readonly lowest: number;
  readonly highest: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** @param values one a step, null where nothing is known; above zero is drawn upwards, and zero is always in the box */
export function sparkline(values: readonly (number | null)[], { width, height }: { width: number; height: number }): Sparkline {
  const known = values.filter((value) => value !== null);
  const [lowest, highest] = [Math.min(0, ...known), Math.max(0, ...known)];
  const y = (value: number): number => tenth(highest === lowest ? height - 1 : height - 1 - ((value - lowest) / (highest - lowest)) * (height - 2));
  const step = width / Math.max(values.length, 1);
  let path = '';
  const gaps: { x: number; width: number }[] = [];
  values.forEach((value, index) => {
    if (value !== null) {
      // A quarter is a stretch and no point: one alone between two gaps is seen as well.
      path += `${(values[index - 1] ?? null) === null ? 'M' : 'L'}${tenth(index * step)} ${y(value)}H${tenth((index + 1) * step)}`;
      return;
    }
    const last = gaps.at(-1);
    if (index > 0 && values[index - 1] === null && last !== undefined) last.width = tenth((index + 1) * step - last.x);
    else gaps.push({ x: tenth(index * step), width: tenth(step) });
  });
  return { path, zeroY: y(0), gaps, lowest: known.length === 0 ? 0 : Math.min(...known), highest: known.length === 0 ? 0 : Math.max(...known) };
}
