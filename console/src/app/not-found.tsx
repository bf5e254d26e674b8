import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/message.tsx';
import { Page, PageHead } from '../parts/section.tsx';

export function NotFound(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page>
      <PageHead title={t('shell.notFound')} />
      <Empty>{t('shell.notFoundHint')}</Empty>
    </Page>
  );
}
