package io.tickgate.core.feed.notice;

import io.tickgate.protocol.message.OpaqueList;

/**
 * What one user gets to see, newest first.
 *
 * @param unread of all that are kept for this user
 * @param more whether the list was cut, because it would be too large for one message
 */
public record NotificationPage(OpaqueList notifications, int unread, boolean more) {}
