/** The wire contract between the gateway and its clients, as Java: usable without Netty. */
@NullMarked
package io.tickgate.protocol;

import org.jspecify.annotations.NullMarked;
