import './app/mantine.css';
import './app/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { styleNonce } from './app/theme.ts';
import { startTranslation } from './i18n/setup.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

// The lock on scrolling behind a dialog writes a style element, and looks here for the nonce that allows it.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

// After an upgrade the pages of the old build are gone; the address is the same in the new one.
addEventListener('vite:preloadError', () => location.reload());

await startTranslation();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
