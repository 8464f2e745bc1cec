// Customers of one organization, and by what they are known: phone, WhatsApp user id, e-mail, the organization's own id.
import type { AttributeChange, AttributeValue } from '../protocol/customer-attributes';
import type { Actor } from '../sessions/commands';
import type { Page } from '../sessions/store';

export const identityKinds = ['phone', 'whatsapp', 'email', 'unverified_email', 'external'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** How it is known that an identity belongs to the customer. */
export const proofs = ['jwt', 'channel', 'agent', 'none'] as const;
export type Proof = (typeof proofs)[number];

export interface CustomerIdentity {
  kind: IdentityKind;
  value: string;
  /** Of a WhatsApp user id: the channel on which it is one. Channels of one business account share them. */
  channelId?: string;
  provedBy: Proof;
  provedAt?: string;
}

/** What tells an identity from every other. */
export type IdentityKey = Pick<CustomerIdentity, 'kind' | 'value' | 'channelId'>;

/** Who says that two customers are one person. */
export interface LinkedBy {
  kind: 'user' | 'api_key' | 'system';
  /** users.id or api_keys.id. */
  id?: string;
  name: string;
}

export interface CustomerAttributes {
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
}

/** Nothing that the customer writes is taken. Times are ISO 8601. */
export interface Block {
  reason: string;
  /** Who did it; `id` is users.id or api_keys.id. */
  by: { kind: 'user' | 'api_key'; id: string; name: string };
  at: string;
  /** Unset: for good. */
  until?: string;
}

export interface Customer extends CustomerAttributes {
  id: string;
  organizationId: string;
  externalId?: string;
  metadata: Record<string, unknown>;
  /** Those that the organization declares, and what is left of others. */
  attributes: Record<string, AttributeValue>;
  /** Unset: what they write is taken. */
  blocked?: Block;
  createdAt: string;
  updatedAt: string;
}

/** `null` empties a field, `undefined` leaves it. */
export type CustomerChange = {
  [Field in keyof CustomerAttributes]?: string | null;
} & {
  metadata?: Record<string, unknown>;
  /** Only those named; null clears one. */
  attributes?: AttributeChange;
  /** What they were when the caller read them; null: nothing. */
  attributesBefore?: AttributeChange;
  /** Who changes attributes, for the conversations that say so: nobody in particular, or, with `runId`, the run of a rule. */
  changedBy?: Actor & { runId?: string };
};

export interface CustomerFilter {
  /** Looked for in names, e-mail, phone and external id. */
  q?: string;
  externalId?: string;
  /** Where they belong. */
  companyId?: string;
  /** On record, or an identity. */
  email?: string;
  phone?: string;
}

export interface CustomerStore {
  create(organizationId: string, attributes: CustomerAttributes): Promise<Customer>;
  get(organizationId: string, customerId: string): Promise<Customer | undefined>;
  /**
   * The customer with this identity; made with these attributes when there is none. Two callers at once get the same one.
   * `created` customers have the identity as their only one.
   */
  findOrCreate(
    organizationId: string,
    identity: CustomerIdentity,
    attributes: CustomerAttributes,
  ): Promise<{ customer: Customer; created: boolean }>;
  /**
   * Who has one of these, as the channel proved it before the first, which of them are known to be theirs, and which nobody
   * has, or that customer without a proof; undefined when nobody has any. `signed`: one that was only signed, of another than the channel knows.
   */
  findByIdentities(
    organizationId: string,
    identities: ReadonlyArray<IdentityKey>,
  ): Promise<
    | {
        customerId: string;
        known: Array<IdentityKey>;
        unknown: Array<IdentityKey>;
        signed?: IdentityKey;
      }
    | undefined
  >;
  /**
   * Takes a number that the channel proved from a customer who wrote on it with another user id of WhatsApp: that is somebody
   * else's now. Who had it; undefined where nothing says so.
   */
  giveUpNumber(
    place: { organizationId: string; channelId: string },
    now: { phone: string; userId: string },
  ): Promise<string | undefined>;
  /** Who had one of these until their erasure, not long ago. */
  erasedWith(
    organizationId: string,
    identities: ReadonlyArray<IdentityKey>,
  ): Promise<{ customerId: string; erasedAt: string } | undefined>;
  /**
   * Gives an identity that was only signed to this customer, to whom it is proved by the channel. Where that is its holder,
   * one of its own has it; unless the holder has conversations on this channel: then it is proved to them. Who has it then, and
   * who was linked to them for it.
   */
  splitOff(
    place: { organizationId: string; channelId: string },
    identity: CustomerIdentity,
    to: { attributes: CustomerAttributes; customerId: string; by: LinkedBy },
  ): Promise<{ customerId: string; linkedId?: string }>;
  /** Whoever has `from` has `to` instead, unless somebody else has that: `otherId`; from `linkedId`, linked now, it was taken. */
  replaceIdentity(
    organizationId: string,
    from: IdentityKey,
    change: { to: CustomerIdentity; by: LinkedBy },
  ): Promise<{ customerId: string; otherId?: string; linkedId?: string } | undefined>;
  /** Undefined when there is no such customer, or it was erased. Throws `conflict` where `attributesBefore` is not so. */
  update(organizationId: string, customerId: string, change: CustomerChange): Promise<Customer | undefined>;
  /** Adds an identity that nobody has; one that somebody has stays where it is. @returns who has it, and how it was proved */
  addIdentity(
    organizationId: string,
    customerId: string,
    identity: CustomerIdentity,
  ): Promise<{ customerId: string; provedBy: Proof } | undefined>;
  /** The oldest first. @param channelId only those that count there */
  identities(organizationId: string, customerId: string, channelId?: string): Promise<CustomerIdentity[]>;
  /** Newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: CustomerFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Customer>>;
  /** Empties every personal field, and removes identities, codes and visitor tokens. False when there is no such customer. */
  erase(organizationId: string, customerId: string): Promise<boolean>;
}
