import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isFinished, useRun } from '../../api/runs.ts';
import type { KeptRun } from '../../api/wire.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { ReportView } from '../../operation/report-view.tsx';
import { useRunTitle } from '../../operation/run-title.tsx';
import { RunView } from '../../operation/run-view.tsx';
import opStyles from '../../operation/operation.module.css';
import { Loaded } from '../../parts/message.tsx';
import { Page, PageHead, Pairs, Section } from '../../parts/section.tsx';
import { Moment } from '../../parts/time.tsx';
import styles from './run.module.css';

function CauseOf({ cause }: { cause: NonNullable<KeptRun['cause']> }): ReactElement {
  const { t } = useTranslation();
  if (cause.kind === 'schedule') {
    return (
      <>
        {t('trigger.schedule')} <code>{cause.schedule}</code> <Moment at={cause.at} />
      </>
    );
  }
  return (
    <Link to="/runs/$run" params={{ run: cause.run }}>
      {cause.kind === 'retry' ? t('runs.causeRetry') : t('runs.causeRun')}
    </Link>
  );
}

function Facts({ run }: { run: KeptRun }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('parts.details')}>
      <Pairs
        pairs={[
          [t('runs.operation'), <code key="o">{run.operation}</code>],
          run.service && [t('runs.service'), run.service],
          [t('runs.by'), run.actor.name],
          run.cause && [t('runs.cause'), <CauseOf key="c" cause={run.cause} />],
          [t('runs.started'), <Moment key="s" at={run.startedAt ?? run.createdAt} />],
          [t('runs.duration'), format.duration(run.duration_ms)],
          [t('runs.id'), <code key="i">{run.run}</code>],
        ]}
      />
    </Section>
  );
}

interface ActionProps {
  run: KeptRun;
  raw: boolean;
  onRaw(): void;
}

function Actions({ run, raw, onRaw }: ActionProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {!isFinished(run) && (
        <OperationButton
          operation="runs.cancel"
          input={{ run: run.run }}
          label={t('runs.cancel')}
          look={{ color: 'red', variant: 'outline' }}
        />
      )}
      {run.undoable && isFinished(run) && (
        <OperationButton operation="runs.undo" input={{ run: run.run }} label={t('runs.undo')} />
      )}
      <Button variant="subtle" aria-pressed={raw} onClick={onRaw}>
        {raw ? t('runs.hideRaw') : t('runs.showRaw')}
      </Button>
    </>
  );
}

function Head(props: ActionProps): ReactElement {
  return (
    <PageHead title={useRunTitle(props.run)}>
      <Actions {...props} />
    </PageHead>
  );
}

export function RunPage(): ReactElement {
  const { t } = useTranslation();
  const { run: id } = useParams({ from: '/runs/$run' });
  const query = useRun(id);
  const [raw, setRaw] = useState(false);
  return (
    <Page>
      {query.data ? <Head run={query.data} raw={raw} onRaw={() => setRaw(!raw)} /> : <PageHead title={id} />}
      <Loaded query={query}>
        {(run) => (
          <div className={styles.columns}>
            {raw ? (
              <pre className={opStyles.raw} tabIndex={0}>
                {JSON.stringify(run, null, 2)}
              </pre>
            ) : (
              <RunView run={run} />
            )}
            <div className={styles.side}>
              <Facts run={run} />
              {Object.keys(run.input).length > 0 && (
                <Section title={t('runs.input')}>
                  <ReportView report={run.input} />
                </Section>
              )}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
