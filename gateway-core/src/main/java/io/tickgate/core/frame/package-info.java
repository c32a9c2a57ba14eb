/** Whole WebSocket frames as bytes: which kinds there are, how one is built, how a payload is deflated once for everybody. */
@NullMarked
package io.tickgate.core.frame;

import org.jspecify.annotations.NullMarked;
