// What the weather did to a change of emissions: degree days of both periods, who told them, and which part of the heat follows them.
import { useState } from 'preact/hooks';
import type { Emissions } from '../../api/shapes-emissions.ts';
import { formatDate, formatNumber, formatPercent } from '../../charts/formats.ts';
import { type Co2Choice, HEATING, degreeDaysGiven } from '../co2-period.ts';
import { Pairs } from '../parts/pairs.tsx';
import { Segments } from '../parts/segments.tsx';
import { co2Texts } from '../state/co2-texts.ts';
import { lang } from '../state/settings.ts';
import { numberOf } from '../state/typed.ts';

type Decomposed = NonNullable<Emissions['decomposition']>;
interface WeatherProps {
  readonly change: Decomposed;
  readonly choice: Co2Choice;
  readonly go: (to: Co2Choice) => void;
}

/** The difference with its sign. */
function differenceText({ base, now }: NonNullable<Decomposed['degreeDays']>): string {
  const share = base > 0 ? now / base - 1 : 0;
  return `${share > 0 ? '+' : share < 0 ? '−' : ''}${formatPercent(lang.value, Math.abs(share))}`;
}

function Known({ change }: Pick<WeatherProps, 'change'>) {
  const text = co2Texts.value.weather;
  const { degreeDays, baseFrom, baseTo, from, to } = change;
  if (degreeDays === null) return <p class="says">{text.unknown}</p>;
  const span = (begin: string, end: string): string => text.span(formatDate(lang.value, Date.parse(begin)), formatDate(lang.value, Date.parse(end)));
  const source = degreeDays.source === null ? text.given : degreeDays.simulated ? text.simulated : degreeDays.source;
  return (
    <Pairs
      pairs={[
        [`${text.base}, ${span(baseFrom, baseTo)}`, formatNumber(lang.value, Math.round(degreeDays.base))],
        [`${text.now}, ${span(from, to)}`, `${formatNumber(lang.value, Math.round(degreeDays.now))} (${differenceText(degreeDays)})`],
        [text.source, source],
      ]}
    />
  );
}

/** For an installation without a source of weather, and for whoever keeps to another station. */
function Given({ choice, go }: Omit<WeatherProps, 'change'>) {
  const text = co2Texts.value.weather;
  const [now, setNow] = useState(choice.degreeDays === null ? '' : formatNumber(lang.value, choice.degreeDays.now));
  const [base, setBase] = useState(choice.degreeDays === null ? '' : formatNumber(lang.value, choice.degreeDays.base));
  const [wrong, setWrong] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    const given = degreeDaysGiven(numberOf(now), numberOf(base));
    setWrong(given === null);
    if (given !== null) go({ ...choice, degreeDays: given });
  };
  const field = (id: string, label: string, [value, set]: readonly [string, (typed: string) => void]) => (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="text" inputMode="decimal" maxLength={9} value={value} aria-invalid={wrong} onInput={(event) => set(event.currentTarget.value)} />
    </div>
  );
  return (
    <details>
      <summary>{text.giveTitle}</summary>
      <p class="small second">{text.giveWhy}</p>
      <form class="form-grid" onSubmit={submit}>
        {field('degree-days-base', text.base, [base, setBase])}
        {field('degree-days-now', text.now, [now, setNow])}
        <div class="actions">
          <button type="submit" class="button">
            {text.use}
          </button>
          {choice.degreeDays === null ? null : (
            <button type="button" class="button" onClick={() => go({ ...choice, degreeDays: null })}>
              {text.withdraw}
            </button>
          )}
        </div>
        {wrong ? (
          <p class="wrong" role="alert">
            {text.wrong}
          </p>
        ) : null}
      </form>
    </details>
  );
}

export function ChangeWeather({ change, choice, go }: WeatherProps) {
  const text = co2Texts.value.weather;
  const percent = (share: string): string => formatPercent(lang.value, Number(share));
  return (
    <>
      <h3>{text.title}</h3>
      <Known change={change} />
      <p class="small second" id="heating-share">
        {choice.heating === '0' ? text.noHeating : text.heatingWhy}
      </p>
      <Segments label={text.heating} value={choice.heating} options={HEATING.map((value) => ({ value, label: percent(value) }))} onPick={(heating) => go({ ...choice, heating })} />
      <Given key={JSON.stringify(choice.degreeDays)} choice={choice} go={go} />
    </>
  );
}
