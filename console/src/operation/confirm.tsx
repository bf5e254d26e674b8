import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationEntry, Run } from '../api/wire.ts';
import { FaultBox } from '../parts/message.tsx';
import { stepsAreAllowed } from './flow.ts';
import styles from './operation.module.css';
import { ReportView } from './report-view.tsx';
import { RunSteps } from './run-steps.tsx';
import type { Values } from './schema.ts';

interface Props {
  operation: OperationEntry;
  plan: Run;
  input: Values;
  busy: boolean;
  children?: ReactNode;
  onConfirm(input: Values): void;
}

function Plan({ plan }: { plan: Run }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {plan.error && <FaultBox detail={plan.error.detail} hint={plan.error.hint} code={plan.error.code} />}
      <p className={styles.lead}>{stepsAreAllowed(plan) ? t('operations.planLead') : t('operations.planRefused')}</p>
      {plan.steps.length > 0 ? <RunSteps steps={plan.steps} /> : <p>{t('operations.planEmpty')}</p>}
      {plan.report !== undefined && plan.report !== null && <ReportView report={plan.report} />}
    </>
  );
}

/** The plan, and as much asking as the risk deserves: nothing destructive happens by one wrong click. */
export function Confirm({ operation, plan, input, busy, children, onConfirm }: Props): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const destructive = operation.risk === 'destructive';
  const word = typeof input['service'] === 'string' ? input['service'] : operation.name;
  const agreed = !destructive || typed.trim() === word;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (agreed) onConfirm(input);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Plan plan={plan} />
      {destructive && stepsAreAllowed(plan) && (
        <>
          <p>{t('operations.destructiveLead')}</p>
          <TextInput
            label={t('operations.confirmType', { word })}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </>
      )}
      <div className={styles.buttons}>
        {stepsAreAllowed(plan) && (
          <Button
            type="submit"
            size="sm"
            color={operation.risk === 'safe' ? undefined : 'red'}
            disabled={!agreed}
            loading={busy}
          >
            {t('operations.confirm')}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
