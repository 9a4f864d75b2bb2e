// The chart colours as the style sheet has them now; changes with the theme, so charts redraw.
import { signal, useComputed } from '@preact/signals';
import { type Palette, paletteFrom } from '../../charts/palette.ts';
import { dark } from './settings.ts';

/** Custom properties hold light-dark(); only a real property resolves it. */
function readPalette(): Palette {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const palette = paletteFrom((token) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return palette;
}

const held = signal<{ dark: boolean; palette: Palette } | null>(null);

export function usePalette(): Palette {
  const palette = useComputed(() => {
    const known = held.peek();
    if (known && known.dark === dark.value) return known.palette;
    const read = { dark: dark.value, palette: readPalette() };
    held.value = read;
    return read.palette;
  });
  return palette.value;
}
