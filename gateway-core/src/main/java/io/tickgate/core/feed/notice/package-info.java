/**
 * Notifications: what is kept of them, who has read them, who does not want them pushed. One home owns all of it: the loop
 * that numbers the channel {@code notifications}.
 */
@NullMarked
package io.tickgate.core.feed.notice;

import org.jspecify.annotations.NullMarked;
