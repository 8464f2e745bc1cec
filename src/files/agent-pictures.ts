// What agents look like. Each picture is made anew, small and square, under an id of its own, so its address never shows another.
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { DomainError, notFound } from '../errors';
import type { Log } from '../log';
import { createCoalescedRuns } from '../tools/coalesced-run';
import { mediaTypeOf, sampleBytes } from './media-type';
import type { Previews } from './previews';
import type { FileStorage, OpenedFile } from './storage';

/** Of one agent at most as long after another node was told of a new picture. */
const knownForMs = 30_000;
const takenTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Bytes of an uploaded picture, at most. */
export const maxPictureBytes = 10 * 1024 * 1024;

interface AgentKey {
  organizationId: string;
  agentId: string;
}

export interface AgentPictureStore {
  /** What was there before; undefined: there is no such agent. */
  replace(agent: AgentKey, pictureId: string | null): Promise<{ before: string | null } | undefined>;
  ofUser(organizationId: string, userId: string): Promise<string[]>;
  /** Across organizations. */
  agentPictures(): Promise<Array<AgentKey & { pictureId: string }>>;
  /** Across organizations. */
  organizationOfPicture(pictureId: string): Promise<string | undefined>;
}

export interface AgentPicturesDeps {
  store: AgentPictureStore;
  storage: Pick<FileStorage, 'put' | 'open' | 'remove'>;
  previews: Pick<Previews, 'square'>;
  log: Log;
  now?(): number;
}

export const pictureUrlOf = (pictureId: string) => `/pictures/${pictureId}`;

export type AgentPictures = ReturnType<typeof createAgentPictures>;

export function createAgentPictures(deps: AgentPicturesDeps) {
  const { store, storage, log } = deps;
  const { urlOf, organizationOf, read } = createKnownPictures(deps);

  /** What cannot be removed now is nobody's: the maintenance finds it. */
  const removeFiles = (organizationId: string, ids: readonly string[]): Promise<void> =>
    storage
      .remove(ids.map((id) => ({ organizationId, id })))
      .catch((error: unknown) => log.warn({ err: error }, 'could not remove the picture of an agent'));

  async function replace(agent: AgentKey, pictureId: string | null): Promise<void> {
    const replaced = await store.replace(agent, pictureId);
    if (!replaced) throw notFound('agent');
    await read();
    if (replaced.before) await removeFiles(agent.organizationId, [replaced.before]);
  }

  return {
    /** Where everybody may see the agent's picture; undefined where there is none. Of another node it is known after a while. */
    urlOf,
    /** To be awaited before the first message leaves. */
    read,

    /**
     * @param path of the upload
     * @throws `invalid` (no PNG, JPEG or WebP that can be read), `not_found` (the agent), `unavailable`
     */
    async set(agent: AgentKey, path: string): Promise<void> {
      await refuseOther(path);
      const { bytes } = await deps.previews.square(path);
      const file = { organizationId: agent.organizationId, id: randomUUID() };
      try {
        await storage.put(file, 'picture', { read: () => Readable.from([bytes]), size: bytes.length });
        await replace(agent, file.id);
      } catch (error) {
        await removeFiles(file.organizationId, [file.id]);
        throw error;
      }
    },

    /** None is left, whether there was one or not. @throws `not_found` (the agent) */
    remove: (agent: AgentKey) => replace(agent, null),

    /** Of an account that is about to be deleted: what `forget` then removes. */
    ofUser: store.ofUser,
    async forget(organizationId: string, ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      await read();
      await removeFiles(organizationId, ids);
    },

    /**
     * WebP.
     * @param takeMiss awaited before the database is asked for a picture that this node does not know: may refuse by throwing
     * @throws `not_found`, `unavailable`
     */
    async open(id: string, takeMiss: () => Promise<void>): Promise<OpenedFile> {
      let organizationId = organizationOf(id);
      if (organizationId === undefined) {
        await takeMiss();
        organizationId = await store.organizationOfPicture(id);
      }
      const opened = organizationId && (await storage.open({ organizationId, id }, 'picture'));
      if (!opened) throw notFound('picture');
      return opened;
    },
  };
}

/** Told without waiting: what leaves the server may not stand still for a picture. */
function createKnownPictures({ store, log, now = Date.now }: AgentPicturesDeps) {
  let known: ReadonlyMap<string, string> = new Map();
  let organizations: ReadonlyMap<string, string> = new Map();
  let readAt = 0;
  const runs = createCoalescedRuns(async () => {
    readAt = now();
    const found = await store.agentPictures();
    known = new Map(found.map(({ agentId, pictureId }) => [agentId, pictureUrlOf(pictureId)]));
    organizations = new Map(found.map(({ organizationId, pictureId }) => [pictureId, organizationId]));
  });
  const read = (): Promise<void> =>
    runs.run('').catch((error: unknown) => log.warn({ err: error }, 'could not read the pictures of agents'));
  const renew = () => {
    if (now() - readAt > knownForMs) void read();
  };
  return {
    read,
    urlOf(agentId: string | undefined): string | undefined {
      renew();
      return agentId === undefined ? undefined : known.get(agentId);
    },
    organizationOf(pictureId: string): string | undefined {
      renew();
      return organizations.get(pictureId);
    },
  };
}

async function refuseOther(path: string): Promise<void> {
  const file = await open(path);
  try {
    const sample = Buffer.alloc(sampleBytes);
    const { bytesRead } = await file.read(sample, 0, sampleBytes, 0);
    // By its bytes alone: a name can say anything.
    const mediaType = await mediaTypeOf(sample.subarray(0, bytesRead), '');
    if (!takenTypes.includes(mediaType)) throw noPicture();
  } finally {
    await file.close();
  }
}

const words = 'Choose a PNG, JPEG or WebP picture.';
const noPicture = () => new DomainError('invalid', words, { errors: [{ path: 'file', message: words }] });
