/** The gateway put together: {@link io.tickgate.core.Gateway} is the one class that knows every other. */
@NullMarked
package io.tickgate.core;

import org.jspecify.annotations.NullMarked;
