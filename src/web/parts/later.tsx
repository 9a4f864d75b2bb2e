// A page whose code is fetched when it is first shown, so that the shell stays small.
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../state/settings.ts';
import { PanelState } from './panel.tsx';

export function later<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  let known: FunctionComponent<Props> | null = null;
  return function Later(props: Props) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (known !== null) return;
      load().then(
        (page) => {
          known = page;
          redraw((count) => count + 1);
        },
        () => setFailed(true),
      );
    }, []);
    const { states } = words.value;
    if (failed) {
      return (
        <section class="panel">
          <h1 class="unseen">{words.value.product}</h1>
          <PanelState wrong icon="warning" title={states.errorTitle} text={states.errorText} code={`${states.code} PAGE-LOAD`}>
            <button type="button" class="button" onClick={() => location.reload()}>
              {states.retry}
            </button>
          </PanelState>
        </section>
      );
    }
    const Page = known;
    return Page === null ? null : <Page {...props} />;
  };
}
