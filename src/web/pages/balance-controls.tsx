// Which carrier of a balance, or all of them in one, and whether it stands beside the period before.
import type { Now } from '../../api/shapes-now.ts';
import type { ChartCarrier } from '../../charts/palette.ts';
import { Segments } from '../parts/segments.tsx';
import type { Scope } from '../scope.ts';
import { calendarWords } from '../state/calendar-words.ts';
import { conversionWords } from '../state/conversion-words.ts';
import { api } from '../state/fetch.ts';
import { words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const CARRIERS: readonly ChartCarrier[] = ['electricity', 'gas', 'heat', 'steam', 'biogas', 'hydrogen', 'cold', 'water'];
/** In the address, where a carrier stands otherwise. */
export const ALL = 'alle';
export type Shown = ChartCarrier | typeof ALL;
export const carrierFrom = (text: string | undefined): ChartCarrier => CARRIERS.find((carrier) => carrier === text) ?? 'electricity';

/** The carriers that a place meters, and the one that is looked at; all in one where there are several. */
export function useOffered(scope: Scope, shown: Shown): Shown[] {
  const metered = useResource<Now>(api(`${scope.api}/now`)).data?.carriers.map((each) => each.carrier) ?? [];
  const offered = CARRIERS.filter((each) => each === 'electricity' || each === shown || metered.includes(each));
  return shown === ALL || offered.some((each) => each !== 'electricity' && each !== 'water') ? [...offered, ALL] : offered;
}

interface ControlsProps {
  readonly shown: Shown;
  readonly offered: readonly Shown[];
  readonly onPick: (shown: Shown) => void;
  /** Beside the period before; absent where that is not offered. */
  readonly compare?: { readonly on: boolean; readonly turn: (on: boolean) => void };
}

export function Controls({ shown, offered, onPick, compare }: ControlsProps) {
  const options = offered.map((value) => ({ value, label: value === ALL ? conversionWords.value.all.tab : words.value.carriers[value] }));
  return (
    <div class="actions" style={{ marginBottom: '14px' }}>
      <Segments label={words.value.balance.carrier} value={shown} options={options} onPick={onPick} />
      {compare === undefined ? null : (
        <button type="button" class="button" aria-pressed={compare.on} onClick={() => compare.turn(!compare.on)}>
          {calendarWords.value.compare}
        </button>
      )}
    </div>
  );
}
