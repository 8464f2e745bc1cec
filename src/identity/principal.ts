// Who is calling, once the token has been checked.
import type { Permission, Role } from '../protocol/model/roles';

export type { Permission, Role };

/** A person of the team, or a program with an API key. */
export interface Principal {
  kind: 'user' | 'api_key';
  organizationId: string;
  /** users.id, or api_keys.id. */
  id: string;
  name: string;
  role?: Role;
  /** The user's agent, when it is one. */
  agentId?: string;
  /** What that agent has chosen, as in `consoleLanguages`. */
  language?: string;
  permissions: ReadonlySet<Permission>;
}

/** A customer behind a visitor token, bound to one channel. */
export interface Visitor {
  organizationId: string;
  channelId: string;
  customer: VisitorCustomer;
  /** Of the token, as it is stored. */
  tokenHash: string;
  /** Of whom a signed identity vouched for; absent for anonymous visitors. */
  signIn?: SignIn;
  /** Whom the same browser was before it signed in: what it had asked is answered there. */
  anonymous?: VisitorCustomer;
}

export interface VisitorCustomer {
  id: string;
  name?: string;
  verified: boolean;
  /** An e-mail address or a phone number is known. */
  reachable?: true;
  /** What they write is refused, as it was when they came in. */
  blocked?: true;
}

export interface SignIn {
  /** Milliseconds since 1970: the `exp` of the JWT. */
  expiresAt: number;
  /** Of the channel's identity secret that signed it; a new secret has another. */
  secretStamp: string;
}
