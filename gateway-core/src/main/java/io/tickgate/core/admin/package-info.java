/** What an operator may see and ask: pure data, no network. */
@NullMarked
package io.tickgate.core.admin;

import org.jspecify.annotations.NullMarked;
