/** The protocols that servers speak over a WebSocket, as far as subscribing and publishing need them. Knows no socket. */
@NullMarked
package io.tickgate.bench.load.dialect;

import org.jspecify.annotations.NullMarked;
