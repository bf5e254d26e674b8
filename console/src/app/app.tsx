import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { createQueryClient } from '../api/queries.ts';
import { router } from './router.tsx';
import { styleNonce, theme } from './theme.ts';

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));
const colorScheme = localStorageColorSchemeManager({ key: 'toban-scheme' });

export function App(): ReactElement {
  const [client] = useState(createQueryClient);
  return (
    // The variables are in tokens.css: the page's security policy and a style element written at run time do not agree.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      withCssVariables={false}
      withGlobalClasses={false}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Suspense>
          <Notifications position="bottom-right" />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
