import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pause } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Shape } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import styles from './service.module.css';

export function PausedBanner({ service, paused }: { service: string; paused: Pause }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={styles.paused} aria-label={t('service.pausedBanner')}>
      <strong>
        <Shape tone="warn" />
        {t('service.pausedBanner')}
      </strong>
      <p>
        {paused.reason} — {paused.by}, <RelativeTime at={paused.at} />
        {paused.until && ` (${t('service.pausedUntil', { until: format.moment(paused.until) })})`}
      </p>
      <OperationButton operation="delivery.resume" input={{ service }} label={t('service.resume')} />
    </section>
  );
}
