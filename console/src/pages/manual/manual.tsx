import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import opStyles from '../../operation/operation.module.css';
import { Loaded } from '../../parts/message.tsx';
import { useService } from '../service/service.tsx';
import { MarkdownView } from './markdown-view.tsx';
import styles from './manual.module.css';

export function ManualTab(): ReactElement {
  const { t, i18n } = useTranslation();
  const service = useService();
  const query = useAnswer('manual.show', { service, lang: i18n.language });
  const [raw, setRaw] = useState(false);
  return (
    <Loaded query={query}>
      {({ markdown, declaration }) => (
        <div className={styles.manual}>
          {raw ? (
            <pre className={opStyles.raw} tabIndex={0}>
              {JSON.stringify(declaration, null, 2)}
            </pre>
          ) : (
            <MarkdownView markdown={markdown} />
          )}
          <Button variant="subtle" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? t('runs.hideRaw') : t('runs.showRaw')}
          </Button>
        </div>
      )}
    </Loaded>
  );
}
