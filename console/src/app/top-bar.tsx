import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../api/events.ts';
import { useSignOut, useUser } from '../api/session.ts';
import type { Language } from '../api/wire.ts';
import { languages, switchLanguage } from '../i18n/setup.ts';
import { Icon } from '../parts/icon.tsx';
import { Shape } from '../parts/state-badge.tsx';
import icon from './icon.svg';
import { LateMenu } from './late-menu.tsx';
import styles from './shell.module.css';
import type { Panel } from './shell.tsx';

interface Props {
  connection: Connection;
  menu: boolean;
  onMenu(): void;
  onPanel(panel: Panel): void;
}

export function LanguageMenu(): ReactElement {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  // The server writes details and hints in the language of the request.
  const choose = async (id: Language) => {
    await switchLanguage(id);
    await client.invalidateQueries();
  };
  const choices = languages.map(({ id, name }) => ({
    label: name,
    lang: id,
    chosen: i18n.language === id,
    act: () => void choose(id),
  }));
  return <LateMenu name={t('shell.language')} button={<Icon name="language" />} choices={choices} />;
}

export function SchemeMenu(): ReactElement {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    ['auto', t('shell.schemeAuto')],
    ['light', t('shell.schemeLight')],
    ['dark', t('shell.schemeDark')],
  ] as const;
  const choices = schemes.map(([id, label]) => ({ label, chosen: colorScheme === id, act: () => setColorScheme(id) }));
  return <LateMenu name={t('shell.scheme')} button={<Icon name="scheme" />} choices={choices} />;
}

function AccountMenu({ onPanel }: Pick<Props, 'onPanel'>): ReactElement {
  const { t } = useTranslation();
  const user = useUser();
  const signOut = useSignOut();
  return (
    <LateMenu
      name={`${t('shell.account')}: ${user?.name ?? ''}`}
      heading={user ? t(`role.${user.role}`) : undefined}
      button={
        <>
          <Icon name="access" />
          <span className={styles.name}>{user?.name}</span>
        </>
      }
      choices={[
        { label: t('shell.help'), icon: <Icon name="keyboard" />, act: () => onPanel('help') },
        { label: t('shell.signOut'), icon: <Icon name="external" />, act: () => signOut.mutate() },
      ]}
    />
  );
}

export function TopBar({ connection, menu, onMenu, onPanel }: Props): ReactElement {
  const { t } = useTranslation();
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={`${styles.icon} ${styles.menuButton}`}
        aria-label={t('shell.menu')}
        aria-expanded={menu}
        onClick={onMenu}
      >
        <Icon name={menu ? 'close' : 'menu'} />
      </button>
      <Link to="/" className={styles.brand}>
        <img src={icon} width="22" height="22" alt="" />
        Toban <small lang="ja">当番</small>
      </Link>
      <button
        type="button"
        className={styles.search}
        title={t('shell.palette')}
        aria-haspopup="dialog"
        onClick={() => onPanel('palette')}
      >
        <Icon name="search" size={14} />
        <span>{t('shell.palettePlaceholder')}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <div className={styles.space} />
      <div className={styles.live} data-state={connection} role="status" title={t(`shell.${connection}`)}>
        <i />
        <span>{t(`shell.${connection}`)}</span>
      </div>
      <LanguageMenu />
      <SchemeMenu />
      <AccountMenu onPanel={onPanel} />
      <button
        type="button"
        className={styles.stop}
        aria-label={t('shell.stopEverything')}
        onClick={() => onPanel('stop')}
      >
        <Shape tone="bad" />
        <span className={styles.name}>{t('shell.stopEverything')}</span>
      </button>
    </header>
  );
}
