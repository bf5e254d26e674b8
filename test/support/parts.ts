import { existsSync } from 'node:fs';

/** Real parts that tests use and that a machine may lack, with the file that shows them there and how to get them. */
const PARTS = {
  postgresql: { file: '/usr/lib/postgresql', install: 'apt-get install postgresql' },
  chromium: { file: '/usr/bin/chromium', install: 'apt-get install chromium fonts-noto-cjk' },
} as const;

/**
 * For a test's `skip`: false when the part is there. On a developer's machine that lacks it the test says how to get it;
 * in CI it is not skipped, and so fails.
 */
export function lacking(part: keyof typeof PARTS): string | false {
  const { file, install } = PARTS[part];
  if (existsSync(file) || process.env['CI'] || (part === 'postgresql' && process.env['TOBAN_TEST_POSTGRES']))
    return false;
  return `${part} is not installed: ${install}`;
}
