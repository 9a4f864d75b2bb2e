// Where the bands of the live flow diagram run. Pure geometry: labels keep their place when values change.

export interface FlowEnd {
  readonly id: string;
  readonly kw: number;
}
export interface Band {
  readonly id: string;
  /** Middle of the label; fixed by the position in the list. */
  readonly labelY: number;
  readonly widthPx: number;
  /** Empty when nothing flows. */
  readonly path: string;
}
export interface FlowBox {
  readonly heightPx: number;
  /** Where the band leaves the labels, and where it meets the hub. */
  readonly outerX: number;
  readonly hubX: number;
  /** kW that fills the hub. */
  readonly totalKw: number;
}

const MIN_BAND_PX = 3;
export const HUB_SHARE = 0.48;

const FIRST_PX = 128;
const SLOT_PX = 48;
export const flowHeightPx = (ends: number): number => Math.max(300, FIRST_PX + SLOT_PX * (ends - 1));

/** The first slot is the widest: the grid, or the companies. The others share the rest. */
export function slotMiddles(count: number, heightPx: number): number[] {
  if (count <= 1) return [heightPx / 2];
  const pitch = (heightPx - FIRST_PX) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === 0 ? FIRST_PX / 2 : FIRST_PX + pitch * (index - 0.5)));
}

export function layoutFlow(ends: readonly FlowEnd[], box: FlowBox): Band[] {
  const middles = slotMiddles(ends.length, box.heightPx);
  const hubPx = box.heightPx * HUB_SHARE;
  const room = Math.max(20, hubPx - 16);
  const flowing = ends.filter((end) => end.kw > 0);
  const perKw = box.totalKw > 0 ? Math.max(0, room - flowing.length * MIN_BAND_PX) / box.totalKw : 0;
  const widths = ends.map((end) => (end.kw > 0 ? MIN_BAND_PX + end.kw * perKw : 0));
  let y = box.heightPx / 2 - widths.reduce((sum, width) => sum + width, 0) / 2;
  return ends.map((end, index) => {
    const width = widths[index] ?? 0;
    const middle = middles[index] ?? 0;
    const path = width > 0 ? bandPath({ outerX: box.outerX, hubX: box.hubX, outerY: middle, hubY: y + width / 2, width }) : '';
    y += width;
    return { id: end.id, labelY: middle, widthPx: width, path };
  });
}

interface BandLine {
  readonly outerX: number;
  readonly hubX: number;
  readonly outerY: number;
  readonly hubY: number;
  readonly width: number;
}

function bandPath({ outerX, hubX, outerY, hubY, width }: BandLine): string {
  const half = width / 2;
  const mid = (outerX + hubX) / 2;
  const round = (value: number): number => Math.round(value * 10) / 10;
  const curve = (fromY: number, toX: number, toY: number): string => `C${round(mid)} ${round(fromY)} ${round(mid)} ${round(toY)} ${round(toX)} ${round(toY)}`;
  return `M${round(outerX)} ${round(outerY - half)}${curve(outerY - half, hubX, hubY - half)}L${round(hubX)} ${round(hubY + half)}${curve(hubY + half, outerX, outerY + half)}Z`;
}
