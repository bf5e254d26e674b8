import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './state-badge.module.css';
import { type StateKind, type StateOf, type Tone, tones } from './tone.ts';

const shapes: Record<Tone, ReactElement> = {
  good: <path d="M7 0a7 7 0 1 1 0 14A7 7 0 0 1 7 0ZM3.700 7.200l2.300 2.300 4.400-4.700" />,
  warn: <path d="M7 .8 13.700 13H.3zM7 5.300v3.500M7 10.800h.01" />,
  bad: (
    <path d="M4.100 0h5.800L14 4.100v5.800L9.900 14H4.100L0 9.900V4.100zM4.700 4.700l4.600 4.600M9.300 4.700 4.700 9.300" />
  ),
  busy: <path d="M7 1.200A5.800 5.800 0 1 1 1.200 7" className={styles.turning} />,
  off: <path d="M2 2h10v10H2z" />,
  wait: <path d="M7 1.200a5.800 5.800 0 1 1 0 11.600A5.800 5.800 0 0 1 7 1.200ZM7 4v3.200l2.200 1.300" />,
};

export function Shape({ tone }: { tone: Tone }): ReactElement {
  return (
    <svg
      width="14"
      height="14"
      viewBox="-0.500 -0.500 15 15"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[tone]}
    </svg>
  );
}

interface Props<K extends StateKind> {
  kind: K;
  state: StateOf<K> | null | undefined;
  /** Other words than the state's own. */
  label?: string;
}

export function StateBadge<K extends StateKind>({ kind, state, label }: Props<K>): ReactElement {
  const { i18n } = useTranslation();
  const known: Partial<Record<string, Tone>> = tones[kind];
  const tone = known[state ?? ''] ?? 'off';
  const key = `state.${kind}.${state}`;
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-tone={tone}>
      <Shape tone={tone} />
      {label ?? (state && i18n.exists(key) ? i18n.t(key as 'state.run.running') : (state ?? '–'))}
    </span>
  );
}
