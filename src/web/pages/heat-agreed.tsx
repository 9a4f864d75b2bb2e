// What was contracted about a heat match and what its meter counted, each apart; and the form that records an agreement.
import { useState } from 'preact/hooks';
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import type { Meter } from '../../api/shapes.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatDate } from '../../charts/formats.ts';
import { api } from '../state/fetch.ts';
import { FigureRow } from '../parts/figure-row.tsx';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { numberOf } from '../state/typed.ts';
import { Field, Opening, PostForm } from './agreement-form.tsx';
import { kwhText } from './heat-texts.tsx';

const KWH_PER_MWH = 1000;
/** Both companies said yes. */
const OPEN: ReadonlySet<HeatMatchView['state']> = new Set(['agreed', 'contracted', 'metered']);

export function AgreedPanel({ match, onKept }: { match: HeatMatchView; onKept: () => void }) {
  const text = heatWords.value.match.agreed;
  const { contracted, contracts, metered, ground, state } = match;
  if (!OPEN.has(state) && contracts.length === 0) return null;
  const when = (iso: string): string => formatDate(lang.value, Date.parse(iso));
  const figures = [
    ...(contracted === null ? [] : [{ value: kwhText(contracted.kwhPerYear), under: text.contracted }]),
    ...(metered === null
      ? []
      : [
          { value: kwhText(metered.kwh), under: text.metered(when(metered.from), when(metered.to)) },
          { value: formatKg(lang.value, metered.co2AvoidedKg), under: text.co2 },
        ]),
  ];
  return (
    <section class="panel">
      <h2>{text.title}</h2>
      {figures.length === 0 ? <p class="says">{contracts.length === 0 ? text.none : text.noneNow}</p> : <FigureRow figures={figures} />}
      {contracts.length === 0 ? null : (
        <ul class="facts">
          {contracts.map((one) => (
            <li key={one.validFrom + String(one.validTo)}>{contractText(one)}</li>
          ))}
        </ul>
      )}
      {ground.mayDraw && OPEN.has(state) ? (
        <Opening label={text.open}>
          {(close) => (
            <ContractForm
              match={match}
              onClose={close}
              onKept={() => {
                close();
                onKept();
              }}
            />
          )}
        </Opening>
      ) : null}
    </section>
  );
}

/** From when to when, how much, and what ended it or will. */
function contractText({ kwhPerYear, validFrom, validTo, endedBy }: HeatMatchView['contracts'][number]): string {
  const text = heatWords.value.match.agreed;
  const when = (iso: string): string => formatDate(lang.value, Date.parse(iso));
  const held = validTo === null ? text.since(when(validFrom)) : text.between(when(validFrom), when(validTo));
  const amount = kwhPerYear === null ? [] : [text.aYear(kwhText(kwhPerYear))];
  return [held, ...amount, ...(endedBy === null ? [] : [text.ended[endedBy]])].join(' · ');
}

/** @param company null: this reader may not see its meters */
function useHeatMeters(company: number | null): readonly Meter[] {
  const resource = useResource<{ items: Meter[] }>(company === null ? null : api(`/companies/${company}/meters`));
  return resource.data?.items.filter(({ carrier }) => carrier === 'heat') ?? [];
}

function ContractForm({ match, onClose, onKept }: { match: HeatMatchView; onClose: () => void; onKept: () => void }) {
  const text = heatWords.value.match.agreed;
  const [mwh, setMwh] = useState('');
  const [meter, setMeter] = useState('');
  const { source, sink } = match;
  // A company sees its own meters; whoever is neither side here looks after both.
  const seen = ({ mine, company }: HeatMatchView['sink']): number | null => (mine || (!source.mine && !sink.mine) ? company : null);
  const meters = [...useHeatMeters(seen(sink)), ...useHeatMeters(seen(source))];
  const body = (): object => ({ kwhPerYear: numberOf(mwh) * KWH_PER_MWH, ...(meter === '' ? {} : { meter: Number(meter) }) });
  return (
    <PostForm path={`/heat-matches/${match.id}/contracts`} body={body} submit={text.keep} onDone={onKept} onCancel={onClose}>
      <Field id="contract-mwh" label={text.mwh} value={mwh} mode="decimal" onInput={setMwh} />
      <div class="field">
        <label for="contract-meter">{text.meter}</label>
        <select id="contract-meter" value={meter} onChange={(event) => setMeter(event.currentTarget.value)}>
          <option value="">{text.noMeter}</option>
          {meters.map((one) => (
            <option key={one.id} value={one.id}>
              {one.serial}
            </option>
          ))}
        </select>
      </div>
    </PostForm>
  );
}
