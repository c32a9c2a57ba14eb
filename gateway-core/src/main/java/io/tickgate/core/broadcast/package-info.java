/** Where a publication gets its number and finds its subscribers. */
@NullMarked
package io.tickgate.core.broadcast;

import org.jspecify.annotations.NullMarked;
