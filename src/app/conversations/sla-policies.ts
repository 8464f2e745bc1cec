// The SLA policies of organizations: read for all of them at once, and decided whenever a row is written.
import { slaSettings } from '../../protocol/sla';
import { knownHours } from '../../routing/hours';
import { withSla, type SlaTerms } from '../../routing/sla';
import type { SessionState } from '../../sessions/session';
import type { Projection } from '../../sessions/store';
import type { SlaPoliciesOfAll, StoredSlaPolicies } from '../../stores/postgres/cross-tenant/sla-policies';
import { rememberBriefly } from '../../tools/remember-briefly';

const milliseconds = 3_000;
/** By then every node has read again what was changed. */
export const knownEverywhereMs = milliseconds + 500;

type Terms = ReadonlyMap<string, SlaTerms>;

export interface SlaPolicies {
  /** By organization: those that have any. */
  read(): Promise<Terms>;
  /** A session with its SLA, by the policies that were read last. */
  now(session: SessionState): SessionState;
  /** They were changed here. */
  forget(): void;
}

export function createSlaPolicies({
  slaPoliciesOfAll,
}: Pick<SlaPoliciesOfAll, 'slaPoliciesOfAll'>): SlaPolicies {
  const recent = rememberBriefly<Terms>({ milliseconds, cap: 1 });
  let last: Terms = new Map();
  let begun = 0;
  let newest = 0;
  const load = async () => {
    const turn = (begun += 1);
    const policies = new Map(
      (await slaPoliciesOfAll()).map((stored) => [stored.organizationId, termsOf(stored)]),
    );
    // One that began earlier may end later.
    if (turn > newest) [newest, last] = [turn, policies];
    return policies;
  };
  return {
    read: () => recent.get('all', load),
    now: (session) => withSla(session, last.get(session.organizationId)),
    forget: () => recent.forget('all'),
  };
}

function termsOf({ policies, since, hours, teamHours }: StoredSlaPolicies): SlaTerms {
  return {
    policies: slaSettings.safeParse({ policies }).data?.policies ?? [],
    since,
    ...knownHours({ hours, teamHours }),
  };
}

/** Writes rows with the SLA as it is now, where their customers belong now: another node may have put them there. */
export function slaProjection(
  projection: Projection & Pick<SlaPoliciesOfAll, 'companiesOf'>,
  policies: Pick<SlaPolicies, 'read'>,
): Projection {
  const asksForTiers = (terms: SlaTerms | undefined) =>
    terms?.policies.some(({ when }) => when.companyTier !== undefined) ?? false;
  return {
    ...projection,
    async project(states) {
      const known = await policies.read();
      const asking = states.filter(({ organizationId }) => asksForTiers(known.get(organizationId)));
      const companies =
        asking.length > 0 && (await projection.companiesOf(asking.map(({ customerId }) => customerId)));
      const withTheirSla = states.map(({ company, ...state }) => {
        const now = companies ? companies.get(state.customerId) : company;
        return withSla({ ...state, ...(now && { company: now }) }, known.get(state.organizationId));
      });
      return projection.project(withTheirSla);
    },
  };
}
