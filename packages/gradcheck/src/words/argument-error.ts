/**
 * Refuses something that was given for a check. `prepare`, which every check goes through, puts the name of the function
 * that was called before the message.
 */
export class ArgumentError extends Error {}
