import { systemActor } from '#operations/actor.ts';
import type { Metric } from '#operations/capability.ts';
import { contextFor } from '#operations/runner.ts';
import type { FastifyInstance } from 'fastify';
import type { Surface } from './server.ts';
import { VERSION } from './version.ts';

/** `GET /metrics`: what each capability counts, as Prometheus reads it (text format 0.0.4). */
export function metricsRoutes(app: FastifyInstance, { toban }: Surface): void {
  app.get('/metrics', async (_, reply) => {
    const context = contextFor(toban, { actor: systemActor('metrics') }, null, AbortSignal.timeout(10_000));
    const counted = await Promise.all(
      toban.registry.capabilities.map(async ({ metrics }) => (await metrics?.(context)) ?? []),
    );
    const text = [...ownMetrics(), ...counted.flat()].map(printable).join('');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}

function ownMetrics(): Metric[] {
  return [
    {
      name: 'toban_info',
      help: 'The version that runs',
      type: 'gauge',
      samples: [{ labels: { version: VERSION }, value: 1 }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory',
      type: 'gauge',
      samples: [{ value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_uptime_seconds',
      help: 'Seconds since the start',
      type: 'gauge',
      samples: [{ value: process.uptime() }],
    },
  ];
}

function printable({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(
      ([label, text]) => `${label}="${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
    );
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
