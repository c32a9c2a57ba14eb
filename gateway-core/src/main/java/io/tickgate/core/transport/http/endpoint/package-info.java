/** The HTTP API: one small class per path and method. */
@NullMarked
package io.tickgate.core.transport.http.endpoint;

import org.jspecify.annotations.NullMarked;
