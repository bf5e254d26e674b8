import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Crashed } from './crashed.tsx';
import { Gate } from './gate.tsx';
import { NotFound } from './not-found.tsx';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: Crashed });

interface RunSearch {
  service?: string;
  outcome?: string;
  operation?: string;
}

interface ServiceSearch {
  state?: string;
  delivery?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview/overview.tsx'), 'OverviewPage'),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: (search: Record<string, unknown>): RunSearch => ({
    service: text(search['service']),
    outcome: text(search['outcome']),
    operation: text(search['operation']),
  }),
  component: lazyRouteComponent(() => import('../pages/runs/runs.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run',
  component: lazyRouteComponent(() => import('../pages/runs/run.tsx'), 'RunPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyRouteComponent(() => import('../pages/audit/audit.tsx'), 'AuditPage'),
});

const emergency = createRoute({
  getParentRoute: () => root,
  path: '/emergency',
  component: lazyRouteComponent(() => import('../pages/emergency/emergency.tsx'), 'EmergencyPage'),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/access',
  component: lazyRouteComponent(() => import('../pages/access/access.tsx'), 'AccessPage'),
});

const operations = createRoute({
  getParentRoute: () => root,
  path: '/operations',
  component: lazyRouteComponent(() => import('../pages/operations/operations.tsx'), 'OperationsPage'),
});

const operation = createRoute({
  getParentRoute: () => root,
  path: '/operations/$operation',
  component: lazyRouteComponent(() => import('../pages/operations/operation.tsx'), 'OperationPage'),
});

const service = createRoute({
  getParentRoute: () => root,
  path: '/services/$service',
  component: lazyRouteComponent(() => import('../pages/service/service.tsx'), 'ServicePage'),
});

const tab = <P extends string>(path: P, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => service,
    path,
    validateSearch: (search: Record<string, unknown>): ServiceSearch => ({
      state: text(search['state']),
      delivery: text(search['delivery']),
    }),
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  });

const tabs = [
  tab('/', () => import('../pages/service/summary.tsx'), 'SummaryTab'),
  tab('/deliveries', () => import('../pages/deliveries/deliveries.tsx'), 'DeliveriesTab'),
  tab('/jobs', () => import('../pages/jobs/jobs.tsx'), 'JobsTab'),
  tab('/logs', () => import('../pages/logs/logs.tsx'), 'LogsTab'),
  tab('/checklists', () => import('../pages/checklists/checklists.tsx'), 'ChecklistsTab'),
  tab('/runbooks', () => import('../pages/runbooks/runbooks.tsx'), 'RunbooksTab'),
  tab('/reports', () => import('../pages/reports/reports.tsx'), 'ReportsTab'),
  tab('/manual', () => import('../pages/manual/manual.tsx'), 'ManualTab'),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    runs,
    run,
    audit,
    emergency,
    access,
    operations,
    operation,
    service.addChildren(tabs),
  ]),
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
