import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isFinished, useRun } from '../api/runs.ts';
import { mayUse, useUser } from '../api/session.ts';
import type { JsonSchema, KeptRun, OperationEntry, Run } from '../api/wire.ts';
import { Loading, Problem } from '../parts/message.tsx';
import { Confirm } from './confirm.tsx';
import { useFlow } from './flow.ts';
import { OperationForm } from './operation-form.tsx';
import styles from './operation.module.css';
import { RunView } from './run-view.tsx';
import { fieldsOf, type Values } from './schema.ts';

export interface FlowOptions {
  /** Values decided by the place that asks: sent, not shown. */
  input?: Values;
  /** Values to begin with, which the person may change. */
  suggested?: Values;
  /** A closer schema for an open field, such as a job's declared parameters. */
  schemas?: Record<string, JsonSchema>;
  /** Values that make no sense here: neither shown nor sent. */
  hidden?: readonly string[];
  /** Shows the form even when there is nothing left to fill in. */
  withForm?: boolean;
  /** Without the plan in between: for what must be fast. */
  direct?: boolean;
  previewLabel?: string;
  startLabel?: string;
}

interface Props extends FlowOptions {
  operation: OperationEntry;
  /** Over the form, and gone once there is nothing more to fill in. */
  children?: ReactNode;
  onClose?(): void;
}

interface StartedProps {
  run: Run;
  onClose?(): void;
  onAgain(): void;
}

function StartedRun({ run, onClose, onAgain }: StartedProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      <RunView run={run} />
      <div className={styles.buttons}>
        {run.run !== null && (
          <Link to="/runs/$run" params={{ run: run.run }} onClick={onClose}>
            {t('runs.open')}
          </Link>
        )}
        {onClose ? (
          <Button size="sm" variant="default" data-autofocus onClick={onClose}>
            {t('parts.close')}
          </Button>
        ) : (
          <Button size="sm" variant="default" onClick={onAgain}>
            {t('operations.again')}
          </Button>
        )}
      </div>
    </div>
  );
}

function FollowedRun({ run, ...rest }: StartedProps & { run: KeptRun }): ReactElement {
  return <StartedRun run={useRun(run.run, run).data ?? run} {...rest} />;
}

/** While the store takes nothing some runs, such as a stop, are carried out and not kept: those cannot be followed. */
const isKept = (run: Run): run is KeptRun => run.run !== null;

function withSchemas(schema: JsonSchema, closer: Record<string, JsonSchema> = {}): JsonSchema {
  return { ...schema, properties: { ...schema.properties, ...closer } };
}

export function OperationFlow({ operation, onClose, children, ...options }: Props): ReactElement {
  const { t } = useTranslation();
  const user = useUser();
  const flow = useFlow(operation);
  const { stage } = flow;
  const schema = withSchemas(operation.input, options.schemas);
  const given = { ...options.suggested, ...options.input };
  const fixed = [...Object.keys(options.input ?? {}), ...(options.hidden ?? [])];
  const direct = options.direct ?? operation.risk === 'safe';
  const formless = !options.withForm && fieldsOf(schema).every(({ name }) => fixed.includes(name));
  const allowed = mayUse(user, operation.role);

  const begun = useRef(false);
  useEffect(() => {
    if (!formless || !allowed || begun.current) return;
    begun.current = true;
    (direct ? flow.start : flow.plan)(given);
  });
  if (!allowed) return <p>{t('operations.forbidden', { role: t(`role.${operation.role}`) })}</p>;
  if (stage.name === 'run') {
    const { run, told } = stage;
    const ways = { onClose, onAgain: flow.back };
    return !told && isKept(run) && !isFinished(run) ? (
      <FollowedRun run={run} {...ways} />
    ) : (
      <StartedRun run={run} {...ways} />
    );
  }
  const problem = flow.error ? <Problem error={flow.error} /> : null;
  if (stage.name === 'plan') {
    const away = formless ? onClose : flow.back;
    return (
      <>
        {problem}
        <Confirm
          operation={operation}
          plan={stage.plan}
          input={stage.input}
          busy={flow.starting}
          onConfirm={flow.start}
        >
          {away && (
            <Button size="sm" variant="default" onClick={away}>
              {formless ? t('parts.cancel') : t('operations.back')}
            </Button>
          )}
        </Confirm>
      </>
    );
  }
  if (formless) return problem ?? <Loading />;
  return (
    <div className={styles.form}>
      {problem}
      {children}
      <OperationForm
        schema={schema}
        given={given}
        fixed={fixed}
        submit={{
          label: direct ? (options.startLabel ?? t('operations.start')) : t('operations.next'),
          danger: direct && operation.risk !== 'safe',
          busy: flow.starting || (!direct && flow.planning),
        }}
        preview={
          direct && !options.direct
            ? { label: options.previewLabel ?? t('operations.plan'), busy: flow.planning }
            : undefined
        }
        onSubmit={direct ? flow.start : flow.plan}
        onPreview={flow.plan}
      />
    </div>
  );
}
