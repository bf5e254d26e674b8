import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { openApiOf } from './openapi.ts';
import type { Surface } from './server.ts';

const CONSOLE = fileURLToPath(new URL('../../../console/dist', import.meta.url));
const SWAGGER = fileURLToPath(new URL('../../../node_modules/swagger-ui-dist', import.meta.url));

/** The console's files, and the page on which the API can be tried. */
export function consoleRoutes(app: FastifyInstance, { toban }: Surface): void {
  app.get('/api/openapi.json', async () => openApiOf(toban));
  app.get('/api/docs', async (_, reply) =>
    page(reply, DOCS_PAGE, "style-src 'self' 'unsafe-inline'; img-src 'self' data:"),
  );
  app.get('/api/docs/start.js', async (_, reply) => reply.type('text/javascript').send(DOCS_START));
  void app.register(fastifyStatic, { root: SWAGGER, prefix: '/api/docs/', index: false, decorateReply: false });

  if (!existsSync(join(CONSOLE, 'index.html'))) {
    app.get('/', async (_, reply) =>
      reply.type('text/plain').send('The console is not built yet: npm run build -w @toban/console\n'),
    );
    return;
  }
  void app.register(fastifyStatic, {
    root: join(CONSOLE, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    decorateReply: false,
  });
  // The console finds its own way by the address, so every page that is not the API's is its first page.
  app.setNotFoundHandler(async (request, reply) => {
    if (request.method !== 'GET' || /^\/(api|assets)\//.test(request.url)) {
      return reply
        .code(404)
        .type('application/problem+json')
        .send({
          status: 404,
          code: 'http.not-found',
          detail: `There is no ${request.method} ${request.url}.`,
          hint: 'See /api/openapi.json',
        });
    }
    const index = await readFile(join(CONSOLE, 'index.html'), 'utf8');
    const nonce = randomBytes(16).toString('base64');
    return page(
      reply,
      index.replaceAll('__CSP_NONCE__', nonce),
      `style-src 'self' 'nonce-${nonce}'; img-src 'self' data:`,
    );
  });
}

function page(reply: FastifyReply, html: string, also: string): FastifyReply {
  const policy = `default-src 'self'; script-src 'self'; ${also}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`;
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .send(html);
}

const DOCS_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Toban API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"><div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></html>`;

const DOCS_START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, docExpansion: 'none',
  requestInterceptor: (request) => { request.headers['X-Toban-Console'] = '1'; return request; } });`;
