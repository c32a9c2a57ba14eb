/** Who a client is, and what it may do. Knows no socket and no session. */
@NullMarked
package io.tickgate.core.auth;

import org.jspecify.annotations.NullMarked;
