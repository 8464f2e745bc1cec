// A web channel as its visitors see it: what the admin entered, whether it is open, whether somebody is there.
import { z } from 'zod';
import { widgetSettings, type PreChatField } from '../protocol/widget-settings';

const shown = z.object({ sound: widgetSettings.sound, preChat: widgetSettings.preChat });

export interface BusinessHours {
  open: boolean;
  /** ISO 8601; only while closed. */
  opensAt?: string;
}

export interface VisitorChannel {
  id: string;
  name: string;
  greeting?: string;
  businessHours?: BusinessHours;
  /** Of the team that is waited for, by its id, where it has its own: these count then. */
  teamHours?: Record<string, BusinessHours>;
  /** Somebody of the team is online; absent where that cannot be known at the moment. */
  online?: boolean;
  suggestedQuestions?: string[];
  /** Whether the widget is heard. */
  sound?: boolean;
  /** What the widget asks before the first word. */
  preChat?: PreChatField[];
}

/** A channel at this moment. */
export interface ChannelNow {
  isActive: boolean;
  /** Of its identity secret. */
  secretStamp: string;
  /** What everybody is told. */
  shown: VisitorChannel;
  teamHours: TeamHours;
}

/** Of the teams that have their own, by id; no visitor is told all of them. */
export type TeamHours = ReadonlyMap<string, BusinessHours>;

/** Those that there are, by id. */
export type ChannelsNow = (channelIds: readonly string[]) => Promise<ReadonlyMap<string, ChannelNow>>;

/** Of these sessions those that wait for a team, with its id. */
export type AwaitedTeams = (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What one visitor is told. @param teamId of the team that they wait for */
export function shownTo(
  { shown, teamHours }: Pick<ChannelNow, 'shown' | 'teamHours'>,
  teamId: string | undefined,
): VisitorChannel {
  if (teamId === undefined) return shown;
  const own = teamHours.get(teamId);
  // Empty: what was told before counts no more.
  return { ...shown, teamHours: own ? { [teamId]: own } : {} };
}

export function presentChannel(
  { id, name, config }: { id: string; name: string; config: Record<string, unknown> },
  now: Pick<VisitorChannel, 'businessHours' | 'online'>,
): VisitorChannel {
  const { greeting, suggestedQuestions } = config;
  const asked = shown.safeParse(config).data ?? {};
  return {
    id,
    name,
    ...(typeof greeting === 'string' && greeting !== '' && { greeting }),
    ...now,
    ...(Array.isArray(suggestedQuestions) && { suggestedQuestions: suggestedQuestions.map(String) }),
    ...(asked.sound !== undefined && { sound: asked.sound }),
    ...(asked.preChat?.length && { preChat: asked.preChat }),
  };
}
