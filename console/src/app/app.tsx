import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { createQueryClient } from '../api/queries.ts';
import { router } from './router.tsx';
import { styleNonce, theme } from './theme.ts';

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
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
