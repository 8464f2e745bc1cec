/** A larger mail is not taken, or without its body: what most providers let through (Gmail 25 MB, Exchange Online 25 MB). */
export const mostBytes = 25 * 1024 * 1024;
