// What happens later or again, for whoever looks why something did not happen.
import type { JobList, JobOwner } from '../jobs/job-list';
import type { Principal } from '../identity/principal';
import { job, jobCounts, jobList, type JobCounts } from '../protocol/jobs';
import { idParam, listOf } from '../protocol/lists';
import { endpoint } from './http/route';

export interface JobDeps {
  jobs: JobList;
  waitingRows(organizationId: string): Promise<Omit<JobCounts, 'jobs'>>;
  /** The organization that the server began with: its admins see what is of the whole server. */
  runsServer(organizationId: string): boolean;
}

/** What is of the whole server is seen by the admins of the organization that runs it, and by nobody else. */
export const seesServer = ({ runsServer }: Pick<JobDeps, 'runsServer'>, principal: Principal): boolean =>
  principal.permissions.has('settings:write') && runsServer(principal.organizationId);

export function jobEndpoints(deps: JobDeps) {
  const { jobs, waitingRows } = deps;
  const ownerOf = (principal: Principal): JobOwner => ({
    organizationId: principal.organizationId,
    andServer: seesServer(deps, principal),
  });

  return {
    list: endpoint({
      summary: 'Jobs that wait, run or have failed, the newest first. What failed is kept for a day.',
      query: jobList,
      response: listOf(job),
      handle: ({ principal, query: { state, limit, cursor } }) =>
        jobs.list(ownerOf(principal), { ...(state && { state }) }, { limit, ...(cursor && { cursor }) }),
    }),
    counts: endpoint({
      summary: 'How much waits: jobs, and what has tries of its own.',
      response: jobCounts,
      async handle({ principal }) {
        const [counted, rows] = await Promise.all([
          jobs.counts(ownerOf(principal)),
          waitingRows(principal.organizationId),
        ]);
        return { jobs: counted, ...rows };
      },
    }),
    retry: endpoint({
      summary: 'Try a job now, with all its tries. One that runs is `conflict`.',
      params: idParam,
      status: 204,
      handle: ({ principal, params }) => jobs.retry(ownerOf(principal), params.id),
    }),
    remove: endpoint({
      summary: 'Give a job up. Where what it was to do is still due, Parley may ask for it anew.',
      params: idParam,
      handle: ({ principal, params }) => jobs.giveUp(ownerOf(principal), params.id),
    }),
  };
}
