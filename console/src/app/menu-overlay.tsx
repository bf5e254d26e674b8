import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MenuProps } from './late-menu.tsx';
import styles from './shell.module.css';

/** Open from the start, because it is fetched by the press of its button. */
export function MenuOverlay({ name, button, heading, choices }: MenuProps): ReactElement {
  return (
    <Menu defaultOpened position="bottom-end">
      <Menu.Target>
        <button type="button" className={styles.icon} aria-label={name} title={name}>
          {button}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {heading && <Menu.Label>{heading}</Menu.Label>}
        {choices.map(({ label, lang, chosen, icon, act }) => (
          <Menu.Item key={label} lang={lang} fw={chosen ? 600 : undefined} leftSection={icon} onClick={act}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
