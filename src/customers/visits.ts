// From where visitors of the web write, and what they looked at: kept beside the customer, gone with the customer.
import { foreignOrigin, pageAddress } from '../protocol/page-address';
import { mostPages, type ReportedVisit, type Visit } from '../protocol/visits';

/** What is known of a browser without its asking: by its requests. */
export type VisitingBrowser = Pick<Visit, 'language' | 'device' | 'os' | 'browser' | 'country' | 'city'>;

export interface VisitStore {
  get(organizationId: string, customerId: string): Promise<Visit | undefined>;
  /** One change of a customer after the other. Undefined where there is no such customer, or it was erased. */
  change(
    organizationId: string,
    customerId: string,
    next: (before: Visit | undefined) => Visit,
  ): Promise<Visit | undefined>;
}

export type Visits = ReturnType<typeof createVisits>;

export function createVisits({ store, now = () => new Date() }: { store: VisitStore; now?: () => Date }) {
  return {
    of: store.get,

    /** Undefined where there is no such customer any more. */
    note: (
      organizationId: string,
      customerId: string,
      news: { reported: ReportedVisit; browser: VisitingBrowser },
    ): Promise<Visit | undefined> =>
      store.change(organizationId, customerId, (before) => withNews(before, news, now().toISOString())),
  };
}

/** What was told before stays where nothing newer is; of the browser only what it is now. */
export function withNews(
  before: Visit | undefined,
  { reported: { page, referrer, timeZone }, browser }: { reported: ReportedVisit; browser: VisitingBrowser },
  at: string,
): Visit {
  const url = page && pageAddress(page.url);
  const pages = before?.pages ?? [];
  const from = referrer === undefined ? undefined : foreignOrigin(referrer, url ?? '');
  const known = { referrer: from ?? before?.referrer, timeZone: timeZone ?? before?.timeZone };
  return {
    ...browser,
    ...(known.referrer !== undefined && { referrer: known.referrer }),
    ...(known.timeZone !== undefined && { timeZone: known.timeZone }),
    pages:
      url === undefined ? pages : withPage(pages, { url, ...(page?.title && { title: page.title }) }, at),
    updatedAt: at,
  };
}

type Pages = Visit['pages'];

/** Who tells the same page again has not left it. */
function withPage(pages: Pages, page: Omit<Pages[number], 'at'>, at: string): Pages {
  const [now, ...before] = pages;
  return now?.url === page.url
    ? [{ ...now, ...page }, ...before]
    : [{ ...page, at }, ...pages].slice(0, mostPages);
}
