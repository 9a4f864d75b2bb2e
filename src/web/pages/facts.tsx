// What is known about a park, with its source and how sure it is.
import type { Park } from '../../api/shapes.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { lang, words } from '../state/settings.ts';

const TONE: Record<Park['areaCertainty'], BadgeTone> = { sourced: 'goed', derived: 'info', recalled: 'let' };

function Certainty({ certainty }: { certainty: Park['areaCertainty'] }) {
  return <Badge tone={TONE[certainty]}>{words.value.now.certainty[certainty]}</Badge>;
}

const isWeb = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//.test(url);

export function Facts({ park }: { park: Park }) {
  const text = words.value.now;
  const digits = park.areaHa < 10 && !Number.isInteger(park.areaHa) ? 1 : 0;
  return (
    <section class="panel w5">
      <h2>{text.factsTitle}</h2>
      <ul class="facts">
        <li>
          {park.profile}
          <div class="source">
            <span>{text.topology[park.topology]}</span>
          </div>
        </li>
        <li>
          {text.area(formatNumber(lang.value, park.areaHa, digits))}
          <div class="source">
            <Certainty certainty={park.areaCertainty} />
            <span>
              {text.outline}: {park.outline.note}
            </span>
          </div>
        </li>
        {park.facts.map((fact) => (
          <li key={fact.text}>
            {fact.text}
            <div class="source">
              <Certainty certainty={fact.certainty} />
              <span>
                {text.source}:{' '}
                {isWeb(fact.url) ? (
                  <a href={fact.url} rel="noreferrer">
                    {fact.source}
                  </a>
                ) : (
                  fact.source
                )}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
