import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Pairs } from '../parts/section.tsx';
import { pages } from './pages.ts';

export function HelpList(): ReactElement {
  const { t } = useTranslation();
  const rows: [string, ReactNode][] = [
    [t('shell.shortcutPalette'), <kbd key="k">Ctrl K</kbd>],
    [t('shell.shortcutHelp'), <kbd key="?">?</kbd>],
    ...pages.map(({ label, key }): [string, ReactNode] => [
      t('shell.shortcutGo', { page: t(`shell.${label}`) }),
      <span key={key}>
        <kbd>g</kbd> <kbd>{key}</kbd>
      </span>,
    ]),
  ];
  return <Pairs pairs={rows} />;
}
