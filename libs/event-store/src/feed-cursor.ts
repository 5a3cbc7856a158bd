/** One ledger is one shard; the cursor names it, so that there may be more. */
export const SHARD = 0;

/** Where a reader of the public feed goes on after an event: shard, epoch, position and the event that is there. */
export const feedCursor = (epoch: number, { position, eventId }: { position: number; eventId: string }): string =>
  Buffer.from(JSON.stringify([SHARD, epoch, position, eventId])).toString('base64url');
