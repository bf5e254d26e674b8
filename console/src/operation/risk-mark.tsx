import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Risk } from '../api/wire.ts';
import styles from './operation.module.css';

export function RiskMark({ risk }: { risk: Risk }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={styles.risk} data-risk={risk}>
      {t(`risk.${risk}`)}
    </span>
  );
}
