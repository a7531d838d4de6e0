/** A mistake of the user's that needs no stack: the message says what to do. */
export class UsageError extends Error {}
