// Segmented control: one of a few, by click or arrow keys.

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}
interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onPick: (value: T) => void;
}

const MOVES: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Segments<T extends string>({ label, options, value, onPick }: SegmentsProps<T>) {
  const move = (event: KeyboardEvent): void => {
    const by = MOVES[event.key];
    if (by === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const next = options[(at + by + options.length) % options.length];
    if (!next) return;
    const button = event.currentTarget.querySelectorAll('button')[options.indexOf(next)];
    button?.focus();
    onPick(next.value);
  };
  return (
    <div class="segments" role="group" aria-label={label} onKeyDown={move}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onPick(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
