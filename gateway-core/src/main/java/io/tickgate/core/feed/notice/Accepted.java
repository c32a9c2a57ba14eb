package io.tickgate.core.feed.notice;

/**
 * A notification that is kept and was numbered.
 *
 * @param offset in the channel of all, or in its user's own
 * @param recipientCount connections that were subscribed then; 0 for one that its user muted, and for a repetition
 * @param isNew false when the same notification had come before, and nothing was published
 */
public record Accepted(StoredNotification notification, long offset, int recipientCount, boolean isNew) {}
