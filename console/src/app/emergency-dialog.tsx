import { Modal } from '@mantine/core';
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegistry } from '../api/queries.ts';
import { Loading } from '../parts/message.tsx';

const OperationFlow = lazy(async () => ({ default: (await import('../operation/operation-flow.tsx')).OperationFlow }));

interface Props {
  open: boolean;
  onClose(): void;
}

/** One reason, one button: a stop is never held up by a plan or a second question. */
export function EmergencyDialog({ open, onClose }: Props): ReactElement {
  const { t } = useTranslation();
  const operation = useRegistry().data?.operations.find(({ name }) => name === 'emergency.stop');
  return (
    <Modal opened={open} onClose={onClose} title={t('emergency.stopTitle')} size={520}>
      <p>{t('emergency.stopLead')}</p>
      <Suspense fallback={<Loading />}>
        {operation && <OperationFlow operation={operation} direct onClose={onClose} startLabel={t('emergency.stop')} />}
      </Suspense>
    </Modal>
  );
}
