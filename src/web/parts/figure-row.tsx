// Figures in a row, each with what it is below it.

export interface Figure {
  readonly value: string;
  readonly under: string;
}

export function FigureRow({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl class="equation" style={{ margin: '10px 0' }}>
      {figures.map(({ value, under }) => (
        <div class="term" key={under}>
          <dt class="unseen">{under}</dt>
          <dd class="amount">{value}</dd>
          <dd class="parts" aria-hidden="true">
            {under}
          </dd>
        </div>
      ))}
    </dl>
  );
}
