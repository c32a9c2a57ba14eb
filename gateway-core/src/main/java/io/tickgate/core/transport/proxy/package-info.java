/** The PROXY protocol: for whom a connection speaks, when a proxy says so before its first byte. */
@NullMarked
package io.tickgate.core.transport.proxy;

import org.jspecify.annotations.NullMarked;
