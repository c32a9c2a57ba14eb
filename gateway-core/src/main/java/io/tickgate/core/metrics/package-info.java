/** What the gateway counts: one plain counter set per event loop, summed when somebody looks. */
@NullMarked
package io.tickgate.core.metrics;

import org.jspecify.annotations.NullMarked;
