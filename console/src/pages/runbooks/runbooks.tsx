import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { Runbook } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Section } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useService } from '../service/service.tsx';
import styles from './runbooks.module.css';

function RunbookSection({ service, runbook: entry }: { service: string; runbook: Runbook }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { runbook, title, when, steps, last } = entry;
  return (
    <Section
      title={format.text(title)}
      actions={
        <>
          {last && (
            <span className={styles.last}>
              {t('runbooks.last')}: <StateBadge kind="run" state={last.outcome} />{' '}
              <Link to="/runs/$run" params={{ run: last.run }}>
                <RelativeTime at={last.at} />
              </Link>
            </span>
          )}
          <OperationButton
            operation="runbook.run"
            input={{ service, runbook }}
            title={format.text(title)}
            label={t('runbooks.run')}
            description={`${t('runbooks.run')}: ${format.text(title)}`}
          />
        </>
      }
    >
      {when && (
        <p className={styles.when}>
          <b>{t('runbooks.when')}</b> {format.text(when)}
        </p>
      )}
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={index}>
            {format.text(step.title)} <span className="quiet mono">{step.operation ?? t('runbooks.byHand')}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function RunbooksTab(): ReactElement {
  const { t } = useTranslation();
  const service = useService();
  const query = useAnswer('runbook.list', { service });
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty command={`./toban manual ${service}`}>{t('runbooks.none')}</Empty>
        ) : (
          items.map((runbook) => <RunbookSection key={runbook.runbook} service={service} runbook={runbook} />)
        )
      }
    </Loaded>
  );
}
