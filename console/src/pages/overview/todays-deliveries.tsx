import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Plot } from '../../parts/plot.tsx';
import { Figures } from '../../parts/section.tsx';
import styles from './overview.module.css';

/** "21:00", in the browser's zone. */
export function useHourLabel(): (at: number) => string {
  const { language } = useFormat();
  return useCallback(
    (at) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at),
    [language],
  );
}

export function TodaysDeliveries({ today, series }: Overview['deliveries']): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useHourLabel();
  return (
    <>
      <Figures
        figures={[
          { name: 'accepted', title: t('overview.accepted'), value: format.count(today.accepted) },
          { name: 'ready', title: t('overview.ready'), value: format.count(today.ready) },
          {
            name: 'dead',
            title: t('overview.dead'),
            value: format.count(today.dead),
            tone: today.dead ? 'bad' : undefined,
          },
          {
            name: 'unknown',
            title: t('overview.unknown'),
            value: format.count(today.unknown),
            tone: today.unknown ? 'warn' : undefined,
          },
        ]}
      />
      <div className={styles.divide}>
        <Plot
          title={t('overview.series')}
          times={series.map(({ at }) => Date.parse(at))}
          label={label}
          series={[
            { label: t('overview.accepted'), color: '--accent', values: series.map(({ accepted }) => accepted) },
            { label: t('overview.dead'), color: '--bad', values: series.map(({ dead }) => dead) },
          ]}
        />
      </div>
    </>
  );
}
