// Names with their figures, as a list of definitions; power and energy as they are written everywhere.
import { formatAmount } from '../../charts/formats.ts';
import { lang } from '../state/settings.ts';

export const kwText = (kw: number): string => formatAmount(lang.value, kw, 'kW');
export const kwhText = (kwh: number): string => formatAmount(lang.value, kwh, 'kWh');

export function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl class="pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
