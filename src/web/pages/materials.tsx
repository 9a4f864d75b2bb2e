// Materialen: what a park's or company's streams could do for each other, and what it does with them now.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { Circularity } from '../../api/shapes-circularity.ts';
import type { BookView, Matches } from '../../api/shapes-materials.ts';
import { formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { CASE, CaseLinks, CasePage } from './case-panel.tsx';
import { AreaCircularity, SupplyTable } from './circularity-panel.tsx';
import { ChainPanel, MatrixPanel } from './material-chain.tsx';
import { MaterialMapPanel } from './material-map-panel.tsx';
import { Funnel, MatchesPanel } from './material-matches.tsx';
import { StreamsPanel } from './material-streams.tsx';
import { WasteRegister } from './waste-register.tsx';

function leadOf(data: Matches): Sentence {
  const text = materialWords.value;
  const count = Object.values(data.funnel).reduce((sum, one) => sum + one, 0);
  if (count === 0) return [text.leadNone, '.'];
  const [before = '', after = ''] = text.lead('#').split('#');
  const worth = data.allocation === null ? '' : text.leadValue(`€\u00a0${formatNumber(lang.value, data.allocation.worthEurPerYear)}`);
  return [before, stress(formatNumber(lang.value, count)), after, worth, '.'];
}

interface Place {
  readonly scope: Scope;
  /** null: not known yet. */
  readonly park: string | null;
  /** null: of the park. */
  readonly company: number | null;
}

/** What a park or company does with its materials, or a case of the park that the address names. */
export function MaterialsPage({ scope, park, company }: Place) {
  const id = useLocation().query[CASE];
  if (id === undefined || company !== null || park === null) return <Figures scope={scope} park={park} company={company} />;
  return <CasePage park={park} id={id} name={scope.name} href={`${scope.href}/materialen`} />;
}

function Figures({ scope, park, company }: Place) {
  const text = materialWords.value;
  const matches = useResource<Matches>(api(`${scope.api}/material-matches?limit=1000`));
  // Those that do not fit as well: the matrix says why.
  const all = useResource<Matches>(company === null ? api(`${scope.api}/material-matches?show=all&limit=1000`) : null);
  const circularity = useResource<Circularity>(company === null ? api(`${scope.api}/circularity`) : null);
  const book = useResource<BookView>(api('/material-classes'));
  const mayChange = me.value?.roles.some((role) => role.role === 'parkmanager' || (role.role === 'company' && role.company === company)) ?? false;
  const isOwn = me.value?.roles.some((role) => role.role === 'company' && role.company === company) ?? false;
  const [round, setRound] = useState(0);
  const kept = (): void => {
    setRound(round + 1);
    matches.refetch();
  };
  const { data } = matches;
  return (
    <>
      <Lead
        over={
          <span>
            {scope.name} · {text.over}
          </span>
        }
        sentence={data === null ? [text.title] : leadOf(data)}
        under={company === null ? text.underPark : text.underCompany}
      />
      <div class="grid">
        <MatchesPanel resource={matches} book={book.data} company={isOwn ? company : null} place={scope.api} />
        {data === null ? null : <Funnel data={data} />}
        <MaterialMapPanel resource={matches} book={book.data} park={park} />
        {company === null ? (
          <>
            {data === null ? null : <ChainPanel data={data} book={book.data} />}
            <MatrixPanel resource={all} book={book.data} />
            <Panel class="w6" title={text.circularTitle} resource={circularity} shape="rows" minHeight={260}>
              {(of) => <AreaCircularity area={of} place={scope.api} />}
            </Panel>
            <Panel class="w6" title={text.supplyTitle} resource={circularity} shape="rows" minHeight={260}>
              {(of) => <SupplyTable data={of} book={book.data} place={scope.api} />}
            </Panel>
            {park === null ? null : <CaseLinks park={park} href={`${scope.href}/materialen`} />}
          </>
        ) : (
          <>
            <StreamsPanel key={round} company={company} book={book} mayChange={mayChange} onChange={matches.refetch} />
            {mayChange ? <WasteRegister company={company} book={book.data} onKept={kept} /> : null}
          </>
        )}
      </div>
    </>
  );
}
