// What was taken of the other carriers: today and at this moment.
import type { Now } from '../../api/shapes-now.ts';
import { formatAmount, formatNumber, scaleFor } from '../../charts/formats.ts';
import { WhyNow } from '../parts/why-now.tsx';
import { nowWords } from '../state/now-words.ts';
import { lang, words } from '../state/settings.ts';

/** @param why path that explains a figure by its name */
export function OtherCarriers({ now, href, why }: { now: Now; href: string; why: (field: string) => string }) {
  const language = lang.value;
  const others = now.carriers.filter((each) => each.carrier !== 'electricity');
  if (others.length === 0) return <p class="says">{words.value.now.noCarriers}</p>;
  const token = { electricity: 'stroom', gas: 'gas', heat: 'warmte', cold: 'koude', steam: 'stoom', hydrogen: 'waterstof', biogas: 'biogas', water: 'water' } as const;
  return (
    <div class="carriers">
      {others.map((each) => {
        const of = (figure: string): string => why(`carriers.${each.carrier}.${figure}`);
        const choices = [
          ...(each.todayAmount === null ? [] : [{ name: nowWords.value.why.day, path: of('todayAmount') }]),
          ...(each.perHour === null ? [] : [{ name: nowWords.value.table.taken, path: of('perHour') }]),
        ];
        const scale = scaleFor(each.unit, each.todayAmount ?? 0);
        return (
          <div class="carrier" key={each.carrier}>
            <div class="name">
              <span class="chip" style={{ background: `var(--${token[each.carrier]})` }} />
              <a href={`${href}/balans?drager=${each.carrier}`}>{words.value.carriers[each.carrier]}</a>
            </div>
            <div class="amount figure-stale">
              {each.todayAmount === null ? '–' : formatNumber(language, each.todayAmount / scale.divisor, scale.digits)}
              <small>{scale.unit}</small>
            </div>
            <div class="small second">{each.perHour === null ? '–' : words.value.now.perHour(formatAmount(language, each.perHour, each.unit === 'kWh' ? 'kW' : 'm3/h'))}</div>
            {choices.length === 0 ? null : <WhyNow name={words.value.carriers[each.carrier]} choices={choices} />}
          </div>
        );
      })}
    </div>
  );
}
