// What a reader wants to see of the ranked matches of materials; it stands in the address, so it can be kept and sent.
import type { BookView, MatchView } from '../../api/shapes-materials.ts';
import { type MaterialFilter, NO_FILTER, fits } from '../material-filter.ts';
import { className } from '../material-names.ts';
import { SelectField } from '../parts/select-field.tsx';
import { WishAmount, WishesMet } from '../parts/wish-form.tsx';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';

interface FilterFormProps {
  readonly filter: MaterialFilter;
  readonly items: readonly MatchView[];
  readonly book: BookView | null;
  readonly onChange: (filter: MaterialFilter) => void;
}

const AMOUNTS = ['mostKm', 'leastTonnes'] as const;
const byName = ([, a]: readonly [string, string], [, b]: readonly [string, string]): number => a.localeCompare(b, lang.value);

export function MaterialFilterForm({ filter, items, book, onChange }: FilterFormProps) {
  const text = materialWords.value.wishes;
  const sides = items.flatMap(({ offer, need }) => [offer, need]);
  const classes = new Map(sides.map(({ materialClass }) => [materialClass, className(book, materialClass, lang.value)]));
  const companies = new Map(sides.flatMap(({ company, name }) => (company === null || name === null ? [] : [[String(company), name] as const])));
  const isWish = filter.materialClass !== '' || filter.company !== null || AMOUNTS.some((name) => filter[name] !== null);
  return (
    <>
      <form class="form-grid" style={{ margin: '8px 0 0' }} aria-label={text.title} onSubmit={(event) => event.preventDefault()}>
        <SelectField
          id="material-class"
          label={text.materialClass}
          value={filter.materialClass}
          options={[['', text.any], ...[...classes].sort(byName)]}
          onPick={(materialClass) => onChange({ ...filter, materialClass })}
        />
        {companies.size === 0 ? null : (
          <SelectField
            id="material-company"
            label={text.company}
            value={filter.company === null ? '' : String(filter.company)}
            options={[['', text.any], ...[...companies].sort(byName)]}
            onPick={(company) => onChange({ ...filter, company: company === '' ? null : Number(company) })}
          />
        )}
        {AMOUNTS.map((name) => (
          <WishAmount key={name} id={`material-${name}`} label={text[name]} value={filter[name]} onChange={(value) => onChange({ ...filter, [name]: value })} />
        ))}
      </form>
      {isWish ? <WishesMet said={text.shown(items.filter((item) => fits(item, filter)).length, items.length)} clear={text.clear} onClear={() => onChange(NO_FILTER)} /> : null}
    </>
  );
}
