import './app/mantine.css';
import './app/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startTranslation } from './i18n/setup.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

await startTranslation();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
