// What nodes tell each other over Redis, all of it: each event with who tells and who hears it. One node alone tells nobody.
// Whatever is lost here is found again by heartbeats, tokens that run out, and the sweep.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log';
import type { AgentServerSide, Audience, CustomerServerSide, ReadNews } from './sockets';

/** A node that does not answer in this time is not waited for. */
const answerMs = 3_000;

export type ClusterEvents = ReturnType<typeof createClusterEvents>;

export function createClusterEvents({ customers, agents, clustered }: Audience, log: Log) {
  return {
    /** A customer has a new session, which its sockets elsewhere must know. */
    sessionBegan: {
      tell(room: string, sessionId: string): void {
        if (clustered) customers.serverSideEmit('began', room, sessionId);
      },
      hear: (listener: CustomerServerSide['began']) => void customers.on('began', listener),
    },

    /** A session is over, which sockets elsewhere that had it from before a sign-in must forget. */
    sessionEnded: {
      tell(room: string, sessionId: string): void {
        if (clustered) customers.serverSideEmit('ended', room, sessionId);
      },
      hear: (listener: CustomerServerSide['ended']) => void customers.on('ended', listener),
    },

    /** Messages were read, which every node must stop to count. */
    messagesRead: {
      tell(news: ReadNews): void {
        if (clustered) customers.serverSideEmit('read', news);
      },
      hear: (listener: CustomerServerSide['read']) => void customers.on('read', listener),
    },

    /** A customer was erased. Resolves once nothing that it asked for runs on any node that answers. */
    customerErased: {
      async tell(customerId: string): Promise<void> {
        if (!clustered) return;
        // Without Redis it may never settle.
        const answers = customers.serverSideEmitWithAck('erased', customerId).catch((error: unknown) => {
          log.warn({ err: error }, 'could not cut off an erased customer on every node');
        });
        await Promise.race([answers, sleep(answerMs, undefined, { ref: false })]);
      },
      hear: (listener: (customerId: string) => Promise<void>) =>
        void customers.on('erased', (customerId, done) => void listener(customerId).then(done)),
    },

    /** A visitor token was given back. */
    visitorSignedOut: {
      tell(tokenHash: string): void {
        if (clustered) customers.serverSideEmit('visitorSignedOut', tokenHash);
      },
      hear: (listener: CustomerServerSide['visitorSignedOut']) =>
        void customers.on('visitorSignedOut', listener),
    },

    /** The login of a user ended. */
    userSignedOut: {
      tell(organizationId: string, userId: string): void {
        if (clustered) agents.serverSideEmit('signedOut', organizationId, userId);
      },
      hear: (listener: AgentServerSide['signedOut']) => void agents.on('signedOut', listener),
    },
  };
}
