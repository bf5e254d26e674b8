import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Section } from '../../parts/section.tsx';
import { useService } from '../service/service.tsx';
import { JobHistory } from './job-history.tsx';
import { JobTable } from './job-table.tsx';

export function JobsTab(): ReactElement {
  const { t } = useTranslation();
  const service = useService();
  const query = useAnswer('jobs.list', { service });
  const paused = query.data?.items.some((job) => job.paused) ?? false;
  return (
    <>
      <Section
        title={t('service.jobs')}
        actions={
          <>
            <OperationButton operation="jobs.pause" input={{ service }} hidden={['job']} label={t('jobs.pauseAll')} />
            {paused && (
              <OperationButton
                operation="jobs.resume"
                input={{ service }}
                hidden={['job', 'reason', 'until']}
                label={t('jobs.resumeAll')}
              />
            )}
          </>
        }
      >
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty command={`./toban manual ${service}`}>{t('jobs.none')}</Empty>
            ) : (
              <JobTable jobs={items} />
            )
          }
        </Loaded>
      </Section>
      <JobHistory service={service} />
    </>
  );
}
