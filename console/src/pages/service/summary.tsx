import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import { Loaded } from '../../parts/message.tsx';
import { Section } from '../../parts/section.tsx';
import { NextRuns } from '../overview/next-runs.tsx';
import { Channels } from './channels.tsx';
import { DeliveryFigures } from './delivery-figures.tsx';
import { PausedBanner } from './paused-banner.tsx';
import { ProcessFacts } from './process-facts.tsx';
import styles from './service.module.css';
import { useService } from './service.tsx';

export function SummaryTab(): ReactElement {
  const { t } = useTranslation();
  const service = useService();
  const status = useAnswer('service.status', { service });
  const delivery = useAnswer('delivery.status', { service });
  const next = useAnswer('jobs.next', { service, count: 6 });
  return (
    <>
      {delivery.data?.paused && <PausedBanner service={service} paused={delivery.data.paused} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Loaded query={delivery}>{(data) => <DeliveryFigures status={data} />}</Loaded>
          <Section title={t('service.channels')}>
            <Loaded query={delivery}>{({ channels }) => <Channels channels={channels} />}</Loaded>
          </Section>
        </div>
        <div className={styles.column}>
          <Section title={t('service.process')}>
            <Loaded query={status}>{(data) => <ProcessFacts status={data} />}</Loaded>
          </Section>
          <Section title={t('service.nextRuns')}>
            <Loaded query={next}>{({ items }) => <NextRuns next={items} />}</Loaded>
          </Section>
        </div>
      </div>
    </>
  );
}
