// A published chain of a park: who gave what to whom, what ended, and who says so. No figure of the monitor stands in it.
import type { CaseView } from '../../api/shapes-circularity.ts';
import { Badge } from '../parts/badge.tsx';
import { materialWords } from '../state/material-words.ts';
import { api } from '../state/fetch.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Link = CaseView['links'][number];

function Source({ said }: { said: Pick<Link, 'source' | 'url' | 'certainty' | 'date'> }) {
  const text = materialWords.value;
  const date = said.date === undefined ? '' : `, ${said.date}`;
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
  const years = [link.validFrom ?? '', link.validTo ?? ''].filter((part) => part !== '').join(' – ');
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

export function CasePanels({ park }: { park: string }) {
  const text = materialWords.value;
  const { data } = useResource<{ items: CaseView[] }>(api(`/cases?park=${park}`));
  return (
    <>
      {(data?.items ?? []).map((of) => (
        <section class="panel" key={of.id} aria-label={of[lang.value]}>
          <div class="panel-head">
            <h2>{of[lang.value]}</h2>
            <div class="tools">
              <Badge tone="info">{text.published}</Badge>
            </div>
          </div>
          <p class="says">{text.publishedSays}</p>
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
        </section>
      ))}
    </>
  );
}
