/** The paths of the operator's listener. */
@NullMarked
package io.tickgate.core.transport.http.endpoint.admin;

import org.jspecify.annotations.NullMarked;
