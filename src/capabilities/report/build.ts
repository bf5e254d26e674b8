import { rfc3339 } from '#platform/clock.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Language } from '#manual/text.ts';
import type { Context } from '#operations/context.ts';
import {
  type DeliveryFigures,
  deliveryFigures,
  type ErrorFigures,
  errorFigures,
  type JobFigures,
  jobFigures,
  ownFigures,
  type ReportFigure,
  type ReportTable,
} from './parts.ts';
import { type Kind, periodBefore, periodOf } from './period.ts';
import { reportText } from './text.ts';

/** What a capability that this Toban does not have would tell is left out. */
export type Report = {
  service: string;
  kind: Kind;
  firstDay: string;
  lastDay: string;
  since: string;
  until: string;
  zone: string;
  figures: ReportFigure[];
  tables: ReportTable[];
  deliveries?: DeliveryFigures & { previous: DeliveryFigures };
  jobs?: JobFigures & { previous: JobFigures };
  errors?: ErrorFigures & { previous: { total: number } | null };
};

export async function buildReport(
  context: Context,
  kind: Kind,
  { service, date, lang }: { service: string; date?: string | undefined; lang?: Language | undefined },
) {
  const manual = context.manual.service(service);
  const now = context.clock.now();
  const report = await gather(context, manual, kind, date);
  return { ...report, text: reportText(report, { title: manual.title, lang: lang ?? context.lang, now }) };
}

async function gather(context: Context, manual: ServiceManual, kind: Kind, date: string | undefined): Promise<Report> {
  const { id: service, zone } = manual;
  const period = periodOf(kind, date, context.clock.now(), zone);
  const before = periodBefore(period, zone);
  const [own, deliveries, deliveriesBefore, jobs, jobsBefore, errors, errorsBefore] = await Promise.all([
    ownFigures(context, manual, period, before),
    deliveryFigures(context, service, period),
    deliveryFigures(context, service, before),
    jobFigures(context, service, period),
    jobFigures(context, service, before),
    errorFigures(context, manual, period),
    errorFigures(context, manual, before),
  ]);
  return {
    service,
    kind,
    firstDay: period.firstDay,
    lastDay: period.lastDay,
    since: rfc3339(period.since),
    until: rfc3339(period.until),
    zone,
    ...own,
    ...(deliveries && deliveriesBefore && { deliveries: { ...deliveries, previous: deliveriesBefore } }),
    ...(jobs && jobsBefore && { jobs: { ...jobs, previous: jobsBefore } }),
    ...(errors && { errors: { ...errors, previous: errorsBefore ? { total: errorsBefore.total } : null } }),
  };
}
