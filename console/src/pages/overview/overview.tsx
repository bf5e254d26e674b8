import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import { Loaded } from '../../parts/message.tsx';
import { Page, PageHead, Section } from '../../parts/section.tsx';
import { Concerns } from './concerns.tsx';
import { NextRuns } from './next-runs.tsx';
import styles from './overview.module.css';
import { RecentRuns } from './recent-runs.tsx';
import { Services } from './services.tsx';
import { TodaysDeliveries } from './todays-deliveries.tsx';

/** So many that what was done lately is still in sight. */
const nextShown = 5;

/** What is wrong now, before anything else; then how things stand, what comes and what was. */
export function OverviewPage(): ReactElement {
  const { t } = useTranslation();
  const query = useAnswer('overview.show', {}, { refetchInterval: 60_000 });
  return (
    <Page>
      <PageHead title={t('overview.title')} />
      <Loaded query={query}>
        {(overview) => (
          <>
            <Section title={t('overview.concerns')}>
              <Concerns concerns={overview.concerns} />
            </Section>
            <div className={styles.columns}>
              <div className={styles.column}>
                <Section title={t('overview.services')}>
                  <Services services={overview.services} />
                </Section>
                <Section title={t('overview.deliveriesToday')}>
                  <TodaysDeliveries {...overview.deliveries} />
                </Section>
              </div>
              <div className={styles.column}>
                <Section title={t('overview.next')}>
                  <NextRuns next={overview.next.slice(0, nextShown)} />
                </Section>
                <Section title={t('overview.recent')}>
                  <RecentRuns runs={overview.recent} />
                </Section>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
