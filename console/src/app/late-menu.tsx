import { lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';
import styles from './shell.module.css';

const MenuOverlay = lazy(async () => ({ default: (await import('./menu-overlay.tsx')).MenuOverlay }));

export interface MenuChoice {
  label: string;
  lang?: string;
  chosen?: boolean;
  icon?: ReactNode;
  act(): void;
}

export interface MenuProps {
  /** What the button is called. */
  name: string;
  button: ReactNode;
  heading?: string;
  choices: MenuChoice[];
}

/** A button whose menu is fetched when it is first wanted. */
export function LateMenu(props: MenuProps): ReactElement {
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className={styles.icon}
      aria-label={props.name}
      aria-haspopup="menu"
      aria-expanded={false}
      title={props.name}
      onClick={() => setWanted(true)}
    >
      {props.button}
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MenuOverlay {...props} />
    </Suspense>
  );
}
