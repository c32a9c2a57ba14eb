/** What is said: one immutable record for every message, knowing nothing of bytes. */
@NullMarked
package io.tickgate.protocol.message;

import org.jspecify.annotations.NullMarked;
