@NullMarked
package io.tickgate.cluster;

import org.jspecify.annotations.NullMarked;
