import type { ServiceManual } from '#manual/service.ts';

/** Where the service listens, as far as its manual tells: the port whose health is asked about. */
export const portOf = ({ health }: ServiceManual): number | undefined => {
  if (!health) return undefined;
  const { port, protocol } = new URL(health.url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
};
