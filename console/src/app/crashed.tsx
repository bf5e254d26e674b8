import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../parts/message.tsx';
import styles from './shell.module.css';

export function Crashed({ error }: { error: unknown }): ReactElement {
  const { t } = useTranslation();
  return (
    <main className={styles.alone}>
      <h1>{t('shell.crashed')}</h1>
      <Problem error={error} />
      <Button variant="default" onClick={() => location.reload()}>
        {t('shell.reload')}
      </Button>
    </main>
  );
}
