// Pictures of agents: their own hand, or an admin's, puts them up; whoever has the address sees them.
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { DomainError, notFound } from '../errors';
import { maxPictureBytes, type AgentPictures } from '../files/agent-pictures';
import type { Files } from '../files/files';
import { previewMediaType } from '../files/previews';
import type { AgentRow, PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import type { Presence } from '../protocol/model/presence';
import { id } from '../protocol/model/ids';
import { idParam } from '../protocol/lists';
import { agent } from '../protocol/people';
import { say } from '../protocol/server-texts/said';
import { presentAgent } from './present';
import { found } from './http/require-found';
import { requireRole } from './http/rights';
import { endpoint } from './http/route';

export interface AgentPictureDeps {
  people: Pick<PeopleStore, 'users' | 'agents'>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  files: Pick<Files, 'incoming'>;
  pictures: Pick<AgentPictures, 'set' | 'remove'>;
}

export function agentPictureEndpoints({ people, presences, files, pictures }: AgentPictureDeps) {
  async function mayChange(principal: Principal, agentId: string): Promise<void> {
    const row = found(await people.agents.get(principal.organizationId, agentId), 'agent');
    if (principal.agentId === row.id) return;
    if (!principal.permissions.has('people:write'))
      throw new DomainError('forbidden', say('picture_of_another'));
    requireRole(principal, found(await people.users.get(principal.organizationId, row.userId), 'user').role);
  }

  async function shown({ organizationId }: Principal, agentId: string) {
    const row: AgentRow = found(await people.agents.get(organizationId, agentId), 'agent');
    return presentAgent(row, (await presences(organizationId))[agentId]);
  }

  return {
    set: endpoint({
      summary:
        "Put up an agent's picture: PNG, JPEG or WebP of at most 10 MB and 60 million pixels; its middle is shown. Agents their own, admins everybody's.",
      params: idParam,
      upload: { maxBytes: maxPictureBytes, folder: files.incoming },
      limit: 'upload',
      response: agent,
      async handle({ principal, params, file }) {
        await mayChange(principal, params.id);
        const { organizationId } = principal;
        await pictures.set({ organizationId, agentId: params.id }, file!.path!);
        return shown(principal, params.id);
      },
    }),
    remove: endpoint({
      summary: "Take an agent's picture down: the initials are shown. Agents their own, admins everybody's.",
      params: idParam,
      async handle({ principal, params }) {
        await mayChange(principal, params.id);
        await pictures.remove({ organizationId: principal.organizationId, agentId: params.id });
      },
    }),
  };
}

/** No longer: the face of whoever left is to go from caches, too. */
const day = 24 * 3_600;

interface PicturesDeps {
  pictures: Pick<AgentPictures, 'open'>;
  /** Counts a picture that is not known here, by the address of whoever asks. @throws `rate_limited` */
  takeMiss(address: string): Promise<void>;
}

/** To be mounted at /pictures. What is there never changes; once it is taken down there is nothing. */
export function createPicturesRouter({ pictures, takeMiss }: PicturesDeps): Router {
  const router = Router();
  router.get('/:id', async (request, response) => {
    const named = id.safeParse(request.params.id);
    if (!named.success) throw notFound('picture');
    const { stream, size } = await pictures.open(named.data, () => takeMiss(request.ip ?? ''));
    response.set({
      'Content-Type': previewMediaType,
      'Content-Length': String(size),
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': `public, max-age=${day}, immutable`,
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    if (request.method === 'HEAD') {
      stream.destroy();
      response.end();
      return;
    }
    await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      throw new DomainError('internal', 'The picture cannot be read.', { cause: error });
    });
  });
  return router;
}
