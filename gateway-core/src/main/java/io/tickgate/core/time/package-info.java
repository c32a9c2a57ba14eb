/** The only place that asks what time it is: everything else is handed a {@link io.tickgate.core.time.Clock}. */
@NullMarked
package io.tickgate.core.time;

import org.jspecify.annotations.NullMarked;
