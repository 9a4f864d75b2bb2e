// A button that opens a panel below it; Escape and a click elsewhere close it, focus returns to the button.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';

interface MenuProps {
  readonly label: string;
  readonly button: ComponentChildren;
  readonly buttonClass: string;
  readonly right?: boolean;
  readonly children: ComponentChildren;
}

export function Menu({ label, button, buttonClass, right = false, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { url } = useLocation();
  useEffect(() => setOpen(false), [url]);
  useEffect(() => {
    if (!open) return undefined;
    root.current?.querySelector<HTMLElement>('.menu input, .menu a, .menu button')?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  return (
    <div class="picker" ref={root} onKeyDown={escape}>
      <button type="button" class={buttonClass} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="unseen">{label} </span>
        {button}
      </button>
      {open ? <div class={right ? 'menu right' : 'menu'}>{children}</div> : null}
    </div>
  );
}
