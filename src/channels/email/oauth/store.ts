// Tokens by which a channel signs in to its mail servers, encrypted where they lie.
export interface Tokens {
  accessToken: string;
  /** Without it somebody has to consent again at the end of the access token. */
  refreshToken?: string;
  /** The client and the servers that they were given for, as `givenFor` names them: they go nowhere else. */
  givenFor?: string;
}

export interface StoredTokens {
  tokens: Tokens;
  expiresAt: Date;
  /** Why the provider gives none any more, for people. */
  refused?: string;
}

export interface ChannelTokens {
  get(channelId: string): Promise<StoredTokens | undefined>;
  /** Of a new consent: what was refused before is forgotten. */
  save(
    channel: { channelId: string; organizationId: string },
    tokens: Tokens,
    expiresAt: Date,
  ): Promise<void>;
  /** Of the same consent; the lease is over. */
  replace(channelId: string, tokens: Tokens, expiresAt: Date): Promise<void>;
  /** Who refreshes them, alone, for so long; undefined while somebody else does. */
  lease(channelId: string, leaseMs: number): Promise<StoredTokens | undefined>;
  release(channelId: string): Promise<void>;
  /** Only of these tokens: somebody may have consented meanwhile. */
  refuse(channelId: string, tokens: Tokens, why: string): Promise<void>;
}
