import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveUpdates } from '../api/events.ts';
import { AskProvider } from '../operation/ask.tsx';
import { Keyboard } from './keyboard.tsx';
import styles from './shell.module.css';
import { SideNav } from './side-nav.tsx';
import { StopBanner } from './stop-banner.tsx';
import { TopBar } from './top-bar.tsx';

export type Panel = 'palette' | 'help' | 'stop' | null;

/** After a change of page the reading goes on at its beginning, as it would with a page from a server. */
function useFocusOnNavigation() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shown = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.href });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return { main, path, shown };
}

export function Shell(): ReactElement {
  const { t } = useTranslation();
  const connection = useLiveUpdates();
  const [panel, setPanel] = useState<Panel>(null);
  const [menu, setMenu] = useState(false);
  const { main, path, shown } = useFocusOnNavigation();
  useEffect(() => setMenu(false), [path]);
  return (
    <AskProvider>
      <div className={styles.shell}>
        <a href="#main" className={styles.skip}>
          {t('shell.skip')}
        </a>
        <TopBar connection={connection} menu={menu} onMenu={() => setMenu(!menu)} onPanel={setPanel} />
        <StopBanner />
        <SideNav open={menu} />
        <main id="main" ref={main} tabIndex={-1} className={styles.main} data-shown={shown}>
          <Outlet />
        </main>
      </div>
      <Keyboard panel={panel} onPanel={setPanel} />
    </AskProvider>
  );
}
