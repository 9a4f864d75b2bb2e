// A sentence with its key figures stressed, and the head of a page that opens with one.
import type { ComponentChildren } from 'preact';
import type { Sentence } from '../../charts/sentence.ts';

export function Say({ sentence }: { sentence: Sentence }) {
  return (
    <>
      {sentence.map((part, index) =>
        typeof part === 'string' ? (
          part
        ) : (
          <strong key={index} class={`tone-${part.tone}`}>
            {part.text}
          </strong>
        ),
      )}
    </>
  );
}

interface LeadProps {
  readonly over: ComponentChildren;
  readonly sentence: Sentence;
  readonly under?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

export function Lead({ over, sentence, under, actions }: LeadProps) {
  return (
    <div class="lead">
      <div>
        <div class="over">{over}</div>
        <h1 tabIndex={-1}>
          <Say sentence={sentence} />
        </h1>
        {under ? <p class="under">{under}</p> : null}
      </div>
      {actions ? <div class="actions">{actions}</div> : null}
    </div>
  );
}
