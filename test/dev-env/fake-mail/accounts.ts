// Who may sign in at FakeMail, by password or by a token of its OAuth provider.
export interface Accounts {
  /** Password by user. */
  passwords: Map<string, string>;
  /** Whose token it is, while it is good. */
  ownerOf(accessToken: string): string | undefined;
}

export const isPassword = ({ passwords }: Accounts, user: string, password: string): boolean =>
  passwords.get(user.toLowerCase()) === password;

export const isToken = ({ ownerOf }: Accounts, user: string, accessToken: string): boolean =>
  ownerOf(accessToken) === user.toLowerCase();
