import { after, before, describe } from 'node:test';
import { lacking } from '../../test/support/parts.ts';
import { closeBrowser, openBrowser } from './browser.ts';
import { flowTests } from './flows.ts';
import { pageTests } from './pages.ts';
import { realServerTests } from './real-server.ts';

describe('the console', { skip: lacking('chromium'), timeout: 300_000 }, () => {
  before(openBrowser);
  after(closeBrowser);
  pageTests();
  flowTests();
  realServerTests();
});
