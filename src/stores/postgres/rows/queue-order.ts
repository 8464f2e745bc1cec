// Who is next in the queue: SQL over `sessions s`.
import { routingSettings, type RoutingSettings } from '../../../protocol/routing';
import { numberSetting } from '../sql/number-setting';
import { selectSessionsOf } from './session-mapping';

const routingDefaults = routingSettings.parse({});
type Seconds = Extract<keyof RoutingSettings, `${string}Seconds`>;
export const routingSetting = (organization: string, key: Seconds) =>
  numberSetting(organization, { category: 'routing', key, usual: routingDefaults[key] });

const goneAfter = (organization: string) => `nullif(${routingSetting(organization, 'goneAfterSeconds')}, 0)`;

/** The customer of `s` left so long ago that those who are there come first. */
export const isPassedOver = (organization: string) =>
  `coalesce(s.customer_gone_since < now() - ${goneAfter(organization)} * interval '1 second', false)`;

/** $1 = the organization: those who are there, by priority, then whoever has waited longest. */
const isWaiting = `WHERE s.organization_id = $1 AND s.status = 'waiting'`;
const queueOrder = `ORDER BY ${isPassedOver('$1')}, array_position(ARRAY['urgent', 'high', 'normal', 'low'], s.priority::text), s.queued_at, s.id`;
export const inQueueOrder = `${isWaiting} ${queueOrder}`;

/** $2 = how many of them. */
export const waitingFirst = `${inQueueOrder} LIMIT $2`;

/** $2 = how many of each team, and of those without one: a team that is busy holds up nobody else. */
export const waitingOfEachTeam = `${selectSessionsOf(
  `(SELECT s.*, row_number() OVER (PARTITION BY s.team_id ${queueOrder}) AS place FROM sessions s ${isWaiting})`,
)} WHERE s.place <= $2 ${queueOrder}`;
