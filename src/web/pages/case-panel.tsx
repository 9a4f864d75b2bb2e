// A published chain of a park on a page of its own: who gave what to whom, what ended, and who says so. No figure of the monitor stands there.
import type { CaseView } from '../../api/shapes-circularity.ts';
import { Badge } from '../parts/badge.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { materialWords } from '../state/material-words.ts';
import { api } from '../state/fetch.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';

type Link = CaseView['links'][number];

function Source({ said }: { said: Pick<Link, 'source' | 'url' | 'certainty' | 'date'> }) {
  const text = materialWords.value;
  const date = `, ${said.date ?? text.undated}`;
  return (
    <p class="source">
      {said.url === undefined ? <span>{`${said.source}${date}`}</span> : <a href={said.url}>{`${said.source}${date}`}</a>}
      <span>{text.certainties[said.certainty]}</span>
    </p>
  );
}

function LinkRow({ of, link }: { of: CaseView; link: Link }) {
  const text = materialWords.value;
  const name = (id: string): string => of.nodes.find((one) => one.id === id)?.[lang.value] ?? id;
  const { validFrom, validTo } = link;
  const years = validTo === undefined ? (validFrom === undefined ? '' : text.since(validFrom)) : `${validFrom ?? ''} – ${validTo}`;
  return (
    <li>
      <strong>{text.arrow(name(link.from), name(link.to))}</strong> · {text.carriers[link.carrier]} {years === '' ? '' : `(${years})`}{' '}
      {link.holds ? null : (
        <Badge tone="let" icon="cross">
          {text.broken}
        </Badge>
      )}
      <br />
      {link[lang.value]}
      <Source said={link} />
    </li>
  );
}

const useCases = (park: string): Resource<{ items: CaseView[] }> => useResource<{ items: CaseView[] }>(api(`/cases?park=${park}`));

/** What stands in the address of a park's materials for one of its cases. */
export const CASE = 'praktijk';

/** The way from the figures of a park to its cases.
 *  @param href of the park's materials */
export function CaseLinks({ park, href }: { park: string; href: string }) {
  const text = materialWords.value;
  const items = useCases(park).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.cases}</h2>
        <div class="tools">
          <Badge tone="info">{text.published}</Badge>
        </div>
      </div>
      <ul class="facts">
        {items.map((of) => (
          <li key={of.id}>
            <a href={`${href}?${CASE}=${of.id}`}>{of[lang.value]}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chain({ of }: { of: CaseView }) {
  const text = materialWords.value;
  return (
    <div class="two">
      <div>
        <h3>{text.linksTitle}</h3>
        <ul class="facts">
          {of.links.map((link) => (
            <LinkRow key={`${link.from} ${link.to} ${link.carrier}`} of={of} link={link} />
          ))}
        </ul>
      </div>
      <div>
        <h3>{text.factsTitle}</h3>
        <ul class="facts">
          {of.facts.map((fact) => (
            <li key={fact.nl}>
              {fact[lang.value]}
              <Source said={fact} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** One case by itself, apart from all that is measured or simulated.
 *  @param href of the park's materials */
export function CasePage({ park, id, name, href }: { park: string; id: string; name: string; href: string }) {
  const text = materialWords.value;
  const cases = useCases(park);
  const of = cases.data?.items.find((one) => one.id === id);
  return (
    <>
      <Lead
        over={
          <>
            <span>
              {name} · <a href={href}>{text.over}</a>
            </span>
            <Badge tone="info">{text.published}</Badge>
          </>
        }
        sentence={[of?.[lang.value] ?? text.cases]}
        under={text.publishedSays}
      />
      <div class="grid">
        <Panel title={text.chainOfCase} resource={cases} shape="rows" minHeight={240} empty={() => (of === undefined ? { title: text.caseGone, text: text.publishedSays } : null)}>
          {() => (of === undefined ? null : <Chain of={of} />)}
        </Panel>
      </div>
    </>
  );
}
