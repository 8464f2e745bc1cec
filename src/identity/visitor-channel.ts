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
  /** Of the teams that have their own hours, by id: these count while one of them is waited for. */
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
  shown: VisitorChannel;
}

/** Those that there are, by id. */
export type ChannelsNow = (channelIds: readonly string[]) => Promise<ReadonlyMap<string, ChannelNow>>;

export function presentChannel(
  { id, name, config }: { id: string; name: string; config: Record<string, unknown> },
  now: Pick<VisitorChannel, 'businessHours' | 'teamHours' | 'online'>,
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
