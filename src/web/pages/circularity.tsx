// Kringloop: what the region does with its materials, park by park, as far as no company can be read from it.
import type { Circularity } from '../../api/shapes-circularity.ts';
import type { BookView } from '../../api/shapes-materials.ts';
import { formatPercent } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { api } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { CircularityMap } from './circularity-map.tsx';
import { AreaCircularity, SupplyTable } from './circularity-panel.tsx';

export function leadOf(data: Circularity): Sentence {
  const text = materialWords.value;
  const value = data.indicators.find((one) => one.name === 'recyclingShare')?.value ?? null;
  if (value === null) return [text.regionNone, '.'];
  const [before = '', after = ''] = text.regionLead('#').split('#');
  return [before, stress(formatPercent(lang.value, value)), after, '.'];
}

export function CircularityPage() {
  const text = materialWords.value;
  const resource = useResource<Circularity>(api('/region/circularity'));
  const book = useResource<BookView>(api('/material-classes')).data;
  const { data } = resource;
  return (
    <>
      <Lead over={<span>{text.circularTitle}</span>} sentence={data === null ? [text.circularTitle] : leadOf(data)} />
      <div class="grid">
        <CircularityMap resource={resource} />
        <Panel class="w6" title={text.circularTitle} resource={resource} shape="rows" minHeight={300}>
          {(of) => (
            <>
              <AreaCircularity area={of} place="/region" />
              <ToldUntil told={of.toldUntil} days />
            </>
          )}
        </Panel>
        <Panel class="w6" title={text.supplyTitle} resource={resource} shape="rows" minHeight={300}>
          {(of) => <SupplyTable data={of} book={book} place="/region" />}
        </Panel>
      </div>
    </>
  );
}
