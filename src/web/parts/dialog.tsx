// A modal dialog on the browser's own: Escape closes it, focus stays inside and returns to where it was.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../state/settings.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const root = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    root.current?.showModal();
  }, []);
  return (
    <dialog ref={root} class="dialog" aria-label={title} onClose={onClose}>
      <div class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="button low" onClick={() => root.current?.close()}>
          {words.value.settled.close}
        </button>
      </div>
      {children}
    </dialog>
  );
}
