import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The policy that the real server sends, so that what it would refuse is seen here already. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The built console: its files, and its page for every other path. */
export async function servePage(response: ServerResponse, path: string, dist: string | undefined): Promise<void> {
  if (dist === undefined) {
    response.writeHead(404).end();
    return;
  }
  const type = types[extname(path)];
  if (type !== undefined && path !== '/index.html') {
    response.writeHead(200, { 'content-type': type }).end(await readFile(join(dist, path)));
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const page = (await readFile(join(dist, 'index.html'), 'utf8')).replaceAll('__CSP_NONCE__', nonce);
  response.writeHead(200, { 'content-type': types['.html'], 'content-security-policy': policy(nonce) }).end(page);
}
