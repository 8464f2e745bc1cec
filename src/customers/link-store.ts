// Links make one person of several customers. Nothing is moved: who wrote what stays as it is, and a link that is undone
// leaves what was there before.
import type { CustomerIdentity, IdentityKind, LinkedBy, Proof } from './store';

export type { LinkedBy };

/** What says that two customers are one person: a signed identity, the channel itself, a code that came back, an agent. */
export const evidences = ['jwt', 'channel', 'code', 'agent'] as const;
export type Evidence = (typeof evidences)[number];

export interface CustomerLink {
  id: string;
  customerId: string;
  linkedCustomerId: string;
  evidence: Evidence;
  linkedBy: LinkedBy;
  /** ISO 8601. */
  linkedAt: string;
}

export interface NewLink {
  customerId: string;
  otherId: string;
  evidence: Evidence;
  by: LinkedBy;
  /** Nobody decided it: not where a person undid it before, nor where each has an external id of its own. */
  automatic?: true;
}

/** One browser, by the customer that it is: the identity of whoever has no other. */
export interface VisitorIdentity {
  kind: 'visitor';
  value: string;
  provedBy: Proof;
  provedAt?: string;
}

export type PersonIdentity = (CustomerIdentity | VisitorIdentity) & { customerId: string };

/** Somebody who says the same of themselves. */
export interface LookAlike {
  customerId: string;
  name?: string;
  reason: 'same_phone' | 'same_email';
  value: string;
  /** How it is known there. */
  provedBy: Proof;
}

export interface NewCode {
  /** Whose conversation claims it. */
  customerId: string;
  /** To whom it was sent. */
  provedCustomerId: string;
  hash: string;
  by: LinkedBy;
  seconds: number;
}

export interface SentCode {
  provedCustomerId: string;
  hash: string;
  by: LinkedBy;
  triesLeft: number;
}

export interface CodeProof {
  /** Who wrote it back. */
  customerId: string;
  /** To whom it was sent. */
  provedCustomerId: string;
  /** ISO 8601. */
  provedAt: string;
}

export interface LinkStore {
  /** All links of the person that this customer is a part of; none: they are alone. */
  linksOf(organizationId: string, customerId: string): Promise<CustomerLink[]>;
  /**
   * Of two at once that would make a circle one finds it done.
   * @returns everybody who is one person now; undefined where nothing was to do, or `automatic` forbids it
   * @throws `not_found` for a customer who is not there or is erased, `conflict` when the person becomes too large
   */
  link(organizationId: string, asked: NewLink): Promise<string[] | undefined>;
  /** Everybody who was one person before; undefined when this customer's person has no such link. */
  unlink(
    organizationId: string,
    asked: { customerId: string; linkId: string; by: LinkedBy },
  ): Promise<{ customerIds: string[]; link: CustomerLink } | undefined>;
  /** Everything that says of these customers that they were linked. */
  forget(organizationId: string, customerIds: readonly string[]): Promise<void>;
  /** By what these customers are known. */
  identities(organizationId: string, customerIds: readonly string[]): Promise<PersonIdentity[]>;
  /** Who has one of these values and is none of these customers, without those from whom they were parted. */
  lookAlikes(
    organizationId: string,
    of: { customerIds: readonly string[]; emails: readonly string[]; phones: readonly string[] },
  ): Promise<LookAlike[]>;
  /** Takes the place of an older one. @returns until when it is good, ISO 8601 */
  keepCode(organizationId: string, code: NewCode): Promise<string>;
  /** Uses up one try of each code that is still good; `provedCustomerId`: of that one only. */
  tryCodes(
    organizationId: string,
    of: { customerId: string; provedCustomerId?: string; tries: number },
  ): Promise<SentCode[]>;
  forgetCode(organizationId: string, of: { customerId: string; provedCustomerId: string }): Promise<void>;
  /** A code came back: the newest proof of the two stays. Nothing, when one of them is erased. */
  keepProof(organizationId: string, of: { customerId: string; provedCustomerId: string }): Promise<void>;
  /** Proofs of codes that these customers wrote back, or that were sent to them. */
  proofs(organizationId: string, customerIds: readonly string[]): Promise<CodeProof[]>;
  /** Forgets proofs from before, and codes that nobody wrote back in time; how many. */
  expireProofs(organizationId: string, before: Date): Promise<number>;
  /** Whose code this customer wrote back within these hours. */
  provedBy(organizationId: string, customerId: string, hours: number): Promise<string[]>;
}

/** A claim by which somebody else may be found. */
export type IdentityClaim = { kind: IdentityKind | 'visitor'; value: string };
