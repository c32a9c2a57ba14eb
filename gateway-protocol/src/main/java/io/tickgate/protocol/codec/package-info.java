/** Which field holds what: the one place that joins messages to their field names, for both formats. */
@NullMarked
package io.tickgate.protocol.codec;

import org.jspecify.annotations.NullMarked;
