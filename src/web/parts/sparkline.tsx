// A day in the size of a word: the line of a meter, hatched where nothing is known of it.
import { sparkline } from '../../charts/sparkline.ts';

const BOX = { width: 96, height: 24 };

interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** What it says, for whoever does not see it. */
  readonly label: string;
}

export function Sparkline({ values, label }: SparklineProps) {
  const { path, zeroY, gaps } = sparkline(values, BOX);
  return (
    <svg class="sparkline" role="img" aria-label={label} width={BOX.width} height={BOX.height} viewBox={`0 0 ${BOX.width} ${BOX.height}`}>
      {gaps.map((gap) => (
        <rect key={gap.x} class="gap" x={gap.x} y={0} width={gap.width} height={BOX.height} />
      ))}
      <line class="zero" x1={0} x2={BOX.width} y1={zeroY} y2={zeroY} />
      <path d={path} />
    </svg>
  );
}
