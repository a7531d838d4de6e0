/**
 * Says of what was given for a check that it is not what it must be. The door that it came through puts its own name
 * before the message.
 */
export class ArgumentError extends Error {}
