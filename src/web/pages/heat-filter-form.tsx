// What a reader wants to see of the ranked matches; it stands in the address, so it can be kept and sent.
import type { HeatFilter } from '../heat-filter.ts';
import { NO_FILTER } from '../heat-filter.ts';
import { SelectField } from '../parts/select-field.tsx';
import { WishAmount, WishesMet } from '../parts/wish-form.tsx';
import { heatWords } from '../state/heat-words.ts';

interface FilterFormProps {
  readonly filter: HeatFilter;
  readonly shown: number;
  readonly all: number;
  readonly onChange: (filter: HeatFilter) => void;
}

const NUMBERS = ['mostM', 'leastKwh', 'mostC'] as const;
const isConfidence = (value: string): value is HeatFilter['confidence'] => value === '' || value === 'A' || value === 'B';
const isPump = (value: string): value is HeatFilter['pump'] => value === '' || value === 'pumped' || value === 'unpumped';

export function HeatFilterForm({ filter, shown, all, onChange }: FilterFormProps) {
  const text = heatWords.value.wishes;
  const isWish = NUMBERS.some((name) => filter[name] !== null) || filter.confidence !== '' || filter.pump !== '';
  return (
    <>
      <form class="form-grid" style={{ margin: '8px 0 0' }} aria-label={text.title} onSubmit={(event) => event.preventDefault()}>
        <SelectField
          id="heat-confidence"
          label={text.confidence}
          value={filter.confidence}
          options={[
            ['', text.any],
            ['A', text.onlyA],
            ['B', text.fromB],
          ]}
          onPick={(value) => isConfidence(value) && onChange({ ...filter, confidence: value })}
        />
        <SelectField
          id="heat-pump"
          label={text.pump}
          value={filter.pump}
          options={[
            ['', text.any],
            ['unpumped', text.unpumped],
            ['pumped', text.pumped],
          ]}
          onPick={(value) => isPump(value) && onChange({ ...filter, pump: value })}
        />
        {NUMBERS.map((name) => (
          <WishAmount key={name} id={`heat-${name}`} label={text[name]} value={filter[name]} onChange={(value) => onChange({ ...filter, [name]: value })} />
        ))}
      </form>
      {isWish ? <WishesMet said={text.shown(shown, all)} clear={text.clear} onClear={() => onChange(NO_FILTER)} /> : null}
    </>
  );
}
