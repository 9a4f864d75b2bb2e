// Line icons, 20 px, drawn in the text's colour. Decoration only: the word stands beside them.

const PATHS = {
  grid: 'M7 17 9 4h2l2 13M5 8h10M6 12h8M8.2 9.5l4 3.5M11.8 9.5l-4 3.5',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2',
  wind: 'M10 9.5V18M10 9.5 5 6.5M10 9.5l5-3M10 9.5 10 3.5M8 18h4',
  chp: 'M3 17V9l4 2.5V9l4 2.5V4h3v13zM3 17h14M6 14h1M10 14h1',
  cycle: 'M4 9a6.2 6.2 0 0 1 11-2.5M16 3.5v3.4h-3.4M16 11a6.2 6.2 0 0 1-11 2.5M4 16.5v-3.4h3.4',
  crate: 'M3.5 6.5 10 3l6.5 3.5v7L10 17l-6.5-3.5zM3.5 6.5 10 10l6.5-3.5M10 10v7',
  plug: 'M7 3v4M13 3v4M5.5 7h9v3a4.5 4.5 0 0 1-9 0zM10 14.5V18',
  building: 'M4 17V4h7v13M11 8h5v9M2.5 17h15M6.5 7h2M6.5 10h2M6.5 13h2',
  battery: 'M3 7h12v6H3zM17 9v2M6 9v2M9 9v2',
  out: 'M10 14V4M6 8l4-4 4 4M4 17h12',
  in: 'M10 3v10M6 9l4 4 4-4M4 17h12',
  unknown: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM8 8a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M10 13.6v.2',
  check: 'M4 10.5 8 14.5 16 6',
  cross: 'M5 5l10 10M15 5 5 15',
  warning: 'M10 3 2.5 16.5h15zM10 8v4M10 14.2v.2',
  lock: 'M5.5 9.2h9v7h-9zM7.2 9.2V6.6a2.8 2.8 0 0 1 5.6 0v2.6',
  clock: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 6v4.2l2.8 1.8',
  eye: 'M2 10s3-5.2 8-5.2S18 10 18 10s-3 5.2-8 5.2S2 10 2 10zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
  left: 'M12 4.5 6.5 10l5.5 5.5',
  right: 'M8 4.5 13.5 10 8 15.5',
  down: 'M5 7.5l5 5 5-5',
  map: 'M3 5l4.5-1.5 5 2L17 4v11l-4.5 1.5-5-2L3 16zM7.5 3.5v11M12.5 5.5v11',
  pulse: 'M2.5 10.5h3.6L8 5l4 10.5 2-5h3.5',
  scales: 'M3 16.5h14M5 13V9M9 13V5M13 13V7.5',
  meter: 'M4 15a7.5 7.5 0 1 1 12 0M10 12.5l3-4',
  share: 'M7 10a2.2 2.2 0 1 0-4.4 0A2.2 2.2 0 0 0 7 10zM17 5a2.2 2.2 0 1 0-4.4 0A2.2 2.2 0 0 0 17 5zM17 15a2.2 2.2 0 1 0-4.4 0 2.2 2.2 0 0 0 4.4 0zM6.8 9l6-3M6.8 11l6 3',
  gateway: 'M4 11h12v5H4zM7 13.5h.2M10 11V8M6.5 6.5a5 5 0 0 1 7 0M4.5 4.2a8 8 0 0 1 11 0',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke-width="5" aria-hidden="true">
      <path d="M16 3.5A12.5 12.5 0 0 1 28.5 16" stroke="var(--stroom)" />
      <path d="M28 19.4A12.5 12.5 0 0 1 9.7 26.8" stroke="var(--biogas)" />
      <path d="M6.9 24.6A12.5 12.5 0 0 1 12.6 4" stroke="var(--warmte)" />
      <path class="bolt" d="M17.6 8.5 11 17h4.2l-.9 6.5L21 15h-4.2z" />
    </svg>
  );
}
