import type { ReactElement } from 'react';

const paths = {
  overview: 'M2.500 8.500 8 3l5.500 5.500M4 7.500V13h8V7.500',
  service: 'M2.500 3.500h11v4h-11zM2.500 8.500h11v4h-11zM5 5.500h.01M5 10.500h.01',
  runs: 'M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01',
  audit: 'M8 1.800 13 3.500v4c0 3.200-2 5.500-5 6.700-3-1.200-5-3.500-5-6.700v-4zM5.800 8l1.600 1.600 3-3.200',
  emergency: 'M5.400 1.800h5.200l3.600 3.600v5.200l-3.600 3.600H5.400l-3.600-3.600V5.400zM8 4.800v4M8 11.200h.01',
  operations: 'M2.500 4.500h5M10.500 4.500h3M2.500 11.500h3M8.500 11.500h5M9 3v3M7 10v3',
  access:
    'M8 7.500a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200ZM2.800 13.700c.6-2.600 2.600-4 5.200-4s4.600 1.400 5.200 4',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.700 10.700l3 3',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  language:
    'M2 4h7.500M5.700 2.500V4c0 3-1.500 5-3.500 6.200M3.500 6.500c1 2 2.700 3.200 5 3.700M8 13.500l2.700-6.500 2.800 6.500M9 11.500h3.600',
  scheme: 'M8 2.200a5.800 5.800 0 1 0 0 11.600zM8 2.200a5.800 5.800 0 0 1 0 11.600',
  play: 'M4.500 3v10l8-5z',
  stop: 'M4 4h8v8H4z',
  restart: 'M13 8a5 5 0 1 1-1.600-3.700M13 2v3h-3',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  right: 'M6 3.500 10.500 8 6 12.500',
  external: 'M6.500 3.500h-3v9h9v-3M9 2.500h4.500V7M13 3 7.500 8.500',
  keyboard: 'M1.800 4h12.400v8H1.800zM4.500 6.500h.01M7 6.500h.01M9.500 6.500h.01M11.500 6.500h.01M5 9.500h6',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside a word; alone, it needs a label on its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
