import { Button } from '@mantine/core';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegistry } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Loading } from '../parts/message.tsx';
import styles from './emergency-dialog.module.css';

export const preloadFlow = () => import('../operation/operation-flow.tsx');
const OperationFlow = lazy(async () => ({ default: (await preloadFlow()).OperationFlow }));

interface Props {
  open: boolean;
  onClose(): void;
}

function StopForm({ onClose }: { onClose(): void }): ReactElement {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const operation = useRegistry().data?.operations.find(({ name }) => name === 'emergency.stop');
  if (operation === undefined) return <Empty command="./toban emergency stop">{t('emergency.stopLead')}</Empty>;
  return (
    <>
      <p className="quiet">{t('emergency.stopLead')}</p>
      <OperationFlow
        key={reason}
        operation={operation}
        direct
        suggested={{ reason }}
        schemas={{ service: { type: 'string', title: t('emergency.scope'), description: t('emergency.scopeHint') } }}
        startLabel={t('emergency.stop')}
        onClose={onClose}
      >
        <div className={styles.presets} role="group" aria-label={t('emergency.stopReason')}>
          {(['presetSend', 'presetLoad', 'presetProvider'] as const).map((preset) => (
            <Button
              key={preset}
              size="compact-sm"
              variant="default"
              onClick={() => setReason(t(`emergency.${preset}`))}
            >
              {t(`emergency.${preset}`)}
            </Button>
          ))}
        </div>
      </OperationFlow>
    </>
  );
}

/** One reason, one button: a stop is never held up by a plan or a second question. */
export function EmergencyDialog({ open, onClose }: Props): ReactElement {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('emergency.stopTitle')} size={540}>
      <Suspense fallback={<Loading />}>
        <StopForm onClose={onClose} />
      </Suspense>
    </Dialog>
  );
}
