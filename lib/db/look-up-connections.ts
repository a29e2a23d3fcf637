/**
 * Connections of the token path, in each process. The five statements that answers wait for have up to two batches under way, the four behind
 * the answer one, and so have the purge and housekeeping.
 */
export const lookUpConnections = 16
