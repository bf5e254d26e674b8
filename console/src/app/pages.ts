import type { IconName } from '../parts/icon.tsx';

/** The pages of the whole installation, in the order of the menu; `key` is what follows g on the keyboard. */
export const pages = [
  { to: '/', label: 'overview', icon: 'overview', key: 'o' },
  { to: '/runs', label: 'runs', icon: 'runs', key: 'r' },
  { to: '/audit', label: 'audit', icon: 'audit', key: 'a' },
  { to: '/emergency', label: 'emergency', icon: 'emergency', key: 'e' },
  { to: '/operations', label: 'operations', icon: 'operations', key: 'p' },
  { to: '/access', label: 'access', icon: 'access', key: 'u' },
] as const satisfies readonly { to: string; label: string; icon: IconName; key: string }[];
