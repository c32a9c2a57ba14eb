/** One client's stay: its commands and their ordered answers, its subscriptions, what waits for it, and when it ends. */
@NullMarked
package io.tickgate.core.session;

import org.jspecify.annotations.NullMarked;
