// The templates of each channel: fetched from its provider, kept, and looked at before one is sent. Providers tell nobody
// when one changes (a webhook of a channel's own never carries it), so they are fetched again every hour.
import pLimit from 'p-limit';
import { DomainError, notFound } from '../../errors';
import type { Log } from '../../log';
import type { MessageContent } from '../../protocol/model/message';
import type { ChannelTemplate, ChannelTemplates, Template } from '../../protocol/model/template';
import { say } from '../../protocol/server-texts/said';
import type { ChannelList } from '../channel';
import { fill } from './fill-template';
import type { KnownChannel } from '../store';

/** Of one organization. */
export interface TemplateStore {
  /** Undefined when they were never fetched. */
  get(organizationId: string, channelId: string): Promise<Required<ChannelTemplates> | undefined>;
  /** Replaces all of the channel. */
  put(
    organizationId: string,
    channelId: string,
    items: readonly ChannelTemplate[],
  ): Promise<Required<ChannelTemplates>>;
}

export interface TemplatesDeps {
  channels: ChannelList;
  /** As its settings are now. */
  channelById(id: string): Promise<KnownChannel | undefined>;
  channelIds(): Promise<string[]>;
  store: TemplateStore;
  log: Log;
}

/** What does not fit may have been changed at the provider since: it is asked again, no more often than this. */
const freshMs = 30_000;
const channelsAtOnce = 4;
const none: ChannelTemplates = { items: [] };

type Place = { organizationId: string; channelId: string };
export type ChannelTemplateLists = ReturnType<typeof createTemplates>;

function createFetching({ channels, channelById, store, log }: TemplatesDeps) {
  /** Undefined where there are none to ask for. @throws DomainError with why they cannot be had, `not_found` */
  async function fetched({
    organizationId,
    channelId,
  }: Place): Promise<Required<ChannelTemplates> | undefined> {
    const known = await channelById(channelId);
    if (known?.organizationId !== organizationId) throw notFound('channel');
    const items = await channels.get(known.type)?.templates?.(known.config);
    if (!items) return undefined;
    const sorted = items.sort((a, b) =>
      `${a.name} ${a.language}`.localeCompare(`${b.name} ${b.language}`, 'en'),
    );
    return store.put(organizationId, channelId, sorted);
  }

  /** What is kept stays what is known while the provider cannot be asked. */
  async function fetchedIfPossible(place: Place): Promise<Required<ChannelTemplates> | undefined> {
    try {
      return await fetched(place);
    } catch (error) {
      sayWhy(log, place.channelId, error);
      return undefined;
    }
  }

  return { fetched, fetchedIfPossible };
}

async function requireTemplates(
  { channels, channelById }: TemplatesDeps,
  { organizationId, channelId }: Place,
): Promise<void> {
  const known = await channelById(channelId);
  if (known?.organizationId !== organizationId) throw notFound('channel');
  if (!channels.get(known.type)?.templates) throw new DomainError('conflict', say('channel_no_templates'));
}

export function createTemplates(deps: TemplatesDeps) {
  const { channels, channelById, channelIds, store } = deps;
  const { fetched, fetchedIfPossible } = createFetching(deps);

  return {
    /** What is kept; asked for now when nothing is. */
    list: async (place: Place): Promise<ChannelTemplates> =>
      (await store.get(place.organizationId, place.channelId)) ?? (await fetched(place)) ?? none,

    /** @throws DomainError with why they cannot be had, `not_found` */
    async refresh(place: Place): Promise<ChannelTemplates> {
      return (await fetched(place)) ?? none;
    },

    /** Of one channel, or of all; a channel that fails keeps what it has. */
    async refreshMany(channelId?: string): Promise<void> {
      const ids = channelId === undefined ? await channelIds() : [channelId];
      await pLimit(channelsAtOnce).map(ids, async (id) => {
        const known = await channelById(id);
        if (known?.isActive && channels.get(known.type)?.templates)
          await fetchedIfPossible({ organizationId: known.organizationId, channelId: id });
      });
    },

    /**
     * What the log holds of a template: what the customer reads. Where nobody could see the list, the provider alone decides.
     * @throws `invalid` for one that is not there, not approved, or filled in wrongly
     */
    async contentOf(place: Place, asked: Template): Promise<MessageContent> {
      await requireTemplates(deps, place);
      const kept = await store.get(place.organizationId, place.channelId);
      const listed = kept ?? (await fetchedIfPossible(place));
      if (!listed) return { text: named(asked), data: { template: asked } };
      try {
        return contentOf(listed.items, asked);
      } catch (error) {
        if (Date.now() - Date.parse(listed.fetchedAt) < freshMs) throw error;
        const now = await fetchedIfPossible(place);
        if (!now) throw error;
        return contentOf(now.items, asked);
      }
    },
  };
}

/** What a person has to mend says how; where it broke is of no use to anybody then. */
function sayWhy(log: Log, channelId: string, error: unknown): void {
  const what = 'could not fetch the templates of a channel';
  if (error instanceof DomainError) log.info({ channelId, why: error.message }, what);
  else log.warn({ err: error, channelId }, what);
}

function contentOf(listed: readonly ChannelTemplate[], asked: Template): MessageContent {
  const { template, text } = fill(listed, asked);
  return { text, data: { template } };
}

const named = ({ name, parameters = [] }: Template): string => [`Template ${name}`, ...parameters].join('\n');
