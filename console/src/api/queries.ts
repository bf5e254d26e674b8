import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type Params, ProblemError, queryPath, request } from './client.ts';
import type * as Shape from './shapes.ts';
import type { BriefRun, Items, Registry } from './wire.ts';
import type * as Work from './work-shapes.ts';

/** What each query answers with. */
export interface Answers {
  'overview.show': Shape.Overview;
  'service.status': Shape.ServiceStatus;
  'manual.show': Work.ManualPage;
  'delivery.status': Shape.DeliveryStatus;
  'delivery.show': Shape.DeliveryDetail;
  'delivery.metrics': Shape.DeliveryMetrics;
  'logs.errors': Work.LogErrors;
  'emergency.status': Shape.EmergencyStatus;
  'report.daily': Work.Report;
  'report.weekly': Work.Report;
  'checklist.show': Work.Checklist;
  'service.list': Items<Shape.ServiceStatus>;
  'delivery.errors': Items<Shape.DeliveryError>;
  'jobs.list': Items<Work.Job>;
  'jobs.next': Items<Shape.NextRun>;
  'logs.sources': Items<Work.LogSource>;
  'runbook.list': Items<Work.Runbook>;
  'users.list': Items<Shape.User>;
  'tokens.list': Items<Shape.Token>;
}

/** Queries that answer in pages. */
export interface Lists {
  'delivery.list': Shape.Delivery;
  'jobs.history': Work.JobRun;
  'runs.list': BriefRun;
  'logs.search': Work.LogLine;
  'audit.list': Work.AuditRow;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500),
      },
    },
  });
}

export function useAnswer<N extends keyof Answers>(
  name: N,
  params: Params = {},
  options: { enabled?: boolean; refetchInterval?: number } = {},
): UseQueryResult<Answers[N]> {
  return useQuery({
    queryKey: [name, params],
    queryFn: ({ signal }) => request<Answers[N]>('GET', queryPath(name, params), undefined, {}, signal),
    placeholderData: keepPreviousData,
    ...options,
  });
}

export interface Listing<T> {
  rows: T[] | undefined;
  query: UseInfiniteQueryResult;
}

export function useList<N extends keyof Lists>(name: N, params: Params = {}, enabled = true): Listing<Lists[N]> {
  const query = useInfiniteQuery({
    queryKey: [name, params],
    queryFn: ({ pageParam, signal }) =>
      request<Items<Lists[N]>>('GET', queryPath(name, { ...params, cursor: pageParam }), undefined, {}, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  return { rows: query.data?.pages.flatMap((page) => page.items), query };
}

export function useRegistry(): UseQueryResult<Registry> {
  return useQuery({
    queryKey: ['registry'],
    queryFn: () => request<Registry>('GET', '/api/registry'),
    staleTime: Infinity,
  });
}
