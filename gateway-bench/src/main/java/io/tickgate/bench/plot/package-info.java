/** Line plots as SVG, for pages that bring their own style: colours are the variables {@code --c0} to {@code --c7}. */
@NullMarked
package io.tickgate.bench.plot;

import org.jspecify.annotations.NullMarked;
