/** Sockets, and everything that knows Netty's pipeline. */
@NullMarked
package io.tickgate.core.transport;

import org.jspecify.annotations.NullMarked;
